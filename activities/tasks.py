"""Tasks: a person is asked, with a script written for this lead."""

from datetime import datetime

from temporalio import activity

from activities.clock import Clock
from activities.composer import Composer
from activities.permission import permission
from activities.plans import Planner
from domain.channels import Channel
from domain.facts.unions import Done, TaskOpened
from domain.gate.claims import NewTask, TaskClaim
from domain.gate.permission import ALLOW, Verdict, held_back
from domain.ports import TaskBoard
from domain.wire.requests import AskTask, Result


class TaskActivities:
    """Over the task board."""

    def __init__(self, board: TaskBoard, composer: Composer, planner: Planner, clock: Clock) -> None:
        """Take the ports that the worker builds."""
        self._board = board
        self._composer = composer
        self._planner = planner
        self._clock = clock

    @activity.defn(name="open-task")
    async def open_task(self, ask: AskTask) -> Result:
        """Open the task, and plan its deadline on the way."""
        step, now = ask.step, self._clock.now()
        scripts = await self._composer.scripts(ask.lead_id, ask.playbook, step, step.assignee)
        task = NewTask(
            task_id=step.task_id,
            lead_id=ask.lead_id,
            run=ask.run,
            kind=step.task,
            touch_id=step.touch_id,
            number=step.number,
            assignee=step.assignee,
            reason=step.reason,
            script=scripts.script,
            voicemail=scripts.voicemail,
            opened_at=now,
            due_at=await self._planner.due(ask, step.assignee),
            cadence=ask.cadence,
        )
        claim = await self._claim(ask, task)
        if (held := _held(ask, claim.verdict, now)) is not None:
            return await self._planner.conclude(ask, (held,), went_well=False)
        assignee = claim.assignee
        opened = TaskOpened(key=step.key, at=now, task=step.task, task_id=step.task_id, assignee=assignee)
        return await self._planner.conclude(ask, (opened,), why=step.reason)

    async def _claim(self, ask: AskTask, task: NewTask) -> TaskClaim:
        """Open the task; one that is a touch only if law, hours and caps let it be made now."""
        check = ask.check
        if check is None or check.channel is None:
            return TaskClaim(assignee=await self._board.open(task), verdict=ALLOW)
        playbook, now = await self._composer.playbook(ask.playbook), task.opened_at
        asked = permission(ask, check, check.channel, ask.caps, playbook=playbook, now=now, pace=self._clock.pace)
        return await self._board.claim(task, check.channel, asked.decide, counted=asked.counted)


def _held(ask: AskTask, verdict: Verdict, now: datetime) -> Done | None:
    """Why the task may not be opened now, if it may not."""
    channel = ask.check.channel if ask.check is not None else None
    return held_back(verdict, ask.step.key, channel or Channel.CALL, now)
