"""How a journey is changed: every field by its name, whichever part it is in, and the rest as it was."""

from typing import Any, get_type_hints

import pytest
from builders import MONDAY, a_journey, a_working_journey, later

from domain.channels import Channel
from domain.hours.spans import parse_span
from domain.journey.changes import PARTS, Changes, changed, nothing_in_hand, without_task
from domain.journey.in_hand import InHand, OpenTask, Pause, Plan
from domain.journey.owed import Watch
from domain.journey.promise import Promise, PromiseKind
from domain.journey.state import Journey, Stage
from domain.snapshot import Compact

BUSY = InHand(
    plan=Plan(key="1:one:0:0", due_at=later(hours=1)),
    task=OpenTask(key="1:one:0:0", task_id="t", kind=Channel.CALL, assignee="ana", since=MONDAY),
    is_reassigning=True,
    pause=Pause(since=MONDAY, reason="away", wait=parse_span("1 week")),
    call_back_at=later(hours=2),
    moving_to=("nurture", "not interested"),
)


def hints(model: type[Compact]) -> dict[str, Any]:
    """The fields of a model, with their types."""
    return {name: hint for name, hint in get_type_hints(model).items() if name in model.model_fields}


def test_every_field_of_a_journey_and_of_its_parts_can_be_changed_by_its_own_type() -> None:
    """The list of changes says the same as the models, field by field; no name stands in two of them."""
    models: list[type[Compact]] = [Journey, *PARTS.values()]
    fields = {name: hint for model in models for name, hint in hints(model).items()}

    assert get_type_hints(Changes) == fields
    assert len(fields) == sum(len(model.model_fields) for model in models)


def test_the_parts_are_those_of_the_journey() -> None:
    """By the names that they have there; terms and profile are whole models that come from elsewhere."""
    own = {
        name: hint
        for name, hint in hints(Journey).items()
        if isinstance(hint, type) and issubclass(hint, Compact) and hint.__module__.startswith("domain.journey.")
    }

    assert own == PARTS


def test_a_change_reaches_the_part_that_it_is_about_and_leaves_the_others() -> None:
    """The journey it was made of stays as it was, and parts that nothing was said of are the same objects."""
    before = a_journey()

    after = changed(before, owner="ben", cursor=2, epoch=1, stage=Stage.ENGAGED, plan=BUSY.plan)

    assert (after.owner, after.stage, after.run.cursor, after.run.epoch) == ("ben", Stage.ENGAGED, 2, 1)
    assert after.in_hand == InHand(plan=BUSY.plan)
    assert (before.owner, before.run.cursor, before.in_hand.plan) == ("", 0, None)
    for part in ("owed", "sales", "past", "counts", "profile", "agreement"):
        assert getattr(after, part) is getattr(before, part)


def test_a_part_may_be_given_whole_and_a_field_of_it_besides() -> None:
    """What is said of the field holds."""
    after = changed(a_journey(), in_hand=BUSY, moving_to=None)

    assert after.in_hand.moving_to is None
    assert after.in_hand.task is BUSY.task


@pytest.mark.parametrize("name", ["plan_", "callback_at", "tasks", ""])
def test_a_field_that_there_is_not_is_refused(name: str) -> None:
    """Where no type checker looks, such as a builder of tests."""
    changes: dict[str, Any] = {name: None}

    with pytest.raises(KeyError):
        changed(a_journey(), **changes)


def test_nothing_is_in_hand_of_a_lead_that_is_out_of_its_cadence() -> None:
    """Whatever was: how far it came, what is owed and what is past stay."""
    busy = a_working_journey(in_hand=BUSY, cursor=1)

    free = nothing_in_hand(busy)

    assert free.in_hand == InHand()
    assert changed(free, in_hand=BUSY) == busy


def test_without_its_task_a_lead_is_planned_anew_and_keeps_what_was_wished() -> None:
    """A pause, a wish to be called and a move are not the task's."""
    after = without_task(a_working_journey(in_hand=BUSY)).in_hand

    assert (after.task, after.plan, after.is_reassigning) == (None, None, False)
    assert (after.pause, after.call_back_at, after.moving_to) == (BUSY.pause, BUSY.call_back_at, BUSY.moving_to)


def test_a_part_that_is_as_it_was_at_first_is_left_out_of_the_history() -> None:
    """And comes back so: a lead that sleeps carries what is true of it and nothing else."""
    journey = changed(a_journey(), number=3, task=BUSY.task, alerts=(), applied=("f",))

    written = journey.model_dump(mode="json")

    assert written["run"]["number"] == 3
    assert set(written["in_hand"]) == {"task"}
    assert written["past"] == {"applied": ["f"]}
    assert not {"owed", "sales", "counts"} & written.keys()
    assert Journey.model_validate_json(journey.model_dump_json()) == journey


def test_what_a_lead_carries_is_read_back_whole() -> None:
    """Through continue-as-new, in the middle of a promise and of everything that can be in hand."""
    promise = Promise(key="p", kind=PromiseKind.CONTACT, since=MONDAY, within=parse_span("1 day"), state_at=MONDAY)
    watch = Watch(key="1:watch:0", alert="1:alert:0", to="ana", since=MONDAY)
    outcomes = frozenset({"busy", "connected"})
    journey = a_working_journey(in_hand=BUSY, promises=(promise,), watch=watch, outcomes=outcomes)

    again = Journey.model_validate_json(journey.model_dump_json())

    assert again == journey
    assert again.owed.promises == (promise,)
