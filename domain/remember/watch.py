"""The alert that waits to be acknowledged: how the wait begins, escalates and ends."""

from functools import partial

from domain.facts.unions import AlertAcknowledged, Alerted, Escalated, Fact
from domain.journey.changes import changed
from domain.journey.owed import Watch
from domain.journey.state import Journey, Stage
from domain.remember.turns import raise_alert
from domain.snapshot import replaced
from domain.terms.alerts import ALERTS, About, RungAction


def watch_after(before: Journey, after: Journey, fact: Fact) -> Watch | None:
    """The watched alert after a fact. The watch begins when an alert is sent and ends when somebody acts."""
    if after.disposition is not None or after.stage is not Stage.WORKING:
        return None
    if fact.shows_somebody_at_work and not _is_of_a_former_owner(after, fact):
        return None
    if isinstance(fact, Alerted) and after is not before:
        return _begun(before, after, fact)
    return after.owed.watch


def _is_of_a_former_owner(journey: Journey, fact: Fact) -> bool:
    """Whether the acknowledgment is from a former owner; the present owner still has to acknowledge the alert."""
    watch = journey.owed.watch
    return (
        isinstance(fact, AlertAcknowledged)
        and watch is not None
        and fact.by != watch.to
        and fact.by in journey.run.silent
    )


def _begun(before: Journey, after: Journey, fact: Alerted) -> Watch | None:
    told = before.owed.alerts[0] if before.owed.alerts and before.owed.alerts[0].key == fact.key else None
    if told is None or not ALERTS[told.about].waits or not after.agreement.alerts.ladder:
        return after.owed.watch
    if after.owed.watch is not None:
        # The ladder reassigned the lead: it goes on from the rung it has reached, with the new owner.
        return replaced(after.owed.watch, partial(Watch, alert=told.key, to=told.to, since=fact.at, due_at=None))
    return Watch(key=after.key("watch", after.counts.alerts_raised), alert=told.key, to=told.to, since=fact.at)


def escalated_alert(journey: Journey, watch: Watch, fact: Escalated) -> Journey:
    """The journey at the next rung: a reminder, a new owner, or an alert to the manager."""
    ladder = journey.agreement.alerts.ladder
    rung = ladder[watch.rung]
    why = f"{watch.to} has not acknowledged the alert: {rung.then.in_words}"
    higher = replaced(watch, partial(Watch, rung=watch.rung + 1, since=fact.at, due_at=None))
    # After the last rung the watch stays, so that the next owner's alert does not start at the first rung again.
    escalated = changed(journey, watch=higher)
    if rung.then is RungAction.REMIND:
        return raise_alert(escalated, watch.to, About.NOT_ACKNOWLEDGED, why)
    if rung.then is RungAction.MANAGER:
        return raise_alert(escalated, journey.agreement.manager_role, About.ESCALATED, why)
    if escalated.in_hand.is_reassigning:
        return escalated
    return changed(escalated, silent=(*journey.run.silent, watch.to), is_reassigning=True)
