"""What every fact says of itself: what happened, why, who wants to know of it."""

import inspect
from abc import abstractmethod
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Any, ClassVar, Self

from pydantic import AwareDatetime, BaseModel, ConfigDict

from domain.snapshot import replaced


class Weight(StrEnum):
    """How much a fact tells somebody who only glances at a lead."""

    TURN = "turn"
    """Says why the lead stands where it does."""
    LINE = "line"
    """One of the things that happened."""
    DETAIL = "detail"
    """Says nothing that another fact does not say; ``sevenfold why`` shows it all the same."""

    @property
    def is_for_boards(self) -> bool:
        """Whether somebody who only watches wants a line of it."""
        match self:
            case Weight.TURN | Weight.LINE:
                return True
            case Weight.DETAIL:
                return False


class Travels(StrEnum):
    """How a fact from outside reaches the lead's workflow."""

    UPDATE = "update"
    """Somebody waits for the answer, and may be refused."""
    SIGNAL = "signal"
    """A provider or the ledger tells it, and waits for nothing."""


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What holds of every fact of a class. Nothing has a default, so that nothing is forgotten.

    Attributes:
        is_for_people: whoever takes the lead over reads it in the lead's history.
        weight: how much it tells.
    """

    is_for_people: bool
    weight: Weight


@dataclass(frozen=True, kw_only=True)
class HeardTraits(Traits):
    """As ``Traits``, for a fact from outside.

    Attributes:
        travels: how it reaches the lead's workflow.
        shows_somebody_at_work: it proves that a person has the lead in hand.
    """

    travels: Travels
    shows_somebody_at_work: bool


class Happened(BaseModel):
    """Base of all facts; each class says its ``traits`` and its words."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    traits: ClassVar[Traits]

    at: AwareDatetime

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Refuse a fact that does not describe itself, where it is written and not where it is first told."""
        if "kind" not in cls.model_fields:
            return  # a base of facts
        if not hasattr(cls, "traits"):
            raise TypeError(f"{cls.__name__} does not say who wants to know of it: give it traits")
        if inspect.isabstract(cls):
            raise TypeError(f"{cls.__name__} does not say what happened: give it in_words")

    @property
    @abstractmethod
    def in_words(self) -> str:
        """One clause, past tense, for timelines; empty where there is nothing to tell. Never who the lead is."""

    @property
    def because(self) -> str:
        """Why it happened, where the fact itself knows."""
        return ""

    @property
    def shows_somebody_at_work(self) -> bool:
        """Whether it proves that a person has the lead in hand."""
        return False


class Heard(Happened):
    """Base of facts from outside; every field but the id has a default so that an old or new sender is understood."""

    traits: ClassVar[HeardTraits]

    id: str

    @property
    def shows_somebody_at_work(self) -> bool:
        """As the traits say."""
        return self.traits.shows_somebody_at_work


class Came(Happened):
    """Base of facts that came of the engine's own steps.

    Those that time or the rules make true (``Recorded``) have ``ahead`` as well: what is going to happen, said before.
    """

    key: str

    def dated(self, at: datetime) -> Self:
        """The same fact, at another instant."""
        return replaced(self, partial(type(self), at=at))


def kind_of(fact: type[Happened]) -> str:
    """The word that stands for a class of facts in JSON and in the ledger."""
    return str(fact.model_fields["kind"].default)
