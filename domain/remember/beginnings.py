"""How a journey begins, and how it continues in another cadence."""

from datetime import datetime

from domain.dispositions import Disposition
from domain.journey.changes import changed, nothing_in_hand, without_task
from domain.journey.in_hand import InHand
from domain.journey.run import Run
from domain.journey.state import Journey, Stage
from domain.lead.profile import LeadProfile
from domain.remember.promises_kept import settled_on_leaving
from domain.remember.promises_made import with_promises
from domain.terms.agreement import Agreement, Qualification
from domain.terms.cadence import Cadence
from domain.triage.triage import route, triage


def begin(profile: LeadProfile, agreement: Agreement, cadence: Cadence, *, run: int = 1) -> Journey:
    """The journey of a lead that has just arrived, triaged and routed."""
    journey = Journey(
        profile=profile,
        agreement=agreement,
        cadence=cadence,
        run=Run(number=run, anchor_at=profile.arrived_at),
        stage=Stage.WORKING,
        qualification=Qualification.NOT_QUALIFIED,
    )
    return settle(journey, profile.arrived_at)


def settle(journey: Journey, at: datetime) -> Journey:
    """Triage a lead (again) and route it by its class."""
    verdict = triage(journey.agreement, journey.profile)
    journey = changed(journey, qualification=verdict.qualification, rule=verdict.rule)
    if verdict.qualification is Qualification.NOT_QUALIFIED:
        return close(journey, Disposition.NOT_QUALIFIED, verdict.ending)
    if verdict.qualification is Qualification.NOT_ENOUGH_INFORMATION:
        # A request for missing information that is under way stays, and so does its task.
        return with_promises(changed(journey, plan=None, stage=Stage.INCOMPLETE), at)
    taken = route(journey.agreement, journey.profile, verdict.qualification)
    if taken is None:
        return close(
            journey,
            Disposition.NOT_QUALIFIED,
            f"no cadence fits this {verdict.qualification} lead",
        )
    moved = None if taken.cadence == journey.cadence.name else (taken.cadence, f"triage: {verdict.rule}")
    return with_promises(changed(without_task(journey), stage=Stage.WORKING, anchor_at=at, moving_to=moved), at)


def interested_again(journey: Journey, at: datetime) -> Journey:
    """The journey of a nurtured or kicked-back lead that shows new interest: worked again if it qualifies now."""
    verdict = triage(journey.agreement, journey.profile)
    taken = route(journey.agreement, journey.profile, verdict.qualification)
    if not verdict.qualification.is_qualified or taken is None or taken.cadence == journey.cadence.name:
        return journey
    # Promises on the earlier interest are decided; new ones are made for this one.
    open_still = tuple(promise for promise in journey.owed.promises if promise.state.is_open)
    settled = settle(changed(journey, promises=open_still, is_acknowledged=False), at)
    return changed(
        nothing_in_hand(settled),
        # Sales had the lead last, so somebody of the working role has to be found.
        owner="" if journey.sales.engaged else journey.owner,
        moving_to=(taken.cadence, f"interested again: {verdict.rule}"),
    )


def close(journey: Journey, disposition: Disposition, reason: str) -> Journey:
    """The journey, ended: nothing more is sent."""
    ended = nothing_in_hand(journey)
    return changed(ended, stage=Stage.CLOSED, disposition=disposition, ending=reason, alerts=())


def move_on(journey: Journey, cadence: Cadence, agreement: Agreement, at: datetime) -> Journey:
    """The journey in its next cadence, as published now, with everything that is known about the lead.

    The new run starts without touches and with new keys; the ledger has the old touches. A pause or a requested
    call-back that arrived while the cadence was being fetched is kept.
    """
    nurturing = cadence.kind == "nurture"
    watch = journey.owed.watch
    goes_on = watch is not None and not nurturing and watch.rung < len(agreement.alerts.ladder)
    before = journey.run
    moved = changed(
        settled_on_leaving(journey, at) if nurturing else journey,
        cadence=cadence,
        agreement=agreement,
        stage=Stage.NURTURE if nurturing else Stage.WORKING,
        run=Run(number=before.number + 1, anchor_at=at, is_acknowledged=before.is_acknowledged or nurturing),
        in_hand=InHand(pause=journey.in_hand.pause, call_back_at=journey.in_hand.call_back_at),
        watch=watch if goes_on else None,
        revision=journey.counts.revision + 1,
    )
    return with_promises(moved, at)
