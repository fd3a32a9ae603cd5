"""The journey after a fact. Total and idempotent: a fact that arrives twice changes nothing the second time."""

from datetime import timedelta
from functools import partial
from typing import assert_never

from domain.channels import Channel, dead_with
from domain.decide.items import ACKNOWLEDGMENT
from domain.dispositions import Disposition
from domain.facts.unions import (
    Accepted,
    AlertAcknowledged,
    Bounced,
    Came,
    CompanyNews,
    Disqualified,
    Fact,
    HandedOver,
    InformationAdded,
    InterestChanged,
    InviteAnswered,
    MailUnclear,
    MeetingBooked,
    OptedOut,
    OutcomeLogged,
    OutOfOffice,
    Paused,
    Rejected,
    ReplyReceived,
    Reported,
    Resumed,
)
from domain.journey.changes import changed
from domain.journey.in_hand import Pause
from domain.journey.run import TouchRecord, TouchResult
from domain.journey.state import Journey, Stage
from domain.lead.profile import LeadProfile
from domain.remember.beginnings import close, settle
from domain.remember.company import announced, hear_of_company
from domain.remember.interest import remember_interest
from domain.remember.outcomes import remember_outcome
from domain.remember.promises_kept import turned_by
from domain.remember.promises_made import follow_up_promised
from domain.remember.steps import remember_step
from domain.remember.turns import (
    IN_CADENCE,
    accept,
    book,
    engage,
    hold,
    move,
    raise_alert,
    react_to_reply,
    resume,
    return_to_work,
)
from domain.remember.watch import watch_after
from domain.snapshot import replaced
from domain.terms.alerts import About
from domain.terms.cadence import OnEvent


def with_promises_turned(before: Journey, after: Journey, fact: Fact) -> Journey:
    """``after``, with the promises and the watched alert updated by the fact as well."""
    journey = follow_up_promised(after, fact.at) if isinstance(fact, HandedOver) else after
    if journey.owed.promises:
        turned = tuple(turned_by(promise, before, journey, fact) for promise in journey.owed.promises)
        journey = changed(journey, promises=turned)
    watch = watch_after(before, journey, fact)
    return journey if watch is journey.owed.watch else changed(journey, watch=watch)


LONGEST_ABSENCE = timedelta(days=366)
"""A return date further away was misread and is ignored."""


def apply(journey: Journey, fact: Fact) -> Journey:
    """The journey after a fact; the same object if the fact was known already or came too late to matter."""
    if isinstance(fact, Came):
        after = remember_step(journey, fact)
        return after if after is journey else _revised(with_promises_turned(journey, after, fact))
    if fact.id in journey.past.applied:
        return journey
    known = changed(journey, applied=(*journey.past.applied, fact.id))
    if journey.disposition is not None:
        return _revised(known)
    return _revised(with_promises_turned(known, announced(known, _heard(known, fact), fact), fact))


def _revised(journey: Journey) -> Journey:
    return changed(journey, revision=journey.counts.revision + 1)


def _heard(journey: Journey, fact: Reported) -> Journey:
    match fact:
        case ReplyReceived():
            return _replied(journey, fact)
        case OutOfOffice():
            return _away(journey, fact)
        case MailUnclear(why=why):
            return raise_alert(journey, journey.owner, About.REPLY_UNCLEAR, why or "an email needs a person to read it")
        case Bounced():
            return _bounced(journey, fact)
        case OptedOut():
            return close(journey, Disposition.OPTED_OUT, "the lead opted out")
        case MeetingBooked():
            return book(journey, "a meeting is booked")
        case InviteAnswered(answer="accepted"):
            return book(journey, "the lead accepted the invitation")
        case InviteAnswered(answer=answer):
            return raise_alert(journey, journey.owner, About.REPLIED, f"the lead answered the invitation: {answer}")
        case OutcomeLogged():
            return remember_outcome(journey, fact)
        case Accepted() | Rejected():
            return _answered_by_sales(journey, fact)
        case Paused(until=until, by=by):
            why = f"paused by {by or 'somebody'}"
            return hold(journey, Pause(since=fact.at, reason=why, until=until, is_wished=True))
        case Resumed():
            return resume(journey, fact.at)
        case Disqualified(by=by):
            return close(journey, Disposition.DISQUALIFIED, f"disqualified by {by or 'somebody'}")
        case InformationAdded():
            return _informed(journey, fact)
        case InterestChanged():
            return remember_interest(journey, fact)
        case CompanyNews():
            return hear_of_company(journey, fact)
        case AlertAcknowledged():
            return journey
        case never:
            assert_never(never)


def _replied(journey: Journey, fact: ReplyReceived) -> Journey:
    if fact.sender == "other":
        why = "somebody other than the lead replied"
        return raise_alert(hold(journey, Pause(since=fact.at, reason=why)), journey.owner, About.REPLY_UNCLEAR, why)
    why = "the lead replied"
    if journey.stage in IN_CADENCE:
        return react_to_reply(journey, fact.at, why)
    return engage(journey, why)


def _away(journey: Journey, fact: OutOfOffice) -> Journey:
    if journey.cadence.when.out_of_office is OnEvent.GO_ON:
        return journey
    if fact.until is None or fact.until > (fact.at + LONGEST_ABSENCE).date():
        why, wait = "out of office, no return date", journey.agreement.out_of_office
        return hold(journey, Pause(since=fact.at, reason=why, wait=wait))
    return hold(journey, Pause(since=fact.at, reason=f"out of office until {fact.until.isoformat()}", on=fact.until))


def _bounced(journey: Journey, fact: Bounced) -> Journey:
    if not fact.hard:
        return journey
    dead = dead_with(fact.channel)
    touches = journey.run.touches
    if touches and touches[-1].state is TouchResult.SENT and touches[-1].channel in dead:
        returned = replaced(touches[-1], partial(TouchRecord, state=TouchResult.FAILED, outcome="bounced"))
        touches = (*touches[:-1], returned)
    unanswered = journey.stage is Stage.WORKING and _was_acknowledged_by(journey, dead)
    return changed(
        journey,
        plan=None,
        dead=journey.past.dead | dead,
        touches=touches,
        is_acknowledged=journey.run.is_acknowledged and not unanswered,
    )


def _was_acknowledged_by(journey: Journey, channels: frozenset[Channel]) -> bool:
    last = journey.run.touches[-1] if journey.run.touches else None
    return last is not None and last.touch_id == ACKNOWLEDGMENT and last.channel in channels


def _answered_by_sales(journey: Journey, fact: Accepted | Rejected) -> Journey:
    if not journey.is_with_sales:
        return journey
    if isinstance(fact, Accepted):
        return accept(journey, fact.by, fact.at, fact.follow_up_at)
    if fact.why == "never_customer":
        return close(journey, Disposition.NEVER_CUSTOMER, "turned down by sales: never a customer")
    return move(journey, journey.agreement.hand_over.rejected, "turned down by sales: needs further qualification")


def _informed(journey: Journey, fact: InformationAdded) -> Journey:
    old = journey.profile
    # A form says nothing about interest, so the measured interest stays.
    new = replaced(fact.profile, partial(LeadProfile, interest=old.interest, score=old.score))
    revived = frozenset(channel for channel in journey.past.dead if not _open(old, channel) and _open(new, channel))
    has_moved = (old.zones, old.country, old.region) != (new.zones, new.country, new.region)
    informed = changed(journey, profile=new, dead=journey.past.dead - revived)
    if has_moved:
        informed = changed(informed, plan=None)  # what was planned for another place may be unlawful here
    if journey.stage is Stage.INCOMPLETE:
        return settle(informed, fact.at)
    if new.opted_in_at <= old.opted_in_at and not _answers_late(journey, fact):
        return informed
    if journey.stage in (Stage.NURTURE, Stage.KICKED_BACK):
        return return_to_work(informed, fact.at)
    return raise_alert(informed, journey.owner, About.REPLIED, "the lead sent another request")


def _answers_late(journey: Journey, fact: InformationAdded) -> bool:
    """Whether a lead that is no longer worked sends the missing information after all: that shows interest."""
    return fact.by_lead and journey.stage in (Stage.NURTURE, Stage.KICKED_BACK)


def _open(profile: LeadProfile, channel: Channel) -> bool:
    return profile.has(channel) and profile.consent.allows(channel)
