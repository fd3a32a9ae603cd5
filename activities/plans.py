"""Planning: an instant fixed by the domain's planner, recorded with where the lead stands."""

from datetime import datetime
from functools import partial

from temporalio import activity

from activities.clock import Clock
from domain.facts.unions import Done, Planned, TouchSkipped
from domain.journey.steps import PlanRequest
from domain.planning.call_times import NO_HINTS, CallHints
from domain.planning.planner import calendar_for, plan_or_skip
from domain.ports import CallClues, Publications, Timeline
from domain.snapshot import replaced
from domain.terms.playbook import Playbook
from domain.wire.requests import Ask, AskAssign, AskHandOver, AskPlan, AskTask, Result
from domain.wire.standing import Dispatch, Standing
from domain.wire.timeline import entry_of


class Planner:
    """Plans instants on the lead's own playbook, and tells the ledger."""

    def __init__(
        self, publications: Publications, timeline: Timeline, clock: Clock, call_clues: CallClues | None = None
    ) -> None:
        """Over published playbooks, a timeline and a clock; without clues every call is planned as the first one."""
        self._publications = publications
        self._timeline = timeline
        self._clock = clock
        self._call_clues = call_clues

    async def conclude(
        self,
        ask: Ask,
        facts: tuple[Done, ...],
        *,
        went_well: bool = True,
        owner: str = "",
        now: datetime | None = None,
        why: str = "",
    ) -> Result:
        """Plan what rides along, write everything down in one transaction, and answer with all facts.

        Args:
            ask: the request that is being answered.
            facts: what came of its step.
            went_well: whether it came out as expected, so that what was foreseen holds.
            owner: the person just found.
            now: the instant to plan from; the clock's when none is given.
            why: the step's own reason, for the timeline, where its facts carry none.
        """
        ride = ask.ride if went_well else None
        planned = await self.planned(ask, ride, now) if ride is not None else None
        deadlines = ask.deadlines if went_well else ()
        fixed = [await self.planned(ask, _for(deadline, owner), now) for deadline in deadlines]
        whole = (*facts, *(() if planned is None else (planned,)), *fixed)
        dispatch = ask.dispatch
        standing = dispatch.after if went_well and dispatch.after is not None else dispatch.standing
        if owner:
            standing = replaced(standing, partial(Standing, owner=owner))
        if isinstance(planned, Planned) and planned.key == standing.next_key:  # and not of a clock beside it
            reason = _joined(standing.next_reason, planned.reason)
            standing = replaced(standing, partial(Standing, next_due_at=planned.due_at, next_reason=reason))
        told_of = (fact for fact in whole if fact.in_words)
        happened = (entry_of(ask.lead_id, ask.run, fact, why if fact in facts else "") for fact in told_of)
        told = partial(Dispatch, standing=standing, after=None, entries=(*dispatch.entries, *happened))
        await self._timeline.record(replaced(dispatch, told))
        return Result(facts=whole)

    async def planned(self, ask: Ask, request: PlanRequest, now: datetime | None = None) -> Planned | TouchSkipped:
        """One instant, on the lead's own playbook; or the touch passed over, when no hour ever allows it."""
        playbook = await self._publications.version(ask.playbook)
        hints = await self._hints(playbook, request, ask.lead_id)
        return plan_or_skip(request, playbook, now or self._clock.now(), self._clock.pace, hints)

    async def _hints(self, playbook: Playbook, request: PlanRequest, lead_id: str) -> CallHints:
        """What is known of when to call the lead; asked for a personal request only, so that others cost nothing."""
        if self._call_clues is None or not request.personal:
            return NO_HINTS
        return await self._call_clues.of_lead(lead_id, zone=calendar_for(playbook, request).time_zone)

    async def due(self, ask: AskTask | AskAssign | AskHandOver, owner: str) -> datetime | None:
        """The deadline of a task that is opened or reassigned, by its owner's calendar."""
        if ask.deadline is None:
            return None
        request = replaced(ask.deadline, partial(PlanRequest, owner=owner))
        planned = await self.planned(ask, request)
        return planned.due_at if isinstance(planned, Planned) else None


def _for(deadline: PlanRequest, owner: str) -> PlanRequest:
    """The request, in the open time of the person just found."""
    return replaced(deadline, partial(PlanRequest, owner=owner)) if owner else deadline


def _joined(*reasons: str) -> str:
    return "; ".join(reason for reason in reasons if reason)


class PlanActivities:
    """The planner as an activity."""

    def __init__(self, planner: Planner) -> None:
        """Over a planner."""
        self._planner = planner

    @activity.defn(name="plan-instant")
    async def plan_instant(self, ask: AskPlan) -> Result:
        """Fix one instant."""
        riding = replaced(ask, partial(AskPlan, ride=ask.request))
        return await self._planner.conclude(riding, (), now=ask.asked_at)
