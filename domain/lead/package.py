"""The package of a lead: everything for whoever takes the lead over. It has names and free text, so no history has it.

Sales reads it in the script of a hand-over, the teleprospector in the script of a kick-back, programs in the API.
"""

from typing import Any, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict

from domain.channels import Channel
from domain.lead.form import LeadTraits
from domain.lead.learned import Learned
from domain.outcomes import OUTCOMES, Outcome
from domain.text import dated, plain


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")


class Origin(LeadTraits):
    """How the lead arrived, and what was known then; later forms do not change it.

    Attributes:
        opted_in_at: when the lead agreed to be contacted; its arrival if that is not known.
        message: what the lead wrote in its form.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    opted_in_at: AwareDatetime
    message: str = ""


class WrittenByLead(_Part):
    """Something that the lead wrote later, in a reply or in a further form."""

    at: AwareDatetime
    how: Literal["reply", "form"]
    text: str


class CallNote(_Part):
    """One call or visit: who made it, when, and the outcome."""

    at: AwareDatetime
    by: str = ""
    outcome: Outcome
    note: str = ""

    @property
    def is_talk(self) -> bool:
        """Whether the lead was spoken to."""
        return OUTCOMES[self.outcome].is_talk


class NoteLeft(_Part):
    """Another note: with a pause, with an unclear email, with an ending."""

    at: AwareDatetime
    by: str = ""
    text: str


class SalesAnswer(_Part):
    """What sales answered to a hand-over, and why.

    Attributes:
        answer: ``accepted``, ``opportunity``, ``follow_up``, ``needs_qualification`` or ``never_customer``.
        follow_up_at: the follow-up that sales agreed with the lead.
        note: the reason, in words.
    """

    at: AwareDatetime
    by: str = ""
    answer: str
    follow_up_at: AwareDatetime | None = None
    note: str = ""


class SentTouch(_Part):
    """One touch that was sent; ``what`` is an email's subject, else the name of the message or touch."""

    at: AwareDatetime
    channel: Channel
    what: str


class LeadPackage(_Part):
    """Everything that was learned and done about one lead; lists are oldest first.

    Attributes:
        stage: where the lead stands; ``qualification`` and ``rule`` say how triage classed it.
        origin: how it arrived, and what it asked for then.
        learned: pains, answers and the best time to call, over all reports.
        calls: calls with their notes.
        wrote: what the lead wrote after its first form.
        notes: all other notes.
        sales: the answers of sales to earlier hand-overs.
        earlier: one line for each event and note about the person's earlier leads.
    """

    lead_id: str
    name: str = ""
    title: str = ""
    company: str = ""
    stage: str = ""
    qualification: str = ""
    rule: str = ""
    cadence: str = ""
    owner: str = ""
    origin: Origin
    learned: Learned = Learned()
    calls: tuple[CallNote, ...] = ()
    wrote: tuple[WrittenByLead, ...] = ()
    notes: tuple[NoteLeft, ...] = ()
    sales: tuple[SalesAnswer, ...] = ()
    sent: tuple[SentTouch, ...] = ()
    earlier: tuple[str, ...] = ()


def for_script(package: LeadPackage) -> dict[str, Any]:
    """The package as a script's variables ``package.X``: texts, and lists of texts by name."""
    calls = [(_said(call.at, call.by, call.outcome.value, call.note), call.is_talk) for call in package.calls]
    return {
        "stage": plain(package.stage),
        "class": plain(package.qualification),
        "rule": package.rule,
        "cadence": package.cadence,
        "calls": [call for call, _ in calls],
        "talks": [call for call, is_talk in calls if is_talk],
        "wrote": [{"at": dated(each.at), "how": each.how, "text": each.text} for each in package.wrote],
        "notes": [{"at": dated(each.at), "by": each.by, "text": each.text} for each in package.notes],
        "sales": [_said(each.at, each.by, _answer_in_words(each), each.note) for each in package.sales],
        "sent": [{"at": dated(each.at), "channel": plain(each.channel), "what": each.what} for each in package.sent],
        "earlier": list(package.earlier),
    }


def _said(at: AwareDatetime, by: str, outcome: str, note: str) -> dict[str, str]:
    return {"at": dated(at), "by": by, "outcome": plain(outcome), "note": " ".join(note.split())}


def _answer_in_words(each: SalesAnswer) -> str:
    agreed = f", agreed for {dated(each.follow_up_at)}" if each.follow_up_at else ""
    return f"{plain(each.answer)}{agreed}"
