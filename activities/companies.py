"""Companies: passes news of one lead to the company's other leads, through the ledger's outbox."""

from temporalio import activity

from activities.clock import Clock
from activities.plans import Planner
from domain.facts.unions import CompanyInformed
from domain.ports import CompanyDesk
from domain.wire.requests import AskCompany, Result


class CompanyActivities:
    """Over the leads of companies."""

    def __init__(self, companies: CompanyDesk, planner: Planner, clock: Clock) -> None:
        """Take the ports that the worker builds."""
        self._companies = companies
        self._planner = planner
        self._clock = clock

    @activity.defn(name="tell-company")
    async def tell_company(self, ask: AskCompany) -> Result:
        """Put the news on record for each of the company's other open leads; the outbox delivers it."""
        step, now = ask.step, self._clock.now()
        count = await self._companies.tell(ask.lead_id, step.key, step.about, now)
        told = CompanyInformed(key=step.key, at=self._clock.now(), count=count)
        return await self._planner.conclude(ask, (told,), why=step.reason)
