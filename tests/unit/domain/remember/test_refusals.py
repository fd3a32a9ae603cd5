"""A report is refused with the reason and what would be accepted; one that is known already never is."""

from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from builders import MONDAY, a_touch, a_working_journey
from walking import Walk

from domain.channels import OUTCOMES_OF, TASKS, Channel
from domain.facts.unions import Accepted, Heard, OptedOut, OutcomeLogged, Paused, Rejected, ReplyReceived, Resumed
from domain.journey.changes import changed
from domain.journey.in_hand import OpenTask
from domain.journey.state import Journey, Stage
from domain.journey.steps import AskRep, HandOverLead
from domain.outcomes import WITHOUT_A_TASK, Outcome, TaskKind
from domain.remember.apply import apply
from domain.remember.refusals import refusal
from domain.snapshot import replaced

PAST, SOON = MONDAY - timedelta(hours=1), MONDAY + timedelta(hours=1)
FAR = datetime.max.replace(tzinfo=MONDAY.tzinfo)


def with_a_call() -> Journey:
    """A lead whose call Ana has in hand."""
    walk = Walk(a_working_journey(a_touch("call", Channel.CALL, after="0 minutes")))
    walk.after(AskRep)
    return walk.journey


def with_sales() -> Journey:
    """A lead handed over to sales."""
    walk = Walk(apply(a_working_journey(), ReplyReceived(id="reply", at=MONDAY)))
    walk.after(HandOverLead)
    return walk.journey


WORKING = a_working_journey()
ENDED = apply(WORKING, OptedOut(id="no", at=MONDAY))
ACCEPTED = apply(with_sales(), Accepted(id="yes", at=MONDAY))
MOVING = apply(with_sales(), Rejected(id="refused", at=MONDAY))
PAUSED = apply(WORKING, Paused(id="wait", at=MONDAY))
CALL_TASK = "lead1.1.1.0.0"


@pytest.mark.parametrize(
    ("journey", "kind", "fields", "why"),
    [
        (ENDED, ReplyReceived, {}, "the lead has ended: opted out (the lead opted out)"),
        (WORKING, Accepted, {}, "the lead is working: only a lead handed over to sales can be accepted or turned down"),
        (WORKING, Rejected, {}, "the lead is working: only a lead handed over to sales can be accepted or turned down"),
        (ACCEPTED, Rejected, {}, "sales has already accepted this lead"),
        (MOVING, Accepted, {}, "the lead is moving to nurture: it can no longer be accepted or turned down"),
        (
            with_sales(),
            Accepted,
            {"follow_up_at": PAST},
            "follow_up_at is in the past: please give a date and time to come",
        ),
        (
            WORKING,
            Paused,
            {"until": PAST},
            "until is in the past: please give a date and time to come, or leave it out to pause",
        ),
        (WORKING, Paused, {"until": FAR}, "until is more than five years ahead: please give an earlier date and time"),
        (with_sales(), Paused, {}, "the lead is engaged and gets no touches: there is nothing to pause"),
        (WORKING, Resumed, {}, "the lead is not paused"),
        (
            WORKING,
            OutcomeLogged,
            {"outcome": Outcome.CALL_BACK},
            "please add call_back_at: the date and time to call",
        ),
        (
            WORKING,
            OutcomeLogged,
            {"outcome": Outcome.CALL_BACK, "call_back_at": PAST},
            "call_back_at is in the past: please give a date and time to come",
        ),
        (WORKING, OutcomeLogged, {"outcome": Outcome.SENT}, "sent is the outcome of a task: please add its task_id"),
        (WORKING, OutcomeLogged, {"outcome": Outcome.ACCEPTED}, "the lead is working: only a lead handed over"),
        (WORKING, OutcomeLogged, {"outcome": Outcome.BUSY, "task_id": "x"}, "task x is no longer open"),
        (
            with_a_call(),
            OutcomeLogged,
            {"outcome": Outcome.CONVERTED, "task_id": CALL_TASK},
            "a call task cannot end as converted; please choose one of: asked_not_to_call, bad_number",
        ),
    ],
)
def test_what_the_lead_does_not_allow_is_refused(
    journey: Journey, kind: type[Heard], fields: dict[str, Any], why: str
) -> None:
    """The reason says what is so, and what to do instead."""
    fact = kind(id="new", at=MONDAY, **fields)

    assert refusal(journey, fact, MONDAY).startswith(why)  # type: ignore[arg-type]  # every kind is a Reported


@pytest.mark.parametrize(
    ("journey", "kind", "fields"),
    [
        (WORKING, ReplyReceived, {}),
        (WORKING, OptedOut, {}),
        (WORKING, Paused, {"until": SOON}),
        (PAUSED, Resumed, {}),
        (PAUSED, Paused, {}),
        (with_sales(), Accepted, {"follow_up_at": SOON}),
        (with_sales(), Rejected, {}),
        (with_sales(), OutcomeLogged, {"outcome": Outcome.OPPORTUNITY}),
        (WORKING, OutcomeLogged, {"outcome": Outcome.CALL_BACK, "call_back_at": SOON}),
        (with_a_call(), OutcomeLogged, {"outcome": Outcome.NO_ANSWER, "task_id": CALL_TASK}),
        (ACCEPTED, OutcomeLogged, {"outcome": Outcome.CONVERTED}),
        (ENDED, OptedOut, {"id": "no"}),
    ],
)
def test_what_makes_sense_is_accepted(journey: Journey, kind: type[Heard], fields: dict[str, Any]) -> None:
    """Also a report that was accepted before, whatever became of the lead since."""
    fact = kind(**{"id": "new", "at": MONDAY, **fields})

    assert refusal(journey, fact, MONDAY) == ""  # type: ignore[arg-type]  # every kind is a Reported


@pytest.mark.parametrize("kind", [kind for kind in TASKS if kind is not TaskKind.HAND_OVER])
def test_every_outcome_of_a_task_may_be_reported_of_it(kind: Channel | TaskKind) -> None:
    """What the table allows is not refused, and it ends the task or the lead."""
    opened = with_a_call()
    assert opened.in_hand.task is not None
    stages: dict[Channel | TaskKind, Stage] = {TaskKind.REVIEW: Stage.ACCEPTED, TaskKind.KICK_BACK: Stage.KICKED_BACK}
    stage = stages.get(kind, Stage.WORKING)
    journey = changed(opened, stage=stage, task=replaced(opened.in_hand.task, partial(OpenTask, kind=kind)))

    for outcome in OUTCOMES_OF[kind]:
        fact = OutcomeLogged(id="new", at=MONDAY, outcome=outcome, task_id=CALL_TASK, call_back_at=SOON)

        assert refusal(journey, fact, MONDAY) == ""
        assert apply(journey, fact).in_hand.task is None


def test_what_needs_a_task_and_what_does_not_is_settled_for_every_outcome() -> None:
    """No outcome is left without a door."""
    assert frozenset(Outcome) == WITHOUT_A_TASK | frozenset().union(*OUTCOMES_OF.values())
