"""What is due next, by the lead's stage."""

from datetime import datetime

from domain.channels import Channel
from domain.decide.cadence import cadence_item
from domain.decide.items import CALL_BACK_TOUCH, QUESTION, Item, lapse, originator
from domain.decide.tasks import task_item
from domain.dispositions import Disposition
from domain.facts.unions import Exhausted
from domain.hours.spans import Span
from domain.journey.state import Journey, Stage
from domain.journey.steps import (
    AskRep,
    HandOverLead,
    InstantKind,
    KickBackLead,
    PlanRequest,
    Purpose,
    Record,
    SendTouch,
    Step,
)
from domain.outcomes import TaskKind
from domain.text import plain
from domain.triage.triage import missing_information


def stage_item(journey: Journey) -> Item:
    """What is due in the lead's stage, regardless of a pause, an alert or a search for an owner."""
    if journey.in_hand.task is not None:
        return task_item(journey, journey.in_hand.task)
    if journey.in_hand.call_back_at is not None and journey.stage not in (Stage.ENGAGED, Stage.ACCEPTED):
        return _call_back(journey, journey.in_hand.call_back_at)
    match journey.stage:
        case Stage.INCOMPLETE:
            return _question(journey)
        case Stage.ENGAGED:
            return _hand_over(journey)
        case Stage.ACCEPTED:
            return _review(journey)
        case Stage.KICKED_BACK:
            return _kick_back(journey)
        case Stage.WORKING | Stage.NURTURE | Stage.CLOSED:
            return cadence_item(journey)


def _call_back(journey: Journey, at: datetime) -> Item:
    """The call that the lead asked for. It comes before anything else in the stage."""
    touches = journey.cadence.touches[: journey.run.cursor + 1]
    script = next((touch.message for touch in reversed(touches) if touch.channel is Channel.CALL), "")
    ask = AskRep(
        key=journey.key(CALL_BACK_TOUCH, journey.counts.call_backs),
        reason="the lead asked to be called back then",
        task_id=journey.id_for("callback", journey.counts.call_backs),
        task=Channel.CALL,
        touch_id=CALL_BACK_TOUCH,
        number=journey.run.cursor,
        assignee=journey.owner,
        script=script,
    )
    return Item(ask, _agreed(journey, ask, at, owner=journey.owner))


def _agreed(journey: Journey, then: Step, at: datetime, *, owner: str = "") -> PlanRequest:
    """The request for exactly the instant that was agreed with the lead or with sales."""
    kind = InstantKind.CALL_BACK
    return PlanRequest(
        key=then.key, kind=kind, anchor_at=journey.run.anchor_at, at=at, owner=owner, place=journey.place
    )


def _after(journey: Journey, then: Step, wait: Span) -> PlanRequest:
    """The request for an instant this long after the last thing that was done, by the cadence's calendar."""
    kind = InstantKind.DEADLINE
    return PlanRequest(key=then.key, kind=kind, anchor_at=journey.run.anchor_at, wait=wait, place=journey.place)


_NOT_SENT = "the lead did not send the missing information"


def _missing(journey: Journey) -> str:
    """What triage is missing, in words; the rule alone if it found too little although nothing is needed."""
    missing = missing_information(journey.agreement, journey.profile.known)
    names = ", ".join(plain(each.replace("|", " or ")) for each in missing)
    return f"missing: {names}" if names else f"not enough information: {journey.rule}"


def _question(journey: Journey) -> Item:
    """Ask for missing information as often as the agreement says; after that, the agreement decides about the lead."""
    terms = journey.agreement.missing
    key = journey.key(QUESTION, journey.run.asked, journey.run.epoch)
    then: Record | SendTouch | AskRep
    if journey.run.asked >= terms.requests:
        then = lapse(journey, "question", terms.otherwise, Disposition.NOT_ENOUGH_INFORMATION, _NOT_SENT)
    elif journey.reaches(Channel.EMAIL) and terms.message:
        then = SendTouch(
            key=key,
            reason=_missing(journey),
            touch_id=f"question-{journey.run.asked + 1}",
            number=0,
            send_id=journey.id_for("q", journey.run.asked, journey.run.epoch),
            channel=Channel.EMAIL,
            message=terms.message,
            purpose=Purpose.QUESTION,
            any_hour=journey.run.asked == 0,
        )
    elif journey.reaches(Channel.CALL) and terms.script:
        then = AskRep(
            key=journey.key(QUESTION, journey.run.asked, "call"),
            reason=_missing(journey),
            task_id=journey.id_for("q", journey.run.asked, "call"),
            task=TaskKind.MISSING_INFORMATION,
            touch_id=f"question-{journey.run.asked + 1}",
            number=0,
            assignee=journey.owner,
            script=terms.script,
        )
    else:
        return Item(
            lapse(
                journey,
                "question",
                terms.otherwise,
                Disposition.NOT_ENOUGH_INFORMATION,
                "no channel to ask for the missing information",
            )
        )
    if journey.run.asked == 0:
        return Item(then)
    return Item(then, _after(journey, then, terms.wait))


def _hand_over(journey: Journey) -> Item:
    terms = journey.agreement.hand_over
    return Item(
        HandOverLead(
            key=journey.key("hand-over", journey.sales.engaged),
            reason=journey.sales.engagement or "the lead answered",
            role=terms.role,
            task_id=journey.id_for("handover", journey.sales.engaged),
            script=terms.message,
        )
    )


def _kick_back(journey: Journey) -> Item:
    terms = journey.agreement.kick_back
    return Item(
        KickBackLead(
            key=journey.key("kick-back"),
            reason="the agreed attempts are used up",
            role=terms.role,
            to=originator(journey),
            task_id=journey.id_for("kickback"),
            script=terms.message,
        )
    )


def _review(journey: Journey) -> Item:
    """Ask the owner regularly what became of an accepted lead. After the last review the lead ends as accepted."""
    terms = journey.agreement.review
    if journey.sales.reviewed >= terms.times:
        key = journey.key("review", "over")
        ended = Exhausted(
            key=key,
            at=journey.run.anchor_at,
            disposition=Disposition.ACCEPTED,
            reason=f"sales accepted the lead and reported no result in {terms.times} reviews",
        )
        return Item(Record(key=key, reason=ended.reason, fact=ended))
    ask = AskRep(
        key=journey.key("review", journey.sales.reviewed),
        reason="sales is asked what became of the accepted lead",
        task_id=journey.id_for("review", journey.sales.reviewed),
        task=TaskKind.REVIEW,
        touch_id=f"review-{journey.sales.reviewed + 1}",
        number=0,
        assignee=journey.owner,
        script=terms.message,
    )
    if journey.sales.follow_up_at is not None:
        return Item(ask, _agreed(journey, ask, journey.sales.follow_up_at))
    return Item(ask, _after(journey, ask, terms.every))
