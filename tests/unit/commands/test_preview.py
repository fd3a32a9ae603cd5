"""`sevenfold preview`: what a lead would get, and what is refused."""

from pathlib import Path

import pytest
from house import CADENCES, SAMPLES

from commands.exits import Exit
from starter import run

LEAD = str(SAMPLES / "lead.json")


def test_a_preview_shows_the_timeline_with_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    """Each line has its instant at the lead's place and the rule behind it."""
    assert (
        run(["preview", "inbound-hot", "--lead", LEAD, "--at", "2026-03-06T16:50-05:00", "--playbook", str(CADENCES)])
        == 0
    )

    shown = capsys.readouterr().out
    assert "Fri 2026-03-06 13:50 PST  acknowledgment by sms" in shown
    assert "quiet hours at the lead's place" in shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--at", "tomorrow"], "'tomorrow': please give a date and time with time zone"),
        (["--at", "2026-03-06T16:50"], "please give a date and time with time zone"),
    ],
)
def test_an_instant_without_an_offset_is_refused(
    arguments: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """The error shows how to write one; that is wrong usage."""
    assert run(["preview", "inbound-hot", "--lead", LEAD, *arguments]) == Exit.USAGE

    assert message in capsys.readouterr().err


def test_an_unknown_cadence_is_answered_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    """The names are listed."""
    assert run(["preview", "inbound-hto", "--lead", LEAD, "--playbook", str(CADENCES)]) == Exit.FOUND

    assert "inbound-hot" in capsys.readouterr().err


def test_a_lead_file_that_is_wrong_names_the_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each field that is wrong has a line."""
    file = tmp_path / "lead.json"
    file.write_text('{"email": "a@b.example", "company_size": -1}', encoding="utf-8")

    assert run(["preview", "inbound-hot", "--lead", str(file)]) == Exit.USAGE

    assert "lead.json: company_size:" in capsys.readouterr().err
