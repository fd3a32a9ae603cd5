"""Leads of one company, told what was heard of one of them."""

from datetime import datetime

from domain.facts.hearing import Hearing
from domain.facts.unions import CompanyNews
from domain.terms.company import CompanyEvent
from ledger.database.engine import Database
from ledger.facts.hearings import record_fact
from ledger.gate.company import open_others


class Companies:
    """``CompanyDesk`` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def tell(self, lead_id: str, key: str, about: CompanyEvent, at: datetime) -> int:
        """Record the news for each other open lead of the company; answers how many there are.

        One transaction for each, so that none waits for another's person; what a crash left out, the next attempt
        finds, and what is on record already stays as it is.

        Raises:
            NotFoundError: there is no such lead.
        """
        others = await self._database.read(lambda connection: open_others(connection, lead_id))
        for other in others:
            fact = CompanyNews(id=f"company:{lead_id}:{key}:{other}", at=at, about=about, lead=lead_id)
            await self._record(Hearing(lead_id=other, fact=fact), at)
        return len(others)

    async def _record(self, hearing: Hearing, at: datetime) -> None:
        await self._database.write(lambda connection: record_fact(connection, hearing, None, at))
