"""What a change of interest does to a lead, wherever it is."""

from typing import Any

import pytest
from builders import (
    MONDAY,
    a_cadence,
    a_journey,
    a_nurture,
    a_playbook,
    a_profile,
    a_touch,
    a_working_journey,
    an_agreement,
)
from house import SCENARIOS
from ruamel.yaml import YAML
from walking import Walk

from domain.dispositions import Disposition
from domain.facts.unions import InformationAdded, InterestChanged, Paused
from domain.journey.changes import changed
from domain.journey.state import Journey, Stage
from domain.journey.steps import StartCadence
from domain.lead.form import Interest
from domain.remember.apply import apply
from domain.remember.beginnings import interested_again
from domain.terms.agreement import Agreement, MissingInformation, Qualification, Route, TriageRule
from domain.terms.conditions import Condition
from domain.terms.scoring import SignalKind
from domain.triage.near_misses import explain

ROWS: list[dict[str, Any]] = YAML(typ="safe").load(SCENARIOS / "interest_news.yaml")
STRONG = Condition(field="interest", is_="strong")
STANDARD = a_cadence(a_touch("one"), a_touch("two"), name="standard", acknowledge=None)


def an_interested_agreement(*rules: TriageRule, **changes: Any) -> Agreement:
    """Strong interest is high and goes to ``hot``, everybody else is medium and goes to ``standard``."""
    return an_agreement(
        triage=(
            *rules,
            TriageRule(name="strong interest", when=STRONG, then=Qualification.HIGH),
            TriageRule(name="everybody else", then=Qualification.MEDIUM),
        ),
        routes=(
            Route(cadence="hot", version="v1", applies=Condition(field="priority", is_="high")),
            Route(cadence="standard", version="v1"),
        ),
        **changes,
    )


def a_lead_in(stage: Stage, was: Interest | None = None, **changes: Any) -> Journey:
    """A lead of Ana's that was triaged without any interest."""
    cadence = a_nurture() if stage is Stage.NURTURE else STANDARD
    journey = a_working_journey(
        cadence=cadence,
        profile=a_profile(interest=None),
        **{"agreement": an_interested_agreement(), "stage": stage, "moving_to": None, **changes},
    )
    return changed(journey, profile=a_profile(interest=was, score=0 if was else None))


def a_change(level: Interest | None, by: SignalKind | None = SignalKind.CLICK, **fields: Any) -> InterestChanged:
    return InterestChanged(**{"id": "i1", "at": MONDAY, "level": level, "score": 32, "signal": by, **fields})


def level_of(text: str) -> Interest | None:
    return None if text == "nothing" else Interest(text)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['stage']}: {row['was']} to {row['is']} by {row['by']}")
def test_the_table_of_what_interest_does(row: dict[str, Any]) -> None:
    """Each row of tests/scenarios/interest_news.yaml."""
    journey = a_lead_in(Stage(row["stage"]), level_of(row["was"]))
    if row.get("held"):
        journey = apply(journey, Paused(id="p1", at=MONDAY, by="ana"))

    by = None if row["by"] == "time" else SignalKind(row["by"])
    after = apply(journey, a_change(level_of(row["is"]), by))

    assert (after.in_hand.moving_to[0] if after.in_hand.moving_to else "stays") == row["then"]
    assert after.qualification.value == row["class"]
    assert [alert.about.value for alert in after.owed.alerts] == ([] if row["told"] == "nothing" else [row["told"]])
    assert (after.profile.interest, after.profile.score) == (level_of(row["is"]), 32)


def test_a_lead_that_comes_back_keeps_its_history_and_is_acknowledged_anew() -> None:
    """It is worked from the start in the cadence of its new class, and the reason names the rule."""
    outcomes = frozenset({"no_answer"})
    walk = Walk(
        a_lead_in(Stage.NURTURE, number=2, outcomes=outcomes),
        a_playbook(a_cadence(), STANDARD, agreement=an_interested_agreement()),
    )

    walk.hears(InterestChanged, level=Interest.STRONG, score=32, signal=SignalKind.CLICK)
    step = walk.after(StartCadence)

    assert (step.cadence, step.reason) == ("hot", "interested again: strong interest")
    assert (walk.journey.stage, walk.journey.run.number) == (Stage.WORKING, 3)
    assert (walk.journey.past.outcomes, walk.journey.run.is_acknowledged) == (outcomes, False)


def test_a_lead_that_sales_turned_down_comes_back_to_who_works_leads() -> None:
    """Whoever had it in sales does not make its first call: somebody of the working role is found."""
    nurtured = a_journey(stage=Stage.NURTURE, owner="carla", is_acknowledged=True, engaged=1)

    back = interested_again(changed(nurtured, cadence=a_cadence(name="nurture")), MONDAY)

    assert back.in_hand.moving_to is not None
    assert back.owner == ""


@pytest.mark.parametrize("nurture", [(Route(cadence="nurture", version="v1"),), ()])
@pytest.mark.parametrize(("owner", "told"), [("ana", [("ana", "came_back")]), ("", [])])
def test_the_owner_of_a_lead_that_interest_brings_back_is_told(
    owner: str, told: list[tuple[str, str]], nurture: tuple[Route, ...]
) -> None:
    """As of one that a form brings back, also under an agreement without a list; whoever had none is told as new."""
    agreement = an_interested_agreement(nurture=nurture)
    nurtured = a_lead_in(Stage.NURTURE, owner=owner, agreement=agreement)
    walk = Walk(nurtured, a_playbook(a_cadence(), STANDARD, agreement=agreement))

    walk.hears(InterestChanged, level=Interest.STRONG, score=32, signal=SignalKind.VISIT)

    assert walk.alerts() == told
    assert walk.after(StartCadence).cadence == "hot"


def test_a_rule_about_a_little_interest_brings_back_too() -> None:
    """What the agreement says of a level is done when the level is reached."""
    a_little = TriageRule(
        name="a little", when=Condition(field="interest", in_=("little", "strong")), then=Qualification.HIGH
    )
    journey = changed(a_lead_in(Stage.NURTURE), agreement=an_interested_agreement(a_little))

    after = apply(journey, a_change(Interest.LITTLE))

    assert after.in_hand.moving_to == ("hot", "interested again: a little")


def test_interest_does_not_open_what_triage_closes() -> None:
    """Somebody who is not qualified stays where they are; their owner is told."""
    never = TriageRule(name="a competitor", when=Condition(field="country", is_="US"), then=Qualification.NOT_QUALIFIED)
    journey = changed(a_lead_in(Stage.NURTURE), agreement=an_interested_agreement(never))

    after = apply(journey, a_change(Interest.STRONG))

    assert (after.stage, after.in_hand.moving_to) == (Stage.NURTURE, None)
    assert [alert.about.value for alert in after.owed.alerts] == ["interest"]


def test_a_lead_in_its_own_cadence_already_is_told_and_not_moved() -> None:
    """Kicked back from the cadence that it would go to: who has it hears of it."""
    journey = changed(a_lead_in(Stage.KICKED_BACK), cadence=a_cadence())

    after = apply(journey, a_change(Interest.STRONG))

    assert (after.stage, after.in_hand.moving_to, after.owed.alerts[0].to) == (Stage.KICKED_BACK, None, "ana")
    assert after.owed.alerts[0].reason == "strong interest (score 32; last signal: click)"


def test_a_lead_that_lacks_information_is_triaged_again() -> None:
    """A rule may let strong interest pass; where none does, the question that is out stays."""
    needing = an_interested_agreement(missing=MissingInformation(needed=("company",), message="ask"))
    profile = a_profile(known=frozenset({"email"}))
    asked = a_journey(agreement=needing, profile=profile, cadence=STANDARD)
    unfit = TriageRule(name="not like this", when=STRONG, then=Qualification.NOT_QUALIFIED)

    still = apply(asked, a_change(Interest.STRONG))
    ended = apply(
        changed(asked, agreement=an_interested_agreement(unfit, missing=needing.missing)),
        a_change(Interest.STRONG),
    )

    assert (asked.stage, still.stage, still.in_hand.plan) == (Stage.INCOMPLETE, Stage.INCOMPLETE, asked.in_hand.plan)
    assert still.rule == "strong interest; missing: company"
    assert ended.disposition is Disposition.NOT_QUALIFIED


def test_a_further_form_forgets_no_interest() -> None:
    """A form says nothing of what the lead did; what was measured stays."""
    journey = apply(a_lead_in(Stage.WORKING), a_change(Interest.STRONG))

    after = apply(journey, InformationAdded(id="f1", at=MONDAY, profile=a_profile(company_size=40)))

    assert (after.profile.company_size, after.profile.interest, after.profile.score) == (40, Interest.STRONG, 32)


def test_the_same_change_heard_twice_is_one() -> None:
    """And a lead that has ended hears nothing."""
    once = apply(a_lead_in(Stage.WORKING), a_change(Interest.STRONG))
    ended = changed(a_lead_in(Stage.WORKING), disposition=Disposition.LOST, stage=Stage.CLOSED)

    assert apply(once, a_change(Interest.STRONG)) is once
    assert apply(ended, a_change(Interest.STRONG)).owed.alerts == ()


def test_changes_heard_in_another_order_come_to_the_same() -> None:
    """The last change counts, whichever is heard last."""
    little, strong = a_change(Interest.LITTLE, id="i1", number=1), a_change(Interest.STRONG, id="i2", number=2)
    journey = a_lead_in(Stage.WORKING)

    in_order = apply(apply(journey, little), strong)
    out_of_order = apply(apply(journey, strong), little)

    assert out_of_order.profile == in_order.profile
    assert (out_of_order.qualification, out_of_order.owed.alerts) == (in_order.qualification, in_order.owed.alerts)


def test_a_rule_about_interest_is_no_near_miss_of_who_has_just_arrived() -> None:
    """Nobody shows any on arrival; of who shows a little it is one."""
    agreement = an_interested_agreement()

    assert explain(agreement, a_profile()).near_misses == ()
    (missed,) = explain(agreement, a_profile(interest=Interest.LITTLE)).near_misses
    assert (missed.rule, missed.lacks) == ("strong interest", "interest is strong (it is little)")


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (a_change(Interest.STRONG), "Interest is strong (score 32): last signal: click"),
        (a_change(Interest.LOST, None, score=3), "Interest is lost (score 3): no new signals"),
        (
            a_change(None, None, score=0, is_retracted=True),
            "Interest is not known (score 0): earlier signals came from a program, not from a person",
        ),
    ],
)
def test_changes_of_interest_are_told_in_words(fact: InterestChanged, words: str) -> None:
    """For the timeline: no page and no address, which stay in the ledger."""
    assert f"{fact.in_words}: {fact.because}" == words
