"""Who may not be contacted any more, and what is recorded of a lead that makes it so.

A row bars an address (``email``), a number (``phone``) or a person on every channel (``person``, by their address
and by their number), whichever lead it came through. Rows are never removed.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from domain.channels import MAIL_CHANNELS, PHONE_CHANNELS, Channel
from domain.facts.unions import Bounced, OptedOut, OutcomeLogged, Reported
from domain.outcomes import Outcome
from ledger.database.inserts import insert_all_new
from ledger.database.tables import suppressions

_NAMING = select(suppressions.c.kind, suppressions.c.reason).where(
    suppressions.c.value.in_(bindparam("values", expanding=True))
)


def why_suppressed(connection: Connection, channel: Channel, values: Sequence[str]) -> str:
    """Why the channel is barred for a person of these addresses, numbers or ids, or the empty string."""
    rows = connection.execute(_NAMING, {"values": [value for value in values if value]})
    return next((row.reason for row in rows if _bars(row.kind, channel)), "")


def is_left_alone(connection: Connection, values: Sequence[str]) -> bool:
    """Whether a person of these addresses, numbers or ids asked to be left alone on every channel."""
    rows = connection.execute(_NAMING, {"values": [value for value in values if value]})
    return any(row.kind == "person" for row in rows)


def _bars(kind: str, channel: Channel) -> bool:
    if kind == "email":
        return channel in MAIL_CHANNELS
    if kind == "phone":
        return channel in PHONE_CHANNELS
    return True


def suppress_for(
    connection: Connection, fact: Reported, *, lead_id: str, address: str, phone_key: str, at: datetime
) -> None:
    """Write down what the fact forbids from now on, in the transaction that records the fact.

    Args:
        connection: of the transaction.
        fact: what was heard.
        lead_id: of whom.
        address: the person's key of comparison; of a bounce, the very address that it came from.
        phone_key: the person's number.
        at: the present.
    """
    rows = [
        {"kind": kind, "value": value, "reason": reason, "lead_id": lead_id, "at": at}
        for kind, value, reason in _forbidden(fact, lead_id, address, phone_key)
        if value
    ]
    insert_all_new(connection, suppressions, rows)


def _forbidden(fact: Reported, lead_id: str, address: str, phone_key: str) -> list[tuple[str, str, str]]:
    match fact:
        case OptedOut():
            keys = [key for key in (address, phone_key) if key] or [lead_id]
            return [("person", key, "asked to be left alone") for key in keys]
        case OutcomeLogged(outcome=Outcome.ASKED_NOT_TO_CALL):
            return [("phone", phone_key, "asked not to be called")]
        case Bounced(hard=True, channel=channel) if channel in MAIL_CHANNELS:
            return [("email", address, "mail to this address bounced for good")]
        case Bounced(hard=True, channel=channel) if channel in PHONE_CHANNELS:
            return [("phone", phone_key, "this number cannot be reached")]
        case _:
            return []
