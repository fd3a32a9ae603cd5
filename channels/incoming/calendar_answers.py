"""Answers to calendar invitations, read from the ``text/calendar`` part of a mail."""

import re
from typing import Final

from domain.incoming.mail import CalendarAnswer

_MOST_TEXT: Final = 100_000  # characters
_ANSWERS: Final = frozenset({"REPLY", "COUNTER"})


def read_calendar_answer(text: str) -> CalendarAnswer | None:
    """The attendee's answer, or None when the calendar part is no answer (an invitation, a cancellation).

    Only the five properties that the rules need are read; a full calendar parser refuses what Outlook sends.
    """
    unfolded = re.sub(r"\r?\n[ \t]", "", text[:_MOST_TEXT])
    lines = unfolded.splitlines()
    method = _value(lines, "METHOD").upper()
    attendee = next((line for line in lines if line.upper().startswith("ATTENDEE")), "")
    partstat = re.search(r";PARTSTAT=\"?([A-Z-]+)", attendee, re.IGNORECASE)
    if method not in _ANSWERS or not partstat:
        return None
    address = re.search(r"mailto:([^\s;\"]+)", attendee, re.IGNORECASE)
    sequence = _value(lines, "SEQUENCE")
    return CalendarAnswer(
        method=method,
        uid=_value(lines, "UID"),
        sequence=int(sequence) if re.fullmatch(r"[0-9]{1,9}", sequence) else 0,
        attendee=address.group(1).casefold() if address else "",
        partstat=partstat.group(1).upper(),
    )


def _value(lines: list[str], name: str) -> str:
    for line in lines:
        head, _, value = line.partition(":")
        if head.partition(";")[0].upper() == name:
            return value.strip()
    return ""
