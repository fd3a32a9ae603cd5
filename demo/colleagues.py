"""The demo's colleagues: reps, sales and the teleprospector, who do their tasks and report the outcomes."""

import asyncio
import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from commands.api_client import Api
from demo.cast import CAST, FOLLOWED_UP, KICKED_BACK, LEARNED, NOBODY, NOTES, Part
from demo.letters import read, text_of
from demo.mailbox import mails_of
from demo.silence import Silence
from demo.watch import Watch
from domain.channels import CALL_TASKS, OUTCOMES_OF, task_of
from domain.errors import LeadEndedError, NotFoundError, RefusedError, TransientError
from domain.hours.pace import Pace
from domain.outcomes import Outcome, TaskKind, in_silence
from domain.terms.alerts import ALERTS, About
from embedded.addresses import Addresses

LOOK_EVERY_SECONDS = 0.25
TALKS_SECONDS = (0.05, 0.4)
SEED = 7
"""The same scenes in every run."""

UNANSWERED = (Outcome.NO_ANSWER, Outcome.LEFT_VOICEMAIL)
A_DAY = timedelta(days=1)
AWAY_FOR = timedelta(days=3)
"""How long a silent rep stays silent, in story time."""

TO_ARRIVE = timedelta(seconds=2)
"""How long a report may take on a busy machine."""

LEAD_URL = re.compile(r"/v1/leads/([a-z0-9]+)")


class Colleagues:
    """Everybody who gets tasks.

    Args:
        api: has the tasks, and receives the reports.
        pace: the story's pace, for the dates that people agree.
        watch: has the alerts, and each lead's part.
        silence: knows who does nothing, and about which lead.
    """

    def __init__(self, api: Api, pace: Pace, watch: Watch, silence: Silence) -> None:
        self._api = api
        self._pace = pace
        self._watch = watch
        self._silence = silence
        self._taken_up: set[str] = set()
        self._coming_back: set[str] = set()
        self._seen: set[tuple[str, str]] = set()
        self._asked: Counter[tuple[str, str]] = Counter()
        self._random = Random(SEED)  # noqa: S311 - a play, no secret

    async def work(self) -> None:
        """Acknowledge alerts and do tasks as they come, each after a moment, until cancelled."""
        async with asyncio.TaskGroup() as group:
            while True:
                for alert in self._new_alerts():
                    group.create_task(self._acknowledge(alert))
                for task in await self._new_tasks():
                    group.create_task(self._take_up(task))
                for person in self._watch.paused_reps.keys() - self._coming_back:
                    self._coming_back.add(person)
                    group.create_task(self._come_back(person))
                await asyncio.sleep(LOOK_EVERY_SECONDS)

    async def _come_back(self, person: str) -> None:
        """Acknowledge an alert some days after the rep was paused, so that the rep gets new leads again."""
        await self._watch.until(lambda: not self._silence.is_away(person))
        await asyncio.sleep(AWAY_FOR / self._pace.factor / timedelta(seconds=1))
        theirs = [each for each in self._watch.alerts if each["to"] == person]
        for alert in [each for each in theirs if not self._silence.is_lying(each["lead_id"])][:1]:
            await self._acknowledge(alert)
        self._coming_back.discard(person)

    def _new_alerts(self) -> list[dict[str, Any]]:
        new = [
            alert
            for alert in self._watch.alerts
            if ALERTS[About(alert["about"])].waits
            and alert["to"] == alert["owner"]
            and alert["alert_id"] not in self._taken_up
            and alert["lead_id"] in self._watch.roles
            and not self._silence.holds(alert["to"], alert["lead_id"])
        ]
        self._taken_up.update(alert["alert_id"] for alert in new)
        return new

    async def _acknowledge(self, alert: dict[str, Any]) -> None:
        await asyncio.sleep(self._random.uniform(*TALKS_SECONDS))
        await self._report(f"/v1/alerts/{alert['alert_id']}/acknowledge", {"by": alert["to"]})

    async def _new_tasks(self) -> list[dict[str, Any]]:
        """Tasks since the last look; a task that is reassigned is new for its new assignee.

        Tasks of a silent person stay new until the person is back.
        """
        try:
            tasks = (await self._api.get("/v1/tasks"))["tasks"]
        except TransientError:
            return []  # the API is being restarted; the next look finds them
        new = [
            task
            for task in tasks
            if task["lead_id"] in self._watch.roles
            and (task["task_id"], task["assignee"]) not in self._seen
            and not self._silence.holds(task["assignee"], task["lead_id"])
        ]
        self._seen.update((task["task_id"], task["assignee"]) for task in new)
        return new

    async def _take_up(self, task: dict[str, Any]) -> None:
        outcome = self._outcome(task)
        await asyncio.sleep(self._random.uniform(*TALKS_SECONDS))
        if outcome is None:
            return
        await self._report(f"/v1/tasks/{task['task_id']}/outcome", self._said(outcome, task["assignee"]))
        if outcome is Outcome.ACCEPTED:
            await self._follow_up(task["lead_id"], task["assignee"])

    async def _follow_up(self, lead_id: str, by: str) -> None:
        """Report the promised first call to an accepted lead; there is no task for it."""
        await asyncio.sleep(self._random.uniform(*TALKS_SECONDS))
        said = {"outcome": FOLLOWED_UP.value, "by": by, "note": NOTES[FOLLOWED_UP]}
        await self._report(f"/v1/leads/{lead_id}/outcomes", said)

    def _outcome(self, task: dict[str, Any]) -> Outcome | None:
        part = CAST.get(self._watch.roles[task["lead_id"]], NOBODY)
        kind = task_of(task["kind"])
        count = self._asked[task["lead_id"], "sales" if kind is TaskKind.HAND_OVER else "calls"]
        if kind is TaskKind.HAND_OVER:
            self._asked[task["lead_id"], "sales"] += 1
            return part.sales[min(count, len(part.sales) - 1)]
        if kind is TaskKind.REVIEW:
            return part.review
        if kind is TaskKind.KICK_BACK:
            return KICKED_BACK
        if kind not in CALL_TASKS:
            return in_silence(OUTCOMES_OF[kind])
        self._asked[task["lead_id"], "calls"] += 1
        return _of_call(part, count)

    def _said(self, outcome: Outcome, by: str) -> dict[str, Any]:
        said: dict[str, Any] = {"outcome": outcome.value, "by": by, "note": NOTES.get(outcome, "")}
        if outcome in LEARNED:
            said["learned"] = dict(LEARNED[outcome])
        if outcome is Outcome.CALL_BACK:
            said["call_back_at"] = self._agreed(A_DAY)
        if outcome is Outcome.FOLLOW_UP:
            said["follow_up_at"] = self._agreed(20 * A_DAY)
        return said

    def _agreed(self, ahead: timedelta) -> str:
        """A time this far ahead in the story, but always in the future when the report arrives."""
        return (datetime.now(UTC) + TO_ARRIVE + ahead / self._pace.factor).isoformat()

    async def _report(self, path: str, said: dict[str, Any]) -> None:
        try:
            await self._api.post(path, said)
        except (RefusedError, LeadEndedError, NotFoundError):
            pass  # the lead has moved on meanwhile, and the API refuses the report
        except TransientError:
            await asyncio.sleep(1)
            await self._report(path, said)

    async def read_mail(self, person: str, address: str, addresses: Addresses) -> None:
        """Act on alerts about unclear replies: somebody else has answered, so call them."""
        async for raw in mails_of(address, addresses):
            mail = read(raw)
            found = LEAD_URL.search(text_of(mail))
            if found and str(mail["Subject"]).startswith(ALERTS[About.REPLY_UNCLEAR].title):
                lead_id = found.group(1)
                await self._watch.until(lambda: not self._silence.holds(person, lead_id))  # noqa: B023 - awaited here
                await asyncio.sleep(self._random.uniform(*TALKS_SECONDS))
                said = self._said(Outcome.INTERESTED, person)
                await self._report(f"/v1/leads/{lead_id}/outcomes", said)


def _of_call(part: Part, count: int) -> Outcome | None:
    if count < len(part.calls):
        return part.calls[count]
    rest: Sequence[Outcome] = UNANSWERED
    return rest[count % len(rest)]
