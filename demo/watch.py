"""Watches a demo through the API: each lead's stage, what happened since the last look, and what is due."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from commands.api_client import Api
from domain.errors import TransientError
from domain.facts.unions import FACTS
from domain.journey.promise import PromiseKind, PromiseState
from domain.journey.state import Stage
from domain.wire.standing import PROMISE_MET

STAGES = (
    "arrived", Stage.INCOMPLETE, Stage.WORKING, Stage.ENGAGED, Stage.KICKED_BACK, Stage.ACCEPTED, Stage.NURTURE,
    Stage.CLOSED,
)  # fmt: skip
AT_REST = frozenset({Stage.ACCEPTED, Stage.NURTURE, Stage.CLOSED})
MOST = 500
ALERTS = 100
"""At most this many open alerts are read, newest first."""

UNSEEN = frozenset(kind for kind, fact in FACTS.items() if not fact.traits.weight.is_for_boards)
"""Kinds of timeline lines that the board does not show; ``sevenfold why`` does."""


class Happening(NamedTuple):
    """A new line of a lead's timeline."""

    lead: dict[str, Any]
    line: dict[str, Any]


class Watch:
    """The leads of the demo, as they were last read.

    Attributes:
        leads: the API's answer for each lead, by id.
        roles: the part of each lead, by id; ``to_come`` has the parts of leads that have not arrived.
        promises: all promises, newest first.
        alerts: open alerts, newest first.
        paused_reps: reps who are paused from new leads, and the lead each did not act on; ``were_paused``: all so far.
        busy: ids of leads that still have something to do in the story.
    """

    def __init__(self, api: Api, roles: Iterable[str]) -> None:
        self._api = api
        self._states: dict[str, object] = {}
        self._shown: set[tuple[str, str, str, str]] = set()
        self._looked = asyncio.Event()
        self.to_come = set(roles)
        self.roles: dict[str, str] = {}
        self.leads: dict[str, dict[str, Any]] = {}
        self.promises: Sequence[dict[str, Any]] = ()
        self.alerts: Sequence[dict[str, Any]] = ()
        self.paused_reps: dict[str, str] = {}
        self.were_paused: dict[str, str] = {}
        self.busy: set[str] = set()

    def take(self, lead_id: str, role: str) -> None:
        """Watch this lead from now on, because it has arrived."""
        self.roles[lead_id] = role
        self.to_come.discard(role)

    async def look(self) -> list[Happening]:
        """What is new, oldest first; nothing while the API is being restarted."""
        try:
            listed = (await self._api.get("/v1/leads", limit=MOST))["leads"]
            await self._read_the_agreement()
            changed = [lead for lead in listed if lead["lead_id"] in self.roles and self._is_changed(lead)]
            new = [happening for lead in changed for happening in await self._read(lead)]
            return sorted(new, key=lambda happening: str(happening.line["at"]))
        except TransientError:
            return []
        finally:
            self._looked.set()
            self._looked = asyncio.Event()

    async def until(self, is_so: Callable[[], bool]) -> None:
        """Wait until the condition holds; it is checked after each look."""
        while not is_so():
            await self._looked.wait()

    async def _read_the_agreement(self) -> None:
        self.promises = (await self._api.get("/v1/numbers/promises", limit=MOST))["promises"]
        self.alerts = (await self._api.get("/v1/alerts", open="true", limit=ALERTS))["alerts"]
        aside = (await self._api.get("/v1/numbers/paused-reps"))["paused_reps"]
        self.paused_reps = {each["person"]: each["lead_id"] for each in aside}
        self.were_paused |= {each["person"]: each["lead_id"] for each in aside}

    async def _read(self, listed: dict[str, Any]) -> list[Happening]:
        state = self._state(listed)
        lead = await self._api.get(f"/v1/leads/{listed['lead_id']}")
        self._states[lead["lead_id"]] = state
        self.leads[lead["lead_id"]] = lead
        return list(self._new(lead))

    async def read_all(self) -> None:
        """Read every lead again, for changes that are not in the list of leads."""
        for lead_id in self.roles:
            self.leads[lead_id] = await self._api.get(f"/v1/leads/{lead_id}")

    def _is_changed(self, listed: dict[str, Any]) -> bool:
        return self._states.get(listed["lead_id"]) != self._state(listed)

    def _state(self, listed: dict[str, Any]) -> object:
        lead_id = listed["lead_id"]
        promised = [(each["promise_id"], each["state"]) for each in self.promises if each["lead_id"] == lead_id]
        alerted = [each["alert_id"] for each in self.alerts if each["lead_id"] == lead_id]
        standing = (listed["stage"], listed["owner"], listed["cadence"], listed["is_paused"], repr(listed["next"]))
        return standing, promised, alerted

    def _new(self, lead: dict[str, Any]) -> Iterator[Happening]:
        for line in lead["timeline"]:
            identity = (lead["lead_id"], line["at"], line["kind"], line["what"])
            if identity not in self._shown:
                self._shown.add(identity)
                if _is_seen(line):
                    yield Happening(lead, line)

    @property
    def restless(self) -> list[dict[str, Any]]:
        """The known leads that are not at rest."""
        return [lead for lead in self.leads.values() if not _is_at_rest(lead) or lead["lead_id"] in self.busy]

    @property
    def are_all_at_rest(self) -> bool:
        """Whether all leads have arrived and are closed, accepted or in nurture, with no open promise."""
        return not self.to_come and len(self.leads) == len(self.roles) and not self.restless

    @property
    def are_first_attempts_over(self) -> bool:
        """Whether no first attempt is open any more."""
        return not any(
            each["kind"] == PromiseKind.FIRST_ATTEMPT and PromiseState(each["state"]).is_open for each in self.promises
        )

    def by_stage(self) -> dict[str, list[dict[str, Any]]]:
        """The leads in each stage, in the order of a lead's life."""
        return {stage: [lead for lead in self.leads.values() if lead["stage"] == stage] for stage in STAGES}

    def playing(self, role: str) -> dict[str, Any] | None:
        """The lead that plays this part, if it has arrived."""
        return next((lead for lead_id, lead in self.leads.items() if self.roles[lead_id] == role), None)


def _is_at_rest(lead: dict[str, Any]) -> bool:
    return lead["stage"] in AT_REST and not any(PromiseState(each["state"]).is_open for each in lead["promises"])


def _is_seen(line: dict[str, Any]) -> bool:
    """Whether the board shows this line; lines that repeat what another line says are left out."""
    if line["kind"] == PROMISE_MET:
        return not line["what"].endswith(PromiseKind.ACKNOWLEDGED)
    return line["kind"] not in UNSEEN


def name_of(lead: Mapping[str, Any]) -> str:
    """The lead's name for the board."""
    form = lead["form"]
    return " ".join(filter(None, (form["first_name"], form["last_name"]))) or str(form["email"])
