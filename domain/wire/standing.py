"""What a workflow sends to the ledger: where the lead stands, and what happened, each with its reason."""

from datetime import datetime

from domain.channels import Channel
from domain.decide.agenda import agenda
from domain.decide.next_step import due_step
from domain.dispositions import Disposition
from domain.journey.promise import PromiseKind, PromiseState
from domain.journey.state import Journey
from domain.journey.steps import Finish, PlanInstant, Step, WaitUntil, step_in_words
from domain.snapshot import Snapshot
from domain.text import plain

_KEPT = ("key", "owed", "since", "due_at", "state_at", "fulfilled_at", "reason")


ARRIVED, FORM_RECEIVED, PROMISE_MET = "arrived", "form_received", "promise_met"
"""Kinds of timeline entries that are not facts of the lead's journey; all other kinds are kinds of facts."""


class Entry(Snapshot):
    """One entry of a lead's timeline; ``entry_id`` ensures that it is written only once."""

    entry_id: str
    at: datetime
    run: int
    kind: str
    key: str = ""
    what: str
    reason: str = ""


class Standing(Snapshot):
    """Where a lead stands. ``revision`` grows, so that an old standing that arrives late does not replace a newer one.

    Attributes:
        next_what: what is due next, in a few words.
        next_due_at: when; None while the instant is being planned, and after the end.
        open_task: id of the task in hand; all other open tasks of the lead are void.
    """

    lead_id: str
    run: int
    revision: int
    stage: str
    qualification: str
    rule: str
    owner: str
    cadence: str
    cadence_version: str
    is_paused: bool
    dead: tuple[Channel, ...]
    next_what: str
    next_key: str
    next_reason: str
    next_due_at: datetime | None
    open_task: str
    disposition: Disposition | None
    ending: str


class PromiseRow(Snapshot):
    """A promise as the ledger keeps it.

    Attributes:
        qualification, owner: the lead's, when the promise was sent.
    """

    key: str
    kind: PromiseKind
    qualification: str
    owner: str
    within: str
    owed: int
    since: datetime
    due_at: datetime | None
    state: PromiseState
    state_at: datetime
    fulfilled_at: datetime | None
    reason: str


class Dispatch(Snapshot):
    """A standing, with the entries and promises that the ledger does not have yet.

    Attributes:
        standing: where the lead stands.
        after: where the lead will stand if the step that this dispatch travels with goes well.
    """

    standing: Standing
    after: Standing | None = None
    entries: tuple[Entry, ...] = ()
    promises: tuple[PromiseRow, ...] = ()


def standing_of(journey: Journey, now: datetime) -> Standing:
    """Where a journey stands at an instant."""
    return standing_at(journey, due_step(journey, now), now)


def standing_at(journey: Journey, step: Step, now: datetime) -> Standing:
    """As ``standing_of``, if the due step is known already."""
    return Standing(
        lead_id=journey.lead_id,
        run=journey.run.number,
        revision=journey.counts.revision,
        stage=journey.stage.value,
        qualification=journey.qualification.value,
        rule=journey.rule,
        owner=journey.owner,
        cadence=journey.cadence.name,
        cadence_version=journey.cadence.version,
        is_paused=journey.in_hand.pause is not None,
        dead=tuple(sorted(journey.past.dead)),
        next_what=step_in_words(agenda(journey).then),
        next_key=step.key,
        next_reason=step.reason,
        next_due_at=_due_at(step, now),
        open_task=journey.in_hand.task.task_id if journey.in_hand.task else "",
        disposition=journey.disposition,
        ending=journey.ending,
    )


def promise_rows(journey: Journey) -> tuple[PromiseRow, ...]:
    """The promises as the ledger keeps them. The number of attempts made is left out, because the touches show it."""
    return tuple(
        PromiseRow(
            **{name: getattr(promise, name) for name in _KEPT},
            kind=promise.kind,
            state=promise.state,
            qualification=journey.qualification.value,
            owner=journey.owner,
            within=str(promise.within),
        )
        for promise in journey.owed.promises
    )


def promises_met(before: Journey, after: Journey) -> tuple[Entry, ...]:
    """A timeline entry for each promise that was kept between two journeys. Missed promises are facts already."""
    was = {promise.key: promise.state for promise in before.owed.promises}
    return tuple(
        Entry(
            entry_id=f"{after.lead_id}:{promise.key}:met",
            at=promise.state_at,
            run=after.run.number,
            kind=PROMISE_MET,
            key=promise.key,
            what=f"Promise kept: {plain(promise.kind.value)}",
            reason=f"promised within {promise.within}",
        )
        for promise in after.owed.promises
        if promise.state is PromiseState.MET and was.get(promise.key) is not PromiseState.MET
    )


def _due_at(step: Step, now: datetime) -> datetime | None:
    match step:
        case WaitUntil(at=at):
            return at
        case Finish() | PlanInstant():
            return None
        case _:
            return now
