"""The rules of law, as a table."""

from datetime import UTC, date, datetime, timedelta

from domain.hours.law import DEFAULT_RULES, FEDERAL_US, HOUSE, STRICT_US, US_STATE_HOURS, ContactHours, ContactRules
from domain.hours.lawful import hours_for, is_lawful


def test_a_playbook_may_bring_its_own_table() -> None:
    """The functions hold no rule of their own: another table gives other hours, by region too."""
    quebec = ContactHours.model_validate({"name": "qc", "weekly": {"mon": "10:00-12:00"}, "source": "test"})
    rules = ContactRules(unknown=(HOUSE,), elsewhere=(HOUSE,), by_region={"CA-QC": (quebec,)})

    assert hours_for("CA", "QC", rules) == (HOUSE, quebec)
    assert hours_for("CA", "CA-QC", rules) == (HOUSE, quebec)
    assert hours_for("CA", "ON", rules) == (HOUSE,)
    assert ContactRules.model_validate_json(DEFAULT_RULES.model_dump_json()) == DEFAULT_RULES


def test_the_strict_profile_is_lawful_in_every_state() -> None:
    """Whatever the unknown state is, the strict profile is inside its hours and the federal ones."""
    zone = ["UTC"]
    holidays = [date(2026, 3, 4)]
    instants = [datetime(2026, 3, 2, tzinfo=UTC) + quarter * timedelta(minutes=15) for quarter in range(7 * 96)]
    lawful = [at for at in instants if is_lawful(at, zone, [STRICT_US], holidays)]

    assert lawful == [at for at in instants if is_lawful(at, zone, [FEDERAL_US, *US_STATE_HOURS.values()], holidays)]
