"""Static files of the pages. A file's address changes with its content, so that browsers may cache it for ever."""

import hashlib
from collections.abc import Mapping
from http import HTTPStatus
from importlib.resources import files
from typing import Final, NamedTuple

from fastapi import APIRouter, HTTPException, Response

router = APIRouter(prefix="/static", include_in_schema=False)

_KINDS: Final = {".css": "text/css"}
_HEADERS: Final = {"Cache-Control": "public, max-age=31536000, immutable", "X-Content-Type-Options": "nosniff"}


class _File(NamedTuple):
    address: str
    kind: str
    content: bytes


def _read() -> Mapping[str, _File]:
    """All files by name, read once, because they are few and small."""
    found = {}
    for path in files("api").joinpath("static").iterdir():
        stem, dot, ending = path.name.rpartition(".")
        if kind := _KINDS.get(dot + ending):
            content = path.read_bytes()
            version = hashlib.sha256(content).hexdigest()[:12]
            found[path.name] = _File(f"{router.prefix}/{stem}.{version}{dot}{ending}", kind, content)
    return found


_FILES: Final = _read()
_BY_ADDRESS: Final = {file.address: file for file in _FILES.values()}


def address_of(name: str) -> str:
    """The current address of a static file.

    Raises:
        KeyError: no file has this name.
    """
    return _FILES[name].address


@router.get("/{name}")
async def static(name: str) -> Response:
    """Serve a file; the address of an older version is not found, because no page uses it any more."""
    file = _BY_ADDRESS.get(f"{router.prefix}/{name}")
    if file is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return Response(file.content, media_type=file.kind, headers=_HEADERS)
