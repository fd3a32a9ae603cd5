"""The planner computes every future instant, from calendars, lawful hours and the lead's own place.

Pure. An activity calls the planner and records the answer, so a new time-zone database or calendar cannot change what
was planned.
"""

from datetime import date, datetime, timedelta
from functools import partial
from typing import NamedTuple

from domain.channels import QUIET_CHANNELS
from domain.errors import CalendarNeverOpensError, InvalidInputError, NotFoundError
from domain.facts.unions import Planned, TouchSkipped
from domain.hours.calendars import (
    BusinessCalendar,
    add_business_days,
    add_business_time,
    add_span,
    business_time_between,
    next_open,
)
from domain.hours.lawful import hours_for, next_lawful
from domain.hours.pace import REAL_TIME, Pace
from domain.hours.spans import Span, by_the_wall
from domain.hours.zones import zone_of
from domain.journey.steps import InstantKind, PlanRequest
from domain.planning.call_times import AT_BEST_TIME, NO_HINTS, PATIENCE_WITH_A_CLUE, CallHints, Clue, clues_in
from domain.snapshot import replaced
from domain.terms.playbook import Playbook

A_WORKING_DAY = timedelta(days=1)


PATIENCE_WITH_A_DEMO = timedelta(seconds=4)
"""The least time that people have in a demo once they are at work, however fast its story runs."""


MOST_ALTERNATIONS = 60


class _Instant(NamedTuple):
    at: datetime
    reasons: tuple[str, ...]


def plan(
    request: PlanRequest, playbook: Playbook, now: datetime, pace: Pace = REAL_TIME, hints: CallHints = NO_HINTS
) -> Planned:
    """The requested instant, never before ``now``, with the rules that moved it.

    Args:
        request: the request.
        playbook: the source of calendars and team.
        now: the present.
        pace: how fast story time passes in a demo.
        hints: what is known about when to call this lead; only used for a personal request.

    Raises:
        NotFoundError: the playbook has no calendar of that name.
        CalendarNeverOpensError: no hour is open and lawful for this lead; says what would change it.
    """
    calendar = calendar_for(playbook, request)
    story_now = pace.story(now)
    wanted = _wanted(request, calendar, pace)
    clues = clues_in(hints, request.place.zones or (calendar.time_zone,), pace) if request.personal else ()
    instant = _permitted(request, calendar, max(wanted.at, story_now), wanted.reasons, clues)
    due_at = max(pace.real(instant.at), now)
    if pace.factor > 1 and request.kind in (InstantKind.DEADLINE, InstantKind.OWED):
        due_at = max(due_at, _can_begin(request, calendar, pace, now) + PATIENCE_WITH_A_DEMO)
    return Planned(key=request.key, at=now, due_at=due_at, reason="; ".join(instant.reasons))


def _can_begin(request: PlanRequest, calendar: BusinessCalendar, pace: Pace, now: datetime) -> datetime:
    """When the person is next at work: nights and weekends of a demo do not count as time to act."""
    return pace.real(next_open(calendar, pace.story(max(now, request.anchor_at))))


def plan_or_skip(
    request: PlanRequest, playbook: Playbook, now: datetime, pace: Pace = REAL_TIME, hints: CallHints = NO_HINTS
) -> Planned | TouchSkipped:
    """As ``plan``, but always with an answer for a valid playbook: a touch that no hour allows is skipped.

    Everything else falls back to the wall clock, so that every lead has something due next.

    Raises:
        NotFoundError: the playbook has no calendar of that name.
    """
    try:
        return plan(request, playbook, now, pace, hints)
    except InvalidInputError as error:
        if request.kind is InstantKind.TOUCH:
            return TouchSkipped(key=request.key, at=now, reason=str(error))
        due_at = max(request.at or request.anchor_at + by_the_wall(request.wait or Span()), now)
        return Planned(key=request.key, at=now, due_at=due_at, reason=f"by the wall clock, because {error}")


def opens_at(request: PlanRequest, playbook: Playbook, now: datetime, pace: Pace = REAL_TIME) -> datetime | None:
    """The first instant from ``now`` on at which a touch may be sent; None if there is none.

    Raises:
        NotFoundError: the playbook has no calendar of that name.
    """
    story_now = pace.story(now)
    allowed = replaced(request, partial(PlanRequest, best_time=False))
    calendar = calendar_for(playbook, request)
    try:
        permitted = _permitted(allowed, calendar, story_now, ())
    except InvalidInputError:
        return None
    return now if permitted.at == story_now else pace.real(permitted.at)


def calendar_for(playbook: Playbook, request: PlanRequest) -> BusinessCalendar:
    """The calendar of the person who has to act; else the calendar that the request names."""
    person = playbook.team.person(request.owner) if request.owner else None
    name = person.calendar if person is not None and person.calendar else request.place.calendar
    calendar = playbook.calendars.get(name)
    if calendar is None:
        known = ", ".join(sorted(playbook.calendars))
        raise NotFoundError(f"there is no calendar {name!r}; the playbook has: {known}")
    return calendar


def _wanted(request: PlanRequest, calendar: BusinessCalendar, pace: Pace) -> _Instant:
    """The requested instant, before law and opening hours are applied."""
    anchor = pace.story(request.anchor_at)
    if request.at is not None:
        return _Instant(pace.story(request.at), ("at the time asked for",))
    if request.on is not None:
        return _Instant(_after_last_day(calendar, request.on), (f"back after {request.on.isoformat()}",))
    wait = request.wait or Span()
    if request.kind is InstantKind.OWED:
        return _owed_at(request, calendar, pace)
    if request.kind is InstantKind.DEADLINE and not wait.is_business and wait.wall < A_WORKING_DAY:
        # Deadlines of minutes or hours for people count their opening hours only.
        return _Instant(add_business_time(calendar, anchor, wait.wall), (f"{wait} of opening hours",))
    return _Instant(add_span(calendar, anchor, wait), (f"{wait} later",) if wait != Span() else ())


def _owed_at(request: PlanRequest, calendar: BusinessCalendar, pace: Pace) -> _Instant:
    """The deadline of a promise that a person keeps: only opening hours count, and each 24 hours are one open day."""
    anchor = pace.story(request.anchor_at)
    if request.channel is not None:
        anchor = _open_and_lawful(request, calendar, anchor, ()).at
    if request.left_from is not None and request.left_until is not None:
        left = business_time_between(calendar, pace.story(request.left_from), pace.story(request.left_until))
        # The same open time may end at a closing or at the opening after it; and another owner has other hours.
        owed_at = max(add_business_time(calendar, anchor, left), pace.story(request.left_until))
        return _Instant(owed_at, ("the time that was left before the pause",))
    wait = request.wait or Span()
    if wait.is_business:
        return _Instant(add_span(calendar, anchor, wait), (f"{wait} later",))
    days, rest = divmod(wait.wall, A_WORKING_DAY)
    owed_at = add_business_time(calendar, add_business_days(calendar, anchor, days), rest)
    return _Instant(owed_at, (f"{wait}, counted in opening hours",))


def _after_last_day(calendar: BusinessCalendar, last: date) -> datetime:
    """The opening of the first open day after somebody's last day away."""
    zone = zone_of(calendar.time_zone)
    midnight = datetime(last.year, last.month, last.day, tzinfo=zone) + timedelta(days=1)
    return next_open(calendar, midnight)


def _permitted(
    request: PlanRequest,
    calendar: BusinessCalendar,
    at: datetime,
    reasons: tuple[str, ...],
    clues: tuple[Clue, ...] = (),
) -> _Instant:
    """The first instant from ``at`` on that hours and law allow for this kind of thing."""
    match request.kind:
        case InstantKind.CALL_BACK:
            # To the minute: the lead named the time and invited the call, so it is not a telephone solicitation
            # (47 CFR 64.1200(f)); a call at another time would break the agreement.
            return _Instant(at, reasons)
        case InstantKind.DEADLINE | InstantKind.OWED:
            return _Instant(at, reasons)
        case InstantKind.RESUME:
            opening = next_open(calendar, at)
            return _Instant(opening, _moved(at, opening, reasons, f"{calendar.name} is closed"))
        case InstantKind.TOUCH:
            return _permitted_touch(request, calendar, at, reasons, clues)


def _permitted_touch(
    request: PlanRequest,
    calendar: BusinessCalendar,
    at: datetime,
    reasons: tuple[str, ...],
    clues: tuple[Clue, ...],
) -> _Instant:
    """The first open and lawful instant from ``at`` on, within the hours of the strongest clue that is possible."""
    for clue in clues:
        met = _met(request, calendar, at, (*reasons, clue.words), clue)
        if met is not None:
            return met
        reasons = (*reasons, f"{clue.words} (never within lawful opening hours)")
    if request.best_time:
        try:
            return _open_and_lawful(request, calendar, at, reasons, AT_BEST_TIME)
        except CalendarNeverOpensError:
            reasons = (*reasons, "the best time of day is never open")
    return _open_and_lawful(request, calendar, at, reasons)


def _met(
    request: PlanRequest, calendar: BusinessCalendar, at: datetime, reasons: tuple[str, ...], clue: Clue
) -> _Instant | None:
    """The first permitted instant within a clue's hours; None if that is too long after the first permitted one."""
    first = _open_and_lawful(request, calendar, at, reasons)
    try:
        met = _open_and_lawful(request, calendar, *first, clue)
    except CalendarNeverOpensError:
        return None
    return met if met.at - first.at <= PATIENCE_WITH_A_CLUE else None


def _open_and_lawful(
    request: PlanRequest,
    calendar: BusinessCalendar,
    at: datetime,
    reasons: tuple[str, ...],
    wish: Clue | None = None,
) -> _Instant:
    """The first instant from ``at`` on that is open, lawful and within the wished hours, as far as each applies."""
    for _ in range(MOST_ALTERNATIONS):
        opening = at if request.any_hour else next_open(calendar, at)
        lawful = _lawful(request, calendar, opening, wish, _moved(at, opening, reasons, f"{calendar.name} is closed"))
        if lawful.at == at:
            return lawful
        at, reasons = lawful
    raise CalendarNeverOpensError(
        f"calendar {calendar.name} and the hours lawful for {request.channel} at the lead's place never meet: "
        "give the lead's time_zone, or widen the calendar"
    )


def _lawful(
    request: PlanRequest,
    calendar: BusinessCalendar,
    at: datetime,
    wish: Clue | None,
    reasons: tuple[str, ...],
) -> _Instant:
    if request.channel is None or request.channel not in QUIET_CHANNELS:
        return _Instant(at, reasons)
    # If nothing is known about the place, our own time zone is the best guess.
    zones = request.place.zones or (calendar.time_zone,)
    hours = hours_for(request.channel, request.place.country or None, request.place.region or None)
    lawful = next_lawful(at, zones, hours, calendar.holidays)
    rule = " and ".join(hour.name for hour in hours)
    reasons = _moved(at, lawful, reasons, f"quiet hours at the lead's place ({rule})")
    if wish is None:
        return _Instant(lawful, reasons)
    best = next_lawful(lawful, wish.zones or zones, (*hours, wish.hours), calendar.holidays)
    return _Instant(best, _moved(lawful, best, reasons, wish.words))


def _moved(before: datetime, after: datetime, reasons: tuple[str, ...], why: str) -> tuple[str, ...]:
    return reasons if after == before or why in reasons else (*reasons, why)
