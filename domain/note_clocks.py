"""Times of day as people scribble them: ``15:00``, ``3pm``, ``noon``, and a bare ``10`` where nothing is counted."""

import re
from typing import Final

NOON: Final = 12 * 60
WORDS: Final = {"noon": NOON, "midday": NOON, "lunch": NOON, "lunchtime": NOON}
AFTER_LUNCH: Final = 13 * 60
LAST_BARE_AFTERNOON: Final = 6
"""Nobody asks to be called at three in the night: a bare 1 to 6 is of the afternoon."""

_NAMED: Final = "|".join(WORDS)
_HALF: Final = r"am|pm|a\.m\.?|p\.m\.?|h|hrs|o'clock"

BARE_TAIL: Final = (
    r"(?=\s*(?:$|[,)#]|(?:on|only|please|any|every|each|today|tomorrow|local|his|her|their|our|time|works?|is|are|"
    r"best|onwards?|sharp|if|because|when|as|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|"
    r"mon|tue|wed|thu|fri|mornings?|afternoons?)\b|(?:and|or|but)\b(?!\s*\d)))"
)
"""What may follow a bare number for it to be a time: in ``after 3 calls`` it counts something."""


def _clock(suffix: str) -> str:
    return (
        rf"(?:(?P<word{suffix}>{_NAMED})\b|(?<![\d$€£.:])(?P<h{suffix}>\d{{1,2}})"
        rf"(?:(?P<sep{suffix}>[:.])(?P<m{suffix}>[0-5]\d))?\s?(?P<half{suffix}>(?:{_HALF})(?!\w))?(?![\d%:])"
        rf"(?!\.\d))"
    )


CLOCK: Final = rf"(?:about |around )?{_clock('')}(?P<bare>{BARE_TAIL})?"
SPAN_CLOCKS: Final = rf"{_clock('1')}\s*(?:-|to|and|until|till)\s*{_clock('2')}(?P<bare2>{BARE_TAIL})?"


def minutes_of(match: re.Match[str], *, after_lunch: bool = False) -> int | None:
    """The minute of the day in a match of ``CLOCK``; none where it may well be no time.

    Args:
        match: of a pattern with ``CLOCK`` in it.
        after_lunch: whether lunch, if that is what it says, has to be over.
    """
    if match["word"]:
        return AFTER_LUNCH if after_lunch and match["word"].startswith("lunch") else WORDS[match["word"]]
    if not _is_clear(match, "") and match["bare"] is None:
        return None
    return _minutes(match["h"], match["m"], match["half"])


def span_of(match: re.Match[str], *, is_guided: bool) -> tuple[int, int] | None:
    """The minutes of the day in a match of ``SPAN_CLOCKS``; two bare numbers need a guide: ``between 2 and 4``."""
    is_clear = any(_is_clear(match, suffix) for suffix in ("1", "2"))
    if not is_clear and not (is_guided and (match["word2"] or match["bare2"] is not None)):
        return None
    ends = _end(match, "2")
    starts = _end(match, "1")
    if ends is not None and match["half2"] and match["h1"] and not match["half1"]:
        # "2 to 4pm": both are of the afternoon, but "9 to 3pm" begins in the morning.
        shared = _minutes(match["h1"], match["m1"], match["half2"])
        starts = shared if shared is not None and shared < ends else _minutes(match["h1"], match["m1"], "am")
    return (starts, ends) if starts is not None and ends is not None and starts < ends else None


def _end(match: re.Match[str], suffix: str) -> int | None:
    word = match[f"word{suffix}"]
    return WORDS[word] if word else _minutes(match[f"h{suffix}"], match[f"m{suffix}"], match[f"half{suffix}"])


def _is_clear(match: re.Match[str], suffix: str) -> bool:
    """Whether it can only be a time: 15:00 and 3pm, not 15.00 and 15."""
    return match[f"sep{suffix}"] == ":" or bool(match[f"half{suffix}"])


def _minutes(hour: str, minute: str | None, half: str | None) -> int | None:
    number, past = int(hour), int(minute or 0)
    if half and half[0] in "ap":
        if not 1 <= number <= 12:  # noqa: PLR2004 - hours of a half day
            return None
        number = number % 12 + (12 if half[0] == "p" else 0)
    elif not hour.startswith("0") and 1 <= number <= LAST_BARE_AFTERNOON and half not in {"h", "hrs"}:
        number += 12
    return number * 60 + past if number < 24 else None  # noqa: PLR2004 - hours of a day
