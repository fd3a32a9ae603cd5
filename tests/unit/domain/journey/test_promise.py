"""The red zone: what is late, since when, and when that is too late."""

from datetime import timedelta

import pytest
from builders import MONDAY

from domain.hours.spans import parse_span
from domain.journey.promise import Promise, PromiseKind, PromiseState, is_red, late_since
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
    assert is_red(late_since(promise), DUE + RED_ZONE + timedelta(seconds=1), RED_ZONE) is late
    assert not is_red(late_since(promise), DUE + RED_ZONE, RED_ZONE)


def test_what_was_given_up_before_its_instant_is_late_from_then_on() -> None:
    """A cadence that was over too early broke its promise of attempts when it was over."""
    promise = a_promise(PromiseState.BREACHED, state_at=MONDAY)

    assert late_since(promise) == MONDAY


def test_what_is_done_is_not_red_however_late_it_was_done() -> None:
    """The report has the breach; red is what still waits for somebody."""
    promise = a_promise(PromiseState.BREACHED, fulfilled_at=DUE + timedelta(days=9))

    assert not is_red(late_since(promise), DUE + timedelta(days=99), RED_ZONE)
