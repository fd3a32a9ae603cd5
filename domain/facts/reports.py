"""What a person's report means as a fact: of a task, or of a contact that no task asked for. Pure.

Sales answers a hand-over by taking the lead or by refusing it, so these outcomes become ``Accepted`` and
``Rejected``; everything else is an ``OutcomeLogged``, which the journey reads with the task in hand.
"""

from datetime import datetime

from pydantic import AwareDatetime

from domain.channels import OUTCOMES_OF, Channel
from domain.errors import InvalidInputError
from domain.facts.unions import Accepted, OutcomeLogged, Rejected, Reported
from domain.outcomes import CALL_OUTCOMES, Outcome, TaskKind
from domain.snapshot import Snapshot

CONTACT_OUTCOMES = CALL_OUTCOMES
"""What a contact that no task asked for can come to: what a call can come to."""

REFUSALS = frozenset({Outcome.NEEDS_QUALIFICATION, Outcome.NEVER_CUSTOMER})
"""The two ways in which sales refuses a lead that was handed over to it."""


class Said(Snapshot):
    """What a person said of one task or contact.

    Attributes:
        call_back_at: when the lead wants to be called; needed with ``call_back``.
        follow_up_at: what sales agreed with the lead; needed with the hand-over's ``follow_up``, and only there.
        note: in words; needed where sales refuses a lead. It is judged here and stays in the ledger.
    """

    outcome: Outcome
    by: str = ""
    call_back_at: AwareDatetime | None = None
    follow_up_at: AwareDatetime | None = None
    note: str = ""


def fact_of_task(kind: Channel | TaskKind, task_id: str, said: Said, *, fact_id: str, at: datetime) -> Reported:
    """The fact that a report of a task means.

    Raises:
        InvalidInputError: a task of this kind cannot end so, or an instant is missing or has no place here.
    """
    _refuse_unless(said.outcome, OUTCOMES_OF[kind], f"a {kind.value} task")
    if kind is TaskKind.HAND_OVER:
        return answer_of_sales(said, fact_id=fact_id, at=at)
    _refuse_stray_instants(said)
    return _logged(said, task_id, fact_id=fact_id, at=at)


def fact_of_contact(said: Said, *, fact_id: str, at: datetime) -> Reported:
    """The fact that a report without a task means: somebody got in touch, or tried.

    Raises:
        InvalidInputError: the outcome belongs to a task, or an instant is missing or has no place here.
    """
    _refuse_unless(said.outcome, CONTACT_OUTCOMES, "a contact without task_id")
    _refuse_stray_instants(said)
    return _logged(said, "", fact_id=fact_id, at=at)


def answer_of_sales(said: Said, *, fact_id: str, at: datetime) -> Reported:
    """The fact that the answer to a hand-over means: the lead is taken, or refused.

    Raises:
        InvalidInputError: a refusal does not say why, a follow-up not when, or an instant has no place here.
    """
    _refuse_stray_instants(said)
    if said.outcome is Outcome.FOLLOW_UP and said.follow_up_at is None:
        raise InvalidInputError("follow_up needs follow_up_at: the instant agreed with the lead", field="follow_up_at")
    if said.outcome in REFUSALS and not said.note.strip():
        raise InvalidInputError(
            f"{said.outcome.value} needs the reason in words: give a note, it is what marketing learns from",
            field="note",
        )
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
    return OutcomeLogged(
        id=fact_id,
        at=at,
        outcome=said.outcome,
        task_id=task_id,
        by=said.by,
        call_back_at=said.call_back_at,
    )


def _refuse_unless(outcome: Outcome, allowed: frozenset[Outcome], what: str) -> None:
    if outcome in allowed:
        return
    expected = ", ".join(sorted(one.value for one in allowed))
    raise InvalidInputError(f"{what} cannot end as {outcome.value}: expected one of {expected}", field="outcome")


def _refuse_stray_instants(said: Said) -> None:
    if said.outcome is Outcome.CALL_BACK and said.call_back_at is None:
        raise InvalidInputError("call_back needs call_back_at: the instant to call at", field="call_back_at")
    # A review that says "still open" may name when to ask again; the journey reads it from the same place.
    if said.call_back_at is not None and said.outcome not in (Outcome.CALL_BACK, Outcome.STILL_OPEN):
        raise InvalidInputError(
            f"call_back_at belongs to the outcome call_back, not to {said.outcome.value}", field="call_back_at"
        )
    if said.follow_up_at is not None and said.outcome is not Outcome.FOLLOW_UP:
        raise InvalidInputError(
            f"follow_up_at belongs to the outcome follow_up, not to {said.outcome.value}", field="follow_up_at"
        )
