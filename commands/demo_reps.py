"""The colleagues of the demo: reps, sales and the teleprospector, who read their tasks and say what came of them."""

import asyncio
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from commands.calling import Api
from commands.demo_cast import CAST, KICKED_BACK, NOBODY, NOTES, Part
from commands.demo_letters import read, text_of
from commands.demo_mailbox import mails_of
from domain.errors import LeadEndedError, NotFoundError, RefusedError, TransientError
from domain.letters import ABOUT
from domain.outcomes import Outcome, TaskKind
from domain.pace import Pace
from domain.steps import About
from embedded.addresses import Addresses

LOOK_EVERY_SECONDS = 0.25
TALKS_SECONDS = (0.05, 0.4)
SEED = 7
"""The same scenes in every run."""

CALLS = frozenset({TaskKind.CALL, TaskKind.VOICEMAIL, TaskKind.MISSING_INFORMATION})
UNANSWERED = (Outcome.NO_ANSWER, Outcome.LEFT_VOICEMAIL)
DONE = {
    TaskKind.POST: Outcome.SENT,
    TaskKind.MANUAL_EMAIL: Outcome.SENT,
    TaskKind.CHECK_DELIVERY: Outcome.ARRIVED,
    TaskKind.KICK_BACK: KICKED_BACK,
}
A_DAY = timedelta(days=1)
TO_ARRIVE = timedelta(seconds=2)
"""How long a report may take on a busy machine."""

LEAD_URL = re.compile(r"/v1/leads/([a-z0-9]+)")


class Colleagues:
    """Everybody who gets tasks.

    Args:
        api: where tasks are read and reported.
        pace: the story's, for the instants that people agree.
        roles: the part's name of each lead, by lead id.
    """

    def __init__(self, api: Api, pace: Pace, roles: Mapping[str, str]) -> None:
        self._api = api
        self._pace = pace
        self._roles = roles
        self._seen: set[tuple[str, str]] = set()
        self._asked: Counter[tuple[str, str]] = Counter()
        self._random = Random(SEED)  # noqa: S311 - a play, no secret

    async def work(self) -> None:
        """Take up tasks as they come, each after a moment, until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                for task in await self._new_tasks():
                    group.create_task(self._take_up(task))
                await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def _new_tasks(self) -> list[dict[str, Any]]:
        """What somebody was asked since the last look; a task that is passed on is new to whoever gets it."""
        try:
            tasks = (await self._api.get("/v1/tasks"))["tasks"]
        except TransientError:
            return []  # the API is being started again: they look once more
        new = [task for task in tasks if (task["task_id"], task["assignee"]) not in self._seen]
        self._seen.update((task["task_id"], task["assignee"]) for task in new)
        return new

    async def _take_up(self, task: dict[str, Any]) -> None:
        outcome = self._outcome(task)
        await asyncio.sleep(self._random.uniform(*TALKS_SECONDS))
        if outcome is None:
            return
        await self._report(f"/v1/tasks/{task['task_id']}/outcome", self._said(outcome, task["assignee"]))

    def _outcome(self, task: dict[str, Any]) -> Outcome | None:
        part = CAST.get(self._roles.get(task["lead_id"], ""), NOBODY)
        kind = TaskKind(task["kind"])
        count = self._asked[task["lead_id"], "sales" if kind is TaskKind.HAND_OVER else "calls"]
        if kind is TaskKind.HAND_OVER:
            self._asked[task["lead_id"], "sales"] += 1
            return part.sales[min(count, len(part.sales) - 1)]
        if kind is TaskKind.REVIEW:
            return part.review
        if kind not in CALLS:
            return DONE[kind]
        self._asked[task["lead_id"], "calls"] += 1
        return _of_call(part, count)

    def _said(self, outcome: Outcome, by: str) -> dict[str, Any]:
        said: dict[str, Any] = {"outcome": outcome.value, "by": by, "note": NOTES.get(outcome, "")}
        if outcome is Outcome.CALL_BACK:
            said["call_back_at"] = self._agreed(A_DAY)
        if outcome is Outcome.FOLLOW_UP:
            said["follow_up_at"] = self._agreed(20 * A_DAY)
        return said

    def _agreed(self, ahead: timedelta) -> str:
        """So far ahead in the story, and never so soon that it is past when the report arrives."""
        return (datetime.now(UTC) + TO_ARRIVE + ahead / self._pace.factor).isoformat()

    async def _report(self, path: str, said: dict[str, Any]) -> None:
        try:
            await self._api.post(path, said)
        except (RefusedError, LeadEndedError, NotFoundError):
            pass  # the lead moved on while they talked, and the API said so
        except TransientError:
            await asyncio.sleep(1)
            await self._report(path, said)

    async def read_mail(self, person: str, address: str, addresses: Addresses) -> None:
        """Act on the alerts that say that a mail needs a person's eye: somebody else answered, so call them."""
        async for raw in mails_of(address, addresses):
            mail = read(raw)
            found = LEAD_URL.search(text_of(mail))
            if found and str(mail["Subject"]).startswith(ABOUT[About.REPLY_UNCLEAR]):
                await asyncio.sleep(self._random.uniform(*TALKS_SECONDS))
                said = self._said(Outcome.INTERESTED, person)
                await self._report(f"/v1/leads/{found.group(1)}/outcomes", said)


def _of_call(part: Part, count: int) -> Outcome | None:
    if count < len(part.calls):
        return part.calls[count]
    rest: Sequence[Outcome] = UNANSWERED
    return rest[count % len(rest)]
