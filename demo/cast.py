"""The demo's parts: how each sample lead behaves, and the people who deal with it.

The leads are rows of ``samples/leads.csv``, named by their ``external_id``. Only the behaviour is written here; the
engine decides what follows from it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from domain.outcomes import Outcome

SILENT = None
"""Sales does not answer."""


class MailAct(StrEnum):
    """What a lead does about a mail."""

    REPLY = "replies"
    STOP = "replies STOP"
    OUT_OF_OFFICE = "is out of office"
    BOUNCE = "has a dead address"
    ONE_CLICK = "unsubscribes with one click"
    COLLEAGUE = "has a colleague answer"
    FILL_IN = "fills in what is missing"


class Cue(StrEnum):
    """What a lead waits for before it arrives; leads without a cue arrive one after the other."""

    FIRST_CALLS = "everybody else was called"
    SET_ASIDE = "somebody is set aside"


@dataclass(frozen=True)
class Reaction:
    """What a lead does about its n-th mail (counted from 1), and its words."""

    mail: int
    act: MailAct
    text: str = ""


@dataclass(frozen=True)
class Part:
    """One lead's part.

    Attributes:
        scene: the part in words.
        calls: the outcome of each call in turn; later calls are not answered.
        reaction: what the lead does about one of its mails.
        sales: the answer of sales to each hand-over in turn; the last one repeats.
        review: the answer of sales to a review.
        comes: the cue on which the lead arrives, if not with all others.
        is_left_lying: nobody acts on the lead before the manager is told. Its first owner reports nothing at all until
            the lead, and the one that arrives on the cue, have another owner.
        visits: pages that the lead reads some days after it went to nurture.
    """

    scene: str
    calls: tuple[Outcome | None, ...] = ()
    reaction: Reaction | None = None
    sales: tuple[Outcome | None, ...] = (Outcome.ACCEPTED,)
    review: Outcome = Outcome.STILL_OPEN
    comes: Cue | None = None
    is_left_lying: bool = False
    visits: tuple[str, ...] = ()


NOBODY = Part("never answers")

CAST = MappingProxyType(
    {
        "nora": Part(
            "interested on the first call; sales accepts",
            calls=(Outcome.INTERESTED,),
            review=Outcome.CONVERTED,
        ),
        "marcus": Part(
            "answers an email; sales wants more qualification",
            reaction=Reaction(2, MailAct.REPLY, "Twelve people, and a price that I can defend. What do you need?"),
            sales=(Outcome.NEEDS_QUALIFICATION,),
        ),
        "mila": Part(
            "a colleague of Marcus: on hold while sales talks to him",
            calls=(Outcome.NO_ANSWER, Outcome.LEFT_VOICEMAIL, Outcome.INTERESTED),
        ),
        "leila": Part(
            "arrives while a rep is paused; books a meeting on the second call",
            calls=(Outcome.CONNECTED, Outcome.MEETING_BOOKED),
            comes=Cue.SET_ASIDE,
        ),
        "tomas": Part(
            "out of office for some days, then interested; an opportunity",
            calls=(Outcome.NO_ANSWER, Outcome.INTERESTED),
            reaction=Reaction(1, MailAct.OUT_OF_OFFICE),
            sales=(Outcome.OPPORTUNITY,),
        ),
        "grace": Part(
            "answers at once; sales: never a customer",
            reaction=Reaction(1, MailAct.REPLY, "Thanks! We resell software like yours. Could we talk about terms?"),
            sales=(Outcome.NEVER_CUSTOMER,),
        ),
        "viktor": Part(
            "interested; sales does not answer, so it escalates", calls=(Outcome.INTERESTED,), sales=(SILENT,)
        ),
        "hanna": Part(
            "her email address is dead; calls take over",
            calls=(Outcome.NO_ANSWER, Outcome.LEFT_VOICEMAIL, Outcome.INTERESTED),
            reaction=Reaction(1, MailAct.BOUNCE),
            sales=(Outcome.FOLLOW_UP,),
        ),
        "ruth": Part("unsubscribes with one click", reaction=Reaction(2, MailAct.ONE_CLICK)),
        "diego": Part(
            "nobody reacts: reminder, reassigned, manager told",
            calls=(Outcome.INTERESTED,),
            comes=Cue.FIRST_CALLS,
            is_left_lying=True,
        ),
        "amara": Part(
            "asks to be called back; a follow-up is agreed",
            calls=(Outcome.CALL_BACK, Outcome.INTERESTED),
            sales=(Outcome.FOLLOW_UP,),
        ),
        "felix": Part("never answers: all eight touches, then nurture"),
        "chen": Part(
            "a colleague answers; the second person in sales accepts",
            reaction=Reaction(2, MailAct.COLLEAGUE, "Chen passed this on to me: capacity planning is mine. Call me?"),
            sales=(SILENT, Outcome.ACCEPTED),
        ),
        "emil": Part(
            "outbound and silent: kicked back, then interested", calls=(Outcome.NO_ANSWER, Outcome.LEFT_VOICEMAIL)
        ),
        "yara": Part(
            "gives the missing information, and is triaged again",
            calls=(Outcome.INTERESTED,),
            reaction=Reaction(1, MailAct.FILL_IN),
        ),
        "sofia": Part(
            "names the right person",
            reaction=Reaction(2, MailAct.REPLY, "I am not the right person. Please contact my colleague Ivo Banic."),
            sales=(Outcome.NEEDS_QUALIFICATION,),
        ),
        "oskar": Part(
            "reads two emails, then asks",
            reaction=Reaction(3, MailAct.REPLY, "Good list. Number two fails for us. Can we talk?"),
        ),
        "zara": Part("replies STOP", reaction=Reaction(2, MailAct.STOP, "STOP")),
        "nadia": Part(
            "outbound, interested on the first call", calls=(Outcome.INTERESTED,), sales=(Outcome.OPPORTUNITY,)
        ),
        "ines": Part(
            "not interested now; reads prices later, and is called again",
            calls=(Outcome.GATEKEEPER, Outcome.NOT_INTERESTED, Outcome.INTERESTED),
            visits=("/pricing", "/demo"),
        ),
        "paul": Part(
            "his number is wrong; an email reaches him",
            calls=(Outcome.BAD_NUMBER,),
            reaction=Reaction(3, MailAct.REPLY, "Wrong number, right person. Ask away."),
        ),
        "jonas": Part("never answers: all seven touches, then nurture"),
        "noah": Part("never gives the missing information"),
        "kim": Part("looks for a job"),
        "otto": Part("works for a company that is too small"),
    }
)
"""By ``external_id``."""

FOLLOWED_UP = Outcome.CONNECTED
"""What sales reports after the first call to an accepted lead; no task asks for it."""

KICKED_BACK = Outcome.INTERESTED
"""The outcome of the call to a lead that was kicked back."""

NOTES = MappingProxyType(
    {  # partial: nobody adds a note to the rest
        Outcome.INTERESTED: "Budget is there. Wants to see their own numbers in it.",
        Outcome.CONNECTED: "Talked it through; they send their numbers.",
        Outcome.MEETING_BOOKED: "Thursday at ten, with the CFO.",
        Outcome.CALL_BACK: "In a meeting, asked for tomorrow.",
        Outcome.NEEDS_QUALIFICATION: "No budget before autumn.",
        Outcome.NEVER_CUSTOMER: "A reseller.",
        Outcome.NOT_INTERESTED: "Happy with the spreadsheet.",
        Outcome.GATEKEEPER: "Her assistant takes messages.",
    }
)

LEARNED: Mapping[Outcome, Mapping[str, Any]] = MappingProxyType(
    {  # partial: only talks teach anything
        Outcome.INTERESTED: {
            "pains": ["two days of every month go into one forecast"],
            "answers": {"who else decides": "the CFO"},
            "best_time": "after 15:00",
        },
        Outcome.CONNECTED: {"pains": ["the number is wrong by week three"]},
        Outcome.GATEKEEPER: {"best_time": "mornings"},
    }
)
"""What people learn in conversations; the next script and later emails use it."""
