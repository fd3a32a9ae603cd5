"""Reads from a rep's note when a lead can be called. Only a closed set of English phrases is understood.

``after 15:00``, ``not before 10``, ``between 2 and 4pm``, ``out until noon``, ``best around 11``, ``only mornings``,
``Tuesdays``, ``Tue/Thu``, ``Mon-Wed``, ``not on Fridays``. What was tried ("called after 15:00"), a meeting ("board
meeting on Tuesday") and a mere number ("after 3 calls") are ignored. Missing a clue costs nothing, but a wrong one
moves a call; so doubtful phrases are ignored. Dates are ignored, too: a call on a date is a call-back.
"""

import re
from collections.abc import Callable, Iterable
from datetime import time
from typing import Final

from domain.hours.openings import WEEKDAYS, Opening, Weekday
from domain.planning.call_times import NotedTimes
from domain.planning.note_phrases import (
    SPAN_CLOCKS,
    TIME_OF_DAY,
    is_away,
    is_turned,
    is_void,
    minutes_of,
    says_present,
    span_of,
)

LONGEST_NOTE: Final = 2_000
DAY_END: Final = 24 * 60
_PLAINER: Final = str.maketrans("’–—\r", "'-;\n")
_Stretch = tuple[int, int]
"""Start and end, in minutes of the day."""

_CLAUSE: Final = re.compile(r"[;\n!?]|\.(?=\s|$)")

_BETWEEN: Final = re.compile(
    rf"(?:\b(?P<guide>between|from|best(?: time:)?|call|try|only|prefers?|reachable|free|at)\s+)?{SPAN_CLOCKS}"
)
_RELATION: Final = re.compile(
    r"\b(?P<how>after|from|past|later than|(?<!call )back (?:at|by|around|about)|before|earlier than|prior to)"
    rf"\s+{TIME_OF_DAY}"
)
_UNTIL: Final = re.compile(rf"\b(?:until|till?)\s+{TIME_OF_DAY}")
_AT: Final = re.compile(
    r"\b(?:call|try|ring|phone|reach|reachable|best|free|available|usually)\b[^.,\d]{0,25}?"
    rf"\b(?:at|around|about|is|time)[ :]\s*{TIME_OF_DAY}"
)
_DAYPART: Final = re.compile(
    r"\b(?:(?P<when>early|late) )?(?P<plural>mornings|afternoons|evenings)\b"
    r"|\b(?:in the|only|best(?: time:)?|any|every|each) (?:(?P<when_one>early|late) )?"
    r"(?P<one>morning|afternoon|evening)\b"
)
_DAYPARTS: Final[dict[tuple[str, str], _Stretch]] = {
    ("", "morning"): (0, 12 * 60),
    ("early", "morning"): (0, 10 * 60),
    ("late", "morning"): (10 * 60, 12 * 60),
    ("", "afternoon"): (12 * 60, 18 * 60),
    ("early", "afternoon"): (12 * 60, 15 * 60),
    ("late", "afternoon"): (15 * 60, 18 * 60),
    ("", "evening"): (17 * 60, DAY_END),
    ("early", "evening"): (17 * 60, 19 * 60),
    ("late", "evening"): (19 * 60, DAY_END),
}

_DAY: Final = (
    r"(?:mon(?:days?)?|tue(?:s(?:days?)?)?|wed(?:nesdays?)?|thu(?:r(?:s(?:days?)?)?)?|fri(?:days?)?|"
    r"sat(?:urdays?)?|sun(?:days?)?)"
)
_DAYS: Final = re.compile(rf"\b{_DAY}(?:\s*(?:[,/&+-]|\band\b|\bor\b|\bto\b|\bthrough\b)\s*(?:on\s+)?{_DAY})*\b(?!')")
_LAST_DAY: Final = re.compile(rf"\b{_DAY}:? $")
_PLURAL: Final = re.compile(r"days\b")
_ALSO_WORDS: Final = frozenset({"sat", "sun", "wed"})
_DAY_GUIDE: Final = re.compile(
    r"\b(?:call|try|ring|phone|reach|reachable|best|only|free|available|back|prefers?|works?|in|every|each)"
    r"(?:\s+(?:back|him|her|them|again|is|are|on|in|every|each|next|the|best|only|time:?))*\s*$"
)
_ONLY_DAYS: Final = re.compile(
    rf"[\s:,-]*(?:(?:best|only|on|every|each|ok|good|please|usually|days?)\s*)*{_DAYS.pattern}"
    r"[\s:,-]*(?:(?:best|only|are|is|ok|good|please|usually)\s*)*"
)


def read_note(text: str) -> NotedTimes:
    """When the lead can be called, by one note; empty if the note does not say."""
    days: frozenset[Weekday] = frozenset()
    hours: list[_Stretch] = []
    for clause in _CLAUSE.split(_plain(text)):
        found = _hours_in(clause)
        days |= _days_in(clause, has_hours=bool(found))
        for stretches in found:
            hours = _both(hours, stretches) or _either(hours, stretches)
    return NotedTimes(days=tuple(day for day in WEEKDAYS if day in days), hours=tuple(map(_opening, hours)))


def read_wish(text: str) -> NotedTimes:
    """As ``read_note``, for words that are known to be about when to call, such as ``10-12``."""
    return read_note(f"best time: {text}") if text else NotedTimes()


def newest(notes: Iterable[NotedTimes]) -> NotedTimes:
    """Several notes as one, newest first: the days of the newest that names days, and the hours likewise."""
    read = tuple(notes)
    return NotedTimes(
        days=next((each.days for each in read if each.days), ()),
        hours=next((each.hours for each in read if each.hours), ()),
    )


def _plain(text: str) -> str:
    plain = text[:LONGEST_NOTE].casefold().translate(_PLAINER)
    return re.sub(r"[^\S\n]+", " ", plain)


def _hours_in(clause: str) -> list[list[_Stretch]]:
    """What each phrase of the clause says. Text that one pattern has read is hidden from the next."""
    found: list[list[_Stretch]] = []
    for pattern, read in _PHRASES:
        for match in pattern.finditer(clause):
            stretch = None if is_void(match, engaged=read is _until) else read(match)
            if stretch is not None:
                found.append(_rest_of_day(stretch) if read is not _until and is_turned(match) else [stretch])
        clause = pattern.sub(lambda match: "#" * len(match[0]), clause)
    return [stretches for stretches in found if stretches]


def _between(match: re.Match[str]) -> _Stretch | None:
    follows_day = _LAST_DAY.search(match.string[: match.start()]) is not None
    return span_of(match, is_guided=match["guide"] is not None or follows_day)


def _relation(match: re.Match[str]) -> _Stretch | None:
    at = minutes_of(match, after_lunch=match["how"] in {"after", "from", "past"})
    if at is None or not 0 < at < DAY_END:
        return None
    return (0, at) if match["how"] in {"before", "earlier than", "prior to"} else (at, DAY_END)


def _until(match: re.Match[str]) -> _Stretch | None:
    """``Out until 15:00`` means after 15:00, ``in until 15:00`` means before."""
    at, before = minutes_of(match), match.string[: match.start()]
    if at is None or not 0 < at < DAY_END:
        return None
    if is_away(before):
        return (at, DAY_END)
    return (0, at) if says_present(before) else None


def _around(match: re.Match[str]) -> _Stretch | None:
    at = minutes_of(match)
    return None if at is None else (at, min(at + 60, DAY_END))


def _daypart(match: re.Match[str]) -> _Stretch | None:
    part = (match["plural"] or match["one"]).removesuffix("s")
    return _DAYPARTS[match["when"] or match["when_one"] or "", part]


_PHRASES: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], _Stretch | None]], ...]] = (
    (_BETWEEN, _between),
    (_UNTIL, _until),
    (_RELATION, _relation),
    (_AT, _around),
    (_DAYPART, _daypart),
)


def _rest_of_day(stretch: _Stretch) -> list[_Stretch]:
    return [(start, end) for start, end in ((0, stretch[0]), (stretch[1], DAY_END)) if start < end]


def _both(one: list[_Stretch], other: list[_Stretch]) -> list[_Stretch]:
    """The hours in both: ``not before 10`` and ``not after 16`` are 10 to 16."""
    met = [(max(a, c), min(b, d)) for a, b in one for c, d in other]
    return [(start, end) for start, end in met if start < end]


def _either(one: list[_Stretch], other: list[_Stretch]) -> list[_Stretch]:
    """The hours in either: ``mornings or after 16:00``."""
    return sorted((*one, *other))


def _opening(stretch: _Stretch) -> Opening:
    opens, closes = (time(*divmod(minutes % DAY_END, 60)) for minutes in stretch)
    return Opening(opens=opens, closes=closes)


def _days_in(clause: str, *, has_hours: bool) -> frozenset[Weekday]:
    """The weekdays that the clause names for calls; ``not on Fridays`` means all other days."""
    wanted: frozenset[Weekday] = frozenset()
    unwanted: frozenset[Weekday] = frozenset()
    for match in _DAYS.finditer(clause):
        if is_void(match):
            continue
        if is_turned(match):
            unwanted |= _days_of(match[0])
        elif _is_for_calls(match, has_hours=has_hours):
            wanted |= _days_of(match[0])
    return (wanted or frozenset(WEEKDAYS if unwanted else ())) - unwanted


def _is_for_calls(match: re.Match[str], *, has_hours: bool) -> bool:
    """Whether a weekday is for calls: a plural, or a day with a guiding word, with hours, or alone in its clause."""
    if _PLURAL.search(match[0]) or _ONLY_DAYS.fullmatch(match.string):
        return True
    if match[0] in _ALSO_WORDS:
        return False
    return has_hours or _DAY_GUIDE.search(match.string[: match.start()]) is not None


def _days_of(text: str) -> frozenset[Weekday]:
    """``mon-wed, fri`` is four days."""
    days: set[Weekday] = set()
    joint = ""
    last = 0
    for token in re.finditer(rf"{_DAY}|-|\bto\b|\bthrough\b", text):
        if token[0] in {"-", "to", "through"}:
            joint = token[0]
            continue
        day = next(number for number, weekday in enumerate(WEEKDAYS) if token[0].startswith(weekday.value))
        span = range((day - last) % 7 + 1) if joint else range(1)
        days |= {WEEKDAYS[(day - back) % 7] for back in span}
        last, joint = day, ""
    return frozenset(days)
