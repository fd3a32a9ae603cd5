"""Every instant the planner fixes: business time, lawful hours, best hours, and what moved it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from builders import MONDAY, a_plan_request, a_playbook, an_office
from hypothesis import given
from hypothesis import strategies as st

from domain.channels import Channel
from domain.errors import CalendarNeverOpensError, NotFoundError
from domain.facts.unions import Planned, TouchSkipped
from domain.hours.calendars import is_open, local_date
from domain.hours.lawful import hours_for, is_lawful
from domain.hours.pace import Pace
from domain.hours.spans import parse_span
from domain.journey.steps import InstantKind, PlanRequest
from domain.planning.planner import calendar_for, opens_at, plan, plan_or_skip
from domain.terms.playbook import Playbook
from domain.terms.team import Person

PLAYBOOK = a_playbook()
EVERYWHERE = ("Pacific/Auckland", "Asia/Tokyo", "Asia/Kolkata", "Europe/London", "America/Los_Angeles")


def a_request(kind: InstantKind = InstantKind.TOUCH, wait: str = "0 minutes", **changes: object) -> PlanRequest:
    """A request for a touch by mail in New York, at once."""
    channel = Channel.EMAIL if kind is InstantKind.TOUCH else None
    return a_plan_request(**{"key": "1:one:0:0", "kind": kind, "wait": parse_span(wait), "channel": channel, **changes})


def due(request: PlanRequest, now: datetime = MONDAY, playbook: Playbook = PLAYBOOK) -> datetime:
    """The instant planned."""
    return plan(request, playbook, now).due_at


def test_a_touch_is_due_after_its_wait() -> None:
    """In the middle of an open day nothing moves it."""
    planned = plan(a_request(wait="1 hour"), PLAYBOOK, MONDAY)

    assert (planned.due_at, planned.reason, planned.key) == (MONDAY + timedelta(hours=1), "1 hour later", "1:one:0:0")


def test_a_touch_outside_opening_hours_waits_for_the_next_opening() -> None:
    """Seventeen o'clock is closed; the reason says so."""
    planned = plan(a_request(wait="8 hours"), PLAYBOOK, MONDAY)

    assert planned.due_at == datetime(2026, 3, 3, 14, 0, tzinfo=UTC)
    assert planned.reason == "8 hours later; office is closed"


def test_a_touch_of_any_hour_does_not_wait_for_opening() -> None:
    """Nor for lawful hours, where it is a mail."""
    assert due(a_request(wait="8 hours", any_hour=True)) == MONDAY + timedelta(hours=8)


def test_a_text_of_any_hour_still_keeps_the_law() -> None:
    """It waits for eight in the morning at the lead's place."""
    planned = plan(a_request(wait="14 hours", any_hour=True, channel=Channel.SMS), PLAYBOOK, MONDAY)

    assert planned.due_at == datetime(2026, 3, 3, 13, 0, tzinfo=UTC)
    assert "quiet hours at the lead's place (us-federal)" in planned.reason


def test_a_call_is_due_when_it_is_lawful_for_the_lead_and_the_caller_is_there() -> None:
    """A lead of California is not called at nine in New York."""
    request = a_request(channel=Channel.CALL, zones=("America/Los_Angeles",), region="CA")

    assert due(request, MONDAY - timedelta(hours=1)) == datetime(2026, 3, 2, 16, 0, tzinfo=UTC)


def test_a_call_keeps_the_hours_of_all_places_the_lead_may_be_in() -> None:
    """An area code over two zones: both must allow it, under the strictest state."""
    request = a_request(channel=Channel.CALL, zones=("America/Chicago", "America/Denver"), region="")

    assert due(request) == datetime(2026, 3, 2, 17, 0, tzinfo=UTC)


def test_a_lead_of_an_unknown_place_is_called_by_our_own_clock() -> None:
    """It is the best guess there is."""
    request = a_request(channel=Channel.CALL, zones=(), country="", region="")

    assert due(request) == MONDAY


def test_a_holiday_on_which_the_law_forbids_calls_is_kept() -> None:
    """In a state whose row says so, on the days the calendar names."""
    open_on_holidays = an_office(
        name="always",
        holidays={"2026-03-02": "A holiday"},
        exceptions={"2026-03-02": "09:00-17:00"},
    )
    playbook = a_playbook(calendars={"office": open_on_holidays})

    assert due(a_request(channel=Channel.CALL, region="AL"), playbook=playbook) == datetime(
        2026, 3, 3, 14, 0, tzinfo=UTC
    )


def test_a_call_at_its_best_time_waits_for_the_best_hours() -> None:
    """Four in the afternoon, on the lead's clock, while we are open."""
    planned = plan(a_request(channel=Channel.CALL, best_time=True), PLAYBOOK, MONDAY)

    assert planned.due_at == datetime(2026, 3, 2, 21, 0, tzinfo=UTC)
    assert "waiting for the best time of day" in planned.reason


def test_a_best_time_that_never_comes_does_not_keep_a_call_from_being_made() -> None:
    """Our hours and the lead's best hours never meet: any lawful hour will do, and the reason says so."""
    playbook = a_playbook(calendars={"office": an_office(weekly={"mon": "10:00-12:00"})})

    planned = plan(a_request(channel=Channel.CALL, best_time=True), playbook, MONDAY)

    assert planned.due_at == MONDAY
    assert planned.reason == "the best time of day is never open"


def test_a_call_back_is_to_the_minute() -> None:
    """Whatever the hour: the lead named it."""
    at = datetime(2026, 3, 8, 3, 17, tzinfo=UTC)

    assert due(a_request(InstantKind.CALL_BACK, at=at)) == at


def test_a_call_back_missed_is_due_now() -> None:
    """Nothing is planned into the past."""
    assert due(a_request(InstantKind.CALL_BACK, at=MONDAY - timedelta(days=1))) == MONDAY


def test_what_people_owe_within_hours_is_counted_in_their_open_time() -> None:
    """Two hours from half past sixteen on Monday end on Tuesday at half past ten."""
    request = a_request(InstantKind.DEADLINE, "2 hours", anchor_at=MONDAY + timedelta(hours=6, minutes=30))

    assert due(request) == datetime(2026, 3, 3, 15, 30, tzinfo=UTC)


def test_what_people_owe_within_days_may_end_at_any_hour() -> None:
    """A day is a day, and nothing is moved to an opening."""
    assert due(a_request(InstantKind.DEADLINE, "2 days")) == MONDAY + timedelta(days=2)


def test_the_calendar_of_the_person_binds_what_the_person_owes() -> None:
    """Ana works in Berlin, where it is evening."""
    team = PLAYBOOK.team.model_copy(
        update={"people": (Person(id="ana", name="Ana", email="a@b.example", roles=("rep",), calendar="berlin"),)}
    )
    playbook = a_playbook(
        team=team, calendars={"office": an_office(), "berlin": an_office(name="berlin", time_zone="Europe/Berlin")}
    )

    assert due(a_request(InstantKind.DEADLINE, "2 hours", owner="ana"), playbook=playbook) == datetime(
        2026, 3, 3, 9, 0, tzinfo=UTC
    )


def test_a_pause_until_a_date_ends_at_the_opening_after_it() -> None:
    """Back on Monday, when the last day away is Friday."""
    request = a_request(InstantKind.RESUME, on=date(2026, 3, 6))

    assert due(request) == datetime(2026, 3, 9, 13, 0, tzinfo=UTC)


def test_a_calendar_that_nobody_wrote_is_named_with_those_there_are() -> None:
    """The error helps whoever reads it."""
    with pytest.raises(NotFoundError, match=r"there is no calendar 'shop'; the playbook has: office"):
        plan(a_request(calendar="shop"), PLAYBOOK, MONDAY)


def test_hours_that_never_meet_are_refused_with_the_remedy() -> None:
    """A number that may be anywhere in the world has no lawful hour."""
    request = a_request(channel=Channel.CALL, zones=EVERYWHERE, country="", region="")

    with pytest.raises(CalendarNeverOpensError, match="time_zone"):
        plan(request, PLAYBOOK, MONDAY)


def test_a_touch_that_no_hour_allows_is_passed_over() -> None:
    """The lead is not left without a next thing due; the reason is the error's."""
    request = a_request(channel=Channel.CALL, zones=EVERYWHERE, country="", region="")

    answer = plan_or_skip(request, PLAYBOOK, MONDAY)

    assert isinstance(answer, TouchSkipped)
    assert "time_zone" in answer.reason
    assert opens_at(request, PLAYBOOK, MONDAY) is None


def test_a_deadline_on_a_calendar_that_never_opens_falls_back_on_the_wall_clock() -> None:
    """A clock that never stops is better than one that never runs."""
    playbook = a_playbook(calendars={"office": an_office(weekly={})})

    answer = plan_or_skip(a_request(InstantKind.DEADLINE, "2 business days"), playbook, MONDAY)

    assert isinstance(answer, Planned)
    assert answer.due_at == MONDAY + timedelta(days=2)
    assert "by the wall clock" in answer.reason


def test_a_touch_may_leave_at_once_within_hours() -> None:
    """The last check answers the very instant it was asked at."""
    assert opens_at(a_request(), PLAYBOOK, MONDAY) == MONDAY
    assert opens_at(a_request(), PLAYBOOK, MONDAY + timedelta(hours=8)) == datetime(2026, 3, 3, 14, 0, tzinfo=UTC)


def test_the_last_check_of_the_hours_asks_for_no_best_time() -> None:
    """It is a wish, and no law."""
    assert opens_at(a_request(channel=Channel.CALL, best_time=True), PLAYBOOK, MONDAY) == MONDAY


def test_a_demo_plans_in_story_time_and_waits_in_real_time() -> None:
    """A day later is a minute later, and people still get four seconds for what they owe."""
    pace = Pace(factor=1440, real_start=MONDAY, story_start=MONDAY)

    touch = plan(a_request(wait="1 day"), PLAYBOOK, MONDAY, pace)
    deadline = plan(a_request(InstantKind.DEADLINE, "5 minutes"), PLAYBOOK, MONDAY, pace)

    assert touch.due_at == MONDAY + timedelta(minutes=1)
    assert deadline.due_at == MONDAY + timedelta(seconds=4)
    assert opens_at(a_request(), PLAYBOOK, MONDAY + timedelta(seconds=1), pace) == MONDAY + timedelta(seconds=1)


def test_a_demos_night_is_no_time_to_be_patient_in() -> None:
    """What is owed from the evening on has its four seconds from the morning, when somebody is there to do it."""
    pace = Pace(factor=1440, real_start=MONDAY, story_start=MONDAY)
    evening, morning = MONDAY + timedelta(hours=10), MONDAY + timedelta(hours=23)

    owed = plan(a_request(InstantKind.OWED, "15 minutes", anchor_at=pace.real(evening)), PLAYBOOK, MONDAY, pace)

    assert owed.due_at == pace.real(morning) + timedelta(seconds=4)


def test_the_date_is_that_of_the_calendar() -> None:
    """At three in the morning in London it is still yesterday in New York."""
    assert local_date(an_office(), datetime(2026, 3, 3, 3, 0, tzinfo=UTC)) == date(2026, 3, 2)


@given(
    st.sampled_from(["0 minutes", "5 minutes", "7 hours", "1 day", "2 business days", "3 business hours", "4 weeks"]),
    st.sampled_from([Channel.EMAIL, Channel.SMS, Channel.CALL]),
    st.integers(0, 400 * 24 * 60),
    st.integers(0, 60_000),
    st.booleans(),
)
def test_a_planned_touch_is_never_early_never_past_and_always_in_hours(
    wait: str, channel: Channel, minutes: int, later: int, best_time: bool
) -> None:
    """Over weekends and both changes of the clock."""
    anchor_at = MONDAY + timedelta(minutes=minutes)
    request = a_request(wait=wait, channel=channel, anchor_at=anchor_at, best_time=best_time)
    now = anchor_at + timedelta(minutes=later)

    due_at = due(request, now)

    assert due_at >= max(now, anchor_at)
    assert is_open(calendar_for(PLAYBOOK, request), due_at)
    assert channel is Channel.EMAIL or is_lawful(due_at, request.place.zones, hours_for(channel, "US", "NY"))
    assert (
        due(request.model_copy(update={"anchor_at": anchor_at + timedelta(hours=1)}), now + timedelta(hours=1))
        >= due_at
    )
