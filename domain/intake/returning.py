"""Whether somebody whose lead has ended is worked again. Pure; every answer has the reason that the caller is told."""

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
"""A form without ``opted_in_at`` that comes a second time this soon was sent twice, not filled in twice."""


class Return(NamedTuple):
    """Whether a lead may start again.

    Attributes:
        reason: in words for the caller.
        when: the first instant at which it may, when that is known.
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
    """Whether a lead that went through a cadence, and ended so, may go through it again.

    A business day of ``after`` counts as a day: nobody's calendar binds somebody who is in no cadence.

    Args:
        again: the cadence's rule, as published now.
        ended_at: when the lead ended.
        now: when the new form came.
        disposition: how the lead ended.
        cadence: its name, for the reason.
    """
    if DISPOSITIONS[disposition].is_for_good:
        return Return(False, f"closed for good on {_day(ended_at)}: {plain(disposition.value)}")
    if not DISPOSITIONS[disposition].was_worked:
        return Return(True, f"{plain(disposition.value)} then: no cadence ran", ended_at)
    if again.mode == "always":
        return Return(True, f"{cadence} runs again always", ended_at)
    if again.mode == "once" or again.after is None:
        return Return(False, f"{cadence} runs once, and the lead ended on {_day(ended_at)}")
    when = ended_at + by_the_wall(again.after)
    return Return(now >= when, f"{cadence} runs again after {again.after}: from {at_text(when.astimezone(UTC))}", when)


def may_come_back(earlier: Iterable[Ended], cadence: Cadence | None, now: datetime) -> tuple[Return, str]:
    """As ``may_return``, of everything that the person's leads were: the answer, and the id of the lead that gives it.

    A cadence's rule asks only of leads that went through that cadence: who once read a white paper may ask for a demo.

    Args:
        earlier: the person's leads, all of them ended, newest first.
        cadence: what the new form is routed to; None when it is routed nowhere, and so would start nothing.
        now: when the new form came.
    """
    answers = [
        (may_return(cadence.again, lead.ended_at, now, lead.disposition, cadence.name), lead.lead_id)
        for lead in earlier
        if cadence is not None and (lead.went_through or DISPOSITIONS[lead.disposition].is_for_good)
    ]
    refused = next((answer for answer in answers if not answer[0].allowed), None)
    return refused or next(iter(answers), (Return(True, ""), ""))


def opted_out_reason(since: datetime, direction: Direction, consent: Consent) -> str:
    """Why nothing starts for somebody who opted out, whatever form comes.

    A suppression ends when somebody lifts it, never by a form: anybody can type an address into one, and an import
    speaks for no one (CAN-SPAM 15 U.S.C. 7704(a)(4); GDPR art. 21(3)).
    """
    asked = f"opted out on {_day(since)}"
    if direction is Direction.INBOUND and consent.says_yes:
        return f"{asked}, and says yes again now: new interest, but nothing goes out until somebody lifts that"
    return f"{asked}: nothing goes out until somebody lifts that"


def cadence_asked_for(journey: Journey, playbook: Playbook) -> Cadence | None:
    """The cadence that a lead on arrival is for; one that lacks information, for the time when it has come."""
    if journey.stage is not Stage.INCOMPLETE:
        return None if journey.disposition is not None else journey.cadence
    agreement = playbook.agreement
    nothing_needed = replaced(agreement.missing, partial(MissingInformation, needed=()))
    verdict = triage(replaced(agreement, partial(Agreement, missing=nothing_needed)), journey.profile)
    taken = route(agreement, journey.profile, verdict.qualification) if verdict.qualification.is_qualified else None
    return playbook.cadences[taken.cadence] if taken is not None else None


def _day(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%d}"
