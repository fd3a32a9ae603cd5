"""Signals of interest."""

from domain.terms.scoring import SignalKind


def test_visits_and_clicks_have_a_page() -> None:
    """A row of points may name one for these only."""
    assert {kind for kind in SignalKind if kind.is_on_a_page} == {SignalKind.VISIT, SignalKind.CLICK}
