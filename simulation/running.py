"""Runs one journey under a simulated clock: the same two functions of the core, with a world that is made up."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import NamedTuple, Protocol, assert_never

from domain.channels import Channel
from domain.decide.items import check_of_task, check_of_touch
from domain.decide.next_step import next_step
from domain.errors import InvalidInputError
from domain.facts.unions import (
    Alerted,
    Assigned,
    CompanyInformed,
    Done,
    Fact,
    HandedOver,
    KickedBack,
    Planned,
    Reported,
    TaskOpened,
    TouchFailed,
    TouchSent,
    TouchUnknown,
)
from domain.gate.permission import Circumstances, Verdict, caps_on, held_back, may_leave
from domain.journey.in_hand import OpenTask
from domain.journey.state import Journey
from domain.journey.steps import (
    Alert,
    AskRep,
    Assign,
    Finish,
    HandOverLead,
    KickBackLead,
    PlanInstant,
    PlanRequest,
    Record,
    SendTouch,
    StartCadence,
    Step,
    TellCompany,
    WaitUntil,
)
from domain.owners.choice import Hours, OwnerWanted, choose
from domain.owners.clues import Workload, clues_of
from domain.planning.planner import opens_at, plan_or_skip
from domain.remember.apply import apply
from domain.remember.beginnings import move_on
from domain.terms.agreement import Cap
from domain.terms.playbook import Playbook
from domain.terms.team import Assignment

MOST_AT_ONCE = 300
"""Steps at one instant beyond which a run goes round; the longest honest chain skips every touch of a few cadences."""


class World(Protocol):
    """Everything outside: what becomes of touches, and what people do with their tasks."""

    def sent(self, step: SendTouch, at: datetime) -> TouchSent | TouchUnknown | TouchFailed:
        """What became of a touch that was allowed to leave at that instant."""
        ...

    def asked(self, task: OpenTask, at: datetime) -> Sequence[tuple[datetime, Reported]]:
        """What people will report of a task that they were given at that instant, and when."""
        ...


class Event(NamedTuple):
    """One thing done or heard: the step (none for what was heard), the fact that came, and the reasons for it."""

    at: datetime
    step: Step | None
    fact: Fact | None
    why: str = ""


@dataclass
class Story:
    """What happened.

    Attributes:
        journey: where it stands at the end.
        events: in order; waits are left out.
        at: the instant it ended at, or was left at.
    """

    journey: Journey
    at: datetime
    events: list[Event] = field(default_factory=list)


def run(
    journey: Journey,
    playbook: Playbook,
    *,
    script: Sequence[tuple[datetime, Reported]] = (),
    world: World,
    until: datetime,
) -> Story:
    """The journey from where it stands until it ends, or until an instant.

    Args:
        journey: as ``begin`` made it, or any later one; it starts at its anchor.
        playbook: its calendars, team and cadences.
        script: what is reported from outside, and when.
        world: what becomes of touches and tasks.
        until: where to leave it if it has not ended.

    Raises:
        InvalidInputError: the playbook makes it go round without time passing.
    """
    return _Run(Story(journey, journey.run.anchor_at), playbook, world, script).to(until)


class _Run:
    def __init__(
        self, story: Story, playbook: Playbook, world: World, script: Sequence[tuple[datetime, Reported]]
    ) -> None:
        self._story = story
        self._playbook = playbook
        self._world = world
        self._order = count()
        self._coming = [(at, next(self._order), fact) for at, fact in script]
        heapq.heapify(self._coming)
        self._left: list[tuple[Channel, datetime]] = []
        self._at_once = 0

    def to(self, until: datetime) -> Story:
        story = self._story
        while story.at <= until:
            self._hear()
            step = next_step(story.journey, story.at)
            if isinstance(step, WaitUntil):
                self._wait(step.wakes_at)
                continue
            self._do(step)
            if isinstance(step, Finish):
                break
            self._count_steps(step)
        return story

    def _hear(self) -> None:
        while self._coming and self._coming[0][0] <= self._story.at:
            _, _, fact = heapq.heappop(self._coming)
            self._take(None, fact, "")

    def _wait(self, until: datetime) -> None:
        self._at_once = 0
        self._story.at = min(until, self._coming[0][0]) if self._coming else until

    def _count_steps(self, step: Step) -> None:
        self._at_once += 1
        if self._at_once > MOST_AT_ONCE:
            raise InvalidInputError(
                f"lead {self._story.journey.lead_id} goes round without time passing, at {step.key} of cadence "
                f"{self._story.journey.cadence.name}: give the cadences that follow each other an end",
                field="exhausted",
            )

    def _take(self, step: Step | None, fact: Fact, why: str) -> None:
        self._story.journey = apply(self._story.journey, fact)
        self._story.events.append(Event(self._story.at, step, fact, why))

    def _do(self, step: Step) -> None:
        story = self._story
        planned = story.journey.in_hand.plan
        reasons = (step.reason, planned.reason if planned is not None and planned.key == step.key else "")
        why = "; ".join(filter(None, reasons))
        match step:
            case StartCadence(cadence=name):
                following = self._playbook.cadences[name]
                story.journey = move_on(story.journey, following, self._playbook.agreement, story.at)
                story.events.append(Event(story.at, step, None, why))
            case Finish() | WaitUntil():
                story.events.append(Event(story.at, step, None, why))
            case _:
                self._take(step, self._came_of(step), why)
                self._ask_world(step)

    def _came_of(
        self,
        step: PlanInstant | SendTouch | AskRep | Assign | Alert | TellCompany | HandOverLead | KickBackLead | Record,
    ) -> Done:
        at, key = self._story.at, step.key
        match step:
            case PlanInstant(request=request):
                return plan_or_skip(request, self._playbook, at)
            case SendTouch():
                return self._send(step)
            case AskRep():
                return self._ask(step)
            case Assign(role=role, preferred=preferred, exclude=exclude):
                found = self._choose(OwnerWanted(role, preferred, exclude))
                return Assigned(key=key, at=at, **found.model_dump())
            case Alert():
                return Alerted(key=key, at=at)
            case TellCompany():
                return CompanyInformed(key=key, at=at)
            case HandOverLead(role=role, task_id=task_id):
                found = self._choose(OwnerWanted(role))
                return HandedOver(key=key, at=at, task_id=task_id, **found.model_dump())
            case KickBackLead(role=role, to=to, task_id=task_id):
                found = self._choose(OwnerWanted(role, to))
                return KickedBack(key=key, at=at, task_id=task_id, **found.model_dump())
            case Record(fact=fact):
                return fact
            case never:
                assert_never(never)

    def _send(self, step: SendTouch) -> TouchSent | TouchUnknown | TouchFailed | Planned:
        """The touch leaves if caps and hours let it, as they are asked in the transaction of a real one."""
        check = check_of_touch(self._story.journey, step)
        verdict = self._verdict(step.channel, check, caps_on(step.purpose, self._story.journey.agreement.caps))
        held = held_back(verdict, step.key, step.channel, self._story.at)
        if held is not None:
            return held
        fact = self._world.sent(step, self._story.at)
        if isinstance(fact, TouchSent):
            self._left.append((step.channel, self._story.at))
        return fact

    def _ask(self, step: AskRep) -> TaskOpened | TouchFailed | Planned:
        """A person is asked, if caps and hours let what they are asked for be done now."""
        at, check = self._story.at, check_of_task(self._story.journey, step)
        if check is not None and check.channel is not None:
            verdict = self._verdict(check.channel, check, self._story.journey.agreement.caps)
            held = held_back(verdict, step.key, check.channel, at)
            if held is not None:
                return held
            self._left.append((check.channel, at))
        return TaskOpened(key=step.key, at=at, task=step.task, task_id=step.task_id, assignee=step.assignee)

    def _verdict(self, channel: Channel, check: PlanRequest, caps: tuple[Cap, ...]) -> Verdict:
        at = self._story.at
        allowed = Circumstances(
            suppressed="",
            is_ended=False,
            facts_recorded=0,
            consents=True,
            recent=self._left,
            recent_at_company=self._left,
        )
        return may_leave(
            allowed,
            channel=channel,
            facts_heard=0,
            opens_at=opens_at(check, self._playbook, at),
            caps=caps,
            now=at,
        )

    def _choose(self, need: OwnerWanted) -> Assignment:
        journey, playbook = self._story.journey, self._playbook
        # Nobody else's leads are in this story, and a profile knows no company.
        load = Workload(clues=clues_of(journey.profile))
        return choose(playbook.team, need, load, Hours(playbook.calendars, journey.agreement.calendar, self._story.at))

    def _ask_world(self, step: Step) -> None:
        task = self._story.journey.in_hand.task
        if not isinstance(step, AskRep | HandOverLead | KickBackLead | Assign) or task is None:
            return
        for at, fact in self._world.asked(task, self._story.at):
            heapq.heappush(self._coming, (max(at, self._story.at), next(self._order), fact))
