"""The instants of promises, however often their deadlines are stopped: they never come nearer."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from builders import MONDAY, a_journey, a_playbook, a_profile, an_agreement, later
from hypothesis import given
from hypothesis import strategies as st

from domain.decide.deadlines import run_out, to_plan
from domain.facts.unions import OutcomeLogged, OutOfOffice, Paused, Reported, Resumed
from domain.hours.spans import Span, parse_span
from domain.journey.promise import Promise, PromiseKind, PromiseState
from domain.journey.state import Journey
from domain.outcomes import Outcome
from domain.planning.planner import plan, plan_or_skip
from domain.remember.apply import apply
from domain.terms.agreement import Qualification, ResponseTimes

PLAYBOOK = a_playbook()
SPANS = [
    parse_span(text) for text in ("5 minutes", "1 hour", "3 days", "1 business hour", "2 business days", "2 weeks")
]
MOVES = ("pause", "resume", "plan", "away", "nothing")


def owed(first_attempt: Span, start: datetime = MONDAY) -> Journey:
    """Ana's lead, acknowledged within the hour and tried within this."""
    row = ResponseTimes(classes=tuple(Qualification), acknowledged=parse_span("1 hour"), first_attempt=first_attempt)
    profile = a_profile(arrived_at=start, opted_in_at=start)
    return a_journey(agreement=an_agreement(response_times=(row,)), profile=profile, owner="ana")


def planned(journey: Journey, now: datetime) -> Journey:
    """The journey with every clock set that can be."""
    for request in to_plan(journey):
        journey = apply(journey, plan_or_skip(request, PLAYBOOK, now))
    return journey


def promise_of(journey: Journey, kind: PromiseKind = PromiseKind.FIRST_ATTEMPT) -> Promise:
    """The promise of a kind."""
    return next(promise for promise in journey.owed.promises if promise.kind is kind)


def heard(what: str, number: int, at: datetime) -> Reported:
    """Somebody stops the lead's deadlines, or lets them run on; an absence may be over before it was heard of."""
    told: dict[str, Any] = {"id": f"{what}-{number}", "at": at}
    match what:
        case "pause":
            return Paused(**told)
        case "resume":
            return Resumed(**told)
        case _:
            return OutOfOffice(**told, until=at.date())


@given(
    span=st.sampled_from(SPANS),
    # The clocks of New York change on 8 March and on 1 November.
    start=st.datetimes(datetime(2026, 2, 1), datetime(2026, 11, 20), timezones=st.just(UTC)),  # noqa: DTZ001 - aware by timezones
    moves=st.lists(st.tuples(st.sampled_from(MOVES), st.integers(0, 6_000), st.integers(0, 3_000)), max_size=14),
)
def test_a_promise_is_never_due_earlier_for_having_stood_still(
    span: Span, start: datetime, moves: list[tuple[str, int, int]]
) -> None:
    """What was reported first may be heard last, absences may have ended in the past, and deadlines be set or not."""
    journey, now = owed(span, start), start
    latest: dict[str, datetime] = {}
    for number, (what, minutes, late) in enumerate(moves):
        now += timedelta(minutes=minutes)
        while (broken := run_out(journey, now)) is not None:
            journey = apply(journey, broken.fact)
        if what == "plan":
            journey = planned(journey, now)
        elif what != "nothing":
            journey = apply(journey, heard(what, number, now - timedelta(minutes=late)))
        for promise in journey.owed.promises:
            if promise.is_running and promise.due_at is not None and promise.resumed_at is None:
                assert promise.due_at >= latest.get(promise.key, promise.due_at)
                latest[promise.key] = promise.due_at


def test_a_pause_that_is_heard_after_its_end_takes_no_time_away() -> None:
    """The end was reported at ten past, the beginning at twenty past, and they were heard the other way round."""
    journey = owed(parse_span("1 hour"))

    for fact in (Paused(id="p", at=later(minutes=20)), Resumed(id="r", at=later(minutes=10))):
        journey = apply(journey, fact)

    assert promise_of(journey, PromiseKind.ACKNOWLEDGED).due_at == later(hours=1)


def test_an_instant_that_was_planned_before_a_pause_is_not_taken_after_it() -> None:
    """A mail is tried for an hour, and its plans come back with it: the lead was held and let go meanwhile."""
    journey = owed(parse_span("2 hours"))
    stale = [plan_or_skip(request, PLAYBOOK, MONDAY) for request in to_plan(journey)]

    journey = apply(journey, Paused(id="p", at=later(minutes=1)))
    journey = apply(journey, Resumed(id="r", at=later(hours=1)))
    for fact in stale:
        journey = apply(journey, fact)

    assert promise_of(journey).due_at is None
    assert promise_of(planned(journey, later(hours=1))).due_at == later(hours=3)


def test_an_instant_that_was_fixed_stays_when_an_older_plan_comes_late() -> None:
    """The clock that runs is the one that was set last."""
    journey = owed(parse_span("2 hours"))
    (request,) = (each for each in to_plan(journey) if each.wait == parse_span("2 hours"))
    stale = plan(request, PLAYBOOK, MONDAY)
    journey = planned(journey, MONDAY)
    journey = apply(journey, Paused(id="p", at=later(minutes=30)))
    journey = planned(apply(journey, Resumed(id="r", at=later(hours=1))), later(hours=1))

    after = apply(journey, stale)

    assert promise_of(after).due_at == later(hours=2, minutes=30)
    assert promise_of(after).state is PromiseState.RUNNING


def test_what_is_done_while_the_clock_stands_still_is_in_time() -> None:
    """However long that is after the instant that no longer holds; the record names no instant that was passed."""
    journey = planned(owed(parse_span("1 hour")), MONDAY)
    journey = apply(journey, Paused(id="p", at=later(minutes=30)))

    journey = apply(journey, OutcomeLogged(id="o", at=later(hours=3), outcome=Outcome.NO_ANSWER))

    promise = promise_of(journey)
    assert (promise.state, promise.state_at, promise.due_at) == (PromiseState.MET, later(hours=3), None)


def test_what_is_done_before_the_clock_is_set_anew_is_in_time() -> None:
    """It runs on, and nobody has counted yet what was left."""
    journey = planned(owed(parse_span("1 hour")), MONDAY)
    for fact in (Paused(id="p", at=later(minutes=30)), Resumed(id="r", at=later(hours=3))):
        journey = apply(journey, fact)

    journey = apply(journey, OutcomeLogged(id="o", at=later(hours=3), outcome=Outcome.NO_ANSWER))

    assert (promise_of(journey).state, promise_of(journey).due_at) == (PromiseState.MET, None)


@pytest.mark.parametrize("breaks_first", [False, True])
def test_what_is_done_at_the_very_instant_is_in_time_if_it_is_heard_first(breaks_first: bool) -> None:
    """Whichever is heard first decides, once; the other is on record beside it."""
    journey = planned(owed(parse_span("1 hour")), MONDAY)
    done = OutcomeLogged(id="o", at=later(hours=1), outcome=Outcome.NO_ANSWER)

    if not breaks_first:
        journey = apply(journey, done)
    while (broken := run_out(journey, later(hours=1))) is not None:
        journey = apply(journey, broken.fact)
    journey = apply(journey, done)

    promise = promise_of(journey)
    assert promise.state is (PromiseState.BREACHED if breaks_first else PromiseState.MET)
    assert (promise.state_at, promise.fulfilled_at) == (later(hours=1), later(hours=1))
