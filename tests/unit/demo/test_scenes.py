"""The scenes that the demo looks for at its end."""

from datetime import timedelta
from typing import Any

import pytest
from demo_answers import BROKEN, EVIDENCE, NOW, a_lead, a_line, a_promise, watching

from demo.cast import CAST, Cue
from demo.scenes import SCENES, shown_of
from domain.terms.alerts import RungAction

ESCALATED = [a_line("escalated", "ben did not acknowledge the alert in time", rung.in_words) for rung in RungAction]
SALES_ESCALATED = [
    a_line("escalated", "carla did not answer the hand-over in time", rung.in_words) for rung in RungAction
]
FOLLOWED = a_promise(kind="follow_up", state="met", within="1 day")
SHOWN: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("a promise kept", {"promises": [a_promise(state="met")]}, "first attempt within 15 minutes, by ben"),
    ("a promise missed", {"promises": [BROKEN]}, "first attempt; missed at the deadline, done late"),
    (
        "an alert that nobody acknowledges",
        {"timeline": ESCALATED},
        "escalated: reminder sent, reassigned, manager told",
    ),
    (
        "a silent rep is paused from new leads",
        {"timeline": [a_line("assigned", "Assigned to ana", "Ana: free (Ben is paused because of lead diego's)")]},
        "Assigned to ana instead of ben",
    ),
    (
        "an alert acknowledged",
        {"timeline": [a_line("alert_acknowledged", "Alert acknowledged", by="ana")]},
        "Alert acknowledged by ana",
    ),
    ("sales gets what was learned", {"lead_id": "with pains"}, 'hand-over package with the pain "the forecast"'),
    (
        "accepted as an opportunity",
        {"timeline": [a_line("accepted", "Accepted by sales: opportunity")], "promises": [FOLLOWED]},
        "Accepted by sales: opportunity; follow-up within 1 day: kept",
    ),
    (
        "accepted with a follow-up agreed",
        {"timeline": [a_line("accepted", "Accepted by sales: follow up")]},
        "Accepted by sales: follow up",
    ),
    (
        "turned down: needs more qualification",
        {
            "stage": "nurture",
            "timeline": [a_line("rejected", "Turned down by sales: needs qualification", note="later")],
        },
        'Turned down by sales: needs qualification, "later"; now nurture',
    ),
    (
        "turned down: never a customer",
        {"stage": "closed", "timeline": [a_line("rejected", "Turned down by sales: never customer", note="resells")]},
        'Turned down by sales: never customer, "resells"; now closed',
    ),
    ("sales does not answer", {"timeline": SALES_ESCALATED}, "escalated: reminder sent, reassigned, manager told"),
    (
        "outbound, and kicked back",
        {
            "timeline": [
                a_line("kicked_back", "Kicked back to tess"),
                a_line("handed_over", "Handed over to carla", at=(NOW + timedelta(minutes=1)).isoformat()),
            ]
        },
        "Kicked back to tess; Handed over to carla",
    ),
    (
        "one company, one conversation",
        {"timeline": [a_line("company_news", "Somebody at the company answered"), a_line("pause_ended")]},
        "on hold: Somebody at the company answered",
    ),
    (
        "interest brings a lead back",
        {
            "timeline": [
                a_line("interest_changed", "Interest is strong (score 32)", "last signal: visit", run=2),
                a_line("promise_met", run=3),
            ]
        },
        "Interest is strong (score 32): last signal: visit; working again in inbound-hot",
    ),
)


@pytest.mark.parametrize(("title", "shows", "saw"), SHOWN, ids=[title for title, _, _ in SHOWN])
def test_a_scene_is_seen_on_its_lead_and_missed_where_it_did_not_happen(
    title: str, shows: dict[str, Any], saw: str
) -> None:
    """What was seen is told in words; a lead that shows nothing of it has none."""
    scene = next(scene for scene in SCENES if scene.title == title)
    others = [(scene.needs, a_lead("another"))] if scene.needs else []
    happened = watching((scene.role, a_lead(**shows)), *others)
    missed = watching((scene.role, a_lead()), *others)

    assert [shown.saw for shown in shown_of(happened, EVIDENCE) if shown.scene is scene] == [saw]
    assert [shown.saw for shown in shown_of(missed, EVIDENCE) if shown.scene is scene] == [""]


def test_every_scene_is_looked_for_in_a_lead_that_has_a_part() -> None:
    """And this file has a case for each."""
    assert {scene.role for scene in SCENES} <= set(CAST)
    assert {scene.title for scene in SCENES} == {title for title, _, _ in SHOWN}
    assert {part.comes for part in CAST.values()} == {None, *Cue}


def test_scenes_of_leads_that_do_not_take_part_are_not_asked_for() -> None:
    """A demo with fewer leads promises less; what any lead may show is looked for in all of them."""
    kept = a_lead("l2", promises=[a_promise("l2", state="met")])
    watch = watching(("nora", a_lead()), ("ruth", kept), ("leila", a_lead("l3")))

    shown = {each.scene.title: each for each in shown_of(watch, EVIDENCE)}

    assert set(shown) == {"a promise kept", "sales gets what was learned"}
    assert shown["a promise kept"].lead["lead_id"] == "l2"
