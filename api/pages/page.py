"""HTML pages: they load nothing from other servers, run no scripts, and are not cached."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from fastapi.responses import HTMLResponse

from api.edge.templates import written

HEADERS: Final = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'",
}


def page(
    template: str,
    title: str,
    status: int = HTTPStatus.OK,
    *,
    headers: Mapping[str, str] | None = None,
    **values: object,
) -> HTMLResponse:
    """A page from a template of ``api/templates/``, with its title and values."""
    # int(), so that logs show the number and not the enum's name.
    return HTMLResponse(written(template, title=title, **values), int(status), {**HEADERS, **(headers or {})})


def notice(title: str, text: str, status: int = HTTPStatus.OK) -> HTMLResponse:
    """A page with one message, for signed links."""
    return page("pages/notice.html", title, status, text=text)
