"""How words and instants of the engine are said to people."""

from datetime import datetime


def plain(word: str) -> str:
    """``left_voicemail`` as ``left voicemail``."""
    return word.replace("_", " ")


def at_text(at: datetime) -> str:
    """An instant for people who read UTC: ``2026-03-09 10:15Z``."""
    return f"{at:%Y-%m-%d %H:%M}Z"


def dated(at: datetime) -> str:
    """An instant as letters have it: ``9 March 2026, 10:15 UTC``."""
    return f"{at.day} {at:%B %Y, %H:%M} UTC"
