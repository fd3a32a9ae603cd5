"""IANA time-zone names, and instants with a time zone."""

import re
from datetime import UTC, datetime
from difflib import get_close_matches
from typing import Annotated
from zoneinfo import ZoneInfo, available_timezones

from pydantic import AfterValidator

from domain.errors import InvalidInputError

# Abbreviations (EST), POSIX rules (EST5EDT) and machine-local files (localtime, posix/…) load as zones on
# some systems and mean something else, or nothing, on the next one.
_NAME = re.compile(r"UTC|[A-Z][A-Za-z]+(?:/[A-Za-z0-9_+-]+)+")
_FIRST_YEAR, _LAST_YEAR = 1970, 2200  # outside, time-zone rules are guesses and date arithmetic overflows


def zone_of(name: str) -> ZoneInfo:
    """The zone with this IANA name.

    Raises:
        InvalidInputError: no such zone; says which names come close.
    """
    if _NAME.fullmatch(name):
        try:
            return ZoneInfo(name)
        except (KeyError, ValueError, OSError):  # unknown; malformed; a folder such as America/Argentina
            pass
    raise InvalidInputError(
        f"{name!r} is not an IANA time zone; {_nearest(name)}",
        field="time_zone",
    )


def _nearest(name: str) -> str:
    near = get_close_matches(name, filter(_NAME.fullmatch, available_timezones()), n=1)
    return f"did you mean {near[0]!r}?" if near else "write a name such as 'America/New_York'"


def _checked_name(name: str) -> str:
    try:
        return zone_of(name).key
    except InvalidInputError as error:
        raise ValueError(str(error)) from None  # pydantic reports ValueError with its own path


TimeZoneName = Annotated[str, AfterValidator(_checked_name)]
"""A string field that holds an IANA time-zone name."""


def to_utc(instant: datetime, name: str) -> datetime:
    """The same instant in UTC.

    Args:
        instant: an aware instant in any zone.
        name: what the caller names it, for the error.

    Raises:
        InvalidInputError: it is naive, or so far away that time-zone rules are unknown.
    """
    if instant.tzinfo is None:
        raise InvalidInputError(
            f"{name} is {instant.isoformat()}, which has no time zone; "
            f"please give a date and time with time zone, for example {instant.isoformat()}+00:00",
            field=name,
        )
    if not _FIRST_YEAR < instant.year < _LAST_YEAR:
        raise InvalidInputError(
            f"{name} is {instant.isoformat()}; please give a date between {_FIRST_YEAR} and {_LAST_YEAR}",
            field=name,
        )
    return instant.astimezone(UTC)
