"""What the result of a touch or a task does to the journey."""

from typing import NamedTuple

from domain.channels import Channel, dead_with
from domain.decide.cadence import acknowledgment, cadence_item, is_undecided
from domain.decide.items import ACKNOWLEDGMENT, QUESTION, is_call_back
from domain.decide.stages import stage_item
from domain.decide.tasks import touch_in_hand
from domain.facts.unions import Failure, Planned, TaskOpened, TouchFailed, TouchSent, TouchSkipped, TouchUnknown
from domain.hours.spans import by_the_wall
from domain.journey.changes import changed, without_task
from domain.journey.in_hand import OpenTask, Plan
from domain.journey.run import TouchRecord, TouchResult
from domain.journey.state import Journey, Stage
from domain.journey.steps import AskRep, SendTouch
from domain.outcomes import TaskKind
from domain.remember.turns import IN_CADENCE, advance, move, note_touch, raise_alert
from domain.terms.alerts import About
from domain.terms.cadence import OnUnknown


class _TouchKey(NamedTuple):
    run: int
    touch: str
    option: int
    epoch: int


def _read(key: str) -> _TouchKey | None:
    """The parts of the key of a machine's touch; None for any other key."""
    parts = key.split(":")
    if len(parts) != len(_TouchKey._fields):
        return None
    run, touch, option, epoch = parts
    if not (run.isdecimal() and option.isdecimal() and epoch.isdecimal()):
        return None
    return _TouchKey(int(run), touch, int(option), int(epoch))


def remember_touch(journey: Journey, fact: TouchSent | TouchUnknown | TouchFailed) -> Journey:
    """The journey after a machine's touch. A touch of another run, or one that is done already, changes nothing."""
    key = _read(fact.key)
    if key is None or key.run != journey.run.number:
        return journey
    if key.touch == ACKNOWLEDGMENT:
        return _acknowledged(journey, fact, key.option)
    if key.touch == QUESTION:
        return _asked(journey, fact)
    touch = touch_in_hand(journey)
    if touch is None or touch.id != key.touch or key.epoch != journey.run.epoch or journey.stage not in IN_CADENCE:
        return journey
    if isinstance(fact, TouchSent):
        return changed(advance(journey, TouchResult.SENT, fact.at, channel=fact.channel), anchor_at=fact.at)
    if isinstance(fact, TouchUnknown):
        return journey if is_undecided(journey, touch) else _unknown(journey, fact, touch.on_unknown)
    return _failed(journey, fact)


def _asked(journey: Journey, fact: TouchSent | TouchUnknown | TouchFailed) -> Journey:
    """After a request for missing information.

    A request whose fate is unknown counts as asked: the next request goes out after the same silence.
    """
    due = stage_item(journey).then
    if not isinstance(due, SendTouch) or due.key != fact.key:
        return journey
    if isinstance(fact, TouchFailed) and fact.why is Failure.CHANNEL_DEAD and fact.channel not in journey.past.dead:
        return _without(journey, fact.channel)
    counted = changed(journey, plan=None, asked=journey.run.asked + 1, anchor_at=fact.at)
    if isinstance(fact, TouchFailed):
        return _blamed(counted, fact) if fact.why.is_ours else counted
    return changed(counted, is_acknowledged=True)


def is_too_late_to_acknowledge(journey: Journey, fact: Planned) -> bool:
    """Whether an acknowledgment would wait past its promise, and another channel could still keep the promise."""
    terms, key = journey.cadence.acknowledge, _read(fact.key)
    if (
        terms is None
        or key is None
        or key.touch != ACKNOWLEDGMENT
        or fact.due_at - fact.at <= by_the_wall(terms.within)
    ):
        return False
    return any(journey.reaches(channel) for channel in terms.by[key.option + 1 :])


def pass_over_channel(journey: Journey, fact: Planned) -> Journey:
    """The journey with the next channel of its acknowledgment in hand."""
    key = _read(fact.key)
    return journey if key is None else changed(journey, plan=None, tried=key.option + 1)


def _acknowledged(journey: Journey, fact: TouchSent | TouchUnknown | TouchFailed, option: int) -> Journey:
    """After an acknowledgment; one over a channel that has since been found dead does not count."""
    item = acknowledgment(journey)
    if item is None or item.then.key != fact.key or journey.in_hand.moving_to is not None:
        return journey
    if isinstance(fact, TouchFailed):
        dead = _without(journey, fact.channel) if fact.why is Failure.CHANNEL_DEAD else journey
        tried = changed(dead, tried=option + 1)
        return _blamed(tried, fact) if fact.why.is_ours else tried
    if isinstance(fact, TouchUnknown) and journey.run.epoch == 0:
        return changed(journey, epoch=1)
    state = TouchResult.SENT if isinstance(fact, TouchSent) else TouchResult.UNKNOWN
    record = TouchRecord(touch_id=ACKNOWLEDGMENT, channel=fact.channel, state=state, at=fact.at)
    return changed(
        journey,
        is_acknowledged=True,
        epoch=0,
        anchor_at=max(fact.at, journey.run.anchor_at),
        touches=(*journey.run.touches, record),
    )


def _unknown(journey: Journey, fact: TouchUnknown, policy: OnUnknown) -> Journey:
    match policy:
        case OnUnknown.RESEND if journey.run.epoch == 0:
            noted = note_touch(journey, TouchResult.UNKNOWN, fact.at, channel=fact.channel)
            return changed(noted, plan=None, epoch=1)
        case OnUnknown.ASK_REP:
            return changed(note_touch(journey, TouchResult.UNKNOWN, fact.at, channel=fact.channel), plan=None)
        case OnUnknown.RESEND | OnUnknown.SKIP:
            return changed(advance(journey, TouchResult.UNKNOWN, fact.at, channel=fact.channel), anchor_at=fact.at)


def _failed(journey: Journey, fact: TouchFailed) -> Journey:
    if fact.why is Failure.CHANNEL_DEAD and (
        fact.channel not in journey.past.dead or cadence_item(journey).then.key != fact.key
    ):
        return _without(journey, fact.channel)
    retries = fact.channel.way.retries
    if fact.why is Failure.SENDER_REFUSED and journey.run.provider_refusals < retries.refusals_borne:
        due_at = fact.at + retries.refusal_wait
        later = Plan(key=fact.key, due_at=due_at, reason="the provider refused us: trying again later")
        if journey.in_hand.plan == later:
            return journey
        held = changed(journey, provider_refusals=journey.run.provider_refusals + 1, plan=later)
        return held if journey.run.provider_refusals else _blamed(held, fact)
    failed = advance(journey, TouchResult.FAILED, fact.at, channel=fact.channel)
    return _blamed(failed, fact) if fact.why.is_ours else failed


def _blamed(journey: Journey, fact: TouchFailed) -> Journey:
    why = f"we could not send a touch: {fact.why.in_words} {fact.rule}".strip()
    return raise_alert(journey, journey.agreement.manager_role, About.SENDER_REFUSED, why)


def _without(journey: Journey, channel: Channel) -> Journey:
    dead = dead_with(channel)
    if dead <= journey.past.dead:
        return journey
    return changed(journey, plan=None, dead=journey.past.dead | dead)


def remember_task(journey: Journey, fact: TaskOpened) -> Journey:
    """The journey after a task was opened for a person."""
    due = stage_item(journey).then
    if not journey.in_hand.is_free or not isinstance(due, AskRep) or due.key != fact.key:
        return journey
    task = OpenTask(key=fact.key, task_id=fact.task_id, kind=due.task, assignee=fact.assignee, since=fact.at)
    wish = None if is_call_back(task) else journey.in_hand.call_back_at
    return changed(journey, plan=None, task=task, call_back_at=wish)


def remember_skip(journey: Journey, fact: TouchSkipped) -> Journey:
    """The journey after something was skipped: the acknowledgment, a touch, or a task that nobody did."""
    if fact.key == journey.key(ACKNOWLEDGMENT, "none"):
        return changed(journey, is_acknowledged=True, epoch=0)
    task = journey.in_hand.task
    if task is None:
        touch = touch_in_hand(journey)
        if touch is None or journey.stage not in IN_CADENCE or fact.key.split(":")[1] != touch.id:
            return journey
        return advance(journey, TouchResult.SKIPPED, fact.at, outcome=fact.reason)
    if not fact.key.startswith(f"{task.key}:"):
        return journey
    return _let_go(changed(without_task(journey), anchor_at=fact.at), task, fact)


def _let_go(journey: Journey, task: OpenTask, fact: TouchSkipped) -> Journey:
    if task.kind is TaskKind.REVIEW:
        return changed(journey, reviewed=journey.sales.reviewed + 1, follow_up_at=None)
    if task.kind is TaskKind.MISSING_INFORMATION:
        return changed(journey, asked=journey.run.asked + 1)
    if journey.stage is Stage.KICKED_BACK:
        return move(journey, journey.agreement.kick_back.silence, fact.reason)
    if is_call_back(task) or journey.stage not in IN_CADENCE:
        return journey
    state = TouchResult.UNKNOWN if task.kind is TaskKind.CHECK_DELIVERY else TouchResult.SKIPPED
    return advance(journey, state, fact.at, outcome=fact.reason)
