"""When calls and texts are lawful, by territory and channel: the table that ``hours.lawful`` reads.

The state rows are a survey of published tables of 2025, which disagree in places; the stricter reading was
taken. Counsel must review them before they are relied upon.
"""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field

from domain.channels import QUIET_CHANNELS, Channel, in_order
from domain.hours.openings import WEEKDAYS, WORKDAYS, Opening, Weekday, WeeklyOpenings, common_week


class ContactHours(BaseModel):
    """One rule on the hours in which a person may be called or texted, on the clock where they are.

    Attributes:
        name: which rule, for the reason that a deferral gives.
        weekly: the lawful hours of each day; a day that is left out has none.
        holidays_allowed: whether they hold on holidays too.
        channels: which channels it binds; those that the law limits at all, unless it says otherwise.
        source: the law or the policy that it comes from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    weekly: WeeklyOpenings
    holidays_allowed: bool = True
    channels: frozenset[Channel] = QUIET_CHANNELS
    source: str = Field(min_length=1)


class ContactRules(BaseModel):
    """Which rules hold where. Countries and regions are ISO 3166 codes.

    Attributes:
        unknown: where not even the country is known.
        elsewhere: in a country that ``by_country`` does not list.
        by_country: in the whole of a country.
        by_region: in one region as well (``US-FL``).
        unknown_region: in a country whose regions differ, as well, when the region is not known.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    unknown: tuple[ContactHours, ...] = Field(min_length=1)
    elsewhere: tuple[ContactHours, ...] = Field(min_length=1)
    by_country: dict[str, tuple[ContactHours, ...]] = {}
    by_region: dict[str, tuple[ContactHours, ...]] = {}
    unknown_region: dict[str, tuple[ContactHours, ...]] = {}


def _daily(hours: str, days: Iterable[Weekday] = WEEKDAYS) -> WeeklyOpenings:
    return {day: (Opening.model_validate(hours),) for day in days}


_MON_TO_SAT = WEEKDAYS[:6]
_WEEKEND = WEEKDAYS[5:]
_SURVEY = "survey of published state tables, 2025, not reviewed by counsel"

FEDERAL_US = ContactHours(name="us-federal", weekly=_daily("08:00-21:00"), source="47 CFR 64.1200(c)(1)")
"""In the called party's local time, on all days, for texts and calls."""

HOUSE = ContactHours(
    name="house",
    weekly=_daily("09:00-20:00"),
    source="house rule, not law: decent hours for places without a statute in this table",
)
"""The default for the United Kingdom, the European Union and everywhere else without a row."""


def _state(
    code: str,
    weekly: WeeklyOpenings,
    *,
    holidays_allowed: bool = True,
    channels: frozenset[Channel] = QUIET_CHANNELS,
    source: str = _SURVEY,
) -> tuple[str, ContactHours]:
    """One row of a state; further rows of the same state hold beside it."""
    only = "" if channels == QUIET_CHANNELS else "".join(f"-{channel}" for channel in in_order(channels))
    name = f"us-{code.lower()}{only}"
    hours = ContactHours(name=name, weekly=weekly, holidays_allowed=holidays_allowed, channels=channels, source=source)
    return f"US-{code}", hours


US_STATE_HOURS = (
    _state("AL", _daily("08:00-20:00", _MON_TO_SAT), holidays_allowed=False),
    _state("CT", _daily("09:00-20:00")),
    _state("FL", _daily("08:00-20:00"), source=f"Fla. Stat. 501.616(6); {_SURVEY}"),
    _state("KY", _daily("10:00-21:00")),
    _state("LA", _daily("08:00-20:00", _MON_TO_SAT), holidays_allowed=False),
    _state("MA", _daily("08:00-20:00")),
    _state("MD", _daily("08:00-20:00")),
    _state("MI", _daily("09:00-21:00")),
    _state("MN", _daily("09:00-21:00")),
    _state("MS", _daily("08:00-20:00", _MON_TO_SAT), holidays_allowed=False),
    _state("NM", _daily("09:00-21:00")),
    _state("NV", _daily("09:00-20:00")),
    _state("OK", _daily("08:00-20:00"), source=f"Okla. Stat. tit. 15, 775C.4; {_SURVEY}"),
    _state(
        "RI",
        _daily("09:00-18:00", WORKDAYS) | _daily("10:00-17:00", _WEEKEND),
        holidays_allowed=False,
        source=f"R.I. Gen. Laws 5-61-3.6; {_SURVEY}",
    ),
    _state("TX", _daily("09:00-21:00", _MON_TO_SAT) | _daily("12:00-21:00", [Weekday.SUN])),
)
"""States that are stricter than federal law, with their region codes."""


def strictest(rows: Iterable[ContactHours], channel: Channel) -> ContactHours:
    """The hours of a channel that every row allows: one of them holds for a US lead whose state is not known."""
    binding = [hours for hours in rows if channel in hours.channels]
    return ContactHours(
        name="strict-us",
        weekly=common_week(hours.weekly for hours in binding),
        holidays_allowed=all(hours.holidays_allowed for hours in binding),
        channels=frozenset({channel}),
        source="intersection of all state rows, for a US lead whose state is not known",
    )


STRICT_US = tuple(strictest((hours for _, hours in US_STATE_HOURS), channel) for channel in in_order(QUIET_CHANNELS))


def _by_region(rows: Iterable[tuple[str, ContactHours]]) -> dict[str, tuple[ContactHours, ...]]:
    found: dict[str, tuple[ContactHours, ...]] = {}
    for region, hours in rows:
        found[region] = (*found.get(region, ()), hours)
    return found


_TERRITORIES = ("AS", "GU", "MP", "PR", "VI")  # countries of their own in ISO 3166, under federal law

DEFAULT_RULES = ContactRules(
    unknown=(FEDERAL_US, HOUSE),
    elsewhere=(HOUSE,),
    by_country=dict.fromkeys(("US", *_TERRITORIES), (FEDERAL_US,)),
    by_region=_by_region(US_STATE_HOURS),
    unknown_region={"US": STRICT_US},
)
