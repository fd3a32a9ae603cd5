"""Times of day as people write them in notes: ``15:00``, ``3pm``, ``noon``, and a bare ``10`` that counts nothing."""

import re
from typing import Final

NOON: Final = 12 * 60


WORDS: Final = {"noon": NOON, "midday": NOON, "lunch": NOON, "lunchtime": NOON}


AFTER_LUNCH: Final = 13 * 60


LAST_BARE_AFTERNOON: Final = 6
"""A bare 1 to 6 means the afternoon: nobody asks to be called at three in the morning."""


_NAMED: Final = "|".join(WORDS)


_HALF: Final = r"am|pm|a\.m\.?|p\.m\.?|h|hrs|o'clock"


BARE_TAIL: Final = (
    r"(?=\s*(?:$|[,)#]|(?:on|only|please|any|every|each|today|tomorrow|local|his|her|their|our|time|works?|is|are|"
    r"best|onwards?|sharp|if|because|when|as|mondays?|tuesdays?|wednesdays?|thursdays?|fridays?|saturdays?|sundays?|"
    r"mon|tue|wed|thu|fri|mornings?|afternoons?)\b|(?:and|or|but)\b(?!\s*\d)))"
)
"""What may follow a bare number that is a time; in ``after 3 calls`` the number counts something."""


def _clock(suffix: str) -> str:
    return (
        rf"(?:(?P<word{suffix}>{_NAMED})\b|(?<![\d$€£.:])(?P<h{suffix}>\d{{1,2}})"
        rf"(?:(?P<sep{suffix}>[:.])(?P<m{suffix}>[0-5]\d))?\s?(?P<half{suffix}>(?:{_HALF})(?!\w))?(?![\d%:])"
        rf"(?!\.\d))"
    )


TIME_OF_DAY: Final = rf"(?:about |around )?{_clock('')}(?P<bare>{BARE_TAIL})?"


SPAN_CLOCKS: Final = rf"{_clock('1')}\s*(?:-|to|and|until|till)\s*{_clock('2')}(?P<bare2>{BARE_TAIL})?"


def minutes_of(match: re.Match[str], *, after_lunch: bool = False) -> int | None:
    """The minute of the day in a match of ``TIME_OF_DAY``; None if it may not be a time.

    Args:
        match: of a pattern with ``TIME_OF_DAY`` in it.
        after_lunch: whether ``lunch`` means the end of lunch.
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
        # "2 to 4pm" is all in the afternoon, but "9 to 3pm" begins in the morning.
        shared = _minutes(match["h1"], match["m1"], match["half2"])
        starts = shared if shared is not None and shared < ends else _minutes(match["h1"], match["m1"], "am")
    return (starts, ends) if starts is not None and ends is not None and starts < ends else None


def _end(match: re.Match[str], suffix: str) -> int | None:
    word = match[f"word{suffix}"]
    return WORDS[word] if word else _minutes(match[f"h{suffix}"], match[f"m{suffix}"], match[f"half{suffix}"])


def _is_clear(match: re.Match[str], suffix: str) -> bool:
    """Whether the match can only be a time: 15:00 and 3pm, but not 15.00 and 15."""
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


_FILLER: Final = (
    r"(?:\s+(?:of office|of the office|call|calls|calling|ring|phone|try|available|reachable|free|in|there|back|work|"
    r"works|pick up|answer|take calls|be|on|at|every|each|him|her|them|it|usually))*"
)


_NOT: Final = re.compile(
    r"\b(?:not|never|no|avoid|except|unavailable|busy|out|away|gone|off|leaves|closed|travell?ing|cannot|\w+n't)\b"
    rf"{_FILLER}\s*$"
)


_BAD: Final = re.compile(
    r"\s*(?:is |are )?(?:bad|worst|no good|not good|not possible|impossible|out|off|full|busy|don't|doesn't|never)\b"
)


_ENGAGED: Final = re.compile(r"\b(?:meetings?|lunch|a call|calls|training)\s*$")


_HERE: Final = re.compile(r"\b(?:available|reachable|free|there|in|works|open|office)\s*$")


_TRIED: Final = (
    r"(?<!be )(?:called|rang|phoned)(?: back)?|tried|dialled|dialed|spoke|talked|met|e-?mailed|texted|wrote|sent|left|"
    r"missed|reached|answered|picked up|got|hung up|was|were|had|did|didn't|no (?:answer|reply|luck)|nobody|voicemail"
)


_SOMETHING_ELSE: Final = r"meetings?|demo|webinar|board|trip|holidays?|conference|training|flight|appointment|interview"


_VOID: Final = re.compile(rf"\b(?:{_TRIED}|{_SOMETHING_ELSE})\b")


_VOID_AFTER: Final = re.compile(r"[^,]*\b(?:was|were|had|did|didn't|no (?:answer|reply|luck))\b|, (?:no|nobody)\b")


_GUIDE: Final = re.compile(
    r"\b(?:back|say|says|said|asked|told|prefers?|call|try|ring|phone|wants|available|reachable|reach|free|only|best|"
    r"but|please|works|every|each|in on)\b"
)


def is_turned(match: re.Match[str]) -> bool:
    """Whether the words around a phrase mean the opposite: ``not before 10``, ``Mondays off``."""
    return bool(_NOT.search(_before(match)) or _BAD.match(_after(match)))


def is_void(match: re.Match[str], *, engaged: bool = False) -> bool:
    """Whether the words around a phrase say that it is about a past attempt or about something else.

    A word about calls (``back``, ``try``) in between makes the phrase count after all, and so does a comma.

    Args:
        match: the phrase.
        engaged: whether a meeting just before the phrase is fine: ``in a meeting until 15:00``.
    """
    before = _before(match).rpartition(",")[2]
    if _VOID_AFTER.match(_after(match)):
        return True
    last = max((void.end() for void in _VOID.finditer(before)), default=-1)
    if last < 0 or (engaged and _ENGAGED.search(before)):
        return False
    return not (_GUIDE.search(before, last) or _GUIDE.search(match[0]))


def is_away(before: str) -> bool:
    """Whether the words before ``until 15:00`` say that somebody is away until then."""
    return bool(_NOT.search(before) or _ENGAGED.search(before))


def says_present(before: str) -> bool:
    """Whether these words say that somebody is there until then."""
    return bool(_HERE.search(before))


def _before(match: re.Match[str]) -> str:
    return match.string[: match.start()]


def _after(match: re.Match[str]) -> str:
    return match.string[match.end() :]
