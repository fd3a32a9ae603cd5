"""The whole engine as processes, for tests: the embedded stack behind a relay, with a mail server of its own."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from e2e.relay import Relay, relaying
from post_office import MAIL_DOMAIN, PostOffice, post_office
from temporalio.client import Client
from temporalio.service import RPCError

from connection import connect
from domain.dispositions import Disposition
from domain.errors import TransientError
from domain.terms.playbook import Playbook
from domain.wire.requests import workflow_id
from embedded.addresses import ANY_PORTS, Part
from embedded.mail_server import journal_address, replies_address
from embedded.stack import Stack
from ledger.database.migrating import upgrade
from ledger.ledger import Ledger
from settings import Settings
from workflows.lead import LeadWorkflow

ENGINE = frozenset({Part.TEMPORAL, Part.WORKER, Part.API})
STORY_STARTS = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
"""A Monday, 10:00 in New York."""


@dataclass(frozen=True)
class Town:
    """Everything that a test looks at: the engine's processes, its ledger, and the mail server behind the relay."""

    stack: Stack
    ledger: Ledger
    office: PostOffice
    relay: Relay
    api: httpx.AsyncClient
    client: Client

    async def post_lead(self, email: str, **fields: Any) -> str:
        """Post a lead until it is accepted, as a web server would that kept the form; its id."""
        form = {"email": email, "intent": "content", **fields}
        answer = await self.request("POST", "/v1/leads", json=form)
        assert answer.status_code == httpx.codes.ACCEPTED, answer.text
        return str(answer.json()["lead_id"])

    async def request(self, method: str, path: str, **content: Any) -> httpx.Response:
        """One request, sent again whenever the API dies under it."""
        while True:
            try:
                return await self.api.request(method, path, **content)
            except httpx.TransportError:
                await self.until_back(Part.API)

    async def until_back(self, part: Part) -> None:
        """Return when a part that died is ready again, however often it dies meanwhile."""
        child = self.stack.child(part)
        while True:
            started = child.next_start()
            try:
                return await self.stack.until_ready(part)
            except TransientError:  # it ended before it was ready
                if child.pid is None:
                    await started
            finally:
                started.cancel()

    async def disposition_of(self, lead_id: str) -> Disposition:
        """How the lead ended, once it has; the server may die meanwhile."""
        handle = self.client.get_workflow_handle_for(LeadWorkflow.run, workflow_id(lead_id))
        while True:
            try:
                return await handle.result()
            except RPCError:
                await self.until_back(Part.TEMPORAL)


@asynccontextmanager
async def town(home: Path, playbook: Playbook, *, day: float, parts: frozenset[Part] = ENGINE) -> AsyncIterator[Town]:
    """The engine on a playbook, a day of its story taking ``day`` seconds."""
    async with post_office() as office, relaying(office.smtp_port) as (relay, url):
        settings = Settings(
            home=home,
            smtp_url=url,
            imap_url=office.mailbox(replies_address(MAIL_DOMAIN)),
            journal_url=office.mailbox(journal_address(MAIL_DOMAIN)),
            journal_address=journal_address(MAIL_DOMAIN),
            journal_delay_seconds=6,  # this mail server delivers before it answers
            demo=True,
            pace=86_400 / day,
            pace_real_start=datetime.now(UTC),
            pace_story_start=STORY_STARTS,
            shutdown_grace_seconds=2,
        )
        stack = Stack(settings, parts=parts, wishes=ANY_PORTS)
        ledger = await _prepared(stack.settings.ledger_url, playbook)
        try:
            async with stack, httpx.AsyncClient(base_url=stack.addresses.api, trust_env=False, timeout=30) as api:
                client = await connect(stack.settings)
                yield Town(stack, ledger, office, relay, api, client)
        finally:
            await ledger.close()


async def _prepared(url: str, playbook: Playbook) -> Ledger:
    await asyncio.to_thread(upgrade, url)
    ledger = Ledger.open(url)
    await ledger.publications.publish(playbook, datetime.now(UTC))
    return ledger
