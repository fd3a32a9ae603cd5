"""Lint of reach: each cadence is entered, and each touch can happen."""

from pathlib import Path

import pytest
from playbook_folders import PlaybookFolder


def test_a_cadence_that_no_lead_enters_is_worth_a_look(tmp_path: Path) -> None:
    """Neither a route nor another cadence leads to it."""
    folder = PlaybookFolder(tmp_path)
    folder.write("spare.yaml", (tmp_path / "nurture.yaml").read_text().replace("cadence: nurture", "cadence: spare"))

    (finding,) = folder.findings()

    assert not finding.is_error
    assert finding.message.startswith("no lead enters 'spare'")


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("only_if: {outcome: connected}", "only_if → touch 'three' never happens: no earlier touch"),
        (
            "only_if: {outcome: meeting_booked}",
            "only_if → touch 'three' never happens: 'meeting_booked' ends the cadence",
        ),
        (
            "only_if: {field: direction, is: outbound}",
            "only_if → touch 'three' never happens: 'only_if' contradicts itself, or the cadence's 'for'",
        ),
        (
            "only_if: {all: [{field: company_size, at_least: 9}, {field: company_size, at_most: 8}]}",
            "only_if → touch 'three' never happens: 'only_if' contradicts itself",
        ),
        (
            "unless: {field: direction, is: inbound}",
            "unless → touch 'three' never happens: 'unless' holds for every lead",
        ),
        (
            "unless: {any: [{field: country, known: true}, {field: country, known: false}]}",
            "unless → touch 'three' never happens: 'unless' holds for every lead",
        ),
        (
            "only_if: {field: attributes.postal_address, known: false}, post: script",
            "script → touch 'three' needs attributes.postal_address, which no lead of this cadence has",
        ),
    ],
)
def test_a_touch_that_no_lead_gets_is_named_with_the_reason(tmp_path: Path, condition: str, expected: str) -> None:
    """Contradictions within the touch, with what the cadence is for, and with what can have been reported."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("inbound.yaml", "title: Everybody who asks", "title: Asks\nfor: {field: direction, is: inbound}")
    folder.replace("inbound.yaml", "{id: one, call: script, within: 1 hour}", "{id: one, email: mail}")
    folder.replace("inbound.yaml", "{id: two, email: mail, after: 1 day}", "{id: three, after: 1 day,          XX}")
    folder.replace("inbound.yaml", "{id: three, call: script, after: 1 day}", "{id: last, call: script}")
    channel = "" if "post" in condition else ", email: mail"
    folder.replace("inbound.yaml", "XX", f"{condition}{channel}")

    assert any(line.startswith(expected) for line in folder.pointed("inbound.yaml"))


def test_the_condition_of_a_cadence_that_others_end_in_does_not_bind_its_touches(tmp_path: Path) -> None:
    """Leads also come in from elsewhere, so a touch for outbound ones can happen in spite of ``for``."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("nurture.yaml", "kind:", "for: {field: direction, is: inbound}\nkind:")
    folder.replace("nurture.yaml", "bulk: true", "bulk: true, only_if: {field: direction, is: outbound}")

    assert folder.lines() == []


def test_an_unless_that_waits_for_the_impossible_is_worth_a_look(tmp_path: Path) -> None:
    """No call has been made before the first touch."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("inbound.yaml", "within: 1 hour", "within: 1 hour, unless: {outcome: connected}")

    (finding,) = folder.findings()

    assert not finding.is_error
    assert finding.message == "touch 'one': no earlier touch can be reported as 'connected'"
