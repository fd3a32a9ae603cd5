"""From when on: an instant, or how long ago."""

import re
from datetime import datetime, timedelta
from typing import Annotated

import typer

from commands.previewing import read_instant
from domain.durations import parse_span
from domain.errors import InvalidInputError

Since = Annotated[str, typer.Option(help="Only from this instant on (2026-03-01T00:00-05:00), or so long ago (7d).")]

_SHORT = re.compile(r"(\d{1,5})([mhdw])")
_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def read_since(text: str, now: datetime) -> datetime:
    """An instant as people write it, or one so long before now: ``7d``, ``36h``, ``2 weeks``.

    Raises:
        InvalidInputError: it is neither; shows how to write one.
    """
    if not text[:1].isdigit() or "T" in text or "-" in text:
        return read_instant(text)
    return now - _ago(text)


def _ago(text: str) -> timedelta:
    short = _SHORT.fullmatch(text)
    try:
        span = parse_span(f"{short[1]} {_UNITS[short[2]]}" if short else text)
    except InvalidInputError as error:
        raise InvalidInputError(f"{error}; or for short '7d', '36h'") from None
    if span.is_business:
        raise InvalidInputError(f"{text!r}: nobody can say when a report's business days were, write '7 days'")
    return span.wall
