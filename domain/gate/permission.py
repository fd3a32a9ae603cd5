"""May this touch leave now? Asked in the same transaction that records the intent to send it."""

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

UNHEARD_WAIT = timedelta(seconds=2)
"""How soon a touch that met an unheard fact asks again: the fact is on its way to the lead's workflow."""


class Circumstances(NamedTuple):
    """What the ledger says at the instant of the intent.

    Attributes:
        suppressed: why this person or address is suppressed, or empty.
        is_ended: whether the lead has its disposition.
        facts_recorded: how many facts about the lead were recorded that its workflow must hear.
        consents: whether the lead's consent, as it is now, permits the channel.
        recent: channel and instant of touches that left, or are about to, for this person, and of what people were
            asked to do for them, over all their leads; empty when no cap asks.
        recent_at_company: the same for everybody at the person's company, them included; empty when no cap asks.
    """

    suppressed: str
    is_ended: bool
    facts_recorded: int
    consents: bool
    recent: Sequence[tuple[Channel, datetime]]
    recent_at_company: Sequence[tuple[Channel, datetime]] = ()


class Verdict(Snapshot):
    """Whether a touch may leave: at once, later, or never, and by which rule."""

    says: Literal["allow", "defer", "block", "channel_dead"]
    rule: str = ""
    until: datetime | None = None


ALLOW = Verdict(says="allow")


def caps_on(purpose: Purpose, caps: tuple[Cap, ...]) -> tuple[Cap, ...]:
    """The caps that hold a touch back: an acknowledgment answers the lead, and none does."""
    return () if purpose is Purpose.ACKNOWLEDGMENT else caps


def counted_by(caps: tuple[Cap, ...]) -> frozenset[Whose]:
    """Whose touches have to be counted for these caps."""
    return frozenset(cap.per for cap in caps)


def held_back(verdict: Verdict, key: str, channel: Channel, now: datetime) -> Planned | TouchFailed | None:
    """What a verdict other than allow means for the step with that key: another instant, or that it is not done."""
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
    """The verdict. What is unheard outranks suppression, that consent, consent outranks hours, hours outrank caps.

    Args:
        circumstances: as read in the transaction.
        channel: of the touch.
        facts_heard: how many facts the workflow had heard when it decided.
        opens_at: the first instant that hours and law allow (``planning.opens_at``); none when there is none.
        caps: those that hold this touch back (``caps_on``).
        now: the instant of the intent.
        pace: how fast days pass; caps count days of the story.
    """
    if circumstances.is_ended:
        return Verdict(says="block", rule="the lead has ended")
    if circumstances.facts_recorded > facts_heard:
        # Before the suppression: a lead that opted out must hear so, and not end for want of a channel.
        return Verdict(says="defer", rule="something was heard of the lead meanwhile", until=now + UNHEARD_WAIT)
    if circumstances.suppressed:
        return Verdict(says="channel_dead", rule=f"suppressed: {circumstances.suppressed}")
    if not circumstances.consents:
        return Verdict(says="channel_dead", rule=f"no consent for {channel}")
    if opens_at is None:
        return Verdict(says="block", rule="no hour is open and lawful for this lead on this channel")
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
            rule = f"at most {cap.count} {cap.channel} within {cap.within}{' to one company' if of_company else ''}"
            return Verdict(says="defer", rule=rule, until=until)
    return ALLOW
