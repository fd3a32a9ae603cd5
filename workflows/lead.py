"""One lead, one workflow: ask the core what is next, do the one thing it says, remember what came of it, ask again.

There is no rule here. Handlers only remember; the loop decides afresh after every await, so what lands while a mail
is in flight is seen before anything else is done.
"""

import asyncio
from contextlib import suppress
from datetime import datetime
from functools import partial
from typing import assert_never

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    # Not `from workflows import errands`, which passes by the sandbox's importer and runs it anew for each lead.
    import workflows.errands as errands  # noqa: PLR0402 - see above
    from activities.interceptors import refused
    from domain.decide.deadlines import next_deadline_at, run_out
    from domain.decide.next_step import next_step
    from domain.dispositions import Disposition
    from domain.facts.unions import Fact
    from domain.journey.state import Journey
    from domain.journey.steps import (
        Alert,
        AskRep,
        Assign,
        Finish,
        HandOverLead,
        KickBackLead,
        PlanInstant,
        Record,
        SendTouch,
        StartCadence,
        Step,
        TellCompany,
        WaitUntil,
    )
    from domain.remember.apply import apply
    from domain.remember.beginnings import move_on
    from domain.remember.refusals import refusal
    from domain.wire.foresight import foresee
    from domain.wire.requests import WORKFLOW, Applied, Carried, LeadInput, Picture, fact_in
    from domain.wire.standing import Dispatch, PromiseRow, Standing, promise_rows, promises_met, standing_of
    from domain.wire.timeline import entry_of
    from workflows.standing import ListedAs, search_attributes


@workflow.defn(name=WORKFLOW)
class LeadWorkflow:
    """The shell around a lead's journey."""

    @workflow.init
    def __init__(self, given: LeadInput) -> None:
        """State exists before any message can arrive."""
        self._journey = given.journey
        self._untold = list(given.untold)
        self._promised: dict[str, PromiseRow] = {}
        self._listed = ListedAs(given.journey)

    @workflow.run
    async def run(self, given: LeadInput) -> Disposition:  # noqa: ARG002 - taken by __init__, as the SDK wants it
        """Until the lead has its one disposition."""
        self._clocks = asyncio.ensure_future(self._watch_clocks())
        while not isinstance(step := next_step(self._journey, workflow.now()), Finish):
            await self._do(step)
            if workflow.info().is_continue_as_new_suggested():
                await self._continue()
        await errands.close(self._journey, self._dispatch())
        await workflow.wait_condition(workflow.all_handlers_finished)
        return step.disposition

    async def _do(self, step: Step) -> None:
        match step:
            case WaitUntil():
                await self._wait(step)
            case PlanInstant():
                self._take(await errands.plan(self._journey, step, dispatch := self._dispatch()), dispatch)
            case SendTouch() | AskRep() | Assign() | Alert() | TellCompany() | HandOverLead() | KickBackLead():
                ahead = foresee(self._journey, step, workflow.now())
                dispatch = self._dispatch(ahead.standing)
                self._take(await errands.perform(self._journey, step, dispatch, ahead), dispatch)
            case StartCadence():
                await self._start_cadence(step)
            case Record(fact=fact, reason=reason):
                self._hear(fact, reason)
            case Finish():
                return
            case _:
                assert_never(step)

    async def _wait(self, step: WaitUntil) -> None:
        """The one wait: until the instant, or until any fact has changed the journey."""
        before = self._journey
        dispatch = self._dispatch()
        if dispatch.entries or dispatch.promises:
            await errands.record(before, dispatch)
            self._told(dispatch)
        self._listed.refresh(self._journey, step.at)
        workflow.set_current_details(f"**{before.stage.value}** until {step.at:%Y-%m-%d %H:%M:%S}Z: {step.reason}")
        with suppress(TimeoutError):  # the instant has come: the usual case
            await workflow.wait_condition(
                lambda: self._journey is not before or self._clocks.done(),
                timeout=max(step.at - workflow.now(), errands.AT_ONCE),
                timeout_summary=step.reason,
            )
        if self._clocks.done():
            self._clocks.result()  # it never ends but by an error, which must not be lost

    async def _watch_clocks(self) -> None:
        """Let deadlines pass at their instant, whatever else is under way: an email may be retried for hours."""
        while True:
            due_at = next_deadline_at(self._journey)
            has_changed = partial(self._has_other_clock, due_at)
            with suppress(TimeoutError):
                left = None if due_at is None else max(due_at - workflow.now(), errands.AT_ONCE)
                await workflow.wait_condition(has_changed, timeout=left, timeout_summary="a deadline")
            if record := run_out(self._journey, workflow.now()):
                self._hear(record.fact, record.reason)

    def _has_other_clock(self, than: datetime | None) -> bool:
        return next_deadline_at(self._journey) != than

    async def _start_cadence(self, step: StartCadence) -> None:
        dispatch = self._dispatch()
        published = await errands.fetch(self._journey, step, dispatch)
        self._told(dispatch)
        await workflow.wait_condition(workflow.all_handlers_finished)
        if next_step(self._journey, workflow.now()) != step:
            return  # something was heard meanwhile, and the move is off
        self._journey = move_on(self._journey, published.cadence, published.agreement, workflow.now())
        if (dispatch := self._dispatch()).promises:  # what is heard first in the next run may put others in their place
            await errands.record(self._journey, dispatch)
            self._told(dispatch)
        await self._continue()

    async def _continue(self) -> None:
        await workflow.wait_condition(workflow.all_handlers_finished)
        workflow.continue_as_new(
            LeadInput(journey=self._journey, untold=tuple(self._untold)),
            search_attributes=search_attributes(self._journey),
        )

    def _dispatch(self, after: Standing | None = None) -> Dispatch:
        return Dispatch(
            standing=standing_of(self._journey, workflow.now()),
            after=after,
            entries=tuple(self._untold),
            promises=tuple(told for told in promise_rows(self._journey) if self._promised.get(told.key) != told),
        )

    def _told(self, dispatch: Dispatch) -> None:
        """The ledger has these entries; entries heard meanwhile are still to be sent."""
        del self._untold[: len(dispatch.entries)]
        self._promised.update({promise.key: promise for promise in dispatch.promises})

    def _take(self, facts: tuple[Fact, ...], dispatch: Dispatch) -> None:
        """Facts that an activity made and wrote down itself."""
        self._told(dispatch)
        for fact in facts:
            self._turn(apply(self._journey, fact))

    def _hear(self, fact: Fact, reason: str = "") -> None:
        """A fact that the ledger's timeline does not have yet."""
        after = apply(self._journey, fact)
        if after is not self._journey:
            self._untold.append(entry_of(after.lead_id, after.run.number, fact, reason))
            self._turn(after)

    def _turn(self, after: Journey) -> None:
        """The journey as it is from now on; promises that were kept by the turn are news."""
        self._untold.extend(promises_met(self._journey, after))
        self._journey = after

    @workflow.update(name="report")
    def report(self, told: Carried) -> Applied:
        """A person's report, validated, answered with where the lead stands now."""
        self._hear(fact_in(told, workflow.now()))
        return Applied(stage=self._journey.stage.value, disposition=self._journey.disposition or "")

    @report.validator
    def _may_report(self, told: Carried) -> None:
        if why := refusal(self._journey, fact_in(told, workflow.now()), workflow.now()):
            raise refused(why)

    @workflow.signal(name="heard")
    def heard(self, told: Carried) -> None:
        """A provider's event; one that this code cannot read goes to a person instead of being lost."""
        self._hear(fact_in(told, workflow.now()))

    @workflow.query(name="picture")
    def picture(self) -> Picture:
        """The whole picture: where the lead stands, what is next and why, and the journey it comes from."""
        return Picture(standing=standing_of(self._journey, workflow.now()), journey=self._journey)
