"""What a refusal by a mail system means, during the SMTP dialogue or later in a delivery report.

Only a status about the address makes the address dead. A full mailbox may work tomorrow, and a refusal for policy or
spam is about us. (The codes are those of RFC 3463; the words are those of large providers.)
"""

import re
from enum import StrEnum
from typing import Final


class BounceKind(StrEnum):
    """What a refusal means for the address and for us."""

    DEAD_ADDRESS = "dead_address"
    """Never write to this address again."""
    TRY_LATER = "try_later"
    """The address may work another day."""
    SENDER_BLOCKED = "sender_blocked"
    """The address may be fine: the mail system refuses us, and the operator must act."""


_STATUS: Final = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_CODE: Final = re.compile(r"\b([45]\d\d)\b")
_OURS: Final = re.compile(r"5\.[67]\.\d+|5\.1\.[78]|5\.3\.4")
_DEAD: Final = re.compile(r"5\.1\.\d+|5\.4\.4|5\.2\.1")
_DEAD_WORDS: Final = re.compile(
    r"(user|recipient|mailbox|address)( is)? (unknown|unavailable|not found|disabled|inactive)"
    r"|(no such|unknown|invalid|nonexistent) (user|recipient|mailbox|address)"
    r"|(does not|doesn't) exist|recipient address rejected|no mailbox here",
    re.IGNORECASE,
)
_OUR_WORDS: Final = re.compile(
    r"spam|block(ed|list)|blacklist|reputation|policy|dmarc|\bspf\b|dkim|not permitted|relay", re.IGNORECASE
)
_DEAD_CODES: Final = frozenset({"550", "551", "553"})
_OUR_CODES: Final = frozenset({"530", "534", "535", "538", "554"})


def judge_bounce(status: str, diagnostic: str, code: int | None = None) -> BounceKind:
    """Judge a refusal.

    Args:
        status: the enhanced status (``5.1.1``); if empty, it is looked for in the diagnostic.
        diagnostic: what the server said, in words.
        code: the SMTP reply code, when known apart from the diagnostic.
    """
    found = _STATUS.search(status) or _STATUS.search(diagnostic)
    enhanced = found.group() if found else ""
    basic = str(code) if code else _first(_CODE, diagnostic)
    if (enhanced or basic).startswith("4"):
        return BounceKind.TRY_LATER
    if _OURS.fullmatch(enhanced):
        return BounceKind.SENDER_BLOCKED
    if _DEAD.fullmatch(enhanced):
        return BounceKind.DEAD_ADDRESS
    if enhanced.startswith("5.2."):
        return BounceKind.TRY_LATER
    return _judge_words(diagnostic, "" if enhanced else basic)


def _judge_words(diagnostic: str, code: str) -> BounceKind:
    if _DEAD_WORDS.search(diagnostic):
        return BounceKind.DEAD_ADDRESS
    if _OUR_WORDS.search(diagnostic) or code in _OUR_CODES:
        return BounceKind.SENDER_BLOCKED
    return BounceKind.DEAD_ADDRESS if code in _DEAD_CODES else BounceKind.TRY_LATER


def _first(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return found.group(1) if found else ""
