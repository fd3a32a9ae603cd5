"""Promises: the table that marketing people read, told as stories on a simulated clock."""

from typing import Any

import pytest
from builders import a_cadence, a_playbook, a_profile, a_touch, an_agreement
from house import SCENARIOS
from ruamel.yaml import YAML
from table_clock import Idle, instant, reported

from domain.channels import Channel
from domain.hours.spans import parse_span
from domain.journey.promise import Promise, PromiseKind, PromiseState
from domain.journey.steps import Alert
from domain.remember.beginnings import begin
from domain.terms.agreement import HandOver
from domain.terms.alerts import About, AlertTerms, Rung, RungAction
from domain.terms.playbook import Playbook
from domain.text import plain
from playbook.compiling import compile_response_times
from playbook.grammar.agreement import ResponseRow
from simulation.running import Story, run

TABLE = YAML(typ="safe").load(SCENARIOS / "promises.yaml")
OF_THE_LADDERS = frozenset({About.PROMISE_BREACHED, About.NOT_ACKNOWLEDGED, About.TASK_REASSIGNED, About.ESCALATED})
ZONES = {"NY": ("America/New_York",), "CA": ("America/Los_Angeles",)}


def the_playbook() -> Playbook:
    """The table's terms, and a cadence of calls that have all the time in the world."""
    slow = parse_span("60 business days")
    calls = (
        a_touch("first-call", Channel.CALL, "0 minutes", within=slow),
        *(a_touch(f"call-{number}", Channel.CALL, within=slow) for number in (2, 3, 4)),
    )
    ladder = tuple(Rung(after=parse_span(row["after"]), then=RungAction(row["then"])) for row in TABLE["alert_ladder"])
    patient = (Rung(after=parse_span("20 business days"), then=RungAction.MANAGER),)
    agreement = an_agreement(
        response_times=tuple(
            compile_response_times(ResponseRow.model_validate(row)) for row in TABLE["response_times"]
        ),
        alerts=AlertTerms(ladder=ladder),
        hand_over=HandOver(
            ladder=patient,
            silence="nurture",
            rejected="nurture",
            follow_up_within=parse_span(TABLE["follow_up_within"]),
        ),
    )
    return a_playbook(a_cadence(*calls), agreement=agreement)


def told(row: dict[str, Any]) -> Story:
    """The story of one row."""
    playbook = the_playbook()
    arrives = instant(row["arrives"])
    script = [
        (instant(each["at"]), reported(each["what"], instant(each["at"]), number))
        for number, each in enumerate(row["happens"])
    ]
    state = row.get("lives in", "NY")
    profile = a_profile(arrived_at=arrives, opted_in_at=arrives, zones=ZONES[state], region=state)
    journey = begin(profile, playbook.agreement, playbook.cadences["hot"])
    return run(journey, playbook, script=script, world=Idle(), until=instant(row["until"]))


def in_words(promise: Promise) -> str:
    """As the table writes it."""
    match promise.state:
        case PromiseState.VOID:
            return f"void: {promise.reason}"
        case PromiseState.PAUSED:
            return "stands still"
        case PromiseState.RUNNING:
            return f"running until {promise.due_at}"
        case PromiseState.MET:
            return f"met {promise.state_at}"
        case PromiseState.BREACHED:
            late = f", done {promise.fulfilled_at}" if promise.fulfilled_at else ""
            return f"broken {promise.state_at}{late}"


def with_instants(words: str) -> str:
    """The table's words, with its instants as the engine has them."""
    if words.startswith("void") or words == "stands still":
        return words
    parts = words.split(", ")
    heads = ("running until ", "met ", "broken ", "done ")
    spelt = []
    for part in parts:
        head = next(head for head in heads if part.startswith(head))
        spelt.append(f"{head}{instant(part.removeprefix(head))}")
    return ", ".join(spelt)


@pytest.mark.parametrize("row", TABLE["stories"], ids=lambda row: row["story"])
def test_promises_are_kept_or_broken_as_the_table_says(row: dict[str, Any]) -> None:
    """Each at its instant, and the people who are told of it are those whom it concerns."""
    story = told(row)

    became = {plain(promise.kind.value): in_words(promise) for promise in story.journey.owed.promises}
    assert became == {kind: with_instants(words) for kind, words in row["promises"].items()}
    alerts = [event.step for event in story.events if isinstance(event.step, Alert)]
    about = [f"{alert.to} {plain(alert.about.value)}" for alert in alerts if alert.about in OF_THE_LADDERS]
    assert about == row["told"]


def test_what_is_kept_while_its_clock_stands_still_is_not_on_record_as_later_than_due() -> None:
    """The instant from before the pause is no more: nobody knows when it would have broken."""
    happens = [{"at": "Mon 10:05", "what": "paused"}, {"at": "Fri 10:00", "what": "replied"}]

    story = told({"arrives": "Mon 10:00", "happens": happens, "until": "Fri 11:00"})

    contact = next(promise for promise in story.journey.owed.promises if promise.kind is PromiseKind.CONTACT)
    assert (contact.state, contact.state_at, contact.due_at) == (PromiseState.MET, instant("Fri 10:00"), None)
