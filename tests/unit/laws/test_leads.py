"""The laws of the engine, tried on random leads: any playbook, any world, any report at any instant."""

from collections import Counter
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from builders import MONDAY, a_working_journey, later
from hypothesis import given
from hypothesis import strategies as st
from random_leads import Dice, Lived, a_random_report, lives
from shipped import shipped_playbook

from domain.channels import TASKS, VOICE_CHANNELS, Channel
from domain.decide.agenda import agenda
from domain.decide.items import ACKNOWLEDGMENT, CALL_BACK_TOUCH, check_of_touch
from domain.decide.next_step import next_step
from domain.decide.stages import stage_item
from domain.dispositions import Disposition
from domain.facts.unions import (
    Alerted,
    Assigned,
    CompanyInformed,
    CompanyNews,
    Disqualified,
    Escalated,
    Exhausted,
    Fact,
    Failure,
    HandedOver,
    InviteAnswered,
    KickedBack,
    MeetingBooked,
    MoveDecided,
    OptedOut,
    PauseEnded,
    Planned,
    TaskOpened,
    TouchFailed,
    TouchSent,
    TouchSkipped,
    TouchUnknown,
)
from domain.hours.calendars import is_open
from domain.hours.lawful import hours_for, is_lawful
from domain.journey.state import Journey, Stage
from domain.journey.steps import (
    Alert,
    AskRep,
    Finish,
    HandOverLead,
    KickBackLead,
    PlanInstant,
    Record,
    SendTouch,
    TellCompany,
    WaitUntil,
)
from domain.outcomes import TaskKind
from domain.planning.planner import calendar_for, opens_at
from domain.remember.apply import apply
from domain.wire.foresight import foresee
from domain.wire.standing import standing_of
from simulation.running import Event

ANY_LIFE = lives() | st.deferred(lambda: lives(shipped_playbook()))
"""On a random playbook, or on the one that ships."""
STOPPED = frozenset({Stage.ENGAGED, Stage.ACCEPTED, Stage.CLOSED})
MOST_EVENTS = 2000


@given(ANY_LIFE)
def test_every_lead_ends_in_one_disposition(lived: Lived) -> None:
    """Whatever happens, a lead comes to an end in a bounded number of steps, and its disposition never changes."""
    story = lived.story

    assert isinstance(story.events[-1].step, Finish)
    assert len(story.events) < MOST_EVENTS
    ends = [after.disposition for _, _, after in lived.steps() if after.disposition is not None]
    assert set(ends) == {story.journey.disposition}
    assert all(after.disposition is not None for _, before, after in lived.steps() if before.disposition is not None)


@given(ANY_LIFE)
def test_a_lead_that_has_not_ended_always_has_a_next_thing_due(lived: Lived) -> None:
    """In every state there is a next step; it waits for an instant to come, or is addressed to somebody."""
    for event, before, after in lived.steps():
        step = next_step(after, event.at)

        assert isinstance(step, Finish | TellCompany) or after.disposition is None
        assert not isinstance(step, Finish) or after.disposition is not None
        assert not isinstance(step, WaitUntil) or step.at > event.at
        assert standing_of(after, event.at).next_reason
        assert _is_addressed(event, before)


def _is_addressed(event: Event, before: Journey) -> bool:
    match event.step:
        case AskRep(assignee=assignee):
            return bool(assignee)
        case Alert(to=to):
            return bool(to)
        case HandOverLead(role=role):
            return bool(role)
        case KickBackLead(role=role, to=to):
            return bool(role and to)
        case SendTouch() if before.stage is Stage.WORKING and before.cadence.acknowledge is None:
            return bool(before.owner)
        case _:
            return True


@given(ANY_LIFE)
def test_no_lead_that_people_work_is_without_an_owner(lived: Lived) -> None:
    """Whenever the engine waits, a lead that a person has to act on is somebody's, and so is every task."""
    for event, _, after in lived.steps():
        if not isinstance(next_step(after, event.at), WaitUntil):
            continue
        assert after.owner or after.stage in (Stage.INCOMPLETE, Stage.NURTURE)
        assert after.in_hand.task is None or after.in_hand.task.assignee


@given(ANY_LIFE)
def test_nothing_leaves_after_stop(lived: Lived) -> None:
    """No touch leaves, and nobody is asked for one, once the lead has answered, booked, opted out or was closed."""
    for event, before, after in lived.steps():
        if isinstance(event.step, SendTouch):
            assert before.stage not in STOPPED
        if isinstance(event.step, AskRep) and event.step.task is not TaskKind.REVIEW:
            assert before.stage not in STOPPED
        if isinstance(event.step, SendTouch | AskRep):
            assert before.in_hand.pause is None or (
                isinstance(event.step, AskRep) and event.step.task is TaskKind.REVIEW
            )
        if isinstance(event.fact, MeetingBooked | OptedOut | Disqualified) or (
            isinstance(event.fact, InviteAnswered) and event.fact.answer == "accepted" and after is not before
        ):
            assert event.fact.id in before.past.applied or after.stage in STOPPED


@given(ANY_LIFE)
def test_each_touch_leaves_once(lived: Lived) -> None:
    """A touch leaves once; twice only where nobody could tell whether it left and the playbook says to try again."""
    left: Counter[tuple[int, str]] = Counter()
    sure: Counter[tuple[int, str]] = Counter()
    keys: Counter[str] = Counter()
    for event, before, _ in lived.steps():
        if isinstance(event.step, SendTouch) and isinstance(event.fact, TouchSent | TouchUnknown):
            touch = (before.run.number, event.step.touch_id)
            keys[event.step.key] += 1
            left[touch] += 1
            sure[touch] += isinstance(event.fact, TouchSent)

    assert all(count == 1 for count in keys.values())
    assert all(count <= 2 for (_, touch), count in left.items() if touch != ACKNOWLEDGMENT)
    assert all(count <= 1 for (_, touch), count in sure.items() if touch != ACKNOWLEDGMENT)


@given(lives())
def test_nothing_is_done_twice_at_one_instant(lived: Lived) -> None:
    """A step is repeated at its own instant only when something was heard, or a ladder climbed, in between."""
    done: set[tuple[str, str]] = set()
    for earlier, event in pairwise(lived.story.events):
        if event.step is None or event.at != earlier.at or isinstance(event.fact, Escalated):
            done.clear()
        if event.step is not None:
            doing = (event.step.kind, event.step.key)
            assert doing not in done
            done.add(doing)


@given(lives())
def test_what_is_known_already_changes_nothing(lived: Lived) -> None:
    """A fact applied twice is applied once, at once or at the end; only what came last may be said again."""
    told: list[Fact] = []
    for event, _, after in lived.steps():
        if event.fact is not None:
            assert apply(after, event.fact) is after
            told.append(event.fact)
    assert all(apply(lived.story.journey, fact) is lived.story.journey for fact in told)


@given(lives())
def test_steps_done_long_ago_change_nothing(lived: Lived) -> None:
    """What came of a step changes nothing when it is heard again later, however the lead went on."""
    told: list[Fact] = []
    for event, _, after in lived.steps():
        for fact in told[-12:]:
            assert apply(after, fact) is after
        is_repeatable = isinstance(event.fact, Planned) or (
            isinstance(event.fact, TouchFailed) and event.fact.why is Failure.SENDER_REFUSED
        )
        if event.fact is not None and not is_repeatable:
            told.append(event.fact)


@given(lives())
def test_a_plan_that_rides_along_is_the_plan_that_is_asked_for(lived: Lived) -> None:
    """The plan that an activity makes on its way is the very one that would have been asked for after it."""
    for event, before, after in lived.steps():
        if event.step is None or not isinstance(event.fact, TouchSent | TaskOpened | Alerted):
            continue
        following = next_step(after, event.at)
        riding = foresee(before, event.step, event.at).ride
        assert riding is None or (isinstance(following, PlanInstant) and riding == following.request)


@given(lives())
def test_a_journey_survives_the_wire(lived: Lived) -> None:
    """A journey written as JSON and read again is the same, and decides the same."""
    states = [(event.at, after) for event, _, after in lived.steps()]
    for at, journey in states[:: max(1, len(states) // 5)]:
        read = Journey.model_validate_json(journey.model_dump_json())

        assert read == journey
        assert next_step(read, at) == next_step(journey, at)


@given(ANY_LIFE)
def test_nothing_happens_outside_law_or_hours(lived: Lived) -> None:
    """Texts and calls are made at lawful hours of the lead's place, calls and mails when we are open."""
    for event, before, _ in lived.steps():
        if isinstance(event.fact, Planned):
            assert event.fact.due_at >= event.at
        if isinstance(event.step, SendTouch) and isinstance(event.fact, TouchSent):
            assert opens_at(check_of_touch(before, event.step), lived.playbook, event.at) == event.at
        if isinstance(event.step, AskRep) and isinstance(event.fact, TaskOpened):
            _assert_due_in_hours(event, event.step, before, lived)


def _assert_due_in_hours(event: Event, step: AskRep, before: Journey, lived: Lived) -> None:
    if not isinstance(step.task, Channel) or step.touch_id == CALL_BACK_TOUCH:
        return
    request = agenda(before).request
    assert request is not None
    calendar = calendar_for(lived.playbook, request)
    assert is_open(calendar, event.at)
    if request.channel in VOICE_CHANNELS:
        place = request.place
        hours = hours_for(request.channel, place.country or None, place.region or None)
        assert is_lawful(event.at, place.zones or (calendar.time_zone,), hours)


@given(lives(), st.binary(min_size=100, max_size=100))
def test_any_fact_is_understood_in_any_state(lived: Lived, thrown: bytes) -> None:
    """Whatever is heard, in whatever state, there is a journey after it and a next step."""
    dice = Dice(thrown)
    journey = dice.of([lived.began, *(after for _, _, after in lived.steps())])
    now = lived.story.at
    for _ in range(dice.number(8)):
        journey = apply(journey, any_fact(dice, journey, now))
        assert next_step(journey, now).reason
    assert apply(journey, OptedOut(id="at last", at=now)).disposition is not None


def any_fact(dice: Dice, journey: Journey, at: datetime) -> Fact:
    """Any report, and anything that may come of any step, under keys that fit and keys that do not."""
    if dice.number(3) == 0:
        return a_random_report(dice, at, journey.profile)
    known = (agenda(journey).then.key, stage_item(journey).then.key, journey.key("t0", 0, 0), journey.key("t1", 1, 1))
    key = dice.one(*known, "", "1", "1:ack:none:0", journey.key("ack", 0, 0), "9:t0:0:0", "1:question:0:0")
    came: dict[str, Any] = {"key": key, "at": at}
    channel = dice.of(list(Channel))
    built: tuple[Fact, ...] = (
        Planned(**came, due_at=at + timedelta(hours=1)),
        TouchSent(**came, channel=channel),
        TouchUnknown(**came, channel=channel),
        TouchFailed(**came, channel=channel, why=dice.of(list(Failure))),
        TouchSkipped(**came, reason="so"),
        TaskOpened(**came, task=dice.of(TASKS), task_id="t", assignee="ana"),
        Escalated(**came),
        Assigned(**came, owner="ana", is_fallback=dice.one(False, True)),
        Alerted(**came),
        CompanyInformed(**came, count=2),
        HandedOver(**came, owner="ben", task_id="h"),
        KickedBack(**came, owner="tom", task_id="k"),
        PauseEnded(**came),
        Exhausted(**came, disposition=dice.of(list(Disposition)), reason="so"),
        MoveDecided(**came, cadence=dice.one("nurture", "close", "kick back"), reason="so"),
    )
    return dice.of(built)


@given(st.binary(min_size=80, max_size=80))
def test_a_stop_holds_in_whatever_order_it_is_heard(thrown: bytes) -> None:
    """However reports are ordered, a lead that opted out among them is closed by the last of them."""
    dice, journey = Dice(thrown), a_working_journey()
    facts = [a_random_report(dice, later(hours=dice.number(200)), journey.profile) for _ in range(5)]

    for fact in [*facts, OptedOut(id="no", at=MONDAY), *facts]:
        journey = apply(journey, fact)

    assert journey.stage is Stage.CLOSED
    assert isinstance(next_step(journey, MONDAY), Finish)


@given(lives())
def test_a_company_is_told_of_each_turn_once_and_before_anything_else(lived: Lived) -> None:
    """News is on record before the lead is handed over, ends or gets anything; and what a lead hears is no news."""
    for event, before, after in lived.steps():
        if isinstance(event.fact, CompanyNews):
            assert after.owed.company_news == before.owed.company_news
        if event.step is not None and not isinstance(event.step, TellCompany):
            assert not before.owed.company_news or isinstance(event.step, Record)
    keys = [event.step.key for event in lived.story.events if isinstance(event.step, TellCompany)]
    assert len(keys) == len(set(keys)) == lived.story.journey.counts.company_informed
