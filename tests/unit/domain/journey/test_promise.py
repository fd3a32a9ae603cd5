"""The red zone: what is late, since when, and when that is too late."""

from datetime import timedelta

import pytest
from builders import MONDAY

from domain.hours.spans import parse_span
from domain.journey.promise import Promise, PromiseKind, PromiseState, is_red, late_since
from domain.journey.state import Stage
from domain.letters.owed import promised
from domain.terms.agreement import RED_ZONE

DUE = MONDAY + timedelta(minutes=15)


def a_promise(state: PromiseState, **changes: object) -> Promise:
    """A first attempt within a quarter of an hour."""
    promise = Promise(
        key="1:promise:first_attempt:0",
        kind=PromiseKind.FIRST_ATTEMPT,
        since=MONDAY,
        within=parse_span("15 minutes"),
        due_at=DUE,
        state=state,
        state_at=DUE,
    )
    return promise.model_copy(update=changes)


@pytest.mark.parametrize(
    ("state", "late"),
    [
        (PromiseState.RUNNING, True),
        (PromiseState.BREACHED, True),
        (PromiseState.PAUSED, False),
        (PromiseState.MET, False),
        (PromiseState.VOID, False),
    ],
)
def test_what_runs_or_is_broken_is_late_from_its_instant_on(state: PromiseState, *, late: bool) -> None:
    """A clock that stands still, or is no longer owed, makes nobody late."""
    promise = a_promise(state)

    assert late_since(promise) == (DUE if late else None)
    assert is_red(promise, DUE + RED_ZONE + timedelta(seconds=1), RED_ZONE) is late
    assert not is_red(promise, DUE + RED_ZONE, RED_ZONE)


def test_what_was_given_up_before_its_instant_is_late_from_then_on() -> None:
    """A cadence that was over too early broke its promise of attempts when it was over."""
    promise = a_promise(PromiseState.BREACHED, state_at=MONDAY)

    assert late_since(promise) == MONDAY


def test_what_is_done_is_not_red_however_late_it_was_done() -> None:
    """The report has the breach; red is what still waits for somebody."""
    promise = a_promise(PromiseState.BREACHED, fulfilled_at=DUE + timedelta(days=9))

    assert not is_red(promise, DUE + timedelta(days=99), RED_ZONE)


@pytest.mark.parametrize("stage", list(Stage))
def test_leads_are_in_hand_until_they_are_nurtured_or_closed(stage: Stage) -> None:
    """Only those are marked in lists."""
    assert stage.is_in_hand is (stage not in (Stage.NURTURE, Stage.CLOSED))


def test_every_promise_has_words_for_what_it_wants() -> None:
    """For whoever asks what breaks it."""
    assert {kind: promised(kind, 3) for kind in PromiseKind} == {
        PromiseKind.ACKNOWLEDGED: "a first answer by the machine",
        PromiseKind.FIRST_ATTEMPT: "a first attempt to reach the lead",
        PromiseKind.CONTACT: "contact with the lead",
        PromiseKind.ATTEMPTS: "3 attempts to reach the lead",
        PromiseKind.FOLLOW_UP: "a follow-up on the hand-over",
    }
