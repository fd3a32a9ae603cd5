"""Static files: served under the address that pages name, for as long as their content is what it is."""

import hashlib

import pytest
from fastapi import HTTPException
from house import ROOT

from api.edge.static import address_of, static

FILES = sorted(path.name for path in (ROOT / "api" / "static").iterdir())


@pytest.mark.parametrize("name", FILES)
async def test_a_file_is_served_under_an_address_of_its_content(name: str) -> None:
    """Whoever has it never asks again, and whoever has an older one asks for another address."""
    content = (ROOT / "api" / "static" / name).read_bytes()
    address = address_of(name)

    answer = await static(address.removeprefix("/static/"))

    assert hashlib.sha256(content).hexdigest()[:12] in address
    assert (answer.body, answer.media_type) == (content, "text/css")
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("name", FILES)
def test_a_style_sheet_loads_nothing_itself(name: str) -> None:
    """Neither fonts nor pictures nor further sheets: a page that is opened from a mail tells nobody else of it."""
    text = (ROOT / "api" / "static" / name).read_text(encoding="utf-8")

    assert not any(loading in text for loading in ("@import", "url(", "expression("))


@pytest.mark.parametrize("name", ["page.css", "page.0123456789ab.css", "..", "../app.py", ""])
async def test_no_other_address_is_served(name: str) -> None:
    """Nothing but the files that were there at the start, in the version that they have now."""
    with pytest.raises(HTTPException) as refused:
        await static(name)

    assert refused.value.status_code == 404


def test_a_file_that_is_not_there_is_an_error() -> None:
    """A template that names it fails, and with it the test of its page."""
    with pytest.raises(KeyError):
        address_of("nothing.css")
