"""Pages for people: they load nothing from elsewhere, run no script, and nobody keeps them."""

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
    """A page: a template of ``api/templates/`` with its title and its values."""
    # The status is a number in logs, and not an enum's name.
    return HTMLResponse(written(template, title=title, **values), int(status), {**HEADERS, **(headers or {})})


def notice(title: str, text: str, status: int = HTTPStatus.OK) -> HTMLResponse:
    """A page that says one thing, for whoever follows a signed link."""
    return page("pages/notice.html", title, status, text=text)
