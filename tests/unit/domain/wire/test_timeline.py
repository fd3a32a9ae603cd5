"""Each line of a lead's timeline: what happened and why."""

from typing import Any

from builders import MONDAY
from random_leads import Dice, live

from domain.facts.unions import Planned, TouchFailed, TouchSent, TouchSkipped
from domain.wire.timeline import entry_of

KEY: dict[str, Any] = {"key": "1:one:0:0", "at": MONDAY}


def test_a_line_says_what_the_fact_says_of_itself() -> None:
    """Its kind, its key, its words and its reason."""
    entry = entry_of("lead1", 2, TouchSkipped(**KEY, number=2, reason="so"))

    assert (entry.kind, entry.key, entry.what, entry.reason) == (
        "touch_skipped",
        "1:one:0:0",
        "Skipped touch 2 (one)",
        "so",
    )
    assert (entry.at, entry.run) == (MONDAY, 2)


def test_the_reason_of_the_step_is_told_where_the_fact_has_none() -> None:
    """The shell knows why it did what it did."""
    assert entry_of("lead1", 1, TouchSent(**KEY), "touch 1 of 3").reason == "touch 1 of 3"


def test_each_fact_of_a_life_is_told_under_an_id_of_its_own() -> None:
    """Only a touch that is refused again, and a plan made again, are told under one id."""
    for seed in range(40):
        lived = live(Dice(bytes((seed * 37 + place * (seed + 11)) % 256 for place in range(400))))
        facts = [(before.run.number, event.fact) for event, before, _ in lived.steps() if event.fact is not None]
        told = [
            entry_of("lead1", run, fact).entry_id
            for run, fact in facts
            if not isinstance(fact, Planned | TouchFailed) and not hasattr(fact, "id")
        ]

        assert len(told) == len(set(told))
