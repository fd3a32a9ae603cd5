"""Stages of a lead."""

import pytest

from domain.journey.state import Stage


@pytest.mark.parametrize("stage", list(Stage))
def test_leads_are_in_hand_until_they_are_nurtured_or_closed(stage: Stage) -> None:
    """Only those are marked in lists."""
    assert stage.is_in_hand is (stage not in (Stage.NURTURE, Stage.CLOSED))
