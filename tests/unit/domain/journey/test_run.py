"""What became of a lead's touches."""

from domain.journey.run import TouchResult


def test_a_touch_of_unknown_fate_counts_as_made() -> None:
    """It may have reached the lead; one that was skipped or failed did not."""
    assert {result for result in TouchResult if not result.is_made} == {TouchResult.SKIPPED, TouchResult.FAILED}
