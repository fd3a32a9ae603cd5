"""What is due in each stage."""

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


def stage_item(journey: Journey) -> Item:
    """What is due in the lead's stage, whatever lies over it (a pause, an alert, a search for an owner)."""
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
    """The lead asked to be called at an instant: that comes before anything else in its stage."""
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
    """The very instant that was agreed with the lead, or with sales."""
    kind = InstantKind.CALL_BACK
    return PlanRequest(
        key=then.key, kind=kind, anchor_at=journey.run.anchor_at, at=at, owner=owner, place=journey.place
    )


def _after(journey: Journey, then: Step, wait: Span) -> PlanRequest:
    """So long after the last thing that was done, by the calendar of the cadence."""
    kind = InstantKind.DEADLINE
    return PlanRequest(key=then.key, kind=kind, anchor_at=journey.run.anchor_at, wait=wait, place=journey.place)


def _question(journey: Journey) -> Item:
    """Ask for what triage is missing, a few times, then let the agreement say what becomes of the lead."""
    terms = journey.agreement.missing
    key = journey.key(QUESTION, journey.run.asked, journey.run.epoch)
    then: Record | SendTouch | AskRep
    if journey.run.asked >= terms.requests:
        then = lapse(journey, "question", terms.otherwise, Disposition.NOT_ENOUGH_INFORMATION, "asked, and not told")
    elif journey.reaches(Channel.EMAIL) and terms.message:
        then = SendTouch(
            key=key,
            reason=f"triage needs more: {journey.rule}",
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
            reason=f"triage needs more: {journey.rule}",
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
                "no way to ask for it",
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
            reason="the attempts that were agreed are used up",
            role=terms.role,
            to=originator(journey),
            task_id=journey.id_for("kickback"),
            script=terms.message,
        )
    )


def _review(journey: Journey) -> Item:
    """Ask the owner, every so often, what became of an accepted lead; after the last time it stays accepted."""
    terms = journey.agreement.review
    if journey.sales.reviewed >= terms.times:
        key = journey.key("review", "over")
        ended = Exhausted(
            key=key,
            at=journey.run.anchor_at,
            disposition=Disposition.ACCEPTED,
            reason=f"sales accepted it and did not report an ending in {terms.times} reviews",
        )
        return Item(Record(key=key, reason=ended.reason, fact=ended))
    ask = AskRep(
        key=journey.key("review", journey.sales.reviewed),
        reason="an accepted lead is followed to its end",
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
