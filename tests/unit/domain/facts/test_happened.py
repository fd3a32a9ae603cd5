"""Every fact describes itself, or it cannot be written down."""

from typing import Literal, get_args

import pytest

from domain.facts.happened import Came, Heard, HeardTraits, Traits, Travels, Weight, kind_of
from domain.facts.unions import FACTS, Recorded, Reported

TRAITS = Traits(is_for_people=True, weight=Weight.LINE)


def test_every_fact_is_found_by_its_kind() -> None:
    """The ledger's rows and the API's answers have only the word."""
    written = {*Heard.__subclasses__(), *Came.__subclasses__()}

    assert set(FACTS.values()) == {fact for fact in written if fact.__module__.startswith("domain.facts.")}
    assert all(kind_of(fact) == kind for kind, fact in FACTS.items())


def test_a_fact_without_traits_is_refused_where_it_is_written() -> None:
    """Nobody could tell whether it is for people."""
    with pytest.raises(TypeError, match="Nameless does not say who needs to know: give it traits"):

        class Nameless(Came):
            kind: Literal["nameless"] = "nameless"

            @property
            def in_words(self) -> str:
                return "Something happened"


def test_a_fact_without_words_is_refused_where_it_is_written() -> None:
    """Not when it is first told."""
    with pytest.raises(TypeError, match="Wordless does not say what happened: give it in_words"):

        class Wordless(Came):
            traits = TRAITS

            kind: Literal["wordless"] = "wordless"


def test_a_trait_cannot_be_left_out() -> None:
    """Nothing has a default, so a fact that shows somebody at work cannot be forgotten."""
    with pytest.raises(TypeError, match="shows_somebody_at_work"):
        HeardTraits(is_for_people=True, weight=Weight.LINE, travels=Travels.SIGNAL)  # type: ignore[call-arg]


def test_nobody_waits_for_the_answer_to_what_providers_and_the_ledger_tell() -> None:
    """Reports of people are updates: they may be refused."""
    signals = {kind_of(fact) for fact in get_args(get_args(Reported)[0]) if fact.traits.travels is Travels.SIGNAL}

    assert signals == {
        "out_of_office",
        "bounced",
        "mail_unclear",
        "invite_answered",
        "interest_changed",
        "company_news",
    }


def test_what_time_makes_true_is_said_beforehand() -> None:
    """The list of leads shows what comes next."""
    assert all("ahead" in vars(fact) for fact in get_args(get_args(Recorded)[0]))
