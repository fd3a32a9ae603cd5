"""What the words around a time or a day in a note make of it: the opposite, or nothing at all."""

import re
from typing import Final

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
    """Whether what stands around a phrase says that it was tried, or that it is of something else.

    A word that speaks of calls (``back``, ``try``) between the two takes the doubt away, and so does a comma.

    Args:
        match: the phrase.
        engaged: a meeting just before it is no void: ``in a meeting until 15:00``.
    """
    before = _before(match).rpartition(",")[2]
    if _VOID_AFTER.match(_after(match)):
        return True
    last = max((void.end() for void in _VOID.finditer(before)), default=-1)
    if last < 0 or (engaged and _ENGAGED.search(before)):
        return False
    return not (_GUIDE.search(before, last) or _GUIDE.search(match[0]))


def is_away(before: str) -> bool:
    """Whether the words before ``until 15:00`` say that somebody is away so long."""
    return bool(_NOT.search(before) or _ENGAGED.search(before))


def is_there(before: str) -> bool:
    """Whether they say that somebody is there so long."""
    return bool(_HERE.search(before))


def _before(match: re.Match[str]) -> str:
    return match.string[: match.start()]


def _after(match: re.Match[str]) -> str:
    return match.string[match.end() :]
