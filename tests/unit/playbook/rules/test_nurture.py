"""Lint of where nurture leads."""

from pathlib import Path

import pytest
from playbook_folders import NURTURE, PlaybookFolder

READERS = NURTURE.replace("cadence: nurture", "cadence: readers").replace(
    "kind: nurture", "kind: nurture\nfor: {field: intent, is: content}"
)
MONTHLY = NURTURE.replace("cadence: nurture", "cadence: monthly")
CALLS = MONTHLY.replace("monthly\n", "calls\n", 1).replace("email: monthly", "call: script").replace(", bulk: true", "")
LISTED = "nurture: [readers, monthly, calls]\nnot_interested:"


def a_folder_that_nurtures(tmp_path: Path, listed: str = LISTED) -> PlaybookFolder:
    """The small playbook with a list of three nurture cadences."""
    folder = PlaybookFolder(tmp_path)
    (tmp_path / "nurture.yaml").unlink()
    for name, text in (("readers", READERS), ("monthly", MONTHLY), ("calls", CALLS)):
        folder.write(f"{name}.yaml", text)
    folder.replace("agreement.yaml", "not_interested:", listed)
    return folder


def test_a_list_of_nurture_cadences_lints(tmp_path: Path) -> None:
    """For readers, for everybody, and by phone for everybody whom no mail reaches."""
    assert a_folder_that_nurtures(tmp_path).lines() == []


@pytest.mark.parametrize(
    ("listed", "expected"),
    [
        (
            "nurture: [readers, calls, montly]\nnot_interested:",
            "montly → no cadence named 'montly' — did you mean 'monthly'?",
        ),
        (
            "nurture: [readers, inbound]\nnot_interested:",
            "inbound → 'inbound' is not a nurture cadence: add 'kind: nurture' to it, or take it out of the list",
        ),
        (
            "nurture: [monthly, calls, monthly]\nnot_interested:",
            "monthly → 'monthly' is already in the list: delete one of the two",
        ),
        (
            "nurture: [readers]\nnot_interested:",
            "nurture → no nurture cadence fits a lead with intent demo: end the list with one that has no 'for'",
        ),
        (
            "nurture: [monthly, readers, calls]\nnot_interested:",
            "readers → no lead reaches 'readers': 'monthly' above takes all of its leads",
        ),
    ],
)
def test_a_hole_in_the_list_is_named(tmp_path: Path, listed: str, expected: str) -> None:
    """What is not there, works its leads, is there twice, leaves somebody out, or is hidden."""
    assert expected in a_folder_that_nurtures(tmp_path, listed).pointed("agreement.yaml")


def test_the_word_needs_its_list(tmp_path: Path) -> None:
    """Wherever it is said, and no cadence has that name."""
    folder = a_folder_that_nurtures(tmp_path, "not_interested:")
    says = (
        "nurture → 'nurture' refers to the list 'nurture:' in agreement.yaml, which is empty: list the cadences there"
    )

    assert folder.pointed("agreement.yaml").count(says) == 4
    assert folder.pointed("inbound.yaml") == [says]


def test_a_list_that_nobody_is_sent_to_is_worth_a_look(tmp_path: Path) -> None:
    """The word is missing."""
    folder = a_folder_that_nurtures(tmp_path)
    for name in ("agreement.yaml", "inbound.yaml"):
        text = (tmp_path / name).read_text()
        folder.write(name, text.replace(": nurture\n", ": monthly\n").replace(": nurture}", ": monthly}"))

    found = [line for line in folder.lines() if "nothing uses this list" in line]

    assert len(found) == 1
    assert found[0].startswith("agreement.yaml:")


def test_beside_the_list_no_cadence_has_its_name(tmp_path: Path) -> None:
    """It could never be meant."""
    folder = a_folder_that_nurtures(tmp_path)
    folder.write("nurture.yaml", NURTURE)

    assert "nurture → 'nurture' refers to the list in agreement.yaml: give this cadence another name" in folder.pointed(
        "nurture.yaml"
    )


def test_nurture_does_not_lead_to_itself(tmp_path: Path) -> None:
    """A nurture cadence says what follows it, or closes; nobody goes round forever."""
    folder = a_folder_that_nurtures(tmp_path)
    folder.write("monthly.yaml", f"{MONTHLY}exhausted: nurture\n")

    assert (
        "nurture → a nurture cadence cannot end in 'nurture': name the cadence that follows, or end in 'close'"
        in folder.pointed("monthly.yaml")
    )


def test_a_way_round_through_the_list_is_found(tmp_path: Path) -> None:
    """From a nurture cadence back into the one that ends in ``nurture``."""
    folder = a_folder_that_nurtures(tmp_path)
    folder.write("calls.yaml", f"{CALLS}exhausted: inbound\n")

    assert any("a lead that never answers goes round forever" in line and "calls" in line for line in folder.lines())
