"""Channels that people do: each of them, by its row alone, is asked for, bound, let go and found dead as a call is."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import pytest
from builders import (
    EVERYTHING_KNOWN,
    MONDAY,
    a_cadence,
    a_playbook,
    a_profile,
    a_touch,
    a_working_journey,
    an_agreement,
)
from walking import Walk

from domain.channels import PERSON_CHANNELS, Channel, Consent, in_order
from domain.decide.items import check_of_task
from domain.dispositions import Disposition
from domain.facts.unions import Failure, OptedOut, OutcomeLogged, Reported, TouchFailed, TouchSent
from domain.gate.permission import Circumstances, may_leave
from domain.hours.spans import parse_span
from domain.journey.in_hand import OpenTask
from domain.journey.steps import Alert, AskRep, Assign, Finish, SendTouch, StartCadence
from domain.lead.form import LeadForm
from domain.outcomes import Outcome
from domain.terms.agreement import Cap
from domain.terms.cadence import IfNotDone, Touch
from domain.text import plain
from simulation.preview import preview
from simulation.running import run

KNOWN = EVERYTHING_KNOWN | {"social_url"}
BY_PEOPLE = in_order(PERSON_CHANNELS)
ASKED_FOR = (Channel.SOCIAL, Channel.TASK)
DAY = parse_span("1 day")
FORM = LeadForm(
    email="a@b.example",
    phone="+12125550123",
    social_url="https://www.linkedin.com/in/a",
    attributes={"postal_address": "1 Road, Town"},
    country="US",
    region="NY",
    time_zone="America/New_York",
)


def touch(channel: Channel, touch_id: str = "one", **changes: Any) -> Touch:
    """A touch of a person's, an hour later."""
    return a_touch(touch_id, channel, "1 hour", **changes)


def walk_of(*touches: Touch, **profile: Any) -> Walk:
    """A lead who gave every address, in a cadence of these touches and a mail."""
    known = a_profile(**{"known": KNOWN, **profile})
    return Walk(a_working_journey(*touches, a_touch("mail"), profile=known))


@pytest.mark.parametrize("channel", BY_PEOPLE)
def test_it_is_a_task_of_its_name_that_the_last_check_knows_the_channel_of(channel: Channel) -> None:
    """The owner is asked, and law, hours, caps and suppression are looked at for that channel."""
    walk = walk_of(touch(channel))

    step = walk.to(AskRep)
    place = check_of_task(walk.journey, step)

    assert (step.task, step.assignee, step.script) == (channel, "ana", "one")
    assert place is not None
    assert place.channel is channel


@pytest.mark.parametrize("channel", BY_PEOPLE)
def test_within_is_how_long_the_person_has(channel: Channel) -> None:
    """Two opening hours, and not the agreement's whole day."""
    walk = walk_of(touch(channel, within=parse_span("2 hours")))
    walk.after(AskRep)

    assert walk.due_at() - walk.now == timedelta(hours=2)


@pytest.mark.parametrize("channel", BY_PEOPLE)
def test_if_not_done_is_what_follows(channel: Channel) -> None:
    """Skip lets it go without a reminder; reassign looks for somebody else."""
    skipped = walk_of(touch(channel, if_not_done=IfNotDone.SKIP))
    skipped.after(AskRep)
    passed_on = walk_of(touch(channel, if_not_done=IfNotDone.REASSIGN))
    passed_on.after(AskRep)

    skipped.to(SendTouch)

    assert not any(isinstance(step, Alert) for step in skipped.seen)
    assert passed_on.to(Assign).exclude == ("ana",)


@pytest.mark.parametrize("channel", [channel for channel in BY_PEOPLE if channel.way.consent])
def test_a_no_to_it_passes_it_over(channel: Channel) -> None:
    """Nobody is asked, and the reason is on record."""
    walk = walk_of(touch(channel), consent=Consent.model_validate({channel.way.consent: False}))

    walk.to(StartCadence)

    assert not any(isinstance(step, AskRep) for step in walk.seen)
    assert walk.journey.run.touches[0].outcome == f"the lead cannot be reached by {plain(channel)}"


def test_a_consent_that_is_needed_must_be_on_record() -> None:
    """Of social messages as of texts and calls."""
    needy = touch(Channel.SOCIAL, needs="social consent")
    silent, willing = walk_of(needy), walk_of(needy, consent=Consent(social=True))

    silent.to(SendTouch)

    assert silent.journey.run.touches[0].outcome == "no social consent on record"
    assert willing.to(AskRep).task is Channel.SOCIAL


@pytest.mark.parametrize("channel", [channel for channel in BY_PEOPLE if channel.way.address])
def test_a_lead_that_did_not_give_the_address_is_not_reached_by_it(channel: Channel) -> None:
    """The touch's other channel takes over."""
    address = channel.way.address
    otherwise = {"channel": Channel.TASK, "message": "instead"}

    walk = walk_of(Touch.model_validate({**dict(touch(channel)), "otherwise": otherwise}), known=KNOWN - {address})

    assert (walk.to(AskRep).task, walk.to(AskRep).script) == (Channel.TASK, "instead")


@pytest.mark.parametrize(
    ("channel", "dead", "alive"),
    [
        (Channel.POST, {Channel.POST}, {Channel.EMAIL, Channel.CALL, Channel.SOCIAL}),
        (Channel.MANUAL_EMAIL, {Channel.EMAIL, Channel.MANUAL_EMAIL}, {Channel.POST, Channel.CALL, Channel.SOCIAL}),
        (Channel.SOCIAL, {Channel.SOCIAL}, {Channel.EMAIL, Channel.CALL, Channel.POST, Channel.TASK}),
        (Channel.TASK, {Channel.TASK}, set(Channel) - {Channel.TASK}),
    ],
)
def test_a_bad_address_is_dead_for_every_channel_that_goes_there(
    channel: Channel, dead: set[Channel], alive: set[Channel]
) -> None:
    """And for no other: a page that is not theirs says nothing of their mail."""
    walk = walk_of(touch(channel), touch(channel, "two"))
    walk.after(AskRep)

    walk.reports(Outcome.BAD_ADDRESS)

    assert walk.journey.past.dead >= dead
    assert walk.journey.past.dead.isdisjoint(alive)
    walk.to(StartCadence if Channel.EMAIL in dead else SendTouch)
    assert walk.journey.run.touches[1].outcome == f"the lead cannot be reached by {plain(channel)}"


@pytest.mark.parametrize("channel", ASKED_FOR)
def test_a_suppression_found_by_the_last_check_passes_it_over(channel: Channel) -> None:
    """The channel is dead, and the cadence goes on."""
    walk = walk_of(touch(channel))
    step = walk.to(AskRep)

    walk.comes(TouchFailed, channel=channel, why=Failure.CHANNEL_DEAD, rule="suppressed", key=step.key)

    assert walk.journey.past.dead == {channel}
    assert walk.to(SendTouch).touch_id == "mail"


@pytest.mark.parametrize("channel", ASKED_FOR)
def test_whoever_opts_out_is_asked_for_no_more(channel: Channel) -> None:
    """The task in hand is withdrawn, and the lead ends."""
    walk = walk_of(touch(channel))
    walk.after(AskRep)

    walk.hears(OptedOut)

    assert walk.to(Finish).disposition is Disposition.OPTED_OUT


@pytest.mark.parametrize("channel", ASKED_FOR)
def test_the_verdict_of_the_gate_is_that_of_any_other_channel(channel: Channel) -> None:
    """Suppressed or without consent it is dead, over a cap it waits, and else it may be done."""

    def verdict(*caps: Cap, suppressed: str = "", consents: bool = True) -> str:
        recent = [(channel, MONDAY)]
        seen = Circumstances(suppressed, is_ended=False, facts_recorded=0, consents=consents, recent=recent)
        answer = may_leave(seen, channel=channel, facts_heard=0, opens_at=MONDAY, caps=caps, now=MONDAY)
        return answer.says

    assert verdict() == "allow"
    assert verdict(suppressed="opted out") == "channel_dead"
    assert verdict(consents=False) == "channel_dead"
    assert verdict(Cap(channel=channel, count=1, within=DAY)) == "defer"
    assert verdict(Cap(channel=Channel.CALL, count=1, within=DAY)) == "allow"


@pytest.mark.parametrize("channel", ASKED_FOR)
def test_a_preview_shows_it_and_keeps_its_caps(channel: Channel) -> None:
    """One a day: the second is the next day's, and says why."""
    touches = (touch(channel, "one"), touch(channel, "two"))
    agreement = an_agreement(caps=(Cap(channel=channel, count=1, within=DAY),))
    playbook = a_playbook(a_cadence(*touches, acknowledge=None), agreement=agreement)

    lines = [line for line in preview(playbook, FORM, MONDAY) if line.what == channel.value]

    assert [(line.touch, f"{line.local_at:%a %H:%M}") for line in lines] == [("one", "Mon 11:00"), ("two", "Tue 11:00")]
    assert lines[1].reason.endswith(f"at most 1 {plain(channel)} touch within 1 day")


class _SaysOf:
    """A world in which everything leaves, and every task of a channel ends so."""

    def __init__(self, channel: Channel, outcome: Outcome) -> None:
        self._channel = channel
        self._outcome = outcome

    def sent(self, step: SendTouch, at: datetime) -> TouchSent:
        return TouchSent(key=step.key, at=at, channel=step.channel, send_id=step.send_id)

    def asked(self, task: OpenTask, at: datetime) -> Sequence[tuple[datetime, Reported]]:
        if task.kind is not self._channel:
            return ()
        return ((at, OutcomeLogged(id=task.task_id, at=at, outcome=self._outcome, task_id=task.task_id)),)


@pytest.mark.parametrize(
    ("channel", "outcome", "asked"),
    [
        (Channel.SOCIAL, Outcome.SENT, 2),
        (Channel.SOCIAL, Outcome.BAD_ADDRESS, 1),
        (Channel.TASK, Outcome.COMPLETED, 2),
        (Channel.TASK, Outcome.BAD_ADDRESS, 1),
    ],
)
def test_a_simulated_life_takes_it_to_its_end(channel: Channel, outcome: Outcome, asked: int) -> None:
    """Each touch is asked for, unless the one before found that it cannot be done for this lead."""
    cadence = a_cadence(touch(channel, "one"), a_touch("mail"), touch(channel, "two"), exhausted="close")
    journey = a_working_journey(cadence=cadence, profile=a_profile(known=KNOWN))

    story = run(journey, a_playbook(cadence), world=_SaysOf(channel, outcome), until=MONDAY + timedelta(days=90))

    tasks = [event.step.task for event in story.events if isinstance(event.step, AskRep)]
    assert tasks == [channel] * asked
    assert story.journey.disposition is Disposition.EXHAUSTED


def test_a_lead_whom_no_channel_reaches_is_unreachable_though_tasks_are_left() -> None:
    """What needs no address can be done for anybody, and reaches nobody by itself."""
    dead = frozenset(channel for channel in Channel if channel.way.address)
    journey = a_working_journey(touch(Channel.TASK), profile=a_profile(known=KNOWN), dead=dead)
    walk = Walk(journey)

    walk.after(AskRep)
    walk.reports(Outcome.COMPLETED)

    assert walk.to(Finish).disposition is Disposition.UNREACHABLE
