"""What the ledger knows from before of a lead's company and person."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, Select, Text, bindparam, select, union_all

from domain.dispositions import DISPOSITIONS
from domain.intake.arrival import Acquaintance, Arrival
from domain.intake.beginning import EARLIER_COUNTED
from domain.journey.state import Stage
from domain.lead.company import Company, are_same, company_of
from domain.snapshot import replaced
from ledger.database.instants import UTCDateTime
from ledger.database.tables import leads

ACCEPTED: Final = tuple(disposition.value for disposition, row in DISPOSITIONS.items() if row.was_accepted)

_COLUMNS = (
    leads.c.lead_id,
    leads.c.email_key,
    leads.c.phone_key,
    leads.c.company_domain,
    leads.c.company_key,
    leads.c.stage,
    leads.c.disposition,
)
_BEFORE = (leads.c.lead_id != bindparam("lead_id")) & (
    leads.c.arrived_at <= bindparam("arrived_at", type_=UTCDateTime())
)


def _found(condition: ColumnElement[bool]) -> Select[Any]:
    """Some of the earlier leads that are so: no order, so that the index ends the search."""
    return select(select(*_COLUMNS).where(_BEFORE, condition).limit(EARLIER_COUNTED + 1).subquery())


_OF_DOMAIN = leads.c.company_domain == bindparam("domain", type_=Text)
_OF_NAME = leads.c.company_key == bindparam("name", type_=Text)
_HAS_ACCEPTED = leads.c.disposition.in_(ACCEPTED)

# Built once: it runs for every lead. A question of its own for each index; null equals nothing.
_EARLIER = union_all(
    _found(leads.c.email_key == bindparam("email_key", type_=Text)),
    _found(leads.c.phone_key == bindparam("phone_key", type_=Text)),
    _found(_OF_DOMAIN),
    _found(_OF_NAME),
    _found(_OF_DOMAIN & _HAS_ACCEPTED),
    _found(_OF_NAME & _HAS_ACCEPTED),
)


def acquainted(connection: Connection, arrival: Arrival) -> Arrival:
    """The arrival with its acquaintance, as it was at the instant it arrived."""
    company = company_of(arrival.form)
    asked = {
        "lead_id": arrival.lead_id,
        "arrived_at": arrival.arrived_at,
        "email_key": arrival.email_key or None,
        "phone_key": arrival.phone_key or None,
        "domain": company.domain or None,
        "name": company.name or None,
    }
    rows = connection.execute(_EARLIER, asked).all()
    return replaced(arrival, partial(Arrival, acquaintance=_acquaintance(arrival, company, rows)))


def _acquaintance(arrival: Arrival, company: Company, rows: Sequence[Row[Any]]) -> Acquaintance:
    of_the_company = [row for row in rows if are_same(company, Company(row.company_domain, row.company_key))]
    of_the_person = {row.lead_id for row in rows if _is_theirs(arrival, row)}
    earlier = of_the_person | {row.lead_id for row in of_the_company}
    return Acquaintance(
        earlier_leads=min(len(earlier), EARLIER_COUNTED),
        was_accepted=any(row.disposition in ACCEPTED or row.stage == Stage.ACCEPTED.value for row in of_the_company),
    )


def _is_theirs(arrival: Arrival, row: Row[Any]) -> bool:
    return (bool(row.email_key) and row.email_key == arrival.email_key) or (
        bool(row.phone_key) and row.phone_key == arrival.phone_key
    )
