"""The turns a journey can take, each in one place: engaged, booked, paused, moved, alerted."""

from datetime import UTC, datetime, time, timedelta
from functools import partial

from domain.channels import Channel
from domain.decide.destinations import destination
from domain.dispositions import Disposition
from domain.hours.spans import by_the_wall
from domain.journey.changes import changed, nothing_in_hand, without_task
from domain.journey.in_hand import OpenTask, Pause
from domain.journey.owed import AlertDue
from domain.journey.run import TouchRecord, TouchResult
from domain.journey.state import Journey, Stage
from domain.remember.beginnings import close, interested_again
from domain.snapshot import replaced
from domain.terms.alerts import About
from domain.terms.cadence import CLOSE, KICK_BACK, OnEvent
from domain.text import plain

IN_CADENCE = frozenset({Stage.WORKING, Stage.NURTURE})
QUIET_ENOUGH_TO_PAUSE = frozenset({Stage.INCOMPLETE, Stage.WORKING, Stage.NURTURE, Stage.KICKED_BACK})


def raise_alert(journey: Journey, to: str, about: About, reason: str) -> Journey:
    """The journey with one more alert to send; it goes to the manager if there is nobody else."""
    due = AlertDue(
        key=journey.key("alert", journey.counts.alerts_raised),
        to=to or journey.agreement.manager_role,
        about=about,
        reason=reason or plain(about.value),
    )
    return changed(journey, alerts=(*journey.owed.alerts, due), alerts_raised=journey.counts.alerts_raised + 1)


def engage(journey: Journey, why: str) -> Journey:
    """The journey of a lead that answered: its cadence ends and sales is next, or is alerted if it has the lead."""
    if journey.is_with_sales or journey.stage is Stage.ACCEPTED:
        return raise_alert(journey, journey.owner, About.REPLIED, why)
    return changed(nothing_in_hand(journey), stage=Stage.ENGAGED, engagement=why, engaged=journey.sales.engaged + 1)


def return_to_work(journey: Journey, at: datetime) -> Journey:
    """The journey of a lead that is worked again, if it qualifies now. Its owner is alerted.

    A lead without an owner gets one, who is alerted then.
    """
    back = interested_again(journey, at)
    if back is journey or not back.owner:
        return back
    return raise_alert(back, back.owner, About.CAME_BACK, f"interested again, after {journey.cadence.name}")


def book(journey: Journey, why: str) -> Journey:
    """The journey after a meeting was booked: it ends or engages the lead, or alerts sales if it has the lead."""
    if journey.is_with_sales or journey.stage is Stage.ACCEPTED:
        return raise_alert(journey, journey.owner, About.REPLIED, why)
    if journey.cadence.when.meeting_booked is OnEvent.HAND_OVER:
        return engage(journey, why)
    return close(journey, Disposition.MEETING_BOOKED, why)


def accept(journey: Journey, by: str, at: datetime, follow_up_at: datetime | None) -> Journey:
    """The journey after sales accepted the lead. If a follow-up was agreed, sales is asked about the lead then."""
    return changed(
        nothing_in_hand(journey),
        stage=Stage.ACCEPTED,
        owner=by or journey.owner,
        anchor_at=at,
        follow_up_at=follow_up_at or journey.in_hand.call_back_at,
    )


def move(journey: Journey, becomes: str, why: str) -> Journey:
    """The journey on its way to another cadence, back to its originator, or to its end."""
    becomes = destination(journey, becomes)
    if becomes == CLOSE or (becomes == KICK_BACK and journey.stage is Stage.KICKED_BACK):
        return close(journey, Disposition.EXHAUSTED, why)
    if becomes == KICK_BACK:
        return changed(nothing_in_hand(journey), stage=Stage.KICKED_BACK)
    return changed(nothing_in_hand(journey), moving_to=(becomes, why))


def hold(journey: Journey, pause: Pause) -> Journey:
    """The journey, paused. A pause without an end lasts as long as the agreement allows.

    An absence that a machine noticed does not replace a pause that a person asked for. Between a pause because of the
    company and another one that no person asked for, the one that ends later holds.
    """
    if journey.stage not in QUIET_ENOUGH_TO_PAUSE:
        return journey
    if pause.until is None and pause.on is None and pause.wait is None:
        pause = replaced(pause, partial(Pause, wait=journey.agreement.pause_at_most, is_open_ended=True))
    held = journey.in_hand.pause
    if held is not None and not pause.is_wished and _outlasts(held, pause):
        return journey
    return changed(journey, plan=None, pause=replaced(pause, partial(Pause, number=journey.counts.revision)))


def _outlasts(held: Pause, other: Pause) -> bool:
    """Whether the present pause stays although another begins that no person asked for."""
    if held.is_of_company or other.is_of_company:
        return _ends_about(held) >= _ends_about(other)
    return held.is_wished


def _ends_about(pause: Pause) -> datetime:
    """Roughly when a pause ends, to compare two pauses; the planner fixes the exact instant by the calendars."""
    if pause.until is not None:
        return pause.until
    if pause.on is not None:
        return datetime.combine(pause.on + timedelta(days=1), time(), UTC)
    return pause.since + (by_the_wall(pause.wait) if pause.wait is not None else timedelta(0))


def resume(journey: Journey, at: datetime) -> Journey:
    """The journey, resumed. The time for an open task starts again."""
    if journey.in_hand.pause is None:
        return journey
    task = journey.in_hand.task
    if task is not None:
        task = replaced(task, partial(OpenTask, since=max(at, task.since)))
    return changed(journey, plan=None, pause=None, task=task)


def react_to_reply(journey: Journey, at: datetime, why: str) -> Journey:
    """What the cadence does when its lead replies. A person is alerted or gets the lead next, unless the lead ends."""
    match journey.cadence.when.replied:
        case OnEvent.HAND_OVER:
            return engage(journey, why)
        case OnEvent.FINISH:
            return close(journey, Disposition.ANSWERED, why)
        case OnEvent.PAUSE | OnEvent.PAUSE_UNTIL_RETURN:
            return raise_alert(hold(journey, Pause(since=at, reason=why)), journey.owner, About.REPLIED, why)
        case OnEvent.GO_ON:
            return raise_alert(journey, journey.owner, About.REPLIED, why)


def wish_call_back(journey: Journey, at: datetime | None) -> Journey:
    """The journey with the call-back that the lead asked for; its number goes into the key of its task."""
    if at is None:
        return journey
    return changed(journey, plan=None, call_back_at=at, call_backs=journey.counts.call_backs + 1)


def note_touch(
    journey: Journey, state: TouchResult, at: datetime, *, channel: Channel | None = None, outcome: str = ""
) -> Journey:
    """The journey with the result of the touch in hand on record."""
    touch = journey.cadence.touches[journey.run.cursor]
    record = TouchRecord(touch_id=touch.id, channel=channel or touch.channel, state=state, at=at, outcome=outcome)
    return changed(journey, touches=(*journey.run.touches, record))


def advance(
    journey: Journey, state: TouchResult, at: datetime, *, channel: Channel | None = None, outcome: str = ""
) -> Journey:
    """As ``note_touch``, and moves on to the next touch."""
    noted = note_touch(journey, state, at, channel=channel, outcome=outcome)
    return changed(without_task(noted), cursor=journey.run.cursor + 1, epoch=0, provider_refusals=0)
