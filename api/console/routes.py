"""The console: pages for people with a browser, who need no script and no other tool."""

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
    401: "log in, with a person's id as the user name and an API key as the password",
    403: "the key's role may not do that, or the page was not shown to this user lately",
    503: "a part that this needs cannot be reached; the page tries again",
}
_PAGES: dict[int | str, dict[str, Any]] = {
    status: {"description": said, "content": {"text/html": {}}} for status, said in _REFUSALS.items()
}
_TAKING_UP: dict[int | str, dict[str, Any]] = {
    **_PAGES,
    303: {"description": "taken up, by them or by somebody before: back to the list"},
    400: {"description": "nobody of the team is named", "content": {"text/html": {}}},
    404: {"description": "there is no such alert", "content": {"text/html": {}}},
    **documented(413),
}
_FORM: dict[str, Any] = {
    "requestBody": {
        "description": "what the page's button sends: its `token`, and `as` where the login does not say who",
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


@router.get("", status_code=307, response_class=RedirectResponse, responses=_PAGES)
async def console(visitor: Visiting) -> RedirectResponse:  # noqa: ARG001 - asks for the login here already
    """Lead on to the alerts: they are all there is yet."""
    return RedirectResponse(ALERTS, HTTPStatus.TEMPORARY_REDIRECT, HEADERS)


@router.get("/alerts", response_class=HTMLResponse, responses={**_PAGES, **documented(422)})
async def show_alerts(
    visitor: Visiting,
    collaborators: With,
    *,
    to: Annotated[Filter, Query(description="a person of the team, with the roles they have; or a role")] = "",
    me: Annotated[Filter, Query(alias="as", description="who looks, where the login does not say it")] = "",
    still: Annotated[bool, Query(description="do not read the page again by itself")] = False,
    taken: Annotated[Filter, Query(description="an alert that was just taken up")] = "",
) -> HTMLResponse:
    """Show the open alerts with what is owed and by when, the newest first, each with a button that takes it up."""
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


@router.post("/alerts/{alert_id}/acknowledge", status_code=303, responses=_TAKING_UP, openapi_extra=_FORM)
async def take_up(alert_id: AlertId, request: Request, visitor: Visiting, collaborators: With) -> Response:
    """Take an alert up as the person who is logged in; who was first stays on record."""
    sent = {name: values[0] for name, values in parse_qs((await request.body()).decode("utf-8", "replace")).items()}
    if not was_pressed_here(request, visitor, sent.get("token", "")):
        text = "That page was shown too long ago, or to somebody else. Nothing was changed: press the button once more."
        return notice("Please look again", text, HTTPStatus.FORBIDDEN)
    viewer = _me(await _playbook(collaborators), visitor, sent.get("as", ""))
    if viewer is None:
        return notice("Who takes it up?", "Nobody of the team has that name.", HTTPStatus.BAD_REQUEST)
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
    """Who looks: the user of the login if the team has them, else whom the page was told."""
    if playbook is None:
        return None
    return playbook.team.person(visitor.user) or playbook.team.person(said)


def _names(playbook: Playbook | None, to: str) -> tuple[str, ...]:
    """Alerts for a role are for each who has it."""
    person = playbook.team.person(to) if playbook is not None else None
    return tuple(filter(None, (to, *(person.roles if person is not None else ()))))


def _zone(playbook: Playbook | None, person: Person | None) -> str:
    if playbook is None:
        return "UTC"
    calendar = playbook.calendars.get((person.calendar if person else "") or playbook.agreement.calendar)
    return calendar.time_zone if calendar is not None else "UTC"


async def _taken(collaborators: Collaborators, alert_id: str) -> AlertView | None:
    """The alert that was just taken up, if it was."""
    if not alert_id:
        return None
    try:
        alert = await collaborators.ledger.alerts.alert(alert_id)
    except NotFoundError:
        return None
    return alert if alert.acknowledged_at is not None else None
