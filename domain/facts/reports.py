"""What a person's report means as a fact: about a task, or about a contact without a task. Pure.

Sales answers a hand-over by accepting or turning down the lead, so these outcomes become ``Accepted`` and
``Rejected``; every other outcome becomes an ``OutcomeLogged``.
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final, NamedTuple

from pydantic import AwareDatetime

from domain.channels import OUTCOMES_OF, Channel
from domain.errors import InvalidInputError
from domain.facts.unions import Accepted, OutcomeLogged, Rejected, Reported
from domain.outcomes import OUTCOMES, REFUSALS, WITHOUT_A_TASK, InstantField, Outcome, TaskKind
from domain.snapshot import Snapshot
from domain.text import plain

_INSTANTS: Final[Mapping[InstantField, str]] = MappingProxyType(
    {
        "call_back_at": "the date and time to call",
        "follow_up_at": "the date and time you agreed with the lead",
    }
)
"""What each instant of a report means, in words."""


class Said(Snapshot):
    """What a person reported about one task or contact.

    Attributes:
        call_back_at: when the lead wants to be called; needed with ``call_back``.
        follow_up_at: what sales agreed with the lead; needed with the hand-over's ``follow_up``, and only there.
        note: free text; needed when sales turns down a lead. It is checked here and stays in the ledger.
    """

    outcome: Outcome
    by: str = ""
    call_back_at: AwareDatetime | None = None
    follow_up_at: AwareDatetime | None = None
    note: str = ""


class Objection(NamedTuple):
    """What is wrong with a report in any state of the lead: the field to change, and what to do."""

    field: str
    why: str


def misplaced(outcome: Outcome, kind: Channel | TaskKind | None) -> Objection | None:
    """The objection to an outcome that this kind of task cannot have, or that needs a task and names none."""
    if kind is None:
        if outcome in WITHOUT_A_TASK:
            return None
        return Objection("task_id", f"{outcome.value} is the outcome of a task: please add its task_id")
    if outcome in OUTCOMES_OF[kind]:
        return None
    choices = ", ".join(sorted(OUTCOMES_OF[kind]))
    return Objection(
        "outcome", f"a {plain(kind.value)} task cannot end as {outcome.value}; please choose one of: {choices}"
    )


def undated(said: Said) -> Objection | None:
    """The objection to an outcome that comes without the instant it needs."""
    needed = OUTCOMES[said.outcome].needs
    if needed is None or getattr(said, needed) is not None:
        return None
    return Objection(needed, f"please add {needed}: {_INSTANTS[needed]}")


def misdated(said: Said) -> Objection | None:
    """The objection to an instant that the outcome does not take: nothing that was sent is dropped silently."""
    row = OUTCOMES[said.outcome]
    for field in _INSTANTS:
        if getattr(said, field) is not None and field not in (row.needs, row.may_name):
            return Objection(field, f"please leave out {field}: {said.outcome.value} does not take one")
    return None


def unexplained(said: Said) -> Objection | None:
    """The objection to turning down a lead without saying why."""
    if said.outcome not in REFUSALS or said.note.strip():
        return None
    return Objection("note", "please add a note saying why: marketing reads it")


def fact_of_task(kind: Channel | TaskKind, task_id: str, said: Said, *, fact_id: str, at: datetime) -> Reported:
    """The fact that a report about a task means.

    Raises:
        InvalidInputError: this kind of task cannot have the outcome, or a field is missing or not allowed.
    """
    _insist(misplaced(said.outcome, kind))
    if kind is TaskKind.HAND_OVER:
        return answer_of_sales(said, fact_id=fact_id, at=at)
    return _logged(said, task_id, fact_id=fact_id, at=at)


def fact_of_contact(said: Said, *, fact_id: str, at: datetime) -> Reported:
    """The fact that a report without a task means: a contact, an attempt, or what sales says became of the lead.

    Raises:
        InvalidInputError: the outcome belongs to a task, or a field is missing or not allowed.
    """
    _insist(misplaced(said.outcome, None))
    if OUTCOMES[said.outcome].only_answers_hand_over:
        return answer_of_sales(said, fact_id=fact_id, at=at)
    return _logged(said, "", fact_id=fact_id, at=at)


def answer_of_sales(said: Said, *, fact_id: str, at: datetime) -> Reported:
    """The fact that the answer to a hand-over means: the lead is accepted or turned down.

    Raises:
        InvalidInputError: the outcome does not answer a hand-over; the reason or the date of the follow-up is missing;
            or an instant is not allowed.
    """
    _insist(misplaced(said.outcome, TaskKind.HAND_OVER) or undated(said) or misdated(said) or unexplained(said))
    match said.outcome:
        case Outcome.NEEDS_QUALIFICATION:
            return Rejected(id=fact_id, at=at, why="needs_qualification", by=said.by)
        case Outcome.NEVER_CUSTOMER:
            return Rejected(id=fact_id, at=at, why="never_customer", by=said.by)
        case Outcome.OPPORTUNITY:
            return Accepted(id=fact_id, at=at, how="opportunity", by=said.by)
        case Outcome.FOLLOW_UP:
            return Accepted(id=fact_id, at=at, how="follow_up", by=said.by, follow_up_at=said.follow_up_at)
        case _:
            return Accepted(id=fact_id, at=at, how="accepted", by=said.by)


def _logged(said: Said, task_id: str, *, fact_id: str, at: datetime) -> OutcomeLogged:
    _insist(undated(said) or misdated(said))
    return OutcomeLogged(
        id=fact_id,
        at=at,
        outcome=said.outcome,
        task_id=task_id,
        by=said.by,
        call_back_at=said.call_back_at,
    )


def _insist(objection: Objection | None) -> None:
    if objection is not None:
        raise InvalidInputError(objection.why, field=objection.field)
