"""Leads that began before promises, watches, companies and nurture by profile were agreed, on today's code.

Their journeys are read from the replay corpus, as their workflows carry them. Until they move to another cadence they
are led as they were; from then on by the agreement as it is published now.
"""

import base64
import json
from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from house import ROOT

from domain.decide.clocks import clocks
from domain.facts.unions import (
    CompanyNews,
    InterestChanged,
    MeetingBooked,
    OptedOut,
    OutcomeLogged,
    Paused,
    Rejected,
    ReplyReceived,
    Reported,
    Resumed,
    TouchSent,
)
from domain.journey.promise import PromiseKind
from domain.journey.state import Journey, OpenTask, Stage
from domain.journey.steps import Alert, Finish, SendTouch, StartCadence, TellCompany
from domain.lead.form import Interest
from domain.outcomes import ALLOWED, Outcome
from domain.remember.apply import apply
from domain.terms.alerts import About
from domain.terms.company import CompanyEvent
from domain.terms.playbook import Playbook
from domain.wire.requests import LeadInput
from playbook.linting import load_playbook
from simulation.running import Event, Story, run

HISTORIES = sorted((ROOT / "tests" / "replay" / "histories").glob("v1_*.json"))
NEWER_ALERTS = {About.PROMISE_BREACHED, About.NOT_TAKEN_UP, About.ESCALATED, About.INTEREST, About.COMPANY_NEWS}


@pytest.fixture(scope="module")
def playbook() -> Playbook:
    """The shipped playbook, whose agreement has everything there is."""
    loaded = load_playbook(ROOT / "cadences")
    agreement = loaded.agreement
    assert agreement.response_times and agreement.alerts.ladder and agreement.company  # noqa: PT018 - one thing: all of it
    assert agreement.nurture and agreement.scoring  # noqa: PT018 - as above
    return loaded


def as_it_began(name: str, number: int = 0) -> Journey:
    """The journey that a run of a recorded lead was started with."""
    started = json.loads((ROOT / "tests" / "replay" / "histories" / f"v1_{name}.json").read_text())[number]["events"][0]
    (payload,) = started["workflowExecutionStartedEventAttributes"]["input"]["payloads"]
    return LeadInput.model_validate_json(base64.b64decode(payload["data"])).journey


class NoAnswer:
    """Mails leave; calls are made at once, and nobody picks up."""

    def sent(self, step: SendTouch, at: datetime) -> TouchSent:
        """It left."""
        return TouchSent(key=step.key, at=at, channel=step.channel, send_id=step.send_id)

    def asked(self, task: OpenTask, at: datetime) -> Sequence[tuple[datetime, Reported]]:
        """Whatever means that nobody was reached."""
        outcome = next((each for each in (Outcome.NO_ANSWER, Outcome.SENT) if each in ALLOWED[task.kind]), None)
        if outcome is None:
            return ()
        fact = OutcomeLogged(id=f"{task.task_id}:{task.rung}", at=at, outcome=outcome, task_id=task.task_id)
        return ((at + timedelta(minutes=1), fact),)


def told(journey: Journey, playbook: Playbook, *facts: Reported) -> Story:
    """The rest of its life."""
    script = [(fact.at, fact) for fact in facts]
    return run(journey, playbook, script=script, world=NoAnswer(), until=journey.anchor_at + timedelta(days=3_000))


def before_the_move(story: Story) -> list[Event]:
    """What happened on the cadence that the lead was started with."""
    moved = [index for index, event in enumerate(story.events) if isinstance(event.step, StartCadence)]
    return story.events[: moved[0]] if moved else story.events


@pytest.mark.parametrize("name", [file.stem.removeprefix("v1_") for file in HISTORIES])
def test_a_lead_from_before_is_led_to_its_end_as_it_was_agreed_then(name: str, playbook: Playbook) -> None:
    """Nothing is promised or watched on its first cadence, and nobody at its company is told of anything."""
    began = as_it_began(name)
    assert (began.promises, began.watch, began.company_news, began.agreement.nurture) == ((), None, (), ())

    story = told(began, playbook)

    steps = [event.step for event in before_the_move(story)]
    assert isinstance(story.events[-1].step, Finish)
    assert not any(isinstance(step, TellCompany) for step in steps)
    assert not any(isinstance(step, Alert) and step.about in NEWER_ALERTS for step in steps)


def test_every_report_of_today_is_heard_on_an_agreement_of_before() -> None:
    """Interest may class it anew; its company's news and its own change nothing that was not agreed."""
    began = as_it_began("converted")
    at = began.anchor_at
    facts: tuple[Reported, ...] = (
        CompanyNews(id="c", at=at, about=CompanyEvent.LEFT_ALONE, lead="l2"),
        InterestChanged(id="i", at=at, level=Interest.STRONG, score=50, number=1),
        Paused(id="p", at=at),
        Resumed(id="r", at=at),
        ReplyReceived(id="m", at=at),
        Rejected(id="n", at=at),
        MeetingBooked(id="b", at=at),
        OptedOut(id="o", at=at),
    )
    journey = began
    for fact in facts:
        journey = apply(journey, fact)
        assert (journey.promises, journey.company_news, clocks(journey)) == ((), (), ())
    assert journey.pause is None


def test_a_lead_that_comes_back_on_the_new_agreement_has_all_of_it(playbook: Playbook) -> None:
    """From nurture, by interest: what is promised runs from the move, and its answer is news for its company."""
    began = as_it_began("exhausted_after_a_year", 1)
    at = began.anchor_at + timedelta(days=3)
    facts = (
        InterestChanged(id="i", at=at, level=Interest.STRONG, score=50, number=1),
        ReplyReceived(id="m", at=at + timedelta(days=2)),
    )

    story = told(began, playbook, *facts)

    moved = next(event for event in story.events if isinstance(event.step, StartCadence))
    promised = {promise.kind: promise for promise in story.journey.promises}
    assert story.journey.agreement.version == playbook.version
    assert moved.at == at
    assert {PromiseKind.ACKNOWLEDGED, PromiseKind.FIRST_ATTEMPT} <= set(promised)
    assert all(promise.since >= moved.at and not promise.state.is_open for promise in promised.values())
    assert any(isinstance(event.step, TellCompany) for event in story.events)


def test_a_lead_that_is_used_up_goes_where_its_old_agreement_said(playbook: Playbook) -> None:
    """Its list of nurture cadences was no list then: it goes by the name it has, and on the terms of today."""
    story = told(as_it_began("unreachable"), playbook)

    moved = next(event for event in story.events if isinstance(event.step, StartCadence))
    after = [event for event in story.events if event.at >= moved.at]
    assert isinstance(moved.step, StartCadence)
    assert moved.step.cadence == "nurture-monthly"
    assert story.journey.agreement.version == playbook.version
    assert not any(isinstance(event.step, Alert) and event.step.about in NEWER_ALERTS for event in after)


def test_what_a_lead_carries_now_is_read_back_whole(playbook: Playbook) -> None:
    """Through continue-as-new, in the middle of promises and of an alert that waits."""
    journey = as_it_began("exhausted_after_a_year", 1)
    at = journey.anchor_at + timedelta(days=3)
    fact = InterestChanged(id="i", at=at, level=Interest.STRONG, score=50, number=1)
    story = run(journey, playbook, script=[(at, fact)], world=NoAnswer(), until=at + timedelta(hours=1))

    again = LeadInput.model_validate_json(LeadInput(journey=story.journey).model_dump_json()).journey

    assert again == story.journey
    assert again.stage is Stage.WORKING
    assert again.promises
