"""Every channel in one table: who sends on it, which address and consent it needs, what law says, how it is retried.

A channel is one row. Sets of channels, the kinds and outcomes of tasks, the grammar of cadences, lint, suppressions
and the options of activities are all derived from the rows.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Annotated, Final, NamedTuple, Self

from pydantic import AfterValidator, BaseModel, ConfigDict

from domain.outcomes import ALLOWED, CALL_OUTCOMES, CHORE_OUTCOMES, DELIVERY_OUTCOMES, Outcome, TaskKind


class Address(StrEnum):
    """What a person is reached at: a field of the form, or the attribute of that name.

    A suppression names the address that it bars, so these words stand in the ledger.
    """

    EMAIL = "email"
    PHONE = "phone"
    POSTAL_ADDRESS = "postal_address"
    SOCIAL_URL = "social_url"


class Consent(BaseModel):
    """What the lead said yes or no to; ``None`` means not asked. A channel's row names the consent that it needs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    email: bool | None = None
    sms: bool | None = None
    voice: bool | None = None
    social: bool | None = None

    def to(self, word: str) -> bool | None:
        """The answer for one of the words of ``CONSENTS``."""
        said: bool | None = getattr(self, word)
        return said

    @property
    def says_yes(self) -> bool:
        """Whether the lead said yes to any channel."""
        return any(map(self.to, CONSENTS.values()))

    def allows(self, channel: "Channel") -> bool:
        """Whether consent permits this channel: some channels need a yes, the others are open until a no."""
        way = channel.way
        if not way.consent:
            return True
        said = self.to(way.consent)
        return said is True if way.needs_yes else said is not False


CONSENTS: Final = {f"{word} consent": word for word in Consent.model_fields}
"""Consents as playbooks write them (``sms consent``), with the field of ``Consent`` that each means."""


class Sender(StrEnum):
    """Who sends on a channel."""

    MACHINE = "machine"
    PERSON = "person"


class Medium(StrEnum):
    """The kind of message on a channel. It decides which file of the message is used and what lint checks."""

    MAIL = "mail"
    TEXT = "text"
    VOICE = "voice"
    OTHER = "other"


class Retries(NamedTuple):
    """How a machine's touch is retried. Retries do not give up: no lead is dropped because a provider is down.

    Attributes:
        answer_within: how long the provider's client waits for one answer.
        attempt_within: how long one attempt may take. It is longer than all of the client's waits together, so that
            every attempt ends with an answer.
        first_wait, growth, longest_wait: the waits between attempts while the provider is unavailable.
        refusals_borne, refusal_wait: how often, and how far apart, a touch is tried again that the provider refuses
            because of us. The manager is alerted after the first refusal.
        given_up_after: share of the settling time after which an attempt must be over. A worker that lost the server
            does not learn that its work was given to another worker; without this limit it could still deliver a
            touch that was settled as not sent.
    """

    answer_within: timedelta = timedelta(seconds=10)
    attempt_within: timedelta = timedelta(seconds=90)
    first_wait: timedelta = timedelta(seconds=1)
    growth: float = 2
    longest_wait: timedelta = timedelta(minutes=1)
    refusals_borne: int = 24
    refusal_wait: timedelta = timedelta(hours=1)
    given_up_after: float = 2 / 3


class Way(NamedTuple):
    """A channel's row.

    Attributes:
        sent_by: the machine sends by itself; a person gets a task of the channel's name.
        address: what the lead must have given; None where nothing is needed.
        consent: the word of ``CONSENTS`` that applies; empty if none does.
        needs_yes: the lead must have said yes; otherwise it is enough that the lead did not say no.
        lawful_hours: whether the law limits its hours at the called party's own place (47 CFR 64.1200(c)(1)).
        dies_alone: a failure does not rule out other channels to the same address: a number that takes no texts may
            still be called.
        outcomes: what a person may report about a task on this channel.
        retries: how the machine tries.
    """

    sent_by: Sender
    medium: Medium
    address: Address | None
    consent: str = ""
    needs_yes: bool = False
    lawful_hours: bool = False
    dies_alone: bool = False
    outcomes: frozenset[Outcome] = frozenset()
    retries: Retries = Retries()


class Channel(StrEnum):
    """A way to reach a person, with its row."""

    way: Way

    # ``*row``, because type checkers also see ``Channel("email")``, the look-up by word, as a call of this.
    def __new__(cls, word: str, *row: Way) -> Self:
        """Take the channel's word in playbooks, in the ledger and on the wire, and its row."""
        channel = str.__new__(cls, word)
        channel._value_ = word
        (channel.way,) = row
        return channel

    EMAIL = "email", Way(
        Sender.MACHINE, Medium.MAIL, Address.EMAIL, consent="email", retries=Retries()
    )  # fmt: skip
    SMS = "sms", Way(
        Sender.MACHINE, Medium.TEXT, Address.PHONE, consent="sms", needs_yes=True, lawful_hours=True, dies_alone=True,
        retries=Retries(),
    )  # fmt: skip
    CALL = "call", Way(
        Sender.PERSON, Medium.VOICE, Address.PHONE, consent="voice", lawful_hours=True, dies_alone=True,
        outcomes=CALL_OUTCOMES,
    )  # fmt: skip
    VOICEMAIL = "voicemail", Way(
        Sender.PERSON, Medium.VOICE, Address.PHONE, consent="voice", lawful_hours=True, dies_alone=True,
        outcomes=CALL_OUTCOMES,
    )  # fmt: skip
    POST = "post", Way(
        Sender.PERSON, Medium.OTHER, Address.POSTAL_ADDRESS, outcomes=DELIVERY_OUTCOMES
    )  # fmt: skip
    MANUAL_EMAIL = "manual_email", Way(
        Sender.PERSON, Medium.MAIL, Address.EMAIL, consent="email", outcomes=DELIVERY_OUTCOMES
    )  # fmt: skip
    SOCIAL = "social", Way(
        Sender.PERSON, Medium.OTHER, Address.SOCIAL_URL, consent="social", outcomes=DELIVERY_OUTCOMES
    )  # fmt: skip
    TASK = "task", Way(
        Sender.PERSON, Medium.OTHER, None, outcomes=CHORE_OUTCOMES
    )  # fmt: skip


def _those(fits: Callable[[Way], bool]) -> frozenset[Channel]:
    return frozenset(channel for channel in Channel if fits(channel.way))


MACHINE_CHANNELS: Final = _those(lambda way: way.sent_by is Sender.MACHINE)
PERSON_CHANNELS: Final = _those(lambda way: way.sent_by is Sender.PERSON)
MAIL_CHANNELS: Final = _those(lambda way: way.medium is Medium.MAIL)
MACHINE_MAIL_CHANNELS: Final = MACHINE_CHANNELS & MAIL_CHANNELS
TEXT_CHANNELS: Final = _those(lambda way: way.medium is Medium.TEXT)
VOICE_CHANNELS: Final = _those(lambda way: way.medium is Medium.VOICE)
QUIET_CHANNELS: Final = _those(lambda way: way.lawful_hours)
REACHING_CHANNELS: Final = _those(lambda way: way.address is not None)
"""Channels that reach the person. A channel without an address is work about the lead, not contact."""


def channels_to(address: Address) -> frozenset[Channel]:
    """The channels that go to this address."""
    return _those(lambda way: way.address is address)


def of_same_address(channel: Channel) -> frozenset[Channel]:
    """The channels that go to the same address, including this one."""
    return channels_to(channel.way.address) if channel.way.address is not None else frozenset({channel})


def dead_with(channel: Channel) -> frozenset[Channel]:
    """Channels that die together. Both mail channels share one address; an SMS failure does not rule out calls."""
    return frozenset({channel}) if channel.way.dies_alone else of_same_address(channel)


def in_order(channels: Iterable[Channel]) -> tuple[Channel, ...]:
    """The channels in the order of the table."""
    return tuple(sorted(channels, key=tuple(Channel).index))


def _of_a_person(kind: Channel | TaskKind) -> Channel | TaskKind:
    if kind in MACHINE_CHANNELS:
        raise ValueError(f"{kind} is sent by the machine, not by a person: it cannot be a task")
    return kind


AnyTask = Annotated[Channel | TaskKind, AfterValidator(_of_a_person)]
"""What a person is asked to do: a touch on one of their channels, or a task of another kind."""

TASKS: Final[tuple[Channel | TaskKind, ...]] = (*in_order(PERSON_CHANNELS), *TaskKind)

OUTCOMES_OF: Final[Mapping[Channel | TaskKind, frozenset[Outcome]]] = {
    kind: kind.way.outcomes if isinstance(kind, Channel) else ALLOWED[kind] for kind in TASKS
}
"""What may be reported about each task."""

CALL_TASKS: Final = frozenset(kind for kind, outcomes in OUTCOMES_OF.items() if outcomes >= CALL_OUTCOMES)
"""Tasks for which somebody picks up the phone."""


_TASK_NAMES: Final[Mapping[Channel | TaskKind, str]] = {  # every other task is called by its own word
    Channel.POST: "letter",
    Channel.MANUAL_EMAIL: "personal email",
    Channel.SOCIAL: "social message",
    TaskKind.MISSING_INFORMATION: "call for missing information",
    TaskKind.CHECK_DELIVERY: "delivery check",
    TaskKind.HAND_OVER: "answer to the hand-over",
    TaskKind.KICK_BACK: "call to the kicked-back lead",
}


def task_in_words(kind: Channel | TaskKind) -> str:
    """A task as people call it: ``call``, ``personal email``."""
    return _TASK_NAMES.get(kind, kind.value)


def task_of(word: str) -> Channel | TaskKind:
    """The task of that name.

    Raises:
        ValueError: there is none.
    """
    return next((kind for kind in TASKS if kind.value == word), None) or TaskKind(word)
