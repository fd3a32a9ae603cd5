"""Facts that came of the engine's own steps."""

from builders import MONDAY, later

from domain.facts.done import TouchSkipped


def test_a_fact_can_be_dated_anew() -> None:
    """A record becomes true at the instant it is decided; it says the same otherwise."""
    fact = TouchSkipped(key="1:one:skip", at=MONDAY, reason="so")

    assert fact.dated(later(hours=1)) == TouchSkipped(key="1:one:skip", at=later(hours=1), reason="so")
