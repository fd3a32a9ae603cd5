"""Whether a touch may leave this instant, asked in the transaction that records the intent."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from builders import MONDAY
from hypothesis import given
from hypothesis import strategies as st

from domain.channels import Channel
from domain.gate.permission import ALLOW, Circumstances, Verdict, caps_on, counted_by, may_leave
from domain.hours.spans import parse_span
from domain.journey.steps import Purpose
from domain.terms.agreement import Cap

TWO_MAILS_A_DAY = Cap(channel=Channel.EMAIL, count=2, within=parse_span("1 day"))
THREE_IN_ALL = Cap(channel="all", count=3, within=parse_span("1 day"))


def asked(
    *,
    channel: Channel = Channel.EMAIL,
    caps: tuple[Cap, ...] = (),
    opens_at: datetime | None = MONDAY,
    now: datetime = MONDAY,
    **circumstances: Any,
) -> Verdict:
    """The verdict on a mail to a lead of whom everything is fine, with these changes."""
    fine: dict[str, Any] = {
        "suppressed": "",
        "is_ended": False,
        "facts_recorded": 2,
        "consents": True,
        "recent": (),
    }
    return may_leave(
        Circumstances(**{**fine, **circumstances}),
        channel=channel,
        facts_heard=2,
        opens_at=opens_at,
        caps=caps,
        now=now,
    )


def test_a_touch_may_leave_when_nothing_is_against_it() -> None:
    """The plain case."""
    assert asked() == ALLOW


@pytest.mark.parametrize(
    ("circumstances", "says", "rule"),
    [
        ({"is_ended": True}, "block", "the lead has ended"),
        ({"suppressed": "opted out"}, "channel_dead", "suppressed: opted out"),
        ({"consents": False}, "channel_dead", "no consent for email"),
        ({"facts_recorded": 3}, "defer", "new information about the lead is being processed"),
    ],
)
def test_what_the_ledger_knows_is_against_it(circumstances: dict[str, Any], says: str, rule: str) -> None:
    """Each by its own rule, which the audit names."""
    verdict = asked(**circumstances)

    assert (verdict.says, verdict.rule) == (says, rule)


def test_a_touch_that_met_an_unheard_fact_asks_again_in_a_moment() -> None:
    """The fact is on its way to the lead's workflow."""
    assert asked(facts_recorded=3).until == MONDAY + timedelta(seconds=2)


def test_stop_outranks_everything() -> None:
    """An ended lead is blocked, whatever else is wrong."""
    assert asked(is_ended=True, suppressed="x", consents=False, facts_recorded=9, opens_at=None).says == "block"


def test_a_touch_outside_hours_waits_for_them() -> None:
    """Deferred until the instant that hours and law allow."""
    opens_at = MONDAY + timedelta(hours=15)

    assert asked(opens_at=opens_at).until == opens_at


def test_a_touch_that_no_hour_allows_is_blocked() -> None:
    """There is nothing to wait for."""
    assert asked(opens_at=None).says == "block"


def recent(*hours: float, channel: Channel = Channel.EMAIL) -> tuple[tuple[Channel, datetime], ...]:
    """Touches that left so many hours ago."""
    return tuple((channel, MONDAY - timedelta(hours=hour)) for hour in hours)


def test_a_cap_defers_until_the_oldest_that_counts_has_passed_out_of_the_window() -> None:
    """Two mails in the last day: the third may leave a day after the first of them."""
    verdict = asked(caps=(TWO_MAILS_A_DAY,), recent=recent(5, 20))

    rule = "at most 2 email touches within 1 day"
    assert verdict == Verdict(says="defer", rule=rule, until=MONDAY + timedelta(hours=4))


def test_a_cap_of_another_channel_does_not_count() -> None:
    """Three texts do not hold a mail back, unless all channels count."""
    texts = recent(1, 2, 3, channel=Channel.SMS)

    assert asked(caps=(TWO_MAILS_A_DAY,), recent=texts) == ALLOW
    assert asked(caps=(TWO_MAILS_A_DAY, THREE_IN_ALL), recent=texts).rule == "at most 3 touches within 1 day"


def test_a_cap_in_business_time_holds_too() -> None:
    """A business day counts as a day where no calendar can be asked."""
    cap = Cap(channel=Channel.EMAIL, count=1, within=parse_span("1 business day"))

    assert asked(caps=(cap,), recent=recent(5)).until == MONDAY + timedelta(hours=19)


def test_an_acknowledgment_is_not_held_back_by_caps() -> None:
    """It answers the lead."""
    caps = caps_on(Purpose.ACKNOWLEDGMENT, (TWO_MAILS_A_DAY,))

    assert asked(caps=caps, recent=recent(1, 2)) == ALLOW
    assert not counted_by(caps)
    assert counted_by((TWO_MAILS_A_DAY,)) == {"person"}


@given(st.lists(st.integers(0, 72), max_size=8), st.integers(1, 3))
def test_what_a_cap_defers_may_leave_then(hours: list[int], count: int) -> None:
    """At the instant that the verdict names the cap allows it, and not before."""
    cap = Cap(channel="all", count=count, within=parse_span("1 day"))
    left = recent(*hours)
    verdict = asked(caps=(cap,), recent=left)

    if verdict.until is not None:
        assert verdict.until > MONDAY
        assert asked(caps=(cap,), recent=left, now=verdict.until) == ALLOW
        assert asked(caps=(cap,), recent=left, now=verdict.until - timedelta(microseconds=1)).says == "defer"
