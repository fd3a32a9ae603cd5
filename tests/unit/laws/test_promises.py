"""The laws of promises, tried on random leads: each is decided once, at its own instant, and never both ways."""

from datetime import datetime

from hypothesis import given
from random_leads import Lived, lives

from domain.decide.deadlines import next_deadline_at
from domain.facts.unions import PromiseBreached
from domain.journey.promise import PromiseState
from domain.journey.steps import Finish
from domain.terms.alerts import RungAction

DECIDED = frozenset({PromiseState.MET, PromiseState.BREACHED, PromiseState.VOID})


@given(lives())
def test_no_promise_is_decided_twice(lived: Lived) -> None:
    """Met, broken or void: whichever it is first, it stays, and so does the instant."""
    decided: dict[str, tuple[PromiseState, datetime]] = {}
    for _, _, after in lived.steps():
        for promise in after.owed.promises:
            if promise.key in decided:
                assert (promise.state, promise.state_at) == decided[promise.key]
            elif promise.state in DECIDED:
                decided[promise.key] = (promise.state, promise.state_at)


@given(lives())
def test_every_promise_is_decided_in_the_end(lived: Lived) -> None:
    """A lead that has ended owes nothing and is owed nothing."""
    ended = lived.story.journey

    assert isinstance(lived.story.events[-1].step, Finish)
    assert all(promise.state in DECIDED for promise in ended.owed.promises)
    assert ended.owed.watch is None


@given(lives())
def test_a_promise_breaks_at_its_instant_and_not_when_somebody_looks(lived: Lived) -> None:
    """Nothing that runs has run out; what broke broke when it was due, and as an event of that very instant.

    Of what was heard late, the clock began when it was said: it may have run out by the time that it is heard.
    """
    for event, before, after in lived.steps():
        due_at = next_deadline_at(after)
        said_at = event.at if event.fact is None else min(event.at, event.fact.at)
        assert due_at is None or due_at >= said_at
        if isinstance(event.fact, PromiseBreached) and after is not before:
            promise = next(each for each in after.owed.promises if each.key == event.fact.key)
            assert promise.state is PromiseState.BREACHED
            assert promise.state_at == promise.due_at == event.fact.at == event.at


@given(lives())
def test_a_promise_is_met_in_time_or_not_at_all(lived: Lived) -> None:
    """What was done after the instant is on record as late, and mends nothing."""
    for promise in lived.story.journey.owed.promises:
        if promise.state is PromiseState.MET:
            assert promise.due_at is None or promise.state_at <= promise.due_at
            assert promise.fulfilled_at == promise.state_at
            assert promise.made >= promise.owed


@given(lives())
def test_an_alert_that_nobody_answers_climbs_one_ladder_to_its_end(lived: Lived) -> None:
    """Rung after rung, never the same one twice for one alert, and the last one ends the watch."""
    for _, before, after in lived.steps():
        was, now = before.owed.watch, after.owed.watch
        if was is None or (now is not None and now.key != was.key):
            continue
        if now is None:
            continue
        assert was.rung <= now.rung <= was.rung + 1
        assert now.rung <= len(after.agreement.alerts.ladder)
        if now.rung > was.rung and after.agreement.alerts.ladder[was.rung].then is RungAction.REASSIGN:
            assert after.in_hand.is_reassigning
