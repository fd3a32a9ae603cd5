"""The table of outcomes says what a report does, and the core does that."""

from datetime import timedelta

import pytest
from builders import MONDAY, a_touch, a_working_journey
from walking import Walk

from domain.channels import CALL_TASKS, OUTCOMES_OF, TASKS, Address, Channel, channels_to
from domain.dispositions import Disposition
from domain.facts.unions import OutcomeLogged
from domain.journey.state import Journey, Stage
from domain.journey.steps import AskRep
from domain.outcomes import (
    CALL_OUTCOMES,
    OUTCOMES,
    WITHOUT_A_TASK,
    Outcome,
    TaskKind,
    Turn,
    in_silence,
)
from domain.remember.apply import apply

SOON = MONDAY + timedelta(hours=1)
BY_CALL = sorted(CALL_OUTCOMES)


def with_a_call() -> Journey:
    """A lead whose first call is in hand, and who gets a second one."""
    touches = (a_touch(name, Channel.CALL, after="0 minutes") for name in ("call", "again"))
    walk = Walk(a_working_journey(*touches))
    walk.after(AskRep)
    return walk.journey


def reported(journey: Journey, outcome: Outcome) -> Journey:
    """The journey after its task came to this."""
    task_id = journey.in_hand.task.task_id if journey.in_hand.task else ""
    return apply(journey, OutcomeLogged(id="o", at=MONDAY, outcome=outcome, task_id=task_id, call_back_at=SOON))


@pytest.mark.parametrize("outcome", BY_CALL)
def test_a_lead_leaves_its_cadence_when_the_table_says_so(outcome: Outcome) -> None:
    """Lint believes the same column."""
    after = reported(with_a_call(), outcome)

    has_left = after.stage is not Stage.WORKING or after.in_hand.moving_to is not None
    assert has_left is OUTCOMES[outcome].ends_cadence


@pytest.mark.parametrize("outcome", [each for each in Outcome if isinstance(OUTCOMES[each].turn, Disposition)])
def test_an_outcome_that_closes_a_lead_gives_its_disposition_and_reason(outcome: Outcome) -> None:
    """Whether or not a task asked for it."""
    row = OUTCOMES[outcome]

    for journey in (with_a_call(), a_working_journey()):
        after = apply(journey, OutcomeLogged(id="o", at=MONDAY, outcome=outcome))
        assert (after.disposition, after.ending) == (row.turn, row.because)


@pytest.mark.parametrize("outcome", BY_CALL)
def test_a_number_that_is_no_good_takes_every_phone_channel_with_it(outcome: Outcome) -> None:
    """Any other outcome of a call leaves the channels alive."""
    assert reported(with_a_call(), outcome).past.dead == (
        channels_to(Address.PHONE) if OUTCOMES[outcome].kills == "number" else set()
    )


def test_somebody_else_who_answers_is_an_attempt_and_no_talk() -> None:
    """A gatekeeper did not put us through: the touch is done, and the cadence goes on."""
    after = reported(with_a_call(), Outcome.GATEKEEPER)

    row = OUTCOMES[Outcome.GATEKEEPER]
    assert (row.is_attempt, row.is_talk, row.ends_cadence) == (True, False, False)
    assert (after.stage, after.run.cursor, after.in_hand.task) == (Stage.WORKING, 1, None)


@pytest.mark.parametrize("outcome", list(Outcome))
def test_every_outcome_has_a_door_and_a_reason_for_its_turn(outcome: Outcome) -> None:
    """Some task can end so, only a number is suppressed, and whoever reads the timeline learns why a lead turned."""
    row = OUTCOMES[outcome]

    assert row.of
    assert row.kills == "number" or not row.suppressed_because
    assert bool(row.because) is (row.turn not in (None, Turn.ACCEPT))


@pytest.mark.parametrize("kind", sorted(CALL_TASKS))
def test_what_a_call_can_come_to_every_task_by_phone_can_and_so_can_a_chance_contact(
    kind: Channel | TaskKind,
) -> None:
    """A rep learns one list."""
    assert OUTCOMES_OF[kind] & WITHOUT_A_TASK >= CALL_OUTCOMES


@pytest.mark.parametrize("kind", TASKS)
def test_every_task_can_end(kind: Channel | TaskKind) -> None:
    """One that no outcome is of would leave its task open for ever."""
    assert OUTCOMES_OF[kind]


@pytest.mark.parametrize("kind", TASKS)
def test_only_a_hand_over_has_no_outcome_without_an_answer(kind: Channel | TaskKind) -> None:
    """Of every other task the preview knows what to report for a lead who never answers."""
    assert (in_silence(OUTCOMES_OF[kind]) is None) is (kind is TaskKind.HAND_OVER)
