"""The rules of law, as a table."""

from datetime import UTC, date, datetime, timedelta

import pytest

from domain.channels import QUIET_CHANNELS, Channel
from domain.hours.law import (
    DEFAULT_RULES,
    FEDERAL_US,
    HOUSE,
    STRICT_US,
    US_STATE_HOURS,
    ContactHours,
    ContactRules,
    strictest,
)
from domain.hours.lawful import hours_for, is_lawful
from domain.hours.openings import Opening, Weekday


def test_a_playbook_may_bring_its_own_table() -> None:
    """The functions hold no rule of their own: another table gives other hours, by region too."""
    quebec = ContactHours.model_validate({"name": "qc", "weekly": {"mon": "10:00-12:00"}, "source": "test"})
    rules = ContactRules(unknown=(HOUSE,), elsewhere=(HOUSE,), by_region={"CA-QC": (quebec,)})

    assert hours_for(Channel.CALL, "CA", "QC", rules) == (HOUSE, quebec)
    assert hours_for(Channel.CALL, "CA", "CA-QC", rules) == (HOUSE, quebec)
    assert hours_for(Channel.CALL, "CA", "ON", rules) == (HOUSE,)
    assert ContactRules.model_validate_json(DEFAULT_RULES.model_dump_json()) == DEFAULT_RULES


TEXTS = ContactHours(
    name="us-fl-sms",
    weekly={Weekday.MON: (Opening.model_validate("12:00-14:00"),)},
    channels=frozenset({Channel.SMS}),
    source="test",
)


def test_a_rule_binds_the_channels_that_it_names() -> None:
    """Hours of texts in one state are one row: calls there keep the hours they had, and so do texts elsewhere."""
    florida = (*DEFAULT_RULES.by_region["US-FL"], TEXTS)
    rules = DEFAULT_RULES.model_copy(update={"by_region": {**DEFAULT_RULES.by_region, "US-FL": florida}})

    assert [hours.name for hours in hours_for(Channel.SMS, "US", "FL", rules)] == ["us-federal", "us-fl", "us-fl-sms"]
    assert [hours.name for hours in hours_for(Channel.CALL, "US", "FL", rules)] == ["us-federal", "us-fl"]
    assert [hours.name for hours in hours_for(Channel.SMS, "US", "TX", rules)] == ["us-federal", "us-tx"]


@pytest.mark.parametrize("channel", list(Channel))
def test_law_binds_the_channels_whose_rows_say_so(channel: Channel) -> None:
    """Wherever the lead is, a quiet channel has a rule, and no other channel has one."""
    for place in ((None, None), ("US", "NY"), ("US", None), ("PR", None), ("DE", None)):
        assert bool(hours_for(channel, *place)) is (channel in QUIET_CHANNELS)


def test_the_strict_profile_knows_of_a_new_row_by_itself() -> None:
    """Of a lead whose state is not known, texts keep the hours of the state that is strictest with texts."""
    rows = [*(hours for _, hours in US_STATE_HOURS), TEXTS]
    texts, calls = (strictest(rows, channel).weekly for channel in (Channel.SMS, Channel.CALL))

    assert [str(opening) for opening in texts[Weekday.MON]] == ["12:00-14:00"]
    assert [str(opening) for opening in calls[Weekday.MON]] == ["10:00-18:00"]
    assert not texts[Weekday.TUE]
    assert calls[Weekday.TUE]


@pytest.mark.parametrize("strict", STRICT_US, ids=lambda hours: "-".join(hours.channels))
def test_the_strict_profile_is_lawful_in_every_state(strict: ContactHours) -> None:
    """Whatever the unknown state is, the strict profile of a channel is inside its hours and the federal ones."""
    states = [hours for _, hours in US_STATE_HOURS if strict.channels <= hours.channels]
    zone = ["UTC"]
    holidays = [date(2026, 3, 4)]
    instants = [datetime(2026, 3, 2, tzinfo=UTC) + quarter * timedelta(minutes=15) for quarter in range(7 * 96)]
    lawful = [at for at in instants if is_lawful(at, zone, [strict], holidays)]

    assert lawful
    assert lawful == [at for at in instants if is_lawful(at, zone, [FEDERAL_US, *states], holidays)]
