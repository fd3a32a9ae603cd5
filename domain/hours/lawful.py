"""When a lead may lawfully be called or texted, wherever they may be."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

from domain.channels import Channel
from domain.errors import CalendarNeverOpensError, InvalidInputError
from domain.hours.law import DEFAULT_RULES, ContactHours, ContactRules
from domain.hours.openings import ONE_DAY, Opening, open_intervals, openings_in_week
from domain.hours.zones import to_utc, zone_of
from domain.places import US_STATES, us_state
from domain.text import at_text

LAWFUL_WITHIN = timedelta(days=14)
"""Rules repeat weekly, so if two weeks have no lawful minute, only a run of holidays is to blame: give up."""

_US_PLACES = frozenset(f"US-{state}" for state in US_STATES)

_OpeningsOn = Callable[[date], tuple[Opening, ...]]


def next_lawful(
    at: datetime,
    zones: Sequence[str],
    hours: Sequence[ContactHours],
    holidays: Collection[date] = (),
) -> datetime:
    """The first instant at or after ``at`` that is lawful in all zones under all rules.

    Args:
        at: aware.
        zones: every IANA zone that the lead may be in.
        hours: the rules that hold (:func:`hours_for`), law and house.
        holidays: local dates, for the rules that forbid them.

    Returns:
        Aware UTC.

    Raises:
        CalendarNeverOpensError: there is none within 14 days, as for a toll-free number that may be anywhere.
        InvalidInputError: ``at`` is naive, a zone is unknown, or there is no zone or no rule.
    """
    at = to_utc(at, "at")
    rules = _zone_rules(zones, hours, holidays)
    lawful_at, agreed, position = at, 0, 0
    # Each rule in turn moves the instant to its own next lawful one, until none of them objects.
    while agreed < len(rules):
        zone, openings_on = rules[position]
        moved_to = _next_open(zone, openings_on, lawful_at)
        if moved_to is None or moved_to - at > LAWFUL_WITHIN:
            raise _never_lawful(at, zones, hours)
        agreed = agreed + 1 if moved_to == lawful_at else 1
        lawful_at, position = moved_to, (position + 1) % len(rules)
    return lawful_at


def is_lawful(
    at: datetime,
    zones: Sequence[str],
    hours: Sequence[ContactHours],
    holidays: Collection[date] = (),
) -> bool:
    """Whether that instant is lawful in all zones under all rules; arguments as for :func:`next_lawful`.

    Raises:
        InvalidInputError: ``at`` is naive, a zone is unknown, or there is no zone or no rule.
    """
    at = to_utc(at, "at")
    return all(_next_open(zone, openings_on, at) == at for zone, openings_on in _zone_rules(zones, hours, holidays))


def hours_for(
    channel: Channel, country: str | None, region: str | None, rules: ContactRules = DEFAULT_RULES
) -> tuple[ContactHours, ...]:
    """The rules that hold for a channel at a place: never none for one of ``QUIET_CHANNELS``.

    A US state that is not known gets the intersection of all states. Where the address and the area code name
    different places, the rules of both hold: ask for each and add them up.

    Args:
        channel: by which the lead is to be reached.
        country: two letters (ISO 3166-1), or None.
        region: a US state by code or name; for other countries the ISO 3166-2 part after the hyphen; or None.
        rules: the table.
    """
    return tuple(hours for hours in _at(country, region, rules) if channel in hours.channels)


def _at(country: str | None, region: str | None, rules: ContactRules) -> tuple[ContactHours, ...]:
    code = (country or "").strip().upper()
    if not code:
        # A region alone does not prove a country, but treating it as a US state only makes the hours stricter.
        return rules.unknown + rules.by_region.get(_place("US", region), ())
    place = _place(code, region)
    is_known = place in rules.by_region or place in _US_PLACES
    regional = rules.by_region.get(place, ()) if is_known else rules.unknown_region.get(code, ())
    return rules.by_country.get(code, rules.elsewhere) + regional


def _place(country: str, region: str | None) -> str:
    """The ISO 3166-2 code, or a text that matches no code."""
    name = (region or "").strip()
    part = us_state(name) if country == "US" else name.upper().removeprefix(f"{country}-")
    return f"{country}-{part or ''}"


def _zone_rules(
    zones: Sequence[str], hours: Sequence[ContactHours], holidays: Collection[date]
) -> list[tuple[ZoneInfo, _OpeningsOn]]:
    if not zones:
        raise InvalidInputError(
            "without a zone no hour is known to be lawful; please give the lead's time zone", field="zones"
        )
    if not hours:
        raise InvalidInputError("no contact hours are given; give the rules of hours_for()", field="hours")
    return [(zone_of(name), _openings_of(rule, holidays)) for name, rule in product(dict.fromkeys(zones), hours)]


def _openings_of(rule: ContactHours, holidays: Collection[date]) -> _OpeningsOn:
    closed = frozenset() if rule.holidays_allowed else frozenset(holidays)
    return lambda day: () if day in closed else openings_in_week(rule.weekly, day)


def _next_open(zone: ZoneInfo, openings_on: _OpeningsOn, at: datetime) -> datetime | None:
    first = next(open_intervals(zone, openings_on, at, patience=LAWFUL_WITHIN + ONE_DAY), None)
    return first[0] if first else None


def _never_lawful(at: datetime, zones: Sequence[str], hours: Sequence[ContactHours]) -> CalendarNeverOpensError:
    where = zones[0] if len(zones) == 1 else f"all {len(zones)} zones from {zones[0]} to {zones[-1]} at once"
    remedy = "allow some hours" if len(zones) == 1 else "give the lead's own time zone (field time_zone)"
    return CalendarNeverOpensError(
        f"no instant within {LAWFUL_WITHIN.days} days of {at_text(at)} is lawful in {where} under "
        f"{', '.join(rule.name for rule in hours)}; {remedy}",
        field="time_zone",
    )
