"""Ownership: who a lead, and the task in hand, is given to."""

from collections.abc import Callable

from temporalio import activity

from activities.clock import Clock
from activities.composer import Composer
from activities.plans import Planner
from domain.facts.unions import Assigned, HandedOver, KickedBack
from domain.gate.claims import NewTask
from domain.journey.steps import HandOverLead
from domain.outcomes import TaskKind
from domain.owners.choice import Hours, OwnerWanted, choose
from domain.owners.clues import Workload
from domain.ports import LeadDirectory, Publications, TaskBoard
from domain.terms.playbook import Playbook
from domain.terms.team import Assignment
from domain.wire.requests import AskAssign, AskHandOver, Result


class OwnershipActivities:
    """Over the directory of leads, the board of tasks and the published team."""

    def __init__(
        self,
        directory: LeadDirectory,
        board: TaskBoard,
        publications: Publications,
        composer: Composer,
        planner: Planner,
        clock: Clock,
    ) -> None:
        """Take the ports that the worker builds."""
        self._directory = directory
        self._board = board
        self._publications = publications
        self._composer = composer
        self._planner = planner
        self._clock = clock

    @activity.defn(name="assign-owner")
    async def assign_owner(self, ask: AskAssign) -> Result:
        """Choose who takes the lead, and the task in hand with it."""
        step = ask.step
        need = OwnerWanted(step.role, step.preferred, step.exclude)
        assignment = await self._assign(ask, need, silent=step.exclude[-1] if step.exclude else "")
        now = self._clock.now()
        if step.task_id:
            due_at = await self._planner.due(ask, assignment.owner)
            await self._board.give(step.task_id, assignment.owner, now, due_at)
        assigned = Assigned(key=step.key, at=now, **assignment.model_dump())
        return await self._planner.conclude(ask, (assigned,), owner=assignment.owner)

    @activity.defn(name="give-lead")
    async def give_lead(self, ask: AskHandOver) -> Result:
        """Hand the lead over to sales, or back to its teleprospector, with everything known of it."""
        step = ask.step
        preferred = "" if isinstance(step, HandOverLead) else step.to
        assignment = await self._assign(ask, OwnerWanted(step.role, preferred))
        now, owner = self._clock.now(), assignment.owner
        given: HandedOver | KickedBack
        if isinstance(step, HandOverLead):
            kind = TaskKind.HAND_OVER
            given = HandedOver(key=step.key, at=now, task_id=step.task_id, **assignment.model_dump())
        else:
            kind = TaskKind.KICK_BACK
            given = KickedBack(key=step.key, at=now, task_id=step.task_id, **assignment.model_dump())
        scripts = await self._composer.scripts(ask.lead_id, ask.playbook, step, owner)
        await self._board.open(
            NewTask(
                task_id=step.task_id,
                lead_id=ask.lead_id,
                run=ask.run,
                kind=kind,
                touch_id=kind.value,
                number=0,
                assignee=owner,
                reason=step.reason,
                script=scripts.script,
                opened_at=now,
                due_at=await self._planner.due(ask, owner),
            )
        )
        return await self._planner.conclude(ask, (given,), owner=owner)

    async def _assign(self, ask: AskAssign | AskHandOver, need: OwnerWanted, silent: str = "") -> Assignment:
        playbook = await self._publications.version(ask.playbook)
        decide = _choice(playbook, need, ask.calendar, self._clock)
        key = f"{ask.lead_id}:{ask.step.key}"
        return await self._directory.assign(ask.lead_id, key, decide, self._clock.now(), silent)


def _choice(playbook: Playbook, need: OwnerWanted, calendar: str, clock: Clock) -> Callable[[Workload], Assignment]:
    """The domain's choice, waiting only for what the ledger knows of the lead and of everybody's load."""
    hours = Hours(playbook.calendars, calendar, clock.pace.story(clock.now()))
    return lambda load: choose(playbook.team, need, load, hours)
