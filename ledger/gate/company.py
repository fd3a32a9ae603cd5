"""Which leads are of one company: asked on each send that a company's budget bounds, and when there is news for it."""

from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Text, bindparam, select, union

from domain.errors import NotFoundError
from domain.lead.company import Company, are_same
from ledger.database.tables import leads

# Built once: building a statement takes longer than SQLite does to answer it.
_COMPANY: Final = select(leads.c.company_domain, leads.c.company_key).where(leads.c.lead_id == bindparam("lead_id"))


def of_company(*further: ColumnElement[bool]) -> Any:
    """The statement that finds leads which may be of a company, by ``asked_of`` it; ``are_same`` has the last word."""
    found = select(leads.c.lead_id, leads.c.owner, leads.c.company_domain, leads.c.company_key)
    # Two questions and not one with an "or": each has an index of its own. Null equals nothing.
    return union(
        found.where(leads.c.company_domain == bindparam("domain", type_=Text), *further),
        found.where(leads.c.company_key == bindparam("name", type_=Text), *further),
    )


def asked_of(company: Company) -> dict[str, str | None]:
    """The company as the parameters of ``of_company``."""
    return {"domain": company.domain or None, "name": company.name or None}


_ALL: Final = of_company()
_OPEN: Final = of_company(leads.c.disposition.is_(None))


def company_in(connection: Connection, lead_id: str) -> Company:
    """The company of a lead, as far as it is known.

    Raises:
        NotFoundError: there is no such lead.
    """
    found = connection.execute(_COMPANY, {"lead_id": lead_id}).one_or_none()
    if found is None:
        raise NotFoundError(f"there is no lead {lead_id}")
    return Company(found.company_domain, found.company_key)


def company_locks(company: Company) -> tuple[str, ...]:
    """The names for one company: any two leads of it share one of them, whatever is known of each."""
    names = (("domain", company.domain), ("name", company.name))
    return tuple(f"company:{what}:{value}" for what, value in names if value)


def leads_of_company(connection: Connection, company: Company) -> tuple[str, ...]:
    """Ids of all leads of the company, ended ones included; none if the company is unknown."""
    return _same(connection, _ALL, company)


def open_others(connection: Connection, lead_id: str) -> tuple[str, ...]:
    """Ids of the other leads of a lead's company that have not ended.

    Raises:
        NotFoundError: there is no such lead.
    """
    found = _same(connection, _OPEN, company_in(connection, lead_id))
    return tuple(other for other in found if other != lead_id)


def _same(connection: Connection, statement: Any, company: Company) -> tuple[str, ...]:
    rows = connection.execute(statement, asked_of(company))
    return tuple(sorted(row.lead_id for row in rows if are_same(company, Company(row.company_domain, row.company_key))))
