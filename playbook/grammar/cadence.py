"""The grammar of one cadence file, in the shape of the YAML; :mod:`domain.terms.cadence` has the meaning."""

from typing import Annotated, Any, Literal, Self, TypeVar

from pydantic import Field, create_model, model_validator

from domain.channels import CONSENTS, MACHINE_CHANNELS, Channel, in_order
from domain.hours.spans import Span, parse_span
from domain.terms.cadence import CLOSE, Again, IfLate, IfNotDone, OnEvent
from domain.terms.conditions import Condition
from playbook.grammar.base import AgainText, Count, Flag, Line, Name, Written, one_of

CHANNEL_KEYS = tuple(channel.value for channel in Channel)
_ONE_OF = f"one of {', '.join(CHANNEL_KEYS)} with the name of its message"


ConsentText = Annotated[str, *one_of(CONSENTS)]
"""``sms consent``."""

MachineWord = Annotated[Channel, *one_of(channel.value for channel in in_order(MACHINE_CHANNELS))]
"""A channel on which the engine sends by itself."""

Model = TypeVar("Model", bound=Written)


def _with_a_key_for_each_channel(model: type[Model]) -> type[Model]:
    keys: dict[str, Any] = {channel.value: (Name | None, None) for channel in Channel}
    return create_model(model.__name__, __base__=model, __module__=model.__module__, __doc__=model.__doc__, **keys)


@_with_a_key_for_each_channel
class OnChannel(Written):
    """A message on one channel, written ``email: intro``."""

    @property
    def channel(self) -> Channel:
        """The channel whose key is given."""
        return next(channel for channel in Channel if self.message_on(channel))

    @property
    def message(self) -> str:
        """The message named on that channel."""
        return self.message_on(self.channel)

    def message_on(self, channel: Channel) -> str:
        """The message named on one channel, or the empty string."""
        name: str | None = getattr(self, channel.value)
        return name or ""


class AlternativeWritten(OnChannel):
    """The channel to use if the touch's own channel is dead or not permitted: ``{call: intro-call}``."""

    @model_validator(mode="after")
    def _one_channel(self) -> Self:
        if sum(bool(self.message_on(channel)) for channel in Channel) != 1:
            raise ValueError(f"expected exactly {_ONE_OF}")
        return self


class TouchWritten(OnChannel):
    """One touch, written as one line of the plan."""

    id: Name
    after: Annotated[Span, Field(description="how long after the touch before")] = parse_span("0 minutes")
    within: Annotated[Span | None, Field(description="how long the rep has to make the touch")] = None
    if_not_done: IfNotDone | None = None
    only_if: Condition | None = None
    unless: Condition | None = None
    needs: ConsentText | None = None
    at: Literal["best time"] | None = None
    variants: dict[Name, Count] = Field(default_factory=dict)
    if_late: IfLate = IfLate.SEND
    on_unknown: Literal["resend", "skip", "ask rep"] = "skip"
    otherwise: AlternativeWritten | None = None
    bulk: Flag = False
    any_hour: Flag = False

    @model_validator(mode="after")
    def _one_channel(self) -> Self:
        given = [channel for channel in Channel if self.message_on(channel)]
        if Channel.CALL in given and Channel.VOICEMAIL in given:
            given.remove(Channel.VOICEMAIL)  # beside a call, voicemail is the script to leave when nobody answers
        if len(given) != 1:
            found = " and ".join(given) or "none"
            raise ValueError(f"touch {self.id!r} needs exactly {_ONE_OF}; found {found}")
        return self

    @property
    def left_voicemail(self) -> str | None:
        """The voicemail script to leave if a call is not answered."""
        return self.message_on(Channel.VOICEMAIL) or None if self.message_on(Channel.CALL) else None


class AcknowledgeWritten(Written):
    """The acknowledgment: the first answer to a lead."""

    within: Span
    by: Annotated[tuple[MachineWord, ...], Field(min_length=1)]
    message: Name


class WhenWritten(Written):
    """What the cadence does when the lead replies, books a meeting, or is out of office."""

    replied: OnEvent = OnEvent.HAND_OVER
    meeting_booked: Annotated[OnEvent, Field(alias="meeting booked")] = OnEvent.FINISH
    out_of_office: Annotated[OnEvent, Field(alias="out of office")] = OnEvent.PAUSE_UNTIL_RETURN


class CadenceFile(Written):
    """A cadence: who it is for, its touches, and what follows."""

    cadence: Name
    title: Line
    kind: Literal["follow_up", "nurture"] = "follow_up"
    for_: Annotated[Condition | None, Field(alias="for")] = None
    calendar: Name | None = None
    again: AgainText = Again()
    acknowledge: AcknowledgeWritten | None = None
    touch_count_reason: Annotated[
        str, Field(description="why an inbound cadence has fewer than 6 or more than 10 touches")
    ] = ""
    touches: Annotated[tuple[TouchWritten, ...], Field(min_length=1)]
    when: WhenWritten = WhenWritten()
    exhausted: Annotated[str, Field(description="a cadence's name, 'close', 'kick back' or 'nurture'")] = CLOSE
