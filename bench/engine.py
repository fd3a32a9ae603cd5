"""The whole engine under measurement: its real processes on the embedded server, with the sink for a mail server."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from temporalio.client import Client, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode

from bench.sink import Sink, taking_mail
from connection import connect
from domain.dispositions import Disposition
from domain.wire.requests import workflow_id
from embedded.addresses import ANY_PORTS, Part
from embedded.stack import Stack
from ledger.database.migrating import upgrade
from ledger.ledger import Ledger
from playbook.linting import load_playbook
from settings import Settings
from workflows.lead import LeadWorkflow

ROOT = Path(__file__).resolve().parent.parent
SHIPPED = ROOT / "cadences"
QUICK = Path(__file__).resolve().parent / "playbook"
"""Machine's touches and people's tasks a day apart, at any hour."""

AT_REAL_SPEED = 1.0001
"""Not quite 1, which would also take the story's date away."""

MONDAY_MORNING = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
"""10:00 in New York: offices are open, so that a run on a Sunday measures the same as one on a Monday."""

_PARTS = frozenset({Part.TEMPORAL, Part.WORKER, Part.API})


@dataclass(frozen=True)
class Engine:
    """What a measurement works with."""

    stack: Stack
    sink: Sink
    ledger: Ledger
    client: Client
    api: httpx.AsyncClient

    async def post(
        self, path: str, body: dict[str, Any], *, leaving: Callable[[], None] | None = None
    ) -> dict[str, Any]:
        """Post to the API over a connection that is kept; the answer.

        Args:
            path: of the API.
            body: sent as JSON.
            leaving: called when the request goes out, all of our own client's work on it being done.

        Raises:
            httpx.HTTPStatusError: it was refused.
        """

        async def trace(name: str, _: dict[str, Any]) -> None:
            if leaving is not None and name == "http11.send_request_headers.started":
                leaving()

        answer = await self.api.post(path, json=body, extensions={"trace": trace})
        answer.raise_for_status()
        told: dict[str, Any] = answer.json()
        return told

    async def receive(self, form: dict[str, Any], *, leaving: Callable[[], None] | None = None) -> str:
        """Post a lead; its id."""
        return str((await self.post("/v1/leads", form, leaving=leaving))["lead_id"])

    def handle(self, lead_id: str) -> WorkflowHandle[LeadWorkflow, Disposition]:
        """The lead's workflow."""
        return self.client.get_workflow_handle_for(LeadWorkflow.run, workflow_id(lead_id))

    async def ended(self, lead_id: str) -> Disposition:
        """How the lead ended, once it has; it may not even have started yet."""
        while True:
            try:
                return await self.handle(lead_id).result()
            except RPCError as error:
                if error.status is not RPCStatusCode.NOT_FOUND:
                    raise
            await asyncio.sleep(1)


@asynccontextmanager
async def engine(playbook: Path, *, pace: float = AT_REAL_SPEED, **settings: Any) -> AsyncIterator[Engine]:
    """The engine in a new home folder, on a playbook folder, its story beginning on a Monday morning."""
    with TemporaryDirectory(prefix="sevenfold-bench-") as home:
        async with taking_mail() as (sink, smtp_url):
            given = Settings(
                home=Path(home),
                playbook=playbook,
                smtp_url=smtp_url,
                demo=True,
                pace=pace,
                pace_real_start=datetime.now(UTC),
                pace_story_start=MONDAY_MORNING,
                shutdown_grace_seconds=1,
                **settings,
            )
            stack = Stack(given, parts=_PARTS, wishes=ANY_PORTS)
            async with (
                _ledger(stack.settings) as ledger,
                stack as addresses,
                httpx.AsyncClient(base_url=addresses.api, trust_env=False, timeout=60) as api,
            ):
                yield Engine(stack, sink, ledger, await connect(stack.settings), api)


@asynccontextmanager
async def _ledger(settings: Settings) -> AsyncIterator[Ledger]:
    await asyncio.to_thread(upgrade, settings.ledger_url)
    ledger = Ledger.open(settings.ledger_url)
    try:
        await ledger.publications.publish(load_playbook(settings.playbook), datetime.now(UTC))
        yield ledger
    finally:
        await ledger.close()
