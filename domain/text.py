"""Texts: the characters that cannot be stored (NUL in PostgreSQL, lone surrogates anywhere), words and dates."""

import re
from datetime import datetime
from typing import Any, Final

UNKEEPABLE: Final = re.compile("[\x00\ud800-\udfff]")


TURNING: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that change the writing direction: in a name they would reorder the rest of its line."""


def steady(text: str) -> str:
    """The text without ``TURNING``; Arabic and Hebrew do not need these characters."""
    return TURNING.sub("", text)


def keepable(text: str) -> str:
    """The text with U+FFFD for each character that cannot be stored, for text from outside that nobody can fix."""
    return UNKEEPABLE.sub("\ufffd", text)


def all_keepable(value: Any) -> Any:
    """The value with all its texts made keepable, also in tuples, lists and mappings."""
    if isinstance(value, str):
        return keepable(value)
    if isinstance(value, (list, tuple)):
        return tuple(all_keepable(item) for item in value)
    if isinstance(value, dict):
        return {all_keepable(key): all_keepable(item) for key, item in value.items()}
    return value


def plain(word: str) -> str:
    """``left_voicemail`` as ``left voicemail``."""
    return word.replace("_", " ")


def at_text(at: datetime) -> str:
    """An instant in UTC, short: ``2026-03-09 10:15Z``."""
    return f"{at:%Y-%m-%d %H:%M}Z"


def dated(at: datetime) -> str:
    """An instant in UTC as letters write it: ``9 March 2026, 10:15 UTC``."""
    return f"{at.day} {at:%B %Y, %H:%M} UTC"
