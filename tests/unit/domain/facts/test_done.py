"""Facts that came of the engine's own steps."""

from builders import MONDAY, later

from domain.facts.done import Failure, TouchSkipped


def test_a_fact_can_be_dated_anew() -> None:
    """A record becomes true at the instant it is decided; it says the same otherwise."""
    fact = TouchSkipped(key="1:one:skip", at=MONDAY, reason="so")

    assert fact.dated(later(hours=1)) == TouchSkipped(key="1:one:skip", at=later(hours=1), reason="so")


def test_we_answer_for_a_refused_sender_and_a_message_that_does_not_render() -> None:
    """The manager is told; a dead channel and the law are nobody's fault."""
    assert {why for why in Failure if why.is_ours} == {Failure.SENDER_REFUSED, Failure.NOT_RENDERED}
