"""What is due next for a lead: exactly one item for every state, so that no lead is ever without one.

An item is a step and the instant at which it is due: at once, or an instant that the planner fixes.
``decide.next_step`` turns the item into the step for the present moment.
"""

from domain.decide.cadence import acknowledgment
from domain.decide.items import Item
from domain.decide.ownership import ownership
from domain.decide.stages import stage_item
from domain.facts.unions import PauseEnded
from domain.journey.state import Journey
from domain.journey.steps import Alert, Finish, InstantKind, PlanRequest, Record, StartCadence, TellCompany


def agenda(journey: Journey) -> Item:
    """The one thing that is due next."""
    return (
        company_news(journey)
        or _ending(journey)
        or _first_answer(journey)
        or ownership(journey)
        or _alert(journey)
        or _resumption(journey)
        or acknowledgment(journey)
        or stage_item(journey)
    )


def _first_answer(journey: Journey) -> Item | None:
    """The acknowledgment comes first, unless the lead is paused or the acknowledgment waits for a planned instant."""
    plan = journey.in_hand.plan
    item = acknowledgment(journey) if journey.in_hand.pause is None else None
    is_waiting = item is not None and plan is not None and plan.key == item.then.key
    return None if is_waiting else item


def _ending(journey: Journey) -> Item | None:
    if journey.disposition is not None:
        return Item(Finish(key=journey.key("end"), reason=journey.ending, disposition=journey.disposition))
    if journey.in_hand.moving_to is not None:
        cadence, reason = journey.in_hand.moving_to
        return Item(StartCadence(key=journey.key("move", cadence), reason=reason, cadence=cadence))
    return None


def _alert(journey: Journey) -> Item | None:
    if not journey.owed.alerts:
        return None
    due = journey.owed.alerts[0]
    return Item(Alert(key=due.key, reason=due.reason, to=due.to, about=due.about))


def _resumption(journey: Journey) -> Item | None:
    pause = journey.in_hand.pause
    if pause is None:
        return None
    key = journey.key("resume", pause.number)
    end = PlanRequest(
        key=key,
        kind=InstantKind.RESUME,
        anchor_at=pause.since,
        at=pause.until,
        on=pause.on,
        wait=pause.wait,
        place=journey.place,
    )
    over = Record(key=key, reason=f"the pause is over ({pause.reason})", fact=PauseEnded(key=key, at=pause.since))
    return Item(over, end)


def company_news(journey: Journey) -> Item | None:
    """The next news for the company's other leads. It comes before everything else, and is due even after the end."""
    if not journey.owed.company_news:
        return None
    news = journey.owed.company_news[0]
    return Item(TellCompany(key=news.key, reason=news.about.in_words, about=news.about))
