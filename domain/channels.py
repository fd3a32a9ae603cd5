"""Every channel in one table: who sends it, what address it needs, what it asks consent for, when it is lawful."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from domain.outcomes import TaskKind


class Channel(StrEnum):
    """A way to reach a person. The machine sends email and sms; people do the rest as tasks."""

    EMAIL = "email"
    SMS = "sms"
    CALL = "call"
    VOICEMAIL = "voicemail"
    POST = "post"
    MANUAL_EMAIL = "manual_email"


VOICE_CHANNELS = frozenset({Channel.CALL, Channel.VOICEMAIL})


PHONE_CHANNELS = VOICE_CHANNELS | {Channel.SMS}


QUIET_CHANNELS = PHONE_CHANNELS
"""Channels whose hours the law limits at the called party's own place (47 CFR 64.1200(c)(1))."""


MACHINE_CHANNELS = frozenset({Channel.EMAIL, Channel.SMS})


MAIL_CHANNELS = frozenset({Channel.EMAIL, Channel.MANUAL_EMAIL})


def dead_with(channel: Channel) -> frozenset[Channel]:
    """What a dead channel takes with it: all mail goes to one address, a number that takes no texts may be called."""
    return MAIL_CHANNELS if channel in MAIL_CHANNELS else frozenset({channel})


class Consent(BaseModel):
    """What the lead said yes or no to; ``None`` is not asked.

    Email and voice are open to somebody who asked us to get in touch until they say no; a text needs a yes.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    email: bool | None = None
    sms: bool | None = None
    voice: bool | None = None

    def allows(self, channel: Channel) -> bool:
        """Whether consent permits this channel."""
        if channel is Channel.SMS:
            return self.sms is True
        if channel in VOICE_CHANNELS:
            return self.voice is not False
        if channel in MAIL_CHANNELS:
            return self.email is not False
        return True


TASK_OF_CHANNEL = {
    Channel.CALL: TaskKind.CALL,
    Channel.VOICEMAIL: TaskKind.VOICEMAIL,
    Channel.POST: TaskKind.POST,
    Channel.MANUAL_EMAIL: TaskKind.MANUAL_EMAIL,
}


TOUCH_TASKS = frozenset({TaskKind.CALL, TaskKind.VOICEMAIL, TaskKind.POST, TaskKind.MANUAL_EMAIL})
"""Tasks that are touches of the cadence, on the channel of the same name."""
