"""Records: writes news and endings to the ledger, and fetches the cadence that takes over."""

from temporalio import activity

from domain.errors import NotFoundError
from domain.ports import Publications, Timeline
from domain.wire.requests import AskCadence, AskRecord, Published


class RecordActivities:
    """Over the timeline and the published playbooks."""

    def __init__(self, timeline: Timeline, publications: Publications) -> None:
        """Take the ports that the worker builds."""
        self._timeline = timeline
        self._publications = publications

    @activity.defn(name="record")
    async def record(self, ask: AskRecord) -> None:
        """Write to the ledger what was heard, or how the lead ended."""
        await self._timeline.record(ask.dispatch)

    @activity.defn(name="fetch-cadence")
    async def fetch_cadence(self, ask: AskCadence) -> Published:
        """The cadence of that name as published now; as in the lead's own playbook when it is gone since."""
        await self._timeline.record(ask.dispatch)
        current = await self._publications.current()
        if ask.cadence not in current.cadences:
            current = await self._publications.version(ask.playbook)
        cadence = current.cadences.get(ask.cadence)
        if cadence is None:
            raise NotFoundError(f"no published playbook has a cadence {ask.cadence!r}")
        return Published(cadence=cadence, agreement=current.agreement)
