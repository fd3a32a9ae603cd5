"""Whether a touch may be sent now, decided in the same transaction that records the intent to send it."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from domain.channels import Channel
from domain.facts.unions import Failure, Planned, TouchFailed
from domain.hours.pace import REAL_TIME, Pace
from domain.hours.spans import by_the_wall
from domain.journey.steps import Purpose
from domain.snapshot import Snapshot
from domain.terms.agreement import Cap, Whose
from domain.text import plain

UNHEARD_WAIT = timedelta(seconds=2)
"""How soon a touch asks again if a new fact is still on its way to the lead's workflow."""


class Circumstances(NamedTuple):
    """What the ledger says at the instant of the intent.

    Attributes:
        suppressed: why this person or address is suppressed, or empty.
        is_ended: whether the lead has ended.
        facts_recorded: how many facts were recorded that the lead's workflow has to hear.
        consents: whether the lead's present consent permits the channel.
        recent: channel and instant of touches to this person over all their leads: sent, about to be sent, or given
            to people as tasks; empty if no cap counts them.
        recent_at_company: the same for everybody at the person's company; empty if no cap counts them.
    """

    suppressed: str
    is_ended: bool
    facts_recorded: int
    consents: bool
    recent: Sequence[tuple[Channel, datetime]]
    recent_at_company: Sequence[tuple[Channel, datetime]] = ()


class Verdict(Snapshot):
    """Whether a touch may be sent: now, later, or never, and by which rule."""

    says: Literal["allow", "defer", "block", "channel_dead"]
    rule: str = ""
    until: datetime | None = None


ALLOW = Verdict(says="allow")


def caps_on(purpose: Purpose, caps: tuple[Cap, ...]) -> tuple[Cap, ...]:
    """The caps that apply to a touch: none apply to an acknowledgment, because the lead asked for it."""
    return () if purpose is Purpose.ACKNOWLEDGMENT else caps


def counted_by(caps: tuple[Cap, ...]) -> frozenset[Whose]:
    """Whose touches these caps count."""
    return frozenset(cap.per for cap in caps)


def held_back(verdict: Verdict, key: str, channel: Channel, now: datetime) -> Planned | TouchFailed | None:
    """The fact that a verdict means for the step: a later instant, or a failure; None if the touch is allowed."""
    if verdict.says == "allow":
        return None
    if verdict.says == "defer":
        return Planned(key=key, at=now, due_at=max(verdict.until or now, now), reason=verdict.rule)
    why = Failure.CHANNEL_DEAD if verdict.says == "channel_dead" else Failure.NOT_ALLOWED
    return TouchFailed(key=key, at=now, channel=channel, why=why, rule=verdict.rule)


def may_leave(
    circumstances: Circumstances,
    *,
    channel: Channel,
    facts_heard: int,
    opens_at: datetime | None,
    caps: tuple[Cap, ...],
    now: datetime,
    pace: Pace = REAL_TIME,
) -> Verdict:
    """The verdict on a touch. Checked in this order: new facts, suppression, consent, hours, caps.

    Args:
        circumstances: as read in the transaction.
        channel: the touch's channel.
        facts_heard: how many facts the workflow had heard when it decided.
        opens_at: the first instant that hours and law allow (``planning.planner.opens_at``); None if there is none.
        caps: the caps that apply to this touch (``caps_on``).
        now: the instant of the intent.
        pace: how fast story time passes; caps count story time.
    """
    if circumstances.is_ended:
        return Verdict(says="block", rule="the lead has ended")
    if circumstances.facts_recorded > facts_heard:
        # Before suppression: a lead that opted out must end as opted out, not as unreachable.
        return Verdict(says="defer", rule="new information about the lead is being processed", until=now + UNHEARD_WAIT)
    if circumstances.suppressed:
        return Verdict(says="channel_dead", rule=f"suppressed: {circumstances.suppressed}")
    if not circumstances.consents:
        return Verdict(says="channel_dead", rule=f"no consent for {channel}")
    if opens_at is None:
        return Verdict(says="block", rule="no lawful opening hour for this lead on this channel")
    if opens_at > now:
        return Verdict(says="defer", rule="outside opening or lawful hours", until=opens_at)
    return _capped(circumstances, channel, caps, now, pace)


def _capped(
    circumstances: Circumstances, channel: Channel, caps: tuple[Cap, ...], now: datetime, pace: Pace
) -> Verdict:
    for cap in caps:
        if cap.channel not in ("all", channel):
            continue
        window = by_the_wall(cap.within) / pace.factor
        of_company = cap.per == "company"
        recent = circumstances.recent_at_company if of_company else circumstances.recent
        inside = sorted(at for touched, at in recent if cap.channel in ("all", touched) and at > now - window)
        if len(inside) >= cap.count:
            until = inside[-cap.count] + window
            what = "" if cap.channel == "all" else f"{plain(cap.channel)} "
            touches = f"{what}touch" if cap.count == 1 else f"{what}touches"
            rule = f"at most {cap.count} {touches} within {cap.within}{' to one company' if of_company else ''}"
            return Verdict(says="defer", rule=rule, until=until)
    return ALLOW
