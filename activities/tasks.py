"""Tasks: a person is asked, with a script written for this lead."""

from temporalio import activity

from activities.clock import Clock
from activities.composing import Composer
from activities.failures import carried
from activities.plans import Planner
from domain.errors import SevenfoldError
from domain.facts import TaskOpened
from domain.messages import Answer, AskTask
from domain.ports import NewTask, TaskBoard


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
            assignee = await self._board.open(task)
            opened = TaskOpened(key=step.key, at=now, task=step.task, task_id=step.task_id, assignee=assignee)
            return await self._planner.conclude(ask, (opened,), why=step.reason)
        except SevenfoldError as error:
            raise carried(error) from error
