"""The link of a mail that asks for what is missing: a page with just those fields, and what was filled in.

The token says which lead it is and that we gave the link out. It opens what is missing and nothing else: whatever is
known of the lead is neither shown nor changed, and once nothing is missing there is nothing to do with it any more.
"""

import hashlib
import json
from http import HTTPStatus
from typing import Any, Final, NamedTuple

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from api.edge.collaborators import Collaborators, With
from api.pages.form_page import form_page
from api.pages.form_questions import Filled, Question, fields_in, fill, questions_for, remedy_for
from api.pages.page import notice, page
from api.reports.information import answers_in, informed
from api.reports.reporting import Reporter
from api.reports.requests import Information
from domain.errors import InvalidInputError, LeadEndedError, NotFoundError, RefusedError, TransientError
from domain.lead.form import known_in
from domain.lead.learned import kept
from domain.outgoing.tokens import read_form_token
from domain.terms.playbook import Playbook
from domain.terms.team import Sender
from domain.triage.triage import missing_information

router = APIRouter(prefix="/form", tags=["form"])

MOST_BYTES: Final = 64 * 1024
"""Of what is sent: several times the longest answer to every question there can be."""

THE_LEAD: Final = "the lead"

_PAGES: dict[int | str, dict[str, Any]] = {
    status: {"description": said, "content": {"text/html": {}}}
    for status, said in (
        (404, "the link is not one of ours, or was cut short"),
        (410, "the lead has ended"),
        (413, "more was sent than any form holds"),
        (422, "the same page, with what is wrong beside each field"),
        (503, "not to be kept right now"),
    )
}
_SENT: dict[int | str, dict[str, Any]] = {303: {"description": "Kept; the page says so"}, **_PAGES}
_BODY: dict[str, Any] = {
    "requestBody": {
        "content": {
            "application/x-www-form-urlencoded": {
                "schema": {"type": "object", "additionalProperties": {"type": "string"}},
                "example": {"company": "Northbeam Analytics"},
            }
        }
    }
}


class _Opened(NamedTuple):
    """What a genuine link opens: the lead, who asks, and what is missing."""

    lead_id: str
    sender: Sender
    questions: tuple[Question, ...]
    has_ended: bool


@router.get("/{token}", response_class=HTMLResponse, responses={key: _PAGES[key] for key in (404, 410, 503)})
async def ask(token: str, collaborators: With) -> HTMLResponse:
    """Show the form with what is missing; nothing changes by reading it."""
    try:
        opened = await _opened(token, collaborators)
    except TransientError:
        return _not_now()
    if opened is None:
        return _unknown()
    if opened.has_ended:
        return _ended(opened.sender)
    if not opened.questions:
        return _nothing_missing(opened.sender)
    return form_page(opened.questions, opened.sender.company)


@router.post("/{token}", response_class=HTMLResponse, status_code=303, responses=_SENT, openapi_extra=_BODY)
async def answer(token: str, collaborators: With, request: Request) -> Response:
    """Keep what was filled in, and let triage run again; the same form sent twice is kept once."""
    try:
        opened = await _opened(token, collaborators)
        if opened is None:
            return _unknown()
        if opened.has_ended:
            return _ended(opened.sender)
        sent = fields_in(await _body(request))
        return await _received(opened, fill(opened.questions, sent), collaborators, token)
    except InvalidInputError:
        return _too_much()
    except TransientError:
        return _not_now()


async def _body(request: Request) -> bytes:
    """The body.

    Raises:
        InvalidInputError: it is longer than any form.
    """
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise InvalidInputError(f"a form is at most {MOST_BYTES} bytes")
    return bytes(body)


async def _opened(token: str, collaborators: Collaborators) -> _Opened | None:
    """What the link opens; None for one that is not ours, or of a lead that is not here."""
    lead_id = read_form_token(token, collaborators.token_secret)
    if lead_id is None:
        return None
    ledger = collaborators.ledger
    try:
        arrival = await ledger.intake.arrival_of(lead_id)
        playbook: Playbook = await ledger.publications.version(arrival.playbook)
    except NotFoundError:
        return None
    missing = missing_information(playbook.agreement, known_in(arrival.form))
    has_ended = await ledger.reading.ending(lead_id) is not None
    return _Opened(lead_id, playbook.team.sender, questions_for(missing), has_ended)


async def _received(opened: _Opened, filled: Filled, collaborators: Collaborators, token: str) -> Response:
    """Where the page goes on: to itself, which says thank you, or back to the fields that are wrong."""
    if not opened.questions:
        return _thanks(token)
    company = opened.sender.company
    if filled.information is None:
        return form_page(opened.questions, company, filled.values, filled.errors)
    try:
        await _tell(opened.lead_id, filled.information, collaborators)
    except InvalidInputError as error:
        field = error.field if error.field in filled.values else opened.questions[0].fields[0]
        return form_page(opened.questions, company, filled.values, {field: remedy_for(field, str(error))})
    except (LeadEndedError, RefusedError):
        return _ended(opened.sender)
    return _thanks(token)


async def _tell(lead_id: str, information: Information, collaborators: Collaborators) -> None:
    """As ``POST /v1/leads/{lead_id}/information`` does, by the lead itself.

    Raises:
        InvalidInputError: it does not go together with what is known; names the field.
        LeadEndedError: the lead ended meanwhile.
        RefusedError: its present state does not allow it.
    """
    reporter = Reporter(collaborators, lead_id, _key(information), collaborators.now(), Response())
    fact, amended = await informed(reporter, information, by_lead=True)
    await reporter.tell(fact, information, by=THE_LEAD, extra=kept(answers_in(information)), amended=amended)


def _key(information: Information) -> str:
    """The same for the same answers, so that a button pressed twice tells them once."""
    told = information.model_dump(mode="json", exclude_defaults=True)
    return f"form:{hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]}"


def _thanks(token: str) -> Response:
    # A page of its own would be sent once more by whoever loads it again.
    return RedirectResponse(f"/form/{token}", int(HTTPStatus.SEE_OTHER))


def _nothing_missing(sender: Sender) -> HTMLResponse:
    return notice("Thank you", f"{sender.company} has everything that was missing, and will be in touch.")


def _ended(sender: Sender) -> HTMLResponse:
    return page("pages/closed.html", "This request is closed", HTTPStatus.GONE, sender=sender)


def _unknown() -> HTMLResponse:
    return notice(
        "This link does not work",
        "It may have been cut short. Answer the mail it came with instead: that works as well.",
        HTTPStatus.NOT_FOUND,
    )


def _too_much() -> HTMLResponse:
    return notice(
        "That was too much",
        "More was sent than this form holds, and nothing was kept. Go back, and say it in fewer words.",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    )


def _not_now() -> HTMLResponse:
    return notice(
        "Please try again in a minute",
        "Nothing was kept just now. Go back and send it once more, or answer the mail that the link came with.",
        HTTPStatus.SERVICE_UNAVAILABLE,
    )
