"""Which promises a lead gets: those of the first row of the response times that fits its class and origin."""

from datetime import datetime

from domain.channels import Channel
from domain.hours.spans import Span
from domain.journey.changes import changed
from domain.journey.promise import Promise, PromiseKind
from domain.journey.state import Journey, Stage
from domain.terms.agreement import ResponseTimes
from domain.terms.conditions import holds, subject_of


def response_times(journey: Journey) -> ResponseTimes | None:
    """The row of the agreement that applies to this lead; None if no row does."""
    subject = subject_of(journey.profile, priority=journey.qualification.value)
    fitting = (
        row
        for row in journey.agreement.response_times
        if journey.qualification in row.classes
        and (row.applies is None or holds(row.applies, subject, journey.past.outcomes))
    )
    return next(fitting, None)


def with_promises(journey: Journey, at: datetime) -> Journey:
    """The journey with the promises of its class, made at this instant; earlier promises stay as they are."""
    row = response_times(journey)
    if row is None or journey.stage not in (Stage.WORKING, Stage.INCOMPLETE):
        return journey
    made = {promise.kind for promise in journey.owed.promises}
    new = tuple(
        Promise(
            key=journey.key("promise", kind.value, journey.counts.promised),
            kind=kind,
            since=at,
            within=within,
            owed=row.attempts if kind is PromiseKind.ATTEMPTS else 1,
            due_at=at + within.wall if kind.is_owed_by_machines else None,
            state_at=at,
        )
        for kind, within in _owed(journey, row)
        if kind not in made
    )
    if not new:
        return journey
    return changed(journey, promises=(*journey.owed.promises, *new), promised=journey.counts.promised + 1)


def follow_up_promised(journey: Journey, at: datetime) -> Journey:
    """The journey with the follow-up that sales owes from this instant, when it was given the lead."""
    within = journey.agreement.hand_over.follow_up_within
    if within is None:
        return journey
    promise = Promise(
        key=journey.key("promise", PromiseKind.FOLLOW_UP.value, journey.counts.promised),
        kind=PromiseKind.FOLLOW_UP,
        since=at,
        within=within,
        state_at=at,
    )
    return changed(journey, promises=(*journey.owed.promises, promise), promised=journey.counts.promised + 1)


def _owed(journey: Journey, row: ResponseTimes) -> list[tuple[PromiseKind, Span]]:
    terms = [
        (PromiseKind.ACKNOWLEDGED, row.acknowledged if _can_be_acknowledged(journey) else None),
        (PromiseKind.FIRST_ATTEMPT, row.first_attempt),
        (PromiseKind.CONTACT, row.contact),
        (PromiseKind.ATTEMPTS, row.attempts_within if row.attempts else None),
    ]
    if journey.stage is Stage.INCOMPLETE:
        terms = terms[:1]
    return [(kind, within) for kind, within in terms if within is not None]


def _can_be_acknowledged(journey: Journey) -> bool:
    """Whether a machine can reach the lead: no acknowledgment is promised if no channel could carry it."""
    if journey.stage is Stage.INCOMPLETE:
        return journey.reaches(Channel.EMAIL) and bool(journey.agreement.missing.message)
    terms = journey.cadence.acknowledge
    return terms is not None and not journey.run.is_acknowledged and any(map(journey.reaches, terms.by))
