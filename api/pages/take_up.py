"""The link in an alert: a page with one button that acknowledges the alert.

Opening the page changes nothing, because mail scanners and chat previews open every link. A link from an email names
the person who claims; a link from the team's chat asks for the name.
"""

from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from api.alerts.acknowledging import acknowledge
from api.edge.collaborators import Collaborators, With
from api.pages.page import notice, page
from domain.errors import NotFoundError
from domain.outgoing.tokens import read_alert_token
from domain.terms.alerts import ALERTS
from domain.terms.team import Person
from domain.text import dated
from ledger.standing.alert_views import AlertView

router = APIRouter(prefix="/a", tags=["alerts"])

_PAGES: dict[int | str, dict[str, Any]] = {
    404: {"description": "The link is not valid or is incomplete", "content": {"text/html": {}}}
}
_NOBODY: dict[int | str, dict[str, Any]] = {
    400: {"description": "No person of the team was chosen", "content": {"text/html": {}}}
}
_FORM: dict[str, Any] = {
    "requestBody": {
        "description": "`by`: the person, if the link does not name one",
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object", "properties": {"by": {"type": "string"}}}
            }
        },
    }
}


@router.get("/{token}", response_class=HTMLResponse, responses=_PAGES, summary="Show Alert")
async def ask(token: str, collaborators: With) -> HTMLResponse:
    """Show the alert and the button. Opening the page changes nothing."""
    found = await _alert_of(token, collaborators)
    if found is None:
        return _unknown()
    alert, person = found
    if alert.acknowledged_at is not None:
        return _taken(alert)
    return _asking(
        ALERTS[alert.about].title, alert, () if person else await _team(collaborators), is_known=bool(person)
    )


@router.post(
    "/{token}", response_class=HTMLResponse, responses={**_PAGES, **_NOBODY}, openapi_extra=_FORM, summary="Claim Alert"
)
async def take_up(token: str, request: Request, collaborators: With) -> HTMLResponse:
    """Acknowledge the alert. A second click changes nothing."""
    found = await _alert_of(token, collaborators)
    if found is None:
        return _unknown()
    alert, person = found
    by = person or await _chosen(request)
    team = await _team(collaborators)
    if not person and by not in {each.id for each in team}:
        return _asking("Who are you?", alert, team, is_known=False, status=HTTPStatus.BAD_REQUEST)
    await acknowledge(collaborators, alert.alert_id, by)
    return _taken(await collaborators.ledger.alerts.alert(alert.alert_id))


async def _alert_of(token: str, collaborators: Collaborators) -> tuple[AlertView, str] | None:
    """The alert and the person of a valid token."""
    said = read_alert_token(token, collaborators.token_secret)
    if said is None:
        return None
    try:
        return await collaborators.ledger.alerts.alert(said[0]), said[1]
    except NotFoundError:
        return None


async def _team(collaborators: Collaborators) -> tuple[Person, ...]:
    try:
        return (await collaborators.ledger.publications.current()).team.people
    except NotFoundError:
        return ()


async def _chosen(request: Request) -> str:
    """The person chosen in the page's form."""
    sent = parse_qs((await request.body()).decode("utf-8", "replace"))
    return sent.get("by", [""])[0]


def _asking(
    title: str, alert: AlertView, team: tuple[Person, ...], *, is_known: bool, status: int = HTTPStatus.OK
) -> HTMLResponse:
    """The page with the button; it asks for the person unless the link names one."""
    return page(
        "pages/take_up.html",
        title,
        status,
        who=", ".join(filter(None, (alert.name, alert.company))) or alert.lead_id,
        alert=alert,
        by_when=dated(alert.owed_at) if alert.owed_at else "",
        asks_who=not is_known,
        team=team,
    )


def _taken(alert: AlertView) -> HTMLResponse:
    when = f" on {dated(alert.acknowledged_at)}" if alert.acknowledged_at else ""
    return notice("Claimed", f"{alert.acknowledged_by} claimed this alert{when}. Nobody will be reminded again.")


def _unknown() -> HTMLResponse:
    return page("pages/unknown_alert.html", "This link does not work", HTTPStatus.NOT_FOUND)
