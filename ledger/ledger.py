"""The ledger in one hand, for the processes that are put together from it."""

from ledger.database.engine import Database, open_database
from ledger.database.schema import refuse_old_schema
from ledger.facts.company_news import Companies
from ledger.facts.hearings import Hearings
from ledger.facts.signals import Signals
from ledger.gate.tasks import Tasks
from ledger.gate.touches import Touches
from ledger.intake.receive import Intake
from ledger.leads.call_clues import LeadCallClues
from ledger.leads.directory import Leads
from ledger.mailbox import Cursors, UnmatchedMails
from ledger.publications import PublishedPlaybooks
from ledger.reading.reading import Reading
from ledger.standing.alerts import Alerts
from ledger.standing.timeline import LeadTimeline


class Ledger:
    """Every writer and reader over one database; ``await close()`` when done.

    The tables must exist: ``ledger.database.migrating.upgrade(url)`` creates or updates them.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.touches = Touches(database)
        self.tasks = Tasks(database)
        self.leads = Leads(database)
        self.timeline = LeadTimeline(database)
        self.publications = PublishedPlaybooks(database)
        self.alerts = Alerts(database)
        self.call_clues = LeadCallClues(database)
        self.companies = Companies(database)
        self.cursors = Cursors(database)
        self.unmatched = UnmatchedMails(database)
        self.intake = Intake(database)
        self.hearings = Hearings(database)
        self.reading = Reading(database)
        self.signals = Signals(database)

    @classmethod
    def open(cls, url: str) -> "Ledger":
        """The ledger at a URL; no connection is made before it is needed.

        Raises:
            SettingsInvalidError: the URL names no database that is supported.
        """
        return cls(open_database(url))

    async def refuse_old_schema(self) -> None:
        """Refuse tables that lack what this code needs.

        Raises:
            SettingsInvalidError: says which migrations are missing, and the remedy.
        """
        await self.database.read(refuse_old_schema)

    async def close(self) -> None:
        """Let running transactions end, and close all connections."""
        await self.database.close()
