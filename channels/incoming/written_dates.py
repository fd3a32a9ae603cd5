"""Calendar dates as people write them, in English, German, French, Spanish, Italian and Dutch."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

_MONTHS: Final = (
    ("january", "jan", "januar", "jänner", "janvier", "enero", "gennaio", "januari"),
    ("february", "feb", "februar", "février", "febrero", "febbraio", "februari"),
    ("march", "mar", "märz", "mars", "marzo", "maart"),
    ("april", "apr", "avril", "abril", "aprile"),
    ("may", "mai", "mayo", "maggio", "mei"),
    ("june", "jun", "juni", "juin", "junio", "giugno"),
    ("july", "jul", "juli", "juillet", "julio", "luglio"),
    ("august", "aug", "août", "agosto", "augustus"),
    ("september", "sep", "sept", "septembre", "septiembre", "settembre"),
    ("october", "oct", "oktober", "okt", "octobre", "octubre", "ottobre"),
    ("november", "nov", "novembre", "noviembre"),
    ("december", "dec", "dezember", "dez", "décembre", "diciembre", "dicembre"),
)
_MONTH_NUMBERS: Final = {name: number for number, names in enumerate(_MONTHS, 1) for name in names}
_WEEKDAYS: Final = (
    ("monday", "montag", "lundi"),
    ("tuesday", "dienstag", "mardi"),
    ("wednesday", "mittwoch", "mercredi"),
    ("thursday", "donnerstag", "jeudi"),
    ("friday", "freitag", "vendredi"),
    ("saturday", "samstag", "samedi"),
    ("sunday", "sonntag", "dimanche"),
)
_WEEKDAY_NUMBERS: Final = {name: number for number, names in enumerate(_WEEKDAYS) for name in names}
_MONTH: Final = "|".join(sorted(_MONTH_NUMBERS, key=len, reverse=True))
_MONTH_FIRST_LOCALES: Final = frozenset({"en-us", "en-ph"})
_EITHER_ORDER_LOCALES: Final = frozenset({"", "en", "en-ca"})
_CENTURY: Final = 2000

_ISO: Final = re.compile(r"\b(\d{4})-(\d\d)-(\d\d)\b")
# Dots only ever separate day.month; without a year a hyphen is a range ("3-12 March"), so it needs one.
_DOTTED: Final = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.(?:\s?(\d{4}|\d{2})\b)?|\b(\d{1,2})\.(\d{1,2})\b")
_SLASHED: Final = re.compile(r"(?<![\d/-])(\d{1,2})(?:/(\d{1,2})(?:/(\d{4}|\d{2}))?|-(\d{1,2})-(\d{4}))(?![\d/])")
_DAY_MONTH: Final = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th|er|\.)?\s+(?:of\s+|de\s+)?({_MONTH})\b\.?(?:,?\s+(?:de\s+)?(\d{{4}}))?"
)
_MONTH_DAY: Final = re.compile(
    rf"\b({_MONTH})\b\.?\s+(?:\d{{1,2}}\s?(?:-|–|to)\s?)?(\d{{1,2}})(?:st|nd|rd|th)?(?!\d|:\d)(?:,?\s+(\d{{4}}))?"
)
_WEEKDAY: Final = re.compile(rf"\b({'|'.join(_WEEKDAY_NUMBERS)})\b")


def dates_in(text: str, today: date, locale: str = "") -> tuple[date, ...]:
    """The dates written in a short text; weekday names count only when no date stands beside them.

    A date without a year is the next such day from ``today``. A slashed date is read by the locale's order;
    where that is not known both readings are given.
    """
    folded = text.casefold()
    return tuple(_calendar_dates(folded, today, locale)) or tuple(_weekdays(folded, today))


def _calendar_dates(text: str, today: date, locale: str) -> Iterator[date]:
    for year, month, day in _ISO.findall(text):
        yield from _valid(year, int(month), int(day), today)
    for day, month, year, bare_day, bare_month in _DOTTED.findall(text):
        yield from _valid(year, int(month or bare_month), int(day or bare_day), today)
    for first, second, year, hyphened, hyphened_year in _SLASHED.findall(text):
        for day, month in _orders(int(first), int(second or hyphened), locale):
            yield from _valid(year or hyphened_year, month, day, today)
    for day, name, year in _DAY_MONTH.findall(text):
        yield from _valid(year, _MONTH_NUMBERS[name], int(day), today)
    for name, day, year in _MONTH_DAY.findall(text):
        yield from _valid(year, _MONTH_NUMBERS[name], int(day), today)


def _weekdays(text: str, today: date) -> Iterator[date]:
    for name in _WEEKDAY.findall(text):
        ahead = (_WEEKDAY_NUMBERS[name] - today.weekday() - 1) % 7 + 1
        yield today + timedelta(days=ahead)


def _orders(first: int, second: int, locale: str) -> tuple[tuple[int, int], ...]:
    """(day, month) readings of first/second."""
    known = locale.casefold().replace("_", "-")
    if known in _MONTH_FIRST_LOCALES:
        return ((second, first),)
    if known in _EITHER_ORDER_LOCALES:
        return ((first, second), (second, first))
    return ((first, second),)


def _valid(year: str, month: int, day: int, today: date) -> Iterator[date]:
    if year:
        years: tuple[int, ...] = (int(year) if len(year) > 2 else _CENTURY + int(year),)  # noqa: PLR2004 - 26 is 2026
    else:
        years = (today.year, today.year + 1)
    for candidate in years:
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if year or found >= today:
            yield found
            return
