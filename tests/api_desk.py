"""The API for tests: the real application over a real ledger, with leads' workflows played in memory."""

from datetime import datetime
from typing import Any

import httpx
from builders import MONDAY
from fastapi import FastAPI
from pydantic import SecretStr

from api.app import create_app
from domain.channels import Channel
from domain.errors import TransientError
from domain.facts.hearing import Afterwards, Delivery, Hearing
from domain.facts.unions import Fact
from domain.gate.claims import NewTask
from domain.journey.changes import changed
from domain.journey.in_hand import OpenTask
from domain.journey.state import Journey
from domain.outcomes import TaskKind
from domain.remember.apply import apply
from domain.remember.refusals import refusal
from domain.wire.standing import Dispatch, standing_of
from domain.wire.timeline import entry_of
from ledger.ledger import Ledger
from settings import Settings

KEYS = {role: SecretStr(f"{role}-key") for role in ("ingest", "rep", "ops", "admin")}
SECRET = "token-secret"


class PlayedOutbox:
    """The outbox over workflows in memory: the domain's own rules, without timers and without Temporal.

    Attributes:
        is_away: nothing is delivered while this is set, as when Temporal cannot be reached.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.journeys: dict[str, Journey] = {}
        self.started: list[str] = []
        self.is_away = False

    async def begin(self, journey: Journey) -> bool:
        lead_id = journey.lead_id
        self.started.append(lead_id)
        if self.is_away:
            return False
        self.journeys[lead_id] = journey
        await self._ledger.intake.mark_started(lead_id, MONDAY)
        await self._stand(lead_id)
        return True

    async def report(self, hearing: Hearing, afterwards: Afterwards | None = None) -> Delivery:
        known = await self._ledger.hearings.record(hearing, at=MONDAY)
        if known is not None and known.state != "pending":
            return known
        if self.is_away or hearing.lead_id not in self.journeys:
            return Delivery(state="pending", answer="unavailable")
        why = refusal(self.journeys[hearing.lead_id], hearing.fact, MONDAY)
        delivery = Delivery(state="refused", answer=why) if why else await self._applied(hearing)
        if afterwards is not None:
            afterwards(self._ledger.hearings.delivered, hearing.fact.id, delivery, MONDAY)
        else:
            await self._ledger.hearings.delivered(hearing.fact.id, delivery, MONDAY)
        return delivery

    async def happened(self, lead_id: str, fact: Fact) -> None:
        """Something that the API does not report."""
        self.journeys[lead_id] = apply(self.journeys[lead_id], fact)
        await self._stand(lead_id, fact)

    async def open_task(self, lead_id: str, kind: Channel | TaskKind = Channel.CALL, task_id: str = "") -> str:
        """A task in the lead's hand and on the board; its id."""
        task_id = task_id or f"{lead_id}.1.{kind.value}"
        task = OpenTask(key="1:first-call:task:0", task_id=task_id, kind=kind, assignee="ana", since=MONDAY)
        self.journeys[lead_id] = changed(self.journeys[lead_id], task=task)
        await self._ledger.tasks.open(
            NewTask(
                task_id=task_id,
                lead_id=lead_id,
                run=1,
                kind=kind,
                touch_id="first-call",
                number=1,
                assignee="ana",
                reason="first call is due",
                script="Hello",
                opened_at=MONDAY,
                due_at=MONDAY,
            )
        )
        return task_id

    async def _applied(self, hearing: Hearing) -> Delivery:
        await self.happened(hearing.lead_id, hearing.fact)
        journey = self.journeys[hearing.lead_id]
        ending = journey.disposition.value if journey.disposition else ""
        return Delivery(state="applied", answer=ending or journey.stage.value)

    async def _stand(self, lead_id: str, *facts: Fact) -> None:
        journey = self.journeys[lead_id]
        entries = tuple(entry_of(lead_id, journey.run.number, fact) for fact in facts)
        await self._ledger.timeline.record(Dispatch(standing=standing_of(journey, MONDAY), entries=entries))


class Desk:
    """What a test holds: a client for each role, the ledger, and the workflows that are played.

    Attributes:
        temporal_is_up: what the readiness probe finds.
    """

    def __init__(self, ledger: Ledger, *, keys: dict[str, SecretStr]) -> None:
        self.ledger = ledger
        self.outbox = PlayedOutbox(ledger)
        self.temporal_is_up = True
        self.now = MONDAY
        self.app: FastAPI = create_app(
            Settings(api_keys=keys, token_secret=SecretStr(SECRET)),
            ledger,
            self.outbox,
            reach_temporal=self._reach,
            now=lambda: self.now,
        )

    def client(self, role: str = "admin", **headers: str) -> httpx.AsyncClient:
        """A client with that role's key; an empty role sends none."""
        key = {"Authorization": f"Bearer {role}-key"} if role else {}
        return httpx.AsyncClient(
            transport=httpx.ASGITransport(self.app), base_url="http://127.0.0.1", headers={**key, **headers}
        )

    async def post(self, path: str, body: Any = None, *, role: str = "admin", **headers: str) -> httpx.Response:
        """Post JSON as that role."""
        async with self.client(role, **headers) as client:
            return await client.post(path, json=body)

    async def get(self, path: str, *, role: str = "admin", **parameters: str) -> httpx.Response:
        """Get as that role."""
        async with self.client(role) as client:
            return await client.get(path, params=parameters)

    async def lead(self, **form: Any) -> str:
        """A lead that came through the API and was started; its id."""
        received = await self.post("/v1/leads", {"email": "maya@continental.example", **form})
        assert received.status_code == 202, received.text
        await self.settled()
        return str(received.json()["lead_id"])

    async def settled(self) -> None:
        """Return when every start under way has ended."""
        await self.app.state.collaborators.starts.settled()

    async def _reach(self) -> None:
        if not self.temporal_is_up:
            raise TransientError("connection refused")


def coming(days: int = 1) -> str:
    """An instant in the future, as JSON has it."""
    return _iso(MONDAY.replace(day=MONDAY.day + days))


def past() -> str:
    """An instant in the past, as JSON has it."""
    return _iso(MONDAY.replace(day=MONDAY.day - 1))


def _iso(at: datetime) -> str:
    return at.isoformat()
