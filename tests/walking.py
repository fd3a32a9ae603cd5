"""A lead walked step by step through its life, by a test that says what comes of each step."""

from datetime import datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from builders import a_playbook

from domain.decide.next_step import next_step
from domain.facts.unions import (
    Alerted,
    Assigned,
    Came,
    CompanyInformed,
    HandedOver,
    Heard,
    KickedBack,
    OutcomeLogged,
    TaskOpened,
    TouchSent,
)
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
from domain.outcomes import Outcome
from domain.planning.planner import plan
from domain.remember.apply import apply
from domain.remember.beginnings import move_on
from domain.terms.playbook import Playbook

Wanted = TypeVar("Wanted")
MOST_STEPS = 300


class Walk:
    """A journey, its clock, and what comes next; ``Ana`` gets every lead and ``Ben`` whatever is passed on."""

    def __init__(self, journey: Journey, playbook: Playbook | None = None) -> None:
        self.journey = journey
        self.playbook = playbook or a_playbook(journey.cadence, agreement=journey.agreement)
        self.now = journey.run.anchor_at
        self.seen: list[Step] = []
        self._ids = count(1)

    @property
    def step(self) -> Step:
        """What is to be done now."""
        return next_step(self.journey, self.now)

    def hears(self, kind: type[Heard], **fields: Any) -> "Walk":
        """Something is reported now."""
        fact = kind(**{"id": f"heard-{next(self._ids)}", "at": self.now, **fields})
        self.journey = apply(self.journey, fact)  # type: ignore[arg-type]  # every kind there is, is a Reported
        return self

    def reports(self, outcome: Outcome, **fields: Any) -> "Walk":
        """Whoever has the task in hand says what came of it."""
        task = self.journey.in_hand.task
        return self.hears(OutcomeLogged, outcome=outcome, task_id=task.task_id if task else "", **fields)

    def comes(self, kind: type[Came], **fields: Any) -> "Walk":
        """This came of the step that is due."""
        fact = kind(**{"key": self.step.key, "at": self.now, **fields})
        self.journey = apply(self.journey, fact)  # type: ignore[arg-type]  # every kind there is, is a Done
        return self

    def passes(self, **length: float) -> "Walk":
        """Time passes, and nothing is done."""
        self.now += timedelta(**length)
        return self

    def to(self, kind: type[Wanted]) -> Wanted:
        """Everything goes well and nobody reports anything until a step of this kind is due: that step."""
        for _ in range(MOST_STEPS):
            step = self.step
            if isinstance(step, kind):
                return step
            assert not isinstance(step, Finish), f"ended before any {kind.__name__}: {self.journey.ending}"
            self.go()
        raise AssertionError(f"no {kind.__name__} in {MOST_STEPS} steps")

    def after(self, kind: type[Wanted]) -> Wanted:
        """As ``to``, and the step is done too."""
        step = self.to(kind)
        self.go()
        return step

    def to_rest(self) -> "Walk":
        """Everything that is due at once is done."""
        self.to(WaitUntil)
        return self

    def due_at(self) -> datetime:
        """The instant that is waited for, after everything that is due at once."""
        return self.to(WaitUntil).at

    def go(self) -> None:
        """The step that is due is done, well."""
        step, now = self.step, self.now
        self.seen.append(step)
        match step:
            case WaitUntil():
                self.now = step.wakes_at
            case PlanInstant(request=request):
                self.journey = apply(self.journey, plan(request, self.playbook, now))
            case Record(fact=fact):
                self.journey = apply(self.journey, fact)
            case SendTouch(channel=channel):
                self.comes(TouchSent, channel=channel)
            case AskRep(task=task, task_id=task_id, assignee=assignee):
                self.comes(TaskOpened, task=task, task_id=task_id, assignee=assignee)
            case Assign(exclude=exclude):
                self.comes(Assigned, owner="ben" if "ana" in exclude else "ana", reason="has the most room")
            case Alert():
                self.comes(Alerted)
            case TellCompany():
                self.comes(CompanyInformed)
            case HandOverLead(task_id=task_id):
                self.comes(HandedOver, owner="ana", task_id=task_id)
            case KickBackLead(to=to, task_id=task_id):
                self.comes(KickedBack, owner=to, task_id=task_id)
            case StartCadence(cadence=name):
                self.journey = move_on(self.journey, self.playbook.cadences[name], self.playbook.agreement, now)
            case Finish():
                return

    def alerts(self) -> list[tuple[str, str]]:
        """To whom, and about what, alerts are owed now."""
        return [(alert.to, alert.about.value) for alert in self.journey.owed.alerts]
