"""Watches the leads of a demo through the API: where each stands, and what happened since the last look."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from commands.calling import Api
from domain.errors import TransientError

STAGES = ("arrived", "incomplete", "working", "engaged", "kicked_back", "accepted", "nurture", "closed")
AT_REST = frozenset({"accepted", "nurture", "closed"})
MOST = 500

UNSEEN = frozenset({"planned", "task_opened", "alerted", "touch_skipped", "pause_ended"})
"""Kinds of timeline lines that the board leaves out; ``sevenfold why`` shows them."""


class Happening(NamedTuple):
    """One line of a lead's timeline, when it was new."""

    lead: dict[str, Any]
    line: dict[str, Any]


class Watch:
    """The leads that are watched.

    Attributes:
        leads: the API's answer for each lead, by id, as it was last read.
    """

    def __init__(self, api: Api, lead_ids: Iterable[str]) -> None:
        self._api = api
        self._watched = set(lead_ids)
        self._states: dict[str, object] = {}
        self._shown: set[tuple[str, str, str, str]] = set()
        self.leads: dict[str, dict[str, Any]] = {}

    async def look(self) -> list[Happening]:
        """What is new, oldest first; nothing while the API is being started again."""
        try:
            listed = (await self._api.get("/v1/leads", limit=MOST))["leads"]
            changed = [lead for lead in listed if lead["lead_id"] in self._watched and self._is_changed(lead)]
            new = [happening for lead in changed for happening in await self._read(lead)]
            return sorted(new, key=lambda happening: str(happening.line["at"]))
        except TransientError:
            return []

    async def _read(self, listed: dict[str, Any]) -> list[Happening]:
        lead = await self._api.get(f"/v1/leads/{listed['lead_id']}")
        self._states[lead["lead_id"]] = _state(listed)
        self.leads[lead["lead_id"]] = lead
        return list(self._new(lead))

    async def read_all(self) -> None:
        """Read every lead once more, for what did not move it."""
        for lead_id in self._watched:
            self.leads[lead_id] = await self._api.get(f"/v1/leads/{lead_id}")

    def _is_changed(self, listed: dict[str, Any]) -> bool:
        return self._states.get(listed["lead_id"]) != _state(listed)

    def _new(self, lead: dict[str, Any]) -> Iterator[Happening]:
        for line in lead["timeline"]:
            identity = (lead["lead_id"], line["at"], line["kind"], line["what"])
            if identity not in self._shown:
                self._shown.add(identity)
                if line["kind"] not in UNSEEN:
                    yield Happening(lead, line)

    @property
    def restless(self) -> list[dict[str, Any]]:
        """The leads that have not come to rest, as far as they are known."""
        return [lead for lead in self.leads.values() if lead["stage"] not in AT_REST]

    @property
    def are_all_at_rest(self) -> bool:
        """Whether every watched lead is closed, accepted or in nurture."""
        return len(self.leads) == len(self._watched) and not self.restless

    def by_stage(self) -> dict[str, list[dict[str, Any]]]:
        """The leads in each stage, in the order of a lead's life."""
        return {stage: [lead for lead in self.leads.values() if lead["stage"] == stage] for stage in STAGES}


def _state(listed: dict[str, Any]) -> object:
    return listed["stage"], listed["owner"], listed["cadence"], listed["is_paused"], repr(listed["next"])


def name_of(lead: dict[str, Any]) -> str:
    """A lead's name, as the board shows it."""
    form = lead["form"]
    return " ".join(filter(None, (form["first_name"], form["last_name"]))) or str(form["email"])
