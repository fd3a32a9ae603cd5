"""Watches a demo through the API: where each lead stands, what happened since the last look, and what is owed."""

import asyncio
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from commands.api_client import Api
from domain.errors import TransientError
from domain.journey.promise import PromiseKind, PromiseState

STAGES = ("arrived", "incomplete", "working", "engaged", "kicked_back", "accepted", "nurture", "closed")
AT_REST = frozenset({"accepted", "nurture", "closed"})
MOST = 500
ALERTS = 100
"""Of those that nobody has taken up, the newest."""

UNSEEN = frozenset({"planned", "task_opened", "alerted", "touch_skipped", "pause_ended", "promise_void"})
"""Kinds of timeline lines that the board leaves out; ``sevenfold why`` shows them."""


class Happening(NamedTuple):
    """One line of a lead's timeline, when it was new."""

    lead: dict[str, Any]
    line: dict[str, Any]


class Watch:
    """The leads that are watched; each attribute as it was last read.

    Attributes:
        leads: the API's answer for each lead, by id.
        roles: the name of each one's part, by id; ``to_come`` has those of the leads that have not arrived.
        promises: what was promised to anybody, the newest first.
        alerts: those that nobody has taken up, the newest first.
        set_aside: who gets no new leads, and the lead that they let lie; ``were_set_aside`` since the beginning.
        busy: ids of leads that have still to do something in the play.
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
        self.set_aside: dict[str, str] = {}
        self.were_set_aside: dict[str, str] = {}
        self.busy: set[str] = set()

    def take(self, lead_id: str, role: str) -> None:
        """Watch this lead, too: it has arrived."""
        self.roles[lead_id] = role
        self.to_come.discard(role)

    async def look(self) -> list[Happening]:
        """What is new, oldest first; nothing while the API is being started again."""
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
        """Wait until something is so; asked after each look."""
        while not is_so():
            await self._looked.wait()

    async def _read_the_agreement(self) -> None:
        self.promises = (await self._api.get("/v1/numbers/promises", limit=MOST))["promises"]
        self.alerts = (await self._api.get("/v1/alerts", open="true", limit=ALERTS))["alerts"]
        aside = (await self._api.get("/v1/numbers/paused-reps"))["paused_reps"]
        self.set_aside = {each["person"]: each["lead_id"] for each in aside}
        self.were_set_aside |= {each["person"]: each["lead_id"] for each in aside}

    async def _read(self, listed: dict[str, Any]) -> list[Happening]:
        state = self._state(listed)
        lead = await self._api.get(f"/v1/leads/{listed['lead_id']}")
        self._states[lead["lead_id"]] = state
        self.leads[lead["lead_id"]] = lead
        return list(self._new(lead))

    async def read_all(self) -> None:
        """Read every lead once more, for what did not move it."""
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
        """The leads that have not come to rest, as far as they are known."""
        return [lead for lead in self.leads.values() if not _is_at_rest(lead) or lead["lead_id"] in self.busy]

    @property
    def are_all_at_rest(self) -> bool:
        """Whether every lead has come, and is closed, accepted or in nurture, with nothing owed on it any more."""
        return not self.to_come and len(self.leads) == len(self.roles) and not self.restless

    @property
    def are_first_attempts_over(self) -> bool:
        """Whether nobody has still to be called for the first time."""
        return not any(
            each["kind"] == PromiseKind.FIRST_ATTEMPT and PromiseState(each["state"]).is_open for each in self.promises
        )

    def by_stage(self) -> dict[str, list[dict[str, Any]]]:
        """The leads in each stage, in the order of a lead's life."""
        return {stage: [lead for lead in self.leads.values() if lead["stage"] == stage] for stage in STAGES}

    def playing(self, role: str) -> dict[str, Any] | None:
        """The lead that plays this part, as it was last read."""
        return next((lead for lead_id, lead in self.leads.items() if self.roles[lead_id] == role), None)


def _is_at_rest(lead: dict[str, Any]) -> bool:
    return lead["stage"] in AT_REST and not any(PromiseState(each["state"]).is_open for each in lead["promises"])


def _is_seen(line: dict[str, Any]) -> bool:
    """Lines that say nothing which another line does not say are left out."""
    if line["kind"] == "company_told":
        return not line["what"].startswith("no ")
    if line["kind"] == "promise_met":
        return not line["what"].endswith(PromiseKind.ACKNOWLEDGED)
    return line["kind"] not in UNSEEN


def name_of(lead: Mapping[str, Any]) -> str:
    """A lead's name, as the board shows it."""
    form = lead["form"]
    return " ".join(filter(None, (form["first_name"], form["last_name"]))) or str(form["email"])
