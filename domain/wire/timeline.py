"""Facts and steps in plain words: what a timeline, ``why`` and the Temporal UI show. Never a name or an address."""

from domain.facts.unions import (
    Accepted,
    Alerted,
    Assigned,
    Bounced,
    Came,
    Climbed,
    CompanyNews,
    CompanyTold,
    Exhausted,
    Fact,
    HandedOver,
    InterestChanged,
    InviteAnswered,
    KickedBack,
    MoveDecided,
    OutcomeLogged,
    OutOfOffice,
    Paused,
    Planned,
    PromiseBreached,
    Rejected,
    ReplyReceived,
    TaskOpened,
    TouchFailed,
    TouchSent,
    TouchSkipped,
    TouchUnknown,
)
from domain.terms.cadence import KICK_BACK
from domain.text import at_text, plain
from domain.wire.standing import Entry


def entry_of(lead_id: str, run: int, fact: Fact, reason: str = "") -> Entry:
    """The timeline's line for a fact; its id is the fact's own, so that it is written once."""
    if isinstance(fact, Came):
        stamp = fact.due_at.isoformat() if isinstance(fact, Planned) else ""
        identity = f"{lead_id}:{fact.key}:{fact.kind}{stamp}"
    else:
        identity = f"{lead_id}:{fact.id}"
    return Entry(
        entry_id=identity,
        at=fact.at,
        run=run,
        kind=fact.kind,
        key=fact.key if isinstance(fact, Came) else "",
        what=what_happened(fact),
        reason=reason or reason_of(fact),
    )


def what_happened(fact: Fact) -> str:
    """One clause, past tense."""
    match fact:
        case ReplyReceived(sender="other"):
            return "somebody else answered"
        case OutOfOffice(until=until):
            return f"out of office{f' until {until.isoformat()}' if until else ''}"
        case Bounced(hard=hard, channel=channel):
            return f"{channel} {'bounced: the address is dead' if hard else 'was delayed or its mailbox is full'}"
        case InviteAnswered(answer=answer):
            return f"invitation {answer}"
        case OutcomeLogged(outcome=outcome):
            return f"reported: {plain(outcome.value)}"
        case Accepted(how=how):
            return "accepted by sales" if how == "accepted" else f"accepted by sales: {plain(how)}"
        case Rejected(why=why):
            return f"refused by sales: {plain(why)}"
        case Paused(until=until):
            return f"paused{f' until {at_text(until)}' if until else ''}"
        case Planned(due_at=due_at):
            comes = "owed by" if _is_clock(fact.key) else "planned for"
            return f"{named(fact.key)} {comes} {due_at:%Y-%m-%d %H:%M:%S}Z"
        case TouchSent(channel=channel):
            return f"{channel} sent: {named(fact.key)}"
        case TouchUnknown(channel=channel):
            return f"{channel} {named(fact.key)}: nobody can tell whether it left"
        case TouchFailed(channel=channel, why=why):
            return f"{channel} {named(fact.key)} did not leave: {plain(why.value)}"
        case TaskOpened(task=task, assignee=assignee):
            return f"{assignee} was asked: {plain(task.value)}"
        case Assigned(owner=owner) | HandedOver(owner=owner) | KickedBack(owner=owner):
            return f"{plain(fact.kind)} to {owner}"
        case Alerted(delivered=delivered):
            return "alert sent" if delivered else "alert could not be delivered"
        case PromiseBreached(key=key):
            return f"promise broken: {named(key)}"
        case InterestChanged(level=level, score=score):
            return f"interest is {level.value if level else 'not known'} (score {score})"
        case CompanyNews(about=about):
            return about.in_words
        case CompanyTold(count=0):
            return "no other lead of the company to tell"
        case CompanyTold(count=count):
            return f"{count} other {'lead' if count == 1 else 'leads'} of the company told"
        case MoveDecided(cadence=cadence):
            return "kicked back to its teleprospector" if cadence == KICK_BACK else f"goes on in {cadence}"
        case Exhausted(disposition=disposition):
            return f"ended: {plain(disposition.value)}"
        case _:
            return plain(fact.kind)


def named(key: str) -> str:
    """What a key stands for: ``1:intro:0:0`` is ``intro``, ``1:intro:0:0:deadline:0`` its deadline."""
    _, _, rest = key.partition(":")
    what, *more = rest.split(":")
    if what == "promise":
        return plain(more[0])
    if what == "watch":
        return "answer to the alert"
    if ":deadline:" in key:
        return f"deadline of {what}"
    return f"next rung of {what}" if ":rung:" in key else what


def _is_clock(key: str) -> bool:
    """Whether it is of something that people owe, and not of something that will be done then."""
    return key.partition(":")[2].split(":")[0] in ("promise", "watch")


def reason_of(fact: Fact) -> str:
    """Why, where the fact itself knows."""
    match fact:
        case (
            Planned(reason=reason)
            | TouchSkipped(reason=reason)
            | Assigned(reason=reason)
            | HandedOver(reason=reason)
            | KickedBack(reason=reason)
            | MoveDecided(reason=reason)
            | Exhausted(reason=reason)
            | PromiseBreached(reason=reason)
        ):
            return reason
        case TouchFailed(rule=rule):
            return rule
        case InterestChanged(is_retracted=True):
            return "what showed it was a program's doing, and no person's"
        case InterestChanged(signal=signal):
            return f"the last sign: a {signal.value}" if signal else "nothing more was heard"
        case TouchUnknown(detail=detail):
            return detail
        case Climbed():
            return "nothing was heard in time"
        case _:
            return ""
