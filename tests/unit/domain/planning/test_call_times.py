"""Personal call times: which clue plans the third call, and that law and hours come first."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from builders import MONDAY, a_plan_request, a_playbook, an_office
from house import SCENARIOS
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from domain.channels import Channel
from domain.hours.calendars import is_open
from domain.hours.lawful import hours_for, is_lawful
from domain.hours.openings import WEEKDAYS, Opening
from domain.hours.pace import Pace
from domain.journey.steps import PlanRequest
from domain.planning.call_notes import newest, read_note
from domain.planning.call_times import CallHints, HourShare, NotedTimes, Sign, SignOfLife, clues_in
from domain.planning.planner import plan

TABLE: dict[str, list[dict[str, Any]]] = YAML(typ="safe").load(SCENARIOS / "call_times.yaml")
NEW_YORK = ZoneInfo("America/New_York")
TUESDAY = datetime(2026, 3, 3, 10, tzinfo=NEW_YORK)
PLAYBOOK = a_playbook()


def a_call(**changes: object) -> PlanRequest:
    """A personal call that is due at once, to a lead of New York."""
    call = {"key": "1:third:0:0", "anchor_at": TUESDAY, "channel": Channel.CALL, "personal": True}
    return a_plan_request(**{**call, **changes})


def hints_from(known: dict[str, Any]) -> CallHints:
    """What a row of the table knows."""
    signs = [
        SignOfLife(sign=sign, at=datetime.fromisoformat(str(at)).replace(tzinfo=NEW_YORK))
        for sign in Sign
        for at in known.get(sign.value, ())
    ]
    shares = [
        HourShare(hour=hour, calls=int(said.split()[2]), reached=int(said.split()[0]))
        for hour, said in known.get("reached", {}).items()
    ]
    return CallHints(
        noted=newest(map(read_note, known.get("notes", ()))),
        signs=tuple(signs),
        industry=known.get("industry", ""),
        industry_hours=tuple(shares),
    )


@pytest.mark.parametrize("row", TABLE["calls"], ids=lambda row: f"{row['call']} {row['because'][:40]}")
def test_the_table_of_calls(row: dict[str, Any]) -> None:
    """Each row of the table: when the third call is planned for, and why."""
    known = row["known"]

    planned = plan(
        a_call(best_time=known.get("best_time", False)), PLAYBOOK, TUESDAY.astimezone(UTC), hints=hints_from(known)
    )

    local = planned.due_at.astimezone(NEW_YORK)
    assert (f"{local:%a} {local.day} {local:%b %H:%M}", planned.reason) == (row["call"], row["because"])


def test_a_request_that_is_not_personal_hears_no_clue() -> None:
    """The first two calls are made when they are due."""
    hints = CallHints(noted=read_note("after 15:00"))

    assert plan(a_call(personal=False), PLAYBOOK, TUESDAY.astimezone(UTC), hints=hints).due_at == TUESDAY


def test_notes_are_heard_on_every_clock_that_the_lead_may_live_by() -> None:
    """An area code over two zones: it is past three in both."""
    request = a_call(zones=("America/Chicago", "America/New_York"), region="")

    planned = plan(request, PLAYBOOK, TUESDAY.astimezone(UTC), hints=CallHints(noted=read_note("after 15:00")))

    assert planned.due_at == TUESDAY.replace(hour=16)


def test_an_answer_was_at_one_instant_whatever_the_clocks() -> None:
    """An hour in which the lead answered is the same hour in both zones of its number."""
    sign = SignOfLife(sign=Sign.ANSWERED, at=datetime(2026, 2, 24, 20, 30, tzinfo=UTC))
    request = a_call(zones=("America/Chicago", "America/New_York"), region="")

    planned = plan(request, PLAYBOOK, TUESDAY.astimezone(UTC), hints=CallHints(signs=(sign,)))

    assert planned.due_at.hour == 20
    assert planned.reason.startswith("answered before at 14-15")


def test_a_clue_that_is_met_only_after_a_fortnight_is_none() -> None:
    """The office is open in the evening once, in summer: the call is not put off until then."""
    office = an_office(exceptions={"2026-07-01": "18:00-20:00"})
    playbook = a_playbook(calendars={"office": office})

    planned = plan(a_call(), playbook, TUESDAY.astimezone(UTC), hints=CallHints(noted=read_note("after 18:00")))

    assert planned.due_at == TUESDAY
    assert "never within lawful opening hours" in planned.reason


def test_a_demo_hears_signs_of_life_on_its_storys_clock() -> None:
    """The lead answered ten real seconds into a story that began at nine and runs a thousand times as fast."""
    began, real = datetime(2026, 3, 2, 14, tzinfo=UTC), datetime(2026, 9, 1, tzinfo=UTC)
    pace = Pace(factor=1000, real_start=real, story_start=began)
    sign = SignOfLife(sign=Sign.ANSWERED, at=real + timedelta(seconds=10))

    (clue,) = clues_in(CallHints(signs=(sign,)), ("America/New_York",), pace)

    assert clue.words == "answered before at 11-12"


OPENINGS = st.tuples(st.integers(0, 23), st.integers(1, 24)).filter(lambda ends: ends[0] < ends[1])
NOTED = st.builds(
    NotedTimes,
    days=st.sets(st.sampled_from(WEEKDAYS)).map(lambda days: tuple(day for day in WEEKDAYS if day in days)),
    hours=st.lists(OPENINGS.map(lambda ends: Opening.model_validate(f"{ends[0]:02}:00-{ends[1]:02}:00")), max_size=1),
)
SIGNS = st.builds(
    SignOfLife,
    sign=st.sampled_from(Sign),
    at=st.integers(0, 90 * 24 * 60).map(lambda minutes: MONDAY - timedelta(minutes=minutes)),
)
SHARES = st.builds(
    lambda hour, calls, share: HourShare(hour=hour, calls=calls, reached=int(calls * share)),
    st.integers(0, 23),
    st.integers(1, 90),
    st.floats(0, 1),
)
HINTS = st.builds(
    CallHints,
    noted=NOTED,
    signs=st.lists(SIGNS, max_size=6),
    industry=st.sampled_from(["", "software"]),
    industry_hours=st.lists(SHARES, max_size=4, unique_by=lambda share: share.hour),
)
PLACES = st.sampled_from(
    [
        (("America/New_York",), "US", "NY"),
        (("America/Los_Angeles",), "US", "CA"),
        (("America/Chicago", "America/Denver"), "US", ""),
        (("Europe/Berlin",), "DE", ""),
        ((), "", ""),
    ]
)


@given(hints=HINTS, place=PLACES, minutes=st.integers(0, 14 * 24 * 60), best_time=st.booleans())
def test_whatever_the_clues_a_call_keeps_law_and_hours(
    hints: CallHints, place: tuple[tuple[str, ...], str, str], minutes: int, best_time: bool
) -> None:
    """And it is never planned into the past, nor put off by clues for more than a fortnight."""
    zones, country, region = place
    now = MONDAY + timedelta(minutes=minutes)
    request = a_call(anchor_at=MONDAY, best_time=best_time, zones=zones, country=country, region=region)

    due_at = plan(request, PLAYBOOK, now, hints=hints).due_at

    assert due_at >= now
    assert is_open(PLAYBOOK.calendars["office"], due_at)
    assert is_lawful(due_at, zones or ("America/New_York",), hours_for(Channel.CALL, country, region))
    plain = plan(request.model_copy(update={"best_time": False}), PLAYBOOK, now).due_at
    assert due_at - plain <= timedelta(days=14)
