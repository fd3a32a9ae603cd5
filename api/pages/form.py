"""The page behind the link in an email that asks for missing information: a form with only the missing fields.

The signed token names the lead. The page neither shows nor changes what is known about the lead, and once nothing is
missing, it only says thank you.
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
from domain.lead.learned import as_extra
from domain.outgoing.tokens import read_form_token
from domain.terms.playbook import Playbook
from domain.terms.team import SenderDetails
from domain.triage.triage import missing_information

router = APIRouter(prefix="/form", tags=["form"])

MOST_BYTES: Final = 64 * 1024
"""The largest body: several times the longest answers to all possible questions."""

THE_LEAD: Final = "the lead"

_PAGES: dict[int | str, dict[str, Any]] = {
    status: {"description": said, "content": {"text/html": {}}}
    for status, said in (
        (404, "The link is not valid or is incomplete"),
        (410, "The lead has ended"),
        (413, "The form is too large"),
        (422, "The form again, with an error beside each wrong field"),
        (503, "Temporarily unavailable"),
    )
}
_SENT: dict[int | str, dict[str, Any]] = {303: {"description": "Saved; leads to the thank-you page"}, **_PAGES}
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
    """What a valid link opens: the lead, the sender, and what is missing."""

    lead_id: str
    sender: SenderDetails
    questions: tuple[Question, ...]
    has_ended: bool


@router.get(
    "/{token}",
    response_class=HTMLResponse,
    responses={key: _PAGES[key] for key in (404, 410, 503)},
    summary="Show Form",
)
async def ask(token: str, collaborators: With) -> HTMLResponse:
    """Show the form for the missing information. Opening the page changes nothing."""
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


@router.post(
    "/{token}", response_class=HTMLResponse, status_code=303, responses=_SENT, openapi_extra=_BODY, summary="Send Form"
)
async def answer(token: str, collaborators: With, request: Request) -> Response:
    """Save the form and run triage again. The same form sent twice is saved once."""
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
    """The request's body.

    Raises:
        InvalidInputError: the body is larger than any form.
    """
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise InvalidInputError(f"a form is at most {MOST_BYTES} bytes")
    return bytes(body)


async def _opened(token: str, collaborators: Collaborators) -> _Opened | None:
    """What the link opens; None if the token is not valid or the lead does not exist."""
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
    """The answer to a sent form: a redirect to the thank-you page, or the form again with its errors."""
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
    """Report the information like ``POST /v1/leads/{lead_id}/information``, in the name of the lead.

    Raises:
        InvalidInputError: the information contradicts what is known; names the field.
        LeadEndedError: the lead has ended meanwhile.
        RefusedError: the lead's state does not allow it.
    """
    reporter = Reporter(collaborators, lead_id, _key(information), collaborators.now(), Response())
    fact, amended = await informed(reporter, information, by_lead=True)
    await reporter.tell(fact, information, by=THE_LEAD, extra=as_extra(answers_in(information)), amended=amended)


def _key(information: Information) -> str:
    """A key made of the answers, so that pressing the button twice reports them once."""
    told = information.model_dump(mode="json", exclude_defaults=True)
    return f"form:{hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:32]}"


def _thanks(token: str) -> Response:
    # A redirect, because reloading a page that answers a POST would send the form again.
    return RedirectResponse(f"/form/{token}", int(HTTPStatus.SEE_OTHER))


def _nothing_missing(sender: SenderDetails) -> HTMLResponse:
    return notice("Thank you", f"{sender.company} has all the details now and will be in touch.")


def _ended(sender: SenderDetails) -> HTMLResponse:
    return page("pages/closed.html", "This request is closed", HTTPStatus.GONE, sender=sender)


def _unknown() -> HTMLResponse:
    return notice(
        "This link does not work",
        "It may be incomplete. Please reply to the email instead.",
        HTTPStatus.NOT_FOUND,
    )


def _too_much() -> HTMLResponse:
    return notice(
        "Your answer is too long",
        "Nothing was saved. Please go back and shorten it.",
        HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    )


def _not_now() -> HTMLResponse:
    return notice(
        "Please try again in a minute",
        "Nothing was saved. Please go back and send the form again, or reply to the email.",
        HTTPStatus.SERVICE_UNAVAILABLE,
    )
