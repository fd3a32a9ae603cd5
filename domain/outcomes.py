"""What a person may report, and what each report means for the lead: one row each, which everything else reads."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, Literal, NamedTuple, assert_never

from domain.dispositions import Disposition


class Outcome(StrEnum):
    """What came of a task or a contact, in the field's words."""

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


class TaskKind(StrEnum):
    """What a person is asked to do, beside the touches on the channels of ``domain.channels``."""

    MISSING_INFORMATION = "missing_information"
    CHECK_DELIVERY = "check_delivery"
    HAND_OVER = "hand_over"
    KICK_BACK = "kick_back"
    REVIEW = "review"


class Work(StrEnum):
    """What a person does in a task. It decides which outcomes the task can have.

    The rows of ``domain.channels`` have the outcomes of touches; ``WORK_OF`` has the work of all other tasks.
    """

    PHONING = "phoning"
    SENDING = "sending"
    CHORE = "chore"


WORK_OF: Final[Mapping[TaskKind, Work | None]] = MappingProxyType(
    {
        TaskKind.MISSING_INFORMATION: Work.PHONING,
        TaskKind.CHECK_DELIVERY: None,
        TaskKind.HAND_OVER: None,
        TaskKind.KICK_BACK: Work.PHONING,
        TaskKind.REVIEW: None,
    }
)
"""What a person does in a task of each kind; None if they only answer a question of ours."""

_PHONING: Final = frozenset({Work.PHONING})
_SENDING: Final = frozenset({Work.SENDING})
_CHORE: Final = frozenset({Work.CHORE})
_ASKING: Final = frozenset({TaskKind.MISSING_INFORMATION})
_CHECK: Final = frozenset({TaskKind.CHECK_DELIVERY})
_HAND_OVER: Final = frozenset({TaskKind.HAND_OVER})
_REVIEW: Final = frozenset({TaskKind.REVIEW})


class Turn(StrEnum):
    """What an outcome does to a lead, apart from closing it."""

    HAND_OVER = "hand_over"
    BOOK = "book"
    MOVE_ON = "move_on"
    ACCEPT = "accept"
    SEND_BACK = "send_back"


InstantField = Literal["call_back_at", "follow_up_at"]


class OutcomeRow(NamedTuple):
    """What one outcome means.

    Attributes:
        of: the work, and the kinds of task, that can have this outcome.
        needs_task: the outcome only describes a task, so it cannot be reported without one.
        contact: the lead was spoken to (``talked``), or somebody tried to reach it (``attempted``).
        turn: what becomes of the lead; a disposition closes it. None: the lead continues as before.
        because: the turn's reason, in words.
        needs, may_name: the instant that must be, or may be, given with it.
        kills: what can no longer reach this lead: its phone number, or the address that the task used.
        suppressed_because: why the phone number is suppressed for all leads; empty if it is not.
        follows_up: it keeps the promise that sales follows up on a hand-over.
        in_silence: the outcome in a forecast in which the lead never answers and everything else goes well.
    """

    of: frozenset[Work | TaskKind]
    needs_task: bool = False
    contact: Literal["talked", "attempted"] | None = None
    turn: Turn | Disposition | None = None
    because: str = ""
    needs: InstantField | None = None
    may_name: InstantField | None = None
    kills: Literal["number", "address"] | None = None
    suppressed_because: str = ""
    follows_up: bool = False
    in_silence: bool = False

    @property
    def is_talk(self) -> bool:
        """Whether the lead was spoken to: speed-to-contact counts these."""
        return self.contact == "talked"

    @property
    def is_attempt(self) -> bool:
        """Whether a touch was made, whether or not it reached the lead."""
        return self.contact is not None

    @property
    def ends_cadence(self) -> bool:
        """Whether the lead is no longer in its cadence afterwards."""
        match self.turn:
            case Turn.HAND_OVER | Turn.BOOK | Turn.MOVE_ON | Disposition():
                return True
            case None | Turn.ACCEPT | Turn.SEND_BACK:
                return False
            case never:
                assert_never(never)

    @property
    def only_answers_hand_over(self) -> bool:
        """Whether the outcome only answers a hand-over."""
        return self.of == _HAND_OVER


OUTCOMES: Final[Mapping[Outcome, OutcomeRow]] = MappingProxyType(
    {
        Outcome.CONNECTED: OutcomeRow(_PHONING, contact="talked"),
        Outcome.INTERESTED: OutcomeRow(
            _PHONING, contact="talked", turn=Turn.HAND_OVER, because="the lead said on the phone that it is interested"
        ),
        Outcome.MEETING_BOOKED: OutcomeRow(_PHONING, contact="talked", turn=Turn.BOOK, because="a meeting is booked"),
        Outcome.CALL_BACK: OutcomeRow(_PHONING, contact="talked", needs="call_back_at"),
        Outcome.LEFT_VOICEMAIL: OutcomeRow(_PHONING, contact="attempted"),
        Outcome.NO_ANSWER: OutcomeRow(_PHONING, contact="attempted", in_silence=True),
        Outcome.BUSY: OutcomeRow(_PHONING, contact="attempted"),
        Outcome.GATEKEEPER: OutcomeRow(_PHONING, contact="attempted"),
        Outcome.BAD_NUMBER: OutcomeRow(_PHONING, contact="attempted", kills="number"),
        Outcome.ASKED_NOT_TO_CALL: OutcomeRow(
            _PHONING, contact="talked", kills="number", suppressed_because="asked not to be called"
        ),
        Outcome.NOT_INTERESTED: OutcomeRow(
            _PHONING, contact="talked", turn=Turn.MOVE_ON, because="the lead is not interested now"
        ),
        Outcome.NEVER_CUSTOMER: OutcomeRow(
            _PHONING | _HAND_OVER | _REVIEW,
            contact="talked",
            turn=Disposition.NEVER_CUSTOMER,
            because="never a customer",
        ),
        Outcome.SENT: OutcomeRow(_SENDING, needs_task=True, contact="attempted", in_silence=True),
        Outcome.NOT_SENT: OutcomeRow(_SENDING | _CHORE, needs_task=True),
        Outcome.BAD_ADDRESS: OutcomeRow(_SENDING | _CHORE, needs_task=True, kills="address"),
        Outcome.ARRIVED: OutcomeRow(_CHECK, needs_task=True, in_silence=True),
        Outcome.NOT_ARRIVED: OutcomeRow(_CHECK, needs_task=True),
        Outcome.COMPLETED: OutcomeRow(_CHORE | _ASKING, needs_task=True, in_silence=True),
        Outcome.ACCEPTED: OutcomeRow(_HAND_OVER, turn=Turn.ACCEPT),
        Outcome.OPPORTUNITY: OutcomeRow(_HAND_OVER, turn=Turn.ACCEPT, follows_up=True),
        Outcome.FOLLOW_UP: OutcomeRow(_HAND_OVER, turn=Turn.ACCEPT, needs="follow_up_at", follows_up=True),
        Outcome.NEEDS_QUALIFICATION: OutcomeRow(
            _HAND_OVER, turn=Turn.SEND_BACK, because="turned down by sales: needs further qualification"
        ),
        Outcome.CONVERTED: OutcomeRow(_REVIEW, turn=Disposition.CONVERTED, because="sales won it", follows_up=True),
        Outcome.LOST: OutcomeRow(_REVIEW, turn=Disposition.LOST, because="sales lost it"),
        Outcome.STILL_OPEN: OutcomeRow(_REVIEW, needs_task=True, may_name="call_back_at", in_silence=True),
    }
)


def _of_work(work: Work) -> frozenset[Outcome]:
    return frozenset(outcome for outcome, row in OUTCOMES.items() if work in row.of)


CALL_OUTCOMES: Final = _of_work(Work.PHONING)
"""Outcomes of a call."""

DELIVERY_OUTCOMES: Final = _of_work(Work.SENDING)
"""Outcomes of something that a person sends."""

CHORE_OUTCOMES: Final = _of_work(Work.CHORE)
"""Outcomes of other work for a lead: done, not done, or not possible for this lead."""

ALLOWED: Final[Mapping[TaskKind, frozenset[Outcome]]] = MappingProxyType(
    {
        kind: frozenset(outcome for outcome, row in OUTCOMES.items() if kind in row.of or work in row.of)
        for kind, work in WORK_OF.items()
    }
)
"""Outcomes of each kind of task."""

WITHOUT_A_TASK: Final = frozenset(outcome for outcome, row in OUTCOMES.items() if not row.needs_task)
"""Outcomes that may be reported without a task."""

LIVE_CONTACT: Final = frozenset(outcome for outcome, row in OUTCOMES.items() if row.is_talk)
"""Outcomes in which the lead was spoken to."""

REFUSALS: Final = frozenset(
    outcome for outcome in ALLOWED[TaskKind.HAND_OVER] if OUTCOMES[outcome].turn is not Turn.ACCEPT
)
"""The outcomes with which sales turns down a lead."""


def in_silence(possible: frozenset[Outcome]) -> Outcome | None:
    """Of these outcomes, the one while the lead never answers; None if sales has to answer."""
    return next((outcome for outcome in Outcome if outcome in possible and OUTCOMES[outcome].in_silence), None)
