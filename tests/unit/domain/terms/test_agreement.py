"""The agreement between marketing and sales, as leads carry it."""

import pytest
from builders import an_agreement

from domain.terms.agreement import Agreement, Qualification


@pytest.mark.parametrize(
    ("qualification", "is_qualified"),
    [
        (Qualification.HIGH, True),
        (Qualification.MEDIUM, True),
        (Qualification.LOW, True),
        (Qualification.NOT_QUALIFIED, False),
        (Qualification.NOT_ENOUGH_INFORMATION, False),
    ],
)
def test_three_of_the_five_classes_are_worked(qualification: Qualification, *, is_qualified: bool) -> None:
    """Whoever has told too little is asked first."""
    assert qualification.is_qualified is is_qualified


def test_what_is_agreed_by_default_is_not_carried_by_every_lead() -> None:
    """It comes back when the agreement is read again."""
    agreement = an_agreement()

    written = agreement.model_dump_json()

    assert "pause_at_most" not in written
    assert "task_reminders" not in written
    assert Agreement.model_validate_json(written) == agreement
