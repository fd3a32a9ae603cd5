"""The alert that waits for its owner."""

import pytest
from builders import MONDAY, a_working_journey, an_agreement

from domain.facts.unions import Alerted
from domain.hours.spans import parse_span
from domain.journey.changes import changed
from domain.remember.apply import apply
from domain.remember.turns import raise_alert
from domain.terms.alerts import ALERTS, About, AlertTerms, Rung, RungAction

LADDER = AlertTerms(ladder=(Rung(after=parse_span("1 hour"), then=RungAction.MANAGER),))


@pytest.mark.parametrize("about", list(About))
def test_only_an_alert_that_waits_begins_the_ladder(about: About) -> None:
    """The column of the table of alerts says which: their owner has to do something."""
    working = changed(a_working_journey(agreement=an_agreement(alerts=LADDER)), alerts=(), watch=None)
    raised = raise_alert(working, "ana", about, "")

    after = apply(raised, Alerted(key=raised.owed.alerts[0].key, at=MONDAY, delivered=True))

    assert (after.owed.watch is not None) is ALERTS[about].waits
