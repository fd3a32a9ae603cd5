"""Who plays what in the demo: for each sample lead, how the lead and the people around it behave.

The leads are rows of ``samples/leads.csv``, named by their ``external_id``. What follows from the behaviour is not
written here: that is the engine's to decide, and the demo only shows it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from domain.outcomes import Outcome

SILENT = None
"""Whoever is asked lets it lie; of sales."""


class MailAct(StrEnum):
    """What somebody does about a mail."""

    REPLY = "replies"
    STOP = "replies STOP"
    OUT_OF_OFFICE = "is out of office"
    BOUNCE = "has a dead address"
    ONE_CLICK = "unsubscribes with one click"
    COLLEAGUE = "has a colleague answer"
    FILL_IN = "fills in what is missing"


class Cue(StrEnum):
    """What somebody waits for before they come; the others come one after the other."""

    FIRST_CALLS = "everybody else was called"
    SET_ASIDE = "somebody is set aside"


@dataclass(frozen=True)
class Reaction:
    """What a lead does about its n-th mail (from 1), and in which words."""

    mail: int
    act: MailAct
    text: str = ""


@dataclass(frozen=True)
class Part:
    """One lead's part.

    Attributes:
        scene: what there is to see.
        calls: what comes of each call in turn; afterwards nobody answers.
        reaction: what the lead does about one of its mails.
        sales: what sales answers to the hand-over, in turn; afterwards what came last.
        review: what sales says when it is asked what became of the lead.
        comes: on which cue, if not with everybody else.
        is_left_lying: nobody does anything about it before the manager is told; and whoever got it first is not heard
            of at all, until somebody else has it, and has what comes next.
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
            "answers a mail; sales wants more qualification",
            reaction=Reaction(2, MailAct.REPLY, "Twelve people, and a price that I can defend. What do you need?"),
            sales=(Outcome.NEEDS_QUALIFICATION,),
        ),
        "mila": Part(
            "a colleague of Marcus: waits while he is talked to",
            calls=(Outcome.NO_ANSWER, Outcome.LEFT_VOICEMAIL, Outcome.INTERESTED),
        ),
        "leila": Part(
            "comes while a rep is set aside; books a meeting on the second call",
            calls=(Outcome.CONNECTED, Outcome.MEETING_BOOKED),
            comes=Cue.SET_ASIDE,
        ),
        "tomas": Part(
            "is away for some days, then interested; an opportunity",
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
            "interested; sales stays silent, the ladder climbs", calls=(Outcome.INTERESTED,), sales=(SILENT,)
        ),
        "hanna": Part(
            "her address is dead; the phone takes over",
            calls=(Outcome.NO_ANSWER, Outcome.LEFT_VOICEMAIL, Outcome.INTERESTED),
            reaction=Reaction(1, MailAct.BOUNCE),
            sales=(Outcome.FOLLOW_UP,),
        ),
        "ruth": Part("unsubscribes with one click", reaction=Reaction(2, MailAct.ONE_CLICK)),
        "diego": Part(
            "nobody takes it up: reminded, given to somebody else, the manager told",
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
            "a colleague answers; the second of sales accepts",
            reaction=Reaction(2, MailAct.COLLEAGUE, "Chen passed this on to me: capacity planning is mine. Call me?"),
            sales=(SILENT, Outcome.ACCEPTED),
        ),
        "emil": Part(
            "outbound and silent: kicked back, then interested", calls=(Outcome.NO_ANSWER, Outcome.LEFT_VOICEMAIL)
        ),
        "yara": Part(
            "tells what was missing, and is triaged again",
            calls=(Outcome.INTERESTED,),
            reaction=Reaction(1, MailAct.FILL_IN),
        ),
        "sofia": Part(
            "says who the right person is",
            reaction=Reaction(2, MailAct.REPLY, "I am not the right person. Please contact my colleague Ivo Banic."),
            sales=(Outcome.NEEDS_QUALIFICATION,),
        ),
        "oskar": Part(
            "reads, then asks",
            reaction=Reaction(3, MailAct.REPLY, "Good list. Number two fails for us. Can we talk?"),
        ),
        "zara": Part("says STOP", reaction=Reaction(2, MailAct.STOP, "STOP")),
        "nadia": Part(
            "outbound, interested on the first call", calls=(Outcome.INTERESTED,), sales=(Outcome.OPPORTUNITY,)
        ),
        "ines": Part(
            "not interested now; reads prices later, and is called again",
            calls=(Outcome.GATEKEEPER, Outcome.NOT_INTERESTED, Outcome.INTERESTED),
            visits=("/pricing", "/demo"),
        ),
        "paul": Part(
            "his number is wrong; a mail reaches him",
            calls=(Outcome.BAD_NUMBER,),
            reaction=Reaction(3, MailAct.REPLY, "Wrong number, right person. Ask away."),
        ),
        "jonas": Part("never answers: all seven touches, then nurture"),
        "noah": Part("never tells what is missing"),
        "kim": Part("looks for a job"),
        "otto": Part("too small"),
    }
)
"""By ``external_id``."""

FOLLOWED_UP = Outcome.CONNECTED
"""What whoever accepted a lead reports of their first call, without having been asked."""

KICKED_BACK = Outcome.INTERESTED
"""What comes of the call to a lead that was kicked back."""

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
"""What conversations teach; the next script, and mails, have it."""
