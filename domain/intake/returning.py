"""Whether somebody whose lead has ended is worked again. Pure; every answer has a reason for the caller."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Final, NamedTuple

from domain.channels import Consent
from domain.dispositions import DISPOSITIONS, Disposition
from domain.hours.spans import by_the_wall
from domain.journey.state import Journey, Stage
from domain.lead.form import Direction
from domain.snapshot import replaced
from domain.terms.agreement import Agreement, MissingInformation
from domain.terms.cadence import Again, Cadence
from domain.terms.playbook import Playbook
from domain.text import at_text, plain
from domain.triage.triage import route, triage

RESENT_WITHIN: Final = timedelta(days=1)
"""A form without ``opted_in_at`` that arrives again this soon was sent twice, not filled in twice."""


class Return(NamedTuple):
    """Whether a lead may start again.

    Attributes:
        reason: in words for the caller.
        when: the first instant at which it may start again, if known.
    """

    allowed: bool
    reason: str
    when: datetime | None = None


class Ended(NamedTuple):
    """An earlier lead of the person.

    Attributes:
        went_through: whether it was in the cadence that the new form asks for.
    """

    lead_id: str
    disposition: Disposition
    ended_at: datetime
    went_through: bool


def may_return(
    again: Again, ended_at: datetime, now: datetime, disposition: Disposition, cadence: str = "the cadence"
) -> Return:
    """Whether a lead that went through a cadence and ended may go through that cadence again.

    A business day of ``after`` counts as a day, because no calendar applies to somebody outside a cadence.

    Args:
        again: the cadence's rule, as published now.
        ended_at: when the lead ended.
        now: when the new form arrived.
        disposition: how the lead ended.
        cadence: its name, for the reason.
    """
    if DISPOSITIONS[disposition].is_for_good:
        return Return(False, f"closed for good on {_day(ended_at)}: {plain(disposition.value)}")
    if not DISPOSITIONS[disposition].was_worked:
        return Return(True, f"ended as {plain(disposition.value)}: no cadence ran", ended_at)
    if again.mode == "always":
        return Return(True, f"{cadence} can always run again", ended_at)
    if again.mode == "once" or again.after is None:
        return Return(False, f"{cadence} runs only once, and the lead ended on {_day(ended_at)}")
    when = ended_at + by_the_wall(again.after)
    return Return(now >= when, f"{cadence} can run again after {again.after}: {at_text(when.astimezone(UTC))}", when)


def may_come_back(earlier: Iterable[Ended], cadence: Cadence | None, now: datetime) -> tuple[Return, str]:
    """As ``may_return``, for all leads of the person: the answer, and the id of the lead that decides.

    A cadence's rule only counts for leads that went through that cadence: a white-paper reader may ask for a demo.

    Args:
        earlier: the person's leads, all of them ended, newest first.
        cadence: the cadence that the new form is routed to; None if no route fits.
        now: when the new form arrived.
    """
    answers = [
        (may_return(cadence.again, lead.ended_at, now, lead.disposition, cadence.name), lead.lead_id)
        for lead in earlier
        if cadence is not None and (lead.went_through or DISPOSITIONS[lead.disposition].is_for_good)
    ]
    refused = next((answer for answer in answers if not answer[0].allowed), None)
    return refused or next(iter(answers), (Return(True, ""), ""))


def opted_out_reason(since: datetime, direction: Direction, consent: Consent) -> str:
    """Why nothing starts for somebody who opted out, whatever the form says.

    Only a person can lift a suppression, never a form: anybody can type an address into a form, and an import is not
    the person's own word (CAN-SPAM 15 U.S.C. 7704(a)(4); GDPR art. 21(3)).
    """
    asked = f"opted out on {_day(since)}"
    if direction is Direction.INBOUND and consent.says_yes:
        return f"{asked}; the new form says yes to contact, but nothing is sent until somebody lifts the suppression"
    return f"{asked}: nothing is sent until somebody lifts the suppression"


def cadence_asked_for(journey: Journey, playbook: Playbook) -> Cadence | None:
    """The cadence that a new lead is routed to; if information is missing, the one once that has arrived."""
    if journey.stage is not Stage.INCOMPLETE:
        return None if journey.disposition is not None else journey.cadence
    agreement = playbook.agreement
    nothing_needed = replaced(agreement.missing, partial(MissingInformation, needed=()))
    verdict = triage(replaced(agreement, partial(Agreement, missing=nothing_needed)), journey.profile)
    taken = route(agreement, journey.profile, verdict.qualification) if verdict.qualification.is_qualified else None
    return playbook.cadences[taken.cadence] if taken is not None else None


def _day(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d}"
