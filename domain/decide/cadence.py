"""What is due next in a cadence: the acknowledgment, then touch after touch, then what follows the last."""

import hashlib
from itertools import accumulate
from typing import NamedTuple

from domain.channels import CONSENTS, MACHINE_CHANNELS, REACHING_CHANNELS, VOICE_CHANNELS, Channel
from domain.decide.items import ACKNOWLEDGMENT, ACKNOWLEDGMENT_ON_UNKNOWN, CHECK_DELIVERY, Item, lapse
from domain.decide.tasks import touch_in_hand
from domain.dispositions import Disposition
from domain.facts.unions import Exhausted, TouchSkipped
from domain.journey.run import TouchResult
from domain.journey.state import Journey, Stage
from domain.journey.steps import AskRep, InstantKind, PlanRequest, Purpose, Record, SendTouch
from domain.outcomes import CALL_OUTCOMES, TaskKind
from domain.terms.cadence import CLOSE, OnUnknown, Touch
from domain.terms.conditions import holds, subject_of
from domain.text import plain
from domain.triage.near_misses import condition_in_words


def acknowledgment(journey: Journey) -> Item | None:
    """The acknowledgment, over its first channel that reaches the lead; none once the lead was acknowledged."""
    terms = journey.cadence.acknowledge
    if journey.run.is_acknowledged or journey.stage is not Stage.WORKING or terms is None:
        return None
    for option in range(journey.run.tried, len(terms.by)):
        channel = terms.by[option]
        if journey.reaches(channel):
            return Item(
                SendTouch(
                    key=journey.key(ACKNOWLEDGMENT, option, journey.run.epoch),
                    reason=f"leads are acknowledged within {terms.within}",
                    touch_id=ACKNOWLEDGMENT,
                    number=0,
                    send_id=journey.id_for("a", option, journey.run.epoch),
                    channel=channel,
                    message=terms.message,
                    purpose=Purpose.ACKNOWLEDGMENT,
                    any_hour=True,
                    on_unknown=ACKNOWLEDGMENT_ON_UNKNOWN,
                )
            )
    key = journey.key(ACKNOWLEDGMENT, "none")
    reason = "no channel of the acknowledgment can reach this lead"
    return Item(Record(key=key, reason=reason, fact=TouchSkipped(key=key, at=journey.run.anchor_at, reason=reason)))


def cadence_item(journey: Journey) -> Item:
    """The touch in hand, the record that it is skipped, or the end of the cadence."""
    touch = touch_in_hand(journey)
    if touch is None:
        return Item(_after_the_last(journey))
    if is_undecided(journey, touch):
        return Item(_check_delivery(journey, touch))
    chosen = _choose(journey, touch)
    if isinstance(chosen, str):
        key = journey.key(touch.id, "skip")
        number, at = journey.run.cursor + 1, journey.run.anchor_at
        skipped = TouchSkipped(key=key, at=at, number=number, reason=chosen)
        return Item(Record(key=key, reason=chosen, fact=skipped))
    is_ours = chosen.channel in MACHINE_CHANNELS
    then = _send(journey, touch, chosen) if is_ours else _ask(journey, touch, chosen)
    request = PlanRequest(
        key=then.key,
        kind=InstantKind.TOUCH,
        anchor_at=journey.run.anchor_at,
        wait=touch.after,
        channel=chosen.channel,
        any_hour=is_ours and touch.any_hour,
        best_time=touch.best_time,
        personal=chosen.channel in VOICE_CHANNELS and _was_called_enough(journey),
        owner="" if is_ours else journey.owner,
        place=journey.place,
    )
    return Item(then, request, if_late=touch.if_late)


CALLS_BEFORE_IT_IS_PERSONAL = 2
"""The first calls are made as soon as they are due; later ones wait for the hour at which this lead is best reached."""


def _was_called_enough(journey: Journey) -> bool:
    """Whether this cadence has made that many calls already; skipped calls do not count."""
    made = sum(touch.state is TouchResult.DONE and touch.outcome in CALL_OUTCOMES for touch in journey.run.touches)
    return made >= CALLS_BEFORE_IT_IS_PERSONAL


class _Way(NamedTuple):
    option: int
    channel: Channel
    message: str


def _choose(journey: Journey, touch: Touch) -> _Way | str:
    """How the touch is made, or the reason why it is skipped."""
    subject = subject_of(journey.profile, priority=journey.qualification.value)
    if touch.only_if is not None and not holds(touch.only_if, subject, journey.past.outcomes):
        return f"condition not met: {condition_in_words(touch.only_if)}"
    if touch.unless is not None and holds(touch.unless, subject, journey.past.outcomes):
        return condition_in_words(touch.unless)
    if touch.needs is not None and journey.profile.consent.to(CONSENTS[touch.needs]) is not True:
        return f"no {touch.needs} on record"
    if journey.reaches(touch.channel):
        return _Way(0, touch.channel, _variant(journey, touch))
    if touch.otherwise is not None and journey.reaches(touch.otherwise.channel):
        return _Way(1, touch.otherwise.channel, touch.otherwise.message)
    return f"the lead cannot be reached by {plain(touch.channel)}"


def _variant(journey: Journey, touch: Touch) -> str:
    """The message of the touch; if it has variants, the one that this lead always gets."""
    if not touch.variants:
        return touch.message
    digest = hashlib.sha256(f"{journey.lead_id}/{journey.cadence.name}/{touch.id}".encode()).digest()
    point = int.from_bytes(digest[:8]) % sum(touch.variants.values())
    bounds = accumulate(weight for _, weight in sorted(touch.variants.items()))
    chosen = next(name for name, bound in zip(sorted(touch.variants), bounds, strict=True) if point < bound)
    return f"{touch.message}.{chosen}"


def _send(journey: Journey, touch: Touch, way: _Way) -> SendTouch:
    nurturing = journey.stage is Stage.NURTURE
    return SendTouch(
        key=journey.key(touch.id, way.option, journey.run.epoch),
        reason=_number_reason(journey, touch),
        touch_id=touch.id,
        number=journey.run.cursor + 1,
        send_id=journey.id_for(journey.run.cursor + 1, way.option, journey.run.epoch),
        channel=way.channel,
        message=way.message,
        purpose=Purpose.NURTURE if nurturing else Purpose.FOLLOW_UP,
        bulk=touch.bulk,
        any_hour=touch.any_hour,
        on_unknown=touch.on_unknown,
    )


def _ask(journey: Journey, touch: Touch, way: _Way) -> AskRep:
    return AskRep(
        key=journey.key(touch.id, way.option, journey.run.epoch),
        reason=_number_reason(journey, touch),
        task_id=journey.id_for(journey.run.cursor + 1, way.option, journey.run.epoch),
        task=way.channel,
        touch_id=touch.id,
        number=journey.run.cursor + 1,
        assignee=journey.owner,
        script=way.message,
        voicemail=touch.voicemail or "",
    )


def _number_reason(journey: Journey, touch: Touch) -> str:
    return f"touch {journey.run.cursor + 1} of {len(journey.cadence.touches)} of {journey.cadence.name}: {touch.id}"


def is_undecided(journey: Journey, touch: Touch) -> bool:
    """Whether it is unknown if the touch arrived, and the playbook has a person find out."""
    record = next((r for r in reversed(journey.run.touches) if r.touch_id == touch.id), None)
    return record is not None and record.state is TouchResult.UNKNOWN and touch.on_unknown is OnUnknown.ASK_REP


def _check_delivery(journey: Journey, touch: Touch) -> AskRep:
    return AskRep(
        key=journey.key(touch.id, "check", journey.run.epoch),
        reason="it is not known whether the touch arrived; the playbook says to ask",
        task_id=journey.id_for("check", journey.run.cursor + 1, journey.run.epoch),
        task=TaskKind.CHECK_DELIVERY,
        touch_id=touch.id,
        number=journey.run.cursor + 1,
        assignee=journey.owner,
        script=CHECK_DELIVERY,
    )


def _tally(journey: Journey) -> str:
    """What became of the cadence's touches: ``3 touches made, 5 skipped``."""
    own = {touch.id for touch in journey.cadence.touches}
    made = own & {each.touch_id for each in journey.run.touches if each.state.is_made}
    failed = (own - made) & {each.touch_id for each in journey.run.touches if each.state is TouchResult.FAILED}
    others = ((len(failed), "failed"), (len(own - made - failed), "skipped"))
    touches = "touch" if len(made) == 1 else "touches"
    return ", ".join((f"{len(made)} {touches} made", *(f"{count} {what}" for count, what in others if count)))


def _after_the_last(journey: Journey) -> Record:
    if not any(map(journey.reaches, REACHING_CHANNELS)):
        key = journey.key("unreachable")
        reason = "no channel can reach this lead any more"
        return Record(
            key=key,
            reason=reason,
            fact=Exhausted(key=key, at=journey.run.anchor_at, disposition=Disposition.UNREACHABLE, reason=reason),
        )
    becomes = journey.cadence.exhausted
    reason = f"{journey.cadence.name} is finished: {_tally(journey)}"
    if journey.cadence.name in journey.past.been:
        becomes, reason = CLOSE, f"{reason}, for the second time"
    return lapse(journey, "cadence", becomes, Disposition.EXHAUSTED, reason)
