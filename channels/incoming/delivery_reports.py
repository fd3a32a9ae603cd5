"""Reports by mail systems, read with the standard library: delivery status, disposition, complaint."""

import re
from collections.abc import Iterator
from email.message import Message
from typing import Final

from domain.incoming.mail import DeliveryReport, ReportedRecipient, ReportKind

_MOST_RECIPIENTS: Final = 50
_MOST_TEXT: Final = 100_000  # characters
MESSAGE_ID: Final = re.compile(r"<[^<>\s]{1,250}>")
_RETURNED_BY: Final = {
    "message/rfc822": "message-id",
    "text/rfc822-headers": "message-id",
    "message/disposition-notification": "original-message-id",
}
_STATUS: Final = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")
_FIELDS_TYPE: Final = {
    "message/delivery-status": ReportKind.DELIVERY,
    "message/disposition-notification": ReportKind.DISPOSITION,
    "message/feedback-report": ReportKind.FEEDBACK,
}


def read_report(parts: list[Message]) -> DeliveryReport | None:
    """The report among the parts of a mail, or None when it is no report."""
    for part in parts:
        if kind := _FIELDS_TYPE.get(part.get_content_type()):
            blocks = list(_blocks(part))
            feedback = next((block["feedback-type"] for block in blocks if "feedback-type" in block), "")
            recipients = [_recipient(block, kind) for block in blocks if _names_recipient(block, kind)]
            return DeliveryReport(
                kind=kind, recipients=tuple(recipients[:_MOST_RECIPIENTS]), feedback_type=feedback.casefold()
            )
    return None


def read_reported_id(parts: list[Message]) -> str:
    """The Message-ID of the returned message: attached whole or by its headers, or named in a disposition."""
    for part in parts:
        name = _RETURNED_BY.get(part.get_content_type())
        if name:
            for block in _blocks(part):
                if found := MESSAGE_ID.search(block.get(name, "")):
                    return found.group()
    return ""


def _blocks(part: Message) -> Iterator[dict[str, str]]:
    """The header blocks of a report: the library parses those of some types, and leaves others as text."""
    payload = part.get_payload()
    if isinstance(payload, list):
        blocks = [inner.items() for inner in payload if isinstance(inner, Message)]
    else:
        unfolded = re.sub(r"\r?\n[ \t]+", " ", str(payload)[:_MOST_TEXT].replace("\r\n", "\n"))
        lines = (block.splitlines() for block in re.split(r"\n\s*\n", unfolded))
        blocks = [[_field(line) for line in block if ":" in line] for block in lines]
    for block in blocks:
        if fields := {name.strip().casefold(): " ".join(str(value).split()) for name, value in block}:
            yield fields


def _field(line: str) -> tuple[str, str]:
    name, _, value = line.partition(":")
    return name, value


def _names_recipient(block: dict[str, str], kind: ReportKind) -> bool:
    return kind is not ReportKind.DELIVERY or "action" in block or "final-recipient" in block


def _recipient(block: dict[str, str], kind: ReportKind) -> ReportedRecipient:
    named = block.get("final-recipient") or block.get("original-recipient") or block.get("original-rcpt-to", "")
    status = _STATUS.search(block.get("status", ""))
    action = block.get("disposition" if kind is ReportKind.DISPOSITION else "action", "")
    return ReportedRecipient(
        address=named.rpartition(";")[2].strip(" <>").casefold(),
        action=action.casefold(),
        status=status.group() if status else "",
        diagnostic=block.get("diagnostic-code", block.get("error", ""))[:500],
    )
