"""Tasks: a person is asked, with a script written for this lead."""

from datetime import datetime

from temporalio import activity

from activities.clock import Clock
from activities.composer import Composer
from activities.interceptors import carried
from activities.plans import Planner
from domain.channels import Channel
from domain.errors import SevenfoldError
from domain.facts.unions import Done, TaskOpened
from domain.gate.claims import NewTask, TaskClaim
from domain.gate.permission import ALLOW, Circumstances, Verdict, counted_by, held_back, may_leave
from domain.planning.planner import opens_at
from domain.ports import TaskBoard
from domain.wire.requests import Answer, AskTask


class TaskActivities:
    """Over the task board."""

    def __init__(self, board: TaskBoard, composer: Composer, planner: Planner, clock: Clock) -> None:
        """Injected by the worker."""
        self._board = board
        self._composer = composer
        self._planner = planner
        self._clock = clock

    @activity.defn(name="open-task")
    async def open_task(self, ask: AskTask) -> Answer:
        """Open the task, and plan its deadline on the way."""
        step, now = ask.step, self._clock.now()
        try:
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
        except SevenfoldError as error:
            raise carried(error) from error

    async def _claim(self, ask: AskTask, task: NewTask) -> TaskClaim:
        """Open the task; one that is a touch only if law, hours and caps let it be made now."""
        check = ask.check
        if check is None or check.channel is None:
            return TaskClaim(assignee=await self._board.open(task), verdict=ALLOW)
        channel, now = check.channel, task.opened_at
        playbook = await self._composer.playbook(ask.playbook)
        opening = opens_at(check, playbook, now, self._clock.pace)

        def decide(circumstances: Circumstances) -> Verdict:
            return may_leave(
                circumstances,
                channel=channel,
                facts_heard=ask.facts_heard,
                opens_at=opening,
                caps=ask.caps,
                now=now,
                pace=self._clock.pace,
            )

        return await self._board.claim(task, channel, decide, counted=counted_by(ask.caps))


def _held(ask: AskTask, verdict: Verdict, now: datetime) -> Done | None:
    """What keeps a person from being asked now, if anything does."""
    channel = ask.check.channel if ask.check is not None else None
    return held_back(verdict, ask.step.key, channel or Channel.CALL, now)
