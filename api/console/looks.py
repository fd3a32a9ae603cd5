"""What all pages of the console share: where they lead, how often they are read again, and how they say one thing."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from fastapi.responses import HTMLResponse

from api.pages.page import page

EVERY: Final = 10
"""Seconds after which a page that lives is read again."""

ALERTS: Final = "/console/alerts"


def notice(
    title: str,
    text: str,
    status: int = HTTPStatus.OK,
    *,
    headers: Mapping[str, str] | None = None,
    refreshes: bool = False,
) -> HTMLResponse:
    """A page that says one thing, and leads back to the alerts."""
    refresh = str(EVERY) if refreshes else ""
    return page("console/notice.html", title, status, headers=headers, text=text, refresh=refresh, alerts=ALERTS)
