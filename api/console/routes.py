"""The console: pages for the browser, without scripts."""

from http import HTTPStatus
from typing import Annotated, Any, Final
from urllib.parse import parse_qs

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.alerts.acknowledging import acknowledge
from api.console.access import ConsoleRoute, Visiting, Visitor, button_token, was_pressed_here
from api.console.alerts import alerts_page
from api.console.board import MOST, Board, Choice
from api.console.looks import ALERTS, notice
from api.edge.collaborators import Collaborators, With
from api.edge.parameters import Filter
from api.edge.paths import AlertId
from api.edge.problems import documented
from api.leads.red_zone import red_zone_of
from api.pages.page import HEADERS
from domain.errors import NotFoundError
from domain.hours.zones import zone_of
from domain.terms.playbook import Playbook
from domain.terms.team import Person
from ledger.standing.alert_views import AlertView

router = APIRouter(prefix="/console", tags=["console"], route_class=ConsoleRoute)

_REFUSALS: Final[dict[int, str]] = {
    401: "Log in with a person's id as the user name and an API key as the password",
    403: "The key's role lacks the scope, or the page has expired",
    503: "Temporarily unavailable; the page reloads by itself",
}
_PAGES: dict[int | str, dict[str, Any]] = {
    status: {"description": said, "content": {"text/html": {}}} for status, said in _REFUSALS.items()
}
_TAKING_UP: dict[int | str, dict[str, Any]] = {
    **_PAGES,
    303: {"description": "Claimed, now or earlier by somebody else; back to the list"},
    400: {"description": "No person of the team is named", "content": {"text/html": {}}},
    404: {"description": "Alert not found", "content": {"text/html": {}}},
    **documented(413),
}
_FORM: dict[str, Any] = {
    "requestBody": {
        "description": "the button's `token`, and `as`: the person, if the login does not name one",
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {
                    "type": "object",
                    "properties": {name: {"type": "string"} for name in ("token", "as", "to", "still")},
                }
            }
        },
    }
}


@router.get("", status_code=307, response_class=RedirectResponse, responses=_PAGES, summary="Open Console")
async def console(visitor: Visiting) -> RedirectResponse:  # noqa: ARG001 - asks for the login here already
    """Redirect to the alerts page, the only page so far."""
    return RedirectResponse(ALERTS, HTTPStatus.TEMPORARY_REDIRECT, HEADERS)


@router.get("/alerts", response_class=HTMLResponse, responses={**_PAGES, **documented(422)})
async def show_alerts(
    visitor: Visiting,
    collaborators: With,
    *,
    to: Annotated[
        Filter, Query(description="only alerts for this person (including their roles), or for this role")
    ] = "",
    me: Annotated[Filter, Query(alias="as", description="who looks, if the login does not name a person")] = "",
    still: Annotated[bool, Query(description="true: do not refresh the page")] = False,
    taken: Annotated[Filter, Query(description="an alert that was just claimed")] = "",
) -> HTMLResponse:
    """Show the open alerts, newest first: what to do by when, with a button to claim each."""
    playbook = await _playbook(collaborators)
    viewer = _me(playbook, visitor, me)
    names = _names(playbook, to)
    alerts = collaborators.ledger.alerts
    return alerts_page(
        Board(
            choice=Choice(to, me, still),
            alerts=await alerts.listed(names, is_open=True, limit=MOST),
            waiting=await alerts.waiting(),
            team=playbook.team.people if playbook is not None else (),
            me=viewer,
            is_known=viewer is not None and viewer.id == visitor.user,
            token=button_token(visitor, collaborators),
            now=collaborators.now(),
            zone=zone_of(_zone(playbook, viewer)),
            red_zone=await red_zone_of(collaborators),
            taken=await _taken(collaborators, taken),
        )
    )


@router.post(
    "/alerts/{alert_id}/acknowledge", status_code=303, responses=_TAKING_UP, openapi_extra=_FORM, summary="Claim Alert"
)
async def take_up(alert_id: AlertId, request: Request, visitor: Visiting, collaborators: With) -> Response:
    """Claim an alert for the person who is logged in. Only the first claim is recorded."""
    sent = {name: values[0] for name, values in parse_qs((await request.body()).decode("utf-8", "replace")).items()}
    if not was_pressed_here(request, visitor, sent.get("token", "")):
        text = "The page was open for too long or belongs to another user. Nothing was changed. Please claim again."
        return notice("This page has expired", text, HTTPStatus.FORBIDDEN)
    viewer = _me(await _playbook(collaborators), visitor, sent.get("as", ""))
    if viewer is None:
        return notice("Who are you?", "The team has no person with this id.", HTTPStatus.BAD_REQUEST)
    alert = await collaborators.ledger.alerts.alert(alert_id)
    if alert.acknowledged_at is None:
        await acknowledge(collaborators, alert_id, viewer.id)
    choice = Choice(sent.get("to", ""), sent.get("as", ""), bool(sent.get("still")))
    return RedirectResponse(choice.address(taken=alert_id), HTTPStatus.SEE_OTHER, HEADERS)


async def _playbook(collaborators: Collaborators) -> Playbook | None:
    try:
        return await collaborators.ledger.publications.current()
    except NotFoundError:
        return None


def _me(playbook: Playbook | None, visitor: Visitor, said: str) -> Person | None:
    """Who looks: the login's user if the team has that person, else the person named in the page's address."""
    if playbook is None:
        return None
    return playbook.team.person(visitor.user) or playbook.team.person(said)


def _names(playbook: Playbook | None, to: str) -> tuple[str, ...]:
    """The name and the roles that this person has: an alert for a role is for everybody who has the role."""
    person = playbook.team.person(to) if playbook is not None else None
    return tuple(filter(None, (to, *(person.roles if person is not None else ()))))


def _zone(playbook: Playbook | None, person: Person | None) -> str:
    if playbook is None:
        return "UTC"
    calendar = playbook.calendars.get((person.calendar if person else "") or playbook.agreement.calendar)
    return calendar.time_zone if calendar is not None else "UTC"


async def _taken(collaborators: Collaborators, alert_id: str) -> AlertView | None:
    """The alert that was just claimed, or None."""
    if not alert_id:
        return None
    try:
        alert = await collaborators.ledger.alerts.alert(alert_id)
    except NotFoundError:
        return None
    return alert if alert.acknowledged_at is not None else None
