"""What all pages of the console share: their address, their refresh, and the page with one message."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from fastapi.responses import HTMLResponse

from api.pages.page import page

EVERY: Final = 10
"""Seconds between refreshes of a page."""

ALERTS: Final = "/console/alerts"


def notice(
    title: str,
    text: str,
    status: int = HTTPStatus.OK,
    *,
    headers: Mapping[str, str] | None = None,
    refreshes: bool = False,
) -> HTMLResponse:
    """A page with one message and a link to the alerts."""
    refresh = str(EVERY) if refreshes else ""
    return page("console/notice.html", title, status, headers=headers, text=text, refresh=refresh, alerts=ALERTS)
