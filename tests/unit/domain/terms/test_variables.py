"""The variables of a message."""

from domain.terms.variables import LIST_VARIABLES, OPEN_VARIABLES, VARIABLES, complete


def test_what_is_not_known_is_there_and_empty() -> None:
    """The empty string, or an empty list where a template goes through one."""
    whole = complete({"lead": {"email": "a@b.example", "first_name": None}})

    assert (whole["lead"]["email"], whole["lead"]["first_name"]) == ("a@b.example", "")
    assert whole["notes"] == []
    assert whole["learned"]["pains"] == []
    assert whole["lead"]["attributes"] == {}


def test_what_is_given_is_kept_and_not_changed() -> None:
    """The caller's own groups stay as they were."""
    lead = {"email": "a@b.example"}

    complete({"lead": lead})

    assert lead == {"email": "a@b.example"}


def test_lists_and_open_groups_are_variables() -> None:
    """No name in either set is misspelt."""
    assert VARIABLES.keys() >= LIST_VARIABLES | OPEN_VARIABLES
