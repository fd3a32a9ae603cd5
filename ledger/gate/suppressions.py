"""Who may not be contacted any more, and what is recorded of a lead that makes it so.

A row bars an address, whose name is the row's kind (``email``, ``phone``, ``social_url``), or a person on every channel
(``person``, by their address and by their number), whichever lead it came through. Rows are never removed.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, select

from domain.channels import Address, Channel
from domain.facts.unions import Bounced, OptedOut, OutcomeLogged, Reported
from domain.outcomes import OUTCOMES
from domain.text import plain
from ledger.database.inserts import insert_all_new
from ledger.database.tables import suppressions

PERSON: Final = "person"
"""Kind of the rows that bar every channel."""

_NAMING = select(suppressions.c.kind, suppressions.c.reason).where(
    suppressions.c.value.in_(bindparam("values", expanding=True))
)


def why_suppressed(connection: Connection, channel: Channel, values: Sequence[str]) -> str:
    """Why the channel is barred for a person of these addresses, numbers or ids, or the empty string."""
    rows = connection.execute(_NAMING, {"values": [value for value in values if value]})
    return next((row.reason for row in rows if _bars(row.kind, channel)), "")


def has_opted_out(connection: Connection, values: Sequence[str]) -> bool:
    """Whether a person of these addresses, numbers or ids opted out on every channel."""
    rows = connection.execute(_NAMING, {"values": [value for value in values if value]})
    return any(row.kind == PERSON for row in rows)


def _bars(kind: str, channel: Channel) -> bool:
    return kind in (PERSON, channel.way.address)


def suppress_for(
    connection: Connection, fact: Reported, *, lead_id: str, addresses: Mapping[Address, str], at: datetime
) -> None:
    """Write down what the fact forbids from now on, in the transaction that records the fact.

    Args:
        connection: of the transaction.
        fact: what was heard.
        lead_id: of whom.
        addresses: the person's keys of comparison; of a bounce, the very address that it came from.
        at: the present.
    """
    rows = [
        {"kind": kind, "value": value, "reason": reason, "lead_id": lead_id, "at": at}
        for kind, value, reason in _forbidden(fact, lead_id, addresses)
        if value
    ]
    insert_all_new(connection, suppressions, rows)


def _forbidden(fact: Reported, lead_id: str, addresses: Mapping[Address, str]) -> list[tuple[str, str, str]]:
    match fact:
        case OptedOut():
            return list(_opted_out(lead_id, addresses))
        case OutcomeLogged(outcome=outcome) if reason := OUTCOMES[outcome].suppressed_because:
            return [(Address.PHONE, addresses.get(Address.PHONE, ""), reason)]
        case Bounced(hard=True, channel=channel) if channel.way.address is not None:
            address = channel.way.address
            return [(address, addresses.get(address, ""), _unreachable(address))]
        case _:
            return []


def _opted_out(lead_id: str, addresses: Mapping[Address, str]) -> Iterator[tuple[str, str, str]]:
    """Bars the person by what names them, and what several people may share only as an address of theirs."""
    why = "opted out"
    names = [addresses[address] for address in (Address.EMAIL, Address.PHONE) if address in addresses]
    for name in names or [*addresses.values()] or [lead_id]:
        yield PERSON, name, why
    for address, key in addresses.items():
        if names and key not in names:
            yield address, key, why


def _unreachable(address: Address) -> str:
    if address is Address.EMAIL:
        return "mail to this address bounced for good"
    return f"this {plain(address)} cannot be reached"
