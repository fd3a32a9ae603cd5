"""What the sender of a reply wrote: without the quoted conversation and without the signature.

mail-parser-reply finds where the quoted conversation begins. Quotes above a bottom-posted reply leak through
it, so lines that begin with ``>`` are dropped here. Its signatures are not used: it takes every line that
begins with "Thanks," for one, which would swallow "Thanks, please take me off your list".
"""

import re
from typing import Final

from mailparser_reply import EmailReplyParser

# The library's patterns backtrack (20,000 empty lines took half a minute), so it gets lines and gaps cut short.
_MOST_TEXT: Final = 20_000  # characters
_LONGEST_LINE: Final = 2_000
_LANGUAGES: Final = ["en", "de", "fr", "es", "it", "nl"]
_SIGN_OFF: Final = re.compile(
    r"^(--|__+|sent from my .{1,40}|von meinem .{1,40} gesendet|envoyé de mon .{1,40}"
    r"|((best|kind|warm|many)\s)*(regards|wishes)|best|cheers|thanks( again)?|thank you|sincerely"
    r"|mit (freundlichen|besten) grüßen|(viele|beste|liebe) grüße|mfg|gruß|cordialement|bien à vous|cdlt)[\s,.!]*$",
    re.IGNORECASE,
)
_BLANK_LINES: Final = re.compile(r"\n{3,}")
_ATTRIBUTION: Final = re.compile(r"^(on|am|le|el|il|op) .{5,200}:$", re.IGNORECASE)


def strip_reply(text: str) -> str:
    """The new text of a reply; when nothing is left, all that is not quoted by ``>``."""
    lines = (line.strip()[:_LONGEST_LINE] for line in text[:_MOST_TEXT].splitlines())
    short = _BLANK_LINES.sub("\n\n", "\n".join(lines))
    latest = EmailReplyParser(languages=_LANGUAGES).read(short).replies[0]
    newest = latest.content.removeprefix(latest.headers or "")
    return _without_signature(_unquoted(newest)) or _unquoted(short)


def _unquoted(text: str) -> str:
    lines = [line for line in text.splitlines() if not line.lstrip().startswith(">")]
    return "\n".join(line for line in lines if not _ATTRIBUTION.match(line.strip())).strip()


def _without_signature(text: str) -> str:
    """Cut at the first sign-off that stands alone on its line, unless nothing stands above it."""
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if number and _SIGN_OFF.match(line.strip()):
            return "\n".join(lines[:number]).strip()
    return text
