"""Which touches of a cadence are personal: calls, from the third on."""

from datetime import timedelta
from functools import partial

import pytest
from builders import a_playbook, a_touch, a_working_journey
from walking import Walk

from domain.channels import Channel
from domain.journey.changes import changed
from domain.journey.run import TouchRecord, TouchResult
from domain.journey.steps import AskRep, InstantKind, PlanInstant
from domain.outcomes import Outcome
from domain.planning.call_notes import read_note
from domain.planning.call_times import CallHints
from domain.planning.planner import plan
from domain.snapshot import replaced

PLAYBOOK = a_playbook()
CALLS = tuple(a_touch(name, Channel.CALL, "1 hour") for name in ("first", "second", "third"))


@pytest.mark.parametrize(
    ("outcomes", "is_personal"),
    [
        ((), False),
        ((Outcome.NO_ANSWER,), False),
        ((Outcome.NO_ANSWER, Outcome.LEFT_VOICEMAIL), True),
        ((Outcome.CONNECTED, Outcome.BUSY), True),
    ],
)
def test_calls_are_personal_from_the_third_on(outcomes: tuple[Outcome, ...], is_personal: bool) -> None:
    """Two of the cadence's calls must have been made."""
    walk = Walk(a_working_journey(*CALLS))
    for outcome in outcomes:
        walk.after(AskRep)
        walk.reports(outcome)

    assert walk.to(PlanInstant).request.personal is is_personal


def test_a_call_that_was_let_go_is_no_attempt() -> None:
    """Nobody dialled: the lead was not called by it."""
    walk = Walk(a_working_journey(*CALLS))
    walk.after(AskRep)
    walk.reports(Outcome.NO_ANSWER)
    journey = walk.journey
    skipped = replaced(
        journey.run.touches[-1], partial(TouchRecord, state=TouchResult.SKIPPED, outcome="nobody did it in time")
    )

    walk.journey = changed(journey, touches=(*journey.run.touches, skipped), cursor=2)

    assert not walk.to(PlanInstant).request.personal


def test_only_calls_are_personal() -> None:
    """A mail after two calls leaves when it is due."""
    walk = Walk(a_working_journey(*CALLS[:2], a_touch("mail")))
    for _ in range(2):
        walk.after(AskRep)
        walk.reports(Outcome.NO_ANSWER)

    assert not walk.to(PlanInstant).request.personal


def test_a_call_asked_for_at_an_instant_is_not_personal() -> None:
    """It is honoured to the minute, whatever was noted."""
    walk = Walk(a_working_journey(*CALLS))
    for outcome in (Outcome.NO_ANSWER, Outcome.NO_ANSWER):
        walk.after(AskRep)
        walk.reports(outcome)
    wish = walk.now + timedelta(days=3, minutes=17)
    walk.reports(Outcome.CALL_BACK, call_back_at=wish)

    request = walk.to(PlanInstant).request

    assert (request.kind, request.at, request.personal) == (InstantKind.CALL_BACK, wish, False)
    assert plan(request, PLAYBOOK, walk.now, hints=CallHints(noted=read_note("Sundays"))).due_at == wish
