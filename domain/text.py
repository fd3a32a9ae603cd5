"""Text that every part can keep: PostgreSQL has no NUL in a text, and nothing encodes half a surrogate pair."""

import re
from datetime import datetime
from typing import Any, Final

UNKEEPABLE: Final = re.compile("[\x00\ud800-\udfff]")


TURNING: Final = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Characters that turn the direction of what follows: with them a name makes the rest of its line read otherwise."""


def steady(text: str) -> str:
    """The text without them; Arabic and Hebrew are read from right to left without any."""
    return TURNING.sub("", text)


def keepable(text: str) -> str:
    """The text with U+FFFD for each such character: for words from outside, which nobody can mend."""
    return UNKEEPABLE.sub("\ufffd", text)


def all_keepable(value: Any) -> Any:
    """A value with every text in it made keepable, those of tuples, lists and mappings too."""
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
    """An instant for people who read UTC: ``2026-03-09 10:15Z``."""
    return f"{at:%Y-%m-%d %H:%M}Z"


def dated(at: datetime) -> str:
    """An instant as letters have it: ``9 March 2026, 10:15 UTC``."""
    return f"{at.day} {at:%B %Y, %H:%M} UTC"
