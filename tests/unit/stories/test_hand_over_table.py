"""Hand-over and kick-back: the table that marketing people read, told as stories on a simulated clock."""

from typing import Any

import pytest
from builders import a_cadence, a_playbook, a_profile, a_touch, an_agreement
from house import SCENARIOS
from ruamel.yaml import YAML
from table_clock import NEW_YORK, WEEKDAYS, Idle, instant, reported

from domain.channels import Channel
from domain.facts.unions import (
    Assigned,
    Escalated,
    Exhausted,
    HandedOver,
    KickedBack,
    MoveDecided,
)
from domain.lead.form import Direction
from domain.remember.beginnings import begin
from domain.terms.playbook import Playbook
from domain.text import plain
from domain.wire.timeline import entry_of
from simulation.running import Event, Story, run

TABLE = YAML(typ="safe").load(SCENARIOS / "hand_over.yaml")
TURNS = (HandedOver, KickedBack, Escalated, Assigned, MoveDecided, Exhausted)


def the_playbook(direction: Direction) -> Playbook:
    """One call within a day; an outbound lead goes back to its teleprospector after it."""
    call = a_touch("first-call", Channel.CALL, "0 minutes")
    exhausted = "kick back" if direction is Direction.OUTBOUND else "nurture"
    return a_playbook(a_cadence(call, exhausted=exhausted), agreement=an_agreement(outbound_role="rep"))


def told(row: dict[str, Any]) -> Story:
    """The story of one row."""
    direction = Direction(row.get("direction", "inbound"))
    arrives = instant("Mon 10:00")
    outbound = direction is Direction.OUTBOUND
    profile = a_profile(
        arrived_at=arrives, opted_in_at=arrives, direction=direction, generated_by="tom" if outbound else ""
    )
    script = [
        (instant(each["at"]), reported(each["what"], instant(each["at"]), number))
        for number, each in enumerate(row["happens"])
    ]
    playbook = the_playbook(direction)
    journey = begin(profile, playbook.agreement, playbook.cadences["hot"])
    return run(journey, playbook, script=script, world=Idle(), until=instant(row["until"]))


def in_words(event: Event) -> str:
    """``Mon 2 10:05 Handed over to ana``, on New York's clock."""
    assert event.fact is not None
    local = event.at.astimezone(NEW_YORK)
    entry = entry_of("lead1", 1, event.fact, event.why if isinstance(event.fact, Escalated) else "")
    what = f"{entry.what}: {entry.reason.split('; ')[0]}" if isinstance(event.fact, Escalated) else entry.what
    return f"{WEEKDAYS[local.weekday()]} {local.day} {local:%H:%M} {what}"


@pytest.mark.parametrize("row", TABLE["stories"], ids=lambda row: row["story"])
def test_a_lead_goes_where_the_table_says(row: dict[str, Any]) -> None:
    """Each rung, each owner and each turn at its instant."""
    story = told(row)

    turns = [event for event in story.events if isinstance(event.fact, TURNS)]
    assert [in_words(event) for event in turns] == row["goes"]
    ended = story.journey.disposition
    assert plain(ended.value if ended is not None else story.journey.stage.value) == row["ends"]
