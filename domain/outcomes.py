"""What a person may report of a task, and what each report means for the lead."""

from enum import StrEnum


class Outcome(StrEnum):
    """What came of it, in the field's words."""

    CONNECTED = "connected"
    INTERESTED = "interested"
    MEETING_BOOKED = "meeting_booked"
    CALL_BACK = "call_back"
    LEFT_VOICEMAIL = "left_voicemail"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    GATEKEEPER = "gatekeeper"
    BAD_NUMBER = "bad_number"
    ASKED_NOT_TO_CALL = "asked_not_to_call"
    NOT_INTERESTED = "not_interested"
    NEVER_CUSTOMER = "never_customer"
    SENT = "sent"
    NOT_SENT = "not_sent"
    BAD_ADDRESS = "bad_address"
    ARRIVED = "arrived"
    NOT_ARRIVED = "not_arrived"
    COMPLETED = "completed"
    ACCEPTED = "accepted"
    OPPORTUNITY = "opportunity"
    FOLLOW_UP = "follow_up"
    NEEDS_QUALIFICATION = "needs_qualification"
    CONVERTED = "converted"
    LOST = "lost"
    STILL_OPEN = "still_open"


_ENDING = frozenset({Outcome.INTERESTED, Outcome.MEETING_BOOKED, Outcome.NOT_INTERESTED, Outcome.NEVER_CUSTOMER})
"""Outcomes after which a lead is no longer in its cadence."""


class TaskKind(StrEnum):
    """What a person is asked to do, beside the touches on the channels of ``domain.channels``."""

    MISSING_INFORMATION = "missing_information"
    CHECK_DELIVERY = "check_delivery"
    HAND_OVER = "hand_over"
    KICK_BACK = "kick_back"
    REVIEW = "review"


_ENDINGS = {
    Outcome.INTERESTED,
    Outcome.MEETING_BOOKED,
    Outcome.CALL_BACK,
    Outcome.NOT_INTERESTED,
    Outcome.NEVER_CUSTOMER,
    Outcome.ASKED_NOT_TO_CALL,
}


_DIALLED = {
    Outcome.CONNECTED,
    Outcome.LEFT_VOICEMAIL,
    Outcome.NO_ANSWER,
    Outcome.BUSY,
    Outcome.GATEKEEPER,
    Outcome.BAD_NUMBER,
}


CALL_OUTCOMES = frozenset(_ENDINGS | _DIALLED)
"""What a call can come to."""


DELIVERY_OUTCOMES = frozenset({Outcome.SENT, Outcome.NOT_SENT, Outcome.BAD_ADDRESS})
"""What can come of something that a person sends."""


CHORE_OUTCOMES = frozenset({Outcome.COMPLETED, Outcome.NOT_SENT, Outcome.BAD_ADDRESS})
"""What can come of whatever else a person does for a lead: done, or not, or not possible for this lead."""


ALLOWED: dict[TaskKind, frozenset[Outcome]] = {
    TaskKind.MISSING_INFORMATION: CALL_OUTCOMES | {Outcome.COMPLETED},
    TaskKind.KICK_BACK: CALL_OUTCOMES,
    TaskKind.CHECK_DELIVERY: frozenset({Outcome.ARRIVED, Outcome.NOT_ARRIVED}),
    TaskKind.HAND_OVER: frozenset(
        {
            Outcome.ACCEPTED,
            Outcome.OPPORTUNITY,
            Outcome.FOLLOW_UP,
            Outcome.NEEDS_QUALIFICATION,
            Outcome.NEVER_CUSTOMER,
        }
    ),
    TaskKind.REVIEW: frozenset({Outcome.CONVERTED, Outcome.LOST, Outcome.STILL_OPEN, Outcome.NEVER_CUSTOMER}),
}


WITHOUT_A_TASK = frozenset(
    _ENDINGS
    | _DIALLED
    | {
        Outcome.ACCEPTED,
        Outcome.OPPORTUNITY,
        Outcome.FOLLOW_UP,
        Outcome.NEEDS_QUALIFICATION,
        Outcome.CONVERTED,
        Outcome.LOST,
    }
)
"""What may be reported of a contact that no task asked for; the rest says something only of a task."""


LIVE_CONTACT = frozenset(
    {
        Outcome.CONNECTED,
        Outcome.INTERESTED,
        Outcome.MEETING_BOOKED,
        Outcome.CALL_BACK,
        Outcome.NOT_INTERESTED,
        Outcome.NEVER_CUSTOMER,
        Outcome.ASKED_NOT_TO_CALL,
    }
)
"""Outcomes in which a person was spoken to: speed-to-contact counts these, an attempt counts all."""


ATTEMPTED = frozenset(_DIALLED | LIVE_CONTACT | {Outcome.SENT})
"""Outcomes of a touch that was made, whether or not the lead was reached by it."""


class Disposition(StrEnum):
    """The one way a lead ends."""

    CONVERTED = "converted"
    LOST = "lost"
    ACCEPTED = "accepted"
    MEETING_BOOKED = "meeting_booked"
    NOT_QUALIFIED = "not_qualified"
    NOT_ENOUGH_INFORMATION = "not_enough_information"
    DISQUALIFIED = "disqualified"
    NEVER_CUSTOMER = "never_customer"
    OPTED_OUT = "opted_out"
    ANSWERED = "answered"
    UNREACHABLE = "unreachable"
    EXHAUSTED = "exhausted"
