"""Rules for outbound cadences: touches are further apart than inbound ones, and the lead is kicked back at the end."""

from collections.abc import Iterator
from datetime import timedelta

from domain.hours.spans import by_the_wall
from domain.lead.form import Direction
from domain.terms.cadence import KICK_BACK
from playbook.files.sources import Sources
from playbook.findings import Finding
from playbook.rules.cadence import may_be

CLOSEST_OUTBOUND = timedelta(days=2)
"""The least time between two touches to somebody who did not ask to be contacted. A judgement, not a measured figure:
the studies (a second call within the hour more than doubles success) are about people who had just asked."""


def outbound_touches_keep_apart(sources: Sources) -> Iterator[Finding]:
    """Outbound touches are days apart, unless the cadence gives a reason."""
    for source in sources.cadences.values():
        written = source.written
        if written.kind == "nurture" or may_be(written, Direction.INBOUND) or written.touch_count_reason.strip():
            continue
        for index, touch in enumerate(written.touches[1:], start=1):
            if by_the_wall(touch.after) < CLOSEST_OUTBOUND:
                message = (
                    f"touch {touch.id!r} comes less than {CLOSEST_OUTBOUND.days} days after the one before: speed was "
                    "shown to help with people who had just asked (MIT and InsideSales, 2007), and this lead did not; "
                    "wait longer, or give your reason in 'touch_count_reason'"
                )
                yield source.warning(message, "touches", index, "after")


def outbound_goes_back(sources: Sources) -> Iterator[Finding]:
    """An outbound lead that did not answer is kicked back to whoever generated it; an inbound lead cannot be."""
    for source in sources.cadences.values():
        written, following = source.written, sources.cadences.get(source.written.exhausted)
        if written.kind == "nurture" or (following is not None and following.written.kind != "nurture"):
            continue  # the rule checks the cadence that follows as well
        if not may_be(written, Direction.INBOUND) and written.exhausted != KICK_BACK:
            message = "an outbound lead that did not answer goes back to whoever generated it: end in 'kick back'"
            yield source.warning(message, "exhausted")
        elif not may_be(written, Direction.OUTBOUND) and written.exhausted == KICK_BACK:
            message = "only an outbound lead can be kicked back to whoever generated it: name what follows instead"
            yield source.warning(message, "exhausted")
