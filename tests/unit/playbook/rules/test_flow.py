"""Lint of how leads flow between cadences: each way leads somewhere, and ends."""

from pathlib import Path

from playbook_folders import DEMO_RULE, PlaybookFolder, a_rule


def test_a_qualified_lead_without_a_cadence_is_described(tmp_path: Path) -> None:
    """The only route is for some: the message says which lead would fall between."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("inbound.yaml", "title:", "for: {field: direction, is: inbound}\ntitle:")

    assert folder.pointed("agreement.yaml") == [
        (
            "routes → no route fits a qualified lead with priority high, direction outbound, intent demo: end with a"
            " cadence that has no 'for'"
        )
    ]


def test_a_gap_that_triage_closes_is_none(tmp_path: Path) -> None:
    """Outbound leads that are never qualified need no route."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("inbound.yaml", "title:", "for: {field: direction, is: inbound}\ntitle:")
    outbound = a_rule("Not us", "{field: direction, is: outbound}", "not qualified")
    folder.replace("agreement.yaml", DEMO_RULE, outbound + DEMO_RULE)

    assert folder.lines() == []


def test_a_round_without_an_end_is_drawn(tmp_path: Path) -> None:
    """A silent lead that goes from one cadence to the other forever: the way is shown, once."""
    folder = PlaybookFolder(tmp_path)
    folder.write("nurture.yaml", (tmp_path / "nurture.yaml").read_text() + "exhausted: inbound\n")

    assert [finding.message for finding in folder.findings()] == [
        "a lead that never answers goes round forever: inbound → nurture → inbound; let one of them end in 'close'"
    ]


def test_a_kick_back_that_leads_back_is_a_round_too(tmp_path: Path) -> None:
    """A lead that is kicked back, not taken up, and sent into the same cadence again never ends."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("inbound.yaml", "exhausted: nurture", "exhausted: kick back")
    folder.replace("agreement.yaml", "kick_back: {silence: nurture}", "kick_back: {silence: inbound}")

    assert [finding.message for finding in folder.findings()] == [
        "a lead that never answers goes round forever: inbound → inbound; let one of them end in 'close'"
    ]
