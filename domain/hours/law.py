"""When calls and texts are lawful, by territory: the table that ``quiet_hours`` asks.

The state rows are a survey of published tables of 2025, which disagree in places; the stricter reading was
taken. Counsel must review them before they are relied upon.
"""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field

from domain.hours.openings import WEEKDAYS, WORKDAYS, Opening, Weekday, WeeklyOpenings


class ContactHours(BaseModel):
    """One rule on the hours in which a person may be called or texted, on the clock where they are.

    Attributes:
        name: which rule, for the reason that a deferral gives.
        weekly: the lawful hours of each day; a day that is left out has none.
        holidays_allowed: whether they hold on holidays too.
        source: the law or the policy that it comes from.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(min_length=1)
    weekly: WeeklyOpenings
    holidays_allowed: bool = True
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
"""The called party's local time, all days; for texts as for calls."""

HOUSE = ContactHours(
    name="house",
    weekly=_daily("09:00-20:00"),
    source="house rule, not law: the decent hours where this table knows no statute",
)
"""The default for the United Kingdom, the European Union and everywhere else without a row."""

STRICT_US = ContactHours(
    name="strict-us",
    weekly=_daily("10:00-18:00", WORKDAYS) | _daily("10:00-17:00", [Weekday.SAT]),
    holidays_allowed=False,
    source="intersection of all state rows, for a US lead whose state is not known",
)


def _state(code: str, weekly: WeeklyOpenings, *, holidays_allowed: bool = True, source: str = _SURVEY) -> ContactHours:
    return ContactHours(name=f"us-{code.lower()}", weekly=weekly, holidays_allowed=holidays_allowed, source=source)


US_STATE_HOURS = {
    "AL": _state("AL", _daily("08:00-20:00", _MON_TO_SAT), holidays_allowed=False),
    "CT": _state("CT", _daily("09:00-20:00")),
    "FL": _state("FL", _daily("08:00-20:00"), source=f"Fla. Stat. 501.616(6); {_SURVEY}"),
    "KY": _state("KY", _daily("10:00-21:00")),
    "LA": _state("LA", _daily("08:00-20:00", _MON_TO_SAT), holidays_allowed=False),
    "MA": _state("MA", _daily("08:00-20:00")),
    "MD": _state("MD", _daily("08:00-20:00")),
    "MI": _state("MI", _daily("09:00-21:00")),
    "MN": _state("MN", _daily("09:00-21:00")),
    "MS": _state("MS", _daily("08:00-20:00", _MON_TO_SAT), holidays_allowed=False),
    "NM": _state("NM", _daily("09:00-21:00")),
    "NV": _state("NV", _daily("09:00-20:00")),
    "OK": _state("OK", _daily("08:00-20:00"), source=f"Okla. Stat. tit. 15, 775C.4; {_SURVEY}"),
    "RI": _state(
        "RI",
        _daily("09:00-18:00", WORKDAYS) | _daily("10:00-17:00", _WEEKEND),
        holidays_allowed=False,
        source=f"R.I. Gen. Laws 5-61-3.6; {_SURVEY}",
    ),
    "TX": _state("TX", _daily("09:00-21:00", _MON_TO_SAT) | _daily("12:00-21:00", [Weekday.SUN])),
}
"""States that are stricter than federal law."""

_TERRITORIES = ("AS", "GU", "MP", "PR", "VI")  # countries of their own in ISO 3166, under federal law

DEFAULT_RULES = ContactRules(
    unknown=(FEDERAL_US, HOUSE),
    elsewhere=(HOUSE,),
    by_country=dict.fromkeys(("US", *_TERRITORIES), (FEDERAL_US,)),
    by_region={f"US-{code}": (hours,) for code, hours in US_STATE_HOURS.items()},
    unknown_region={"US": (STRICT_US,)},
)
