"""What every fact says about itself: what happened, why, and who needs to know."""

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
    """How much a fact matters to somebody who only glances at a lead."""

    TURN = "turn"
    """Explains why the lead stands where it does."""
    LINE = "line"
    """One of the things that happened."""
    DETAIL = "detail"
    """Adds nothing to other facts; ``sevenfold why`` shows it all the same."""

    @property
    def is_for_boards(self) -> bool:
        """Whether boards and overviews show the fact."""
        match self:
            case Weight.TURN | Weight.LINE:
                return True
            case Weight.DETAIL:
                return False


class Travels(StrEnum):
    """How a fact from outside reaches the lead's workflow."""

    UPDATE = "update"
    """The sender waits for the answer and may be refused."""
    SIGNAL = "signal"
    """The sender is a provider or the ledger and does not wait for an answer."""


@dataclass(frozen=True, kw_only=True)
class Traits:
    """What is true of every fact of a class. Nothing has a default, so that nothing is forgotten.

    Attributes:
        is_for_people: whoever takes over the lead reads the fact in the lead's history.
        weight: how much the fact matters.
    """

    is_for_people: bool
    weight: Weight


@dataclass(frozen=True, kw_only=True)
class HeardTraits(Traits):
    """As ``Traits``, for a fact from outside.

    Attributes:
        travels: how it reaches the lead's workflow.
        shows_somebody_at_work: the fact proves that a person is working the lead.
    """

    travels: Travels
    shows_somebody_at_work: bool


class Happened(BaseModel):
    """Base of all facts; each class declares its ``traits`` and its words."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    traits: ClassVar[Traits]

    at: AwareDatetime

    @classmethod
    def __pydantic_init_subclass__(cls, **_: Any) -> None:
        """Refuse a class of facts that does not describe itself, when the class is defined."""
        if "kind" not in cls.model_fields:
            return  # a base of facts
        if not hasattr(cls, "traits"):
            raise TypeError(f"{cls.__name__} does not say who needs to know: give it traits")
        if inspect.isabstract(cls):
            raise TypeError(f"{cls.__name__} does not say what happened: give it in_words")

    @property
    @abstractmethod
    def in_words(self) -> str:
        """What happened, in the past tense, for timelines; empty if there is nothing to say. Never a lead's name."""

    @property
    def because(self) -> str:
        """Why it happened; empty if the fact does not know."""
        return ""

    @property
    def shows_somebody_at_work(self) -> bool:
        """Whether the fact proves that a person is working the lead."""
        return False


class Heard(Happened):
    """Base of facts from outside. Every field but the id has a default, for older and newer senders."""

    traits: ClassVar[HeardTraits]

    id: str

    @property
    def shows_somebody_at_work(self) -> bool:
        """As the traits say."""
        return self.traits.shows_somebody_at_work


class Came(Happened):
    """Base of facts that result from the engine's own steps.

    Facts that time or the rules make true (``Recorded``) also have ``ahead``: what is going to happen, in words.
    """

    key: str

    def dated(self, at: datetime) -> Self:
        """The same fact, dated at another instant."""
        return replaced(self, partial(type(self), at=at))


def kind_of(fact: type[Happened]) -> str:
    """The word that stands for a class of facts in JSON and in the ledger."""
    return str(fact.model_fields["kind"].default)
