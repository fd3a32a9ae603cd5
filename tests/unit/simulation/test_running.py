"""Simulated runs: the same core under a clock that is made up."""

from datetime import timedelta

import pytest
from builders import MONDAY, a_cadence, a_journey, a_playbook, a_profile
from random_leads import RandomWorld

from domain.channels import Channel
from domain.dispositions import Disposition
from domain.errors import InvalidInputError
from domain.facts.unions import OptedOut, ReplyReceived
from domain.journey.steps import SendTouch
from simulation.running import run


@pytest.fixture
def world() -> RandomWorld:
    """One that begins anew for each test: it counts what it was asked."""
    return RandomWorld([3])


def test_a_run_hears_its_script_at_its_instants(world: RandomWorld) -> None:
    """A reply after two days ends the cadence then; an opt-out after three ends the lead."""
    reply, opted_out = MONDAY + timedelta(days=2), MONDAY + timedelta(days=3)
    script = ((opted_out, OptedOut(id="no", at=opted_out)), (reply, ReplyReceived(id="reply", at=reply)))

    story = run(a_journey(), a_playbook(), script=script, world=world, until=MONDAY + timedelta(days=99))

    assert story.journey.disposition is Disposition.OPTED_OUT
    assert story.at == opted_out
    assert max(event.at for event in story.events if isinstance(event.step, SendTouch)) < reply


def test_a_run_may_be_left_before_its_end(world: RandomWorld) -> None:
    """The journey stands where it stood then."""
    story = run(a_journey(), a_playbook(), world=world, until=MONDAY + timedelta(hours=1))

    assert story.journey.disposition is None
    assert all(event.at <= MONDAY + timedelta(hours=1) for event in story.events)


def test_a_run_that_goes_round_without_time_passing_is_refused(world: RandomWorld) -> None:
    """The error names the cadence and the remedy."""
    names = [f"c{number}" for number in range(200)]
    ring = [
        a_cadence(name=name, exhausted=following, acknowledge=None).model_copy(update={"touches": ()})
        for name, following in zip(names, [*names[1:], names[0]], strict=True)
    ]
    journey = a_journey(cadence=ring[0], is_acknowledged=True, moving_to=None)

    with pytest.raises(InvalidInputError, match="goes round without time passing"):
        run(journey, a_playbook(*ring), world=world, until=MONDAY)


def test_a_touch_that_no_hour_allows_is_not_sent_in_a_run_either(world: RandomWorld) -> None:
    """The last check blocks it as the real one would, and the next channel takes over."""
    profile = a_profile(zones=("Pacific/Auckland", "Asia/Kolkata", "America/Los_Angeles", "Europe/London"), country="")

    story = run(a_journey(profile=profile), a_playbook(), world=world, until=MONDAY + timedelta(days=1))

    sends = [event.step.channel for event in story.events if isinstance(event.step, SendTouch)]
    assert sends[:2] == [Channel.SMS, Channel.EMAIL]
