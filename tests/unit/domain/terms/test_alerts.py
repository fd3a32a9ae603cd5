"""Alerts, and the means by which people are told."""

from domain.terms.alerts import ALERTS, About, Means, RungAction


def test_an_alert_that_waits_is_about_a_lead_that_was_given_to_somebody() -> None:
    """Its owner has to begin; every other alert tells of something, and a task or promise has a clock of its own."""
    assert {about for about, row in ALERTS.items() if row.waits} == {About.NEW_LEAD, About.TASK_REASSIGNED}


def test_no_two_alerts_have_the_same_title() -> None:
    """Whoever reads only the subject knows what happened."""
    assert len({row.title for row in ALERTS.values()}) == len(About)


def test_only_slack_needs_a_webhook() -> None:
    """Email goes to the people's own addresses."""
    assert [means for means in Means if means.posts_to_webhook] == [Means.SLACK]


def test_every_rung_is_said_in_words() -> None:
    """A timeline says what a missed deadline brought."""
    assert [action.in_words for action in RungAction] == ["reminder sent", "reassigned", "manager told"]
