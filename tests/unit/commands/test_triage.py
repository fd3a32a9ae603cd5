"""`sevenfold triage`, without a ledger: who is a lead, and what the file and the team say of a firm."""

import json
from pathlib import Path
from typing import Any

import pytest
from house import CADENCES

from commands.exits import Exit
from starter import run

HEADER = "first_name,email,company,intent,company_size,country,source\n"


def judged(folder: Path, capsys: pytest.CaptureFixture[str], *rows: str) -> list[dict[str, Any]]:
    """What the command says of each row, by the shipped playbook."""
    file = folder / "leads.csv"
    file.write_text(HEADER + "\n".join(rows) + "\n", encoding="utf-8")
    run(["triage", str(file), "--explain", "--json", "--playbook", str(CADENCES)])
    told: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return told


def test_whoever_is_no_lead_is_told_the_criterion(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Somewhere we do not sell, and looking for work; who has not said where they are is judged as anybody."""
    far, applicant, unsaid = judged(
        tmp_path,
        capsys,
        "Kim,kim@a.example,A,demo,100,KP,website",
        "Lee,lee@b.example,B,demo,100,US,careers",
        "Mia,mia@c.example,C,demo,100,,website",
    )

    assert (far["class"], far["rule"], far["cadence"]) == (
        "not_qualified",
        "not a lead: fails the criterion 'Is somewhere we sell'",
        "",
    )
    assert [miss["class"] for miss in far["near_misses"]] == ["high"]
    assert far["near_misses"][0]["lacks"].endswith("(it is KP)")
    assert applicant["rule"].startswith("not a lead: fails the criterion 'Wants to buy")
    assert unsaid["class"] == "high"


def test_the_team_says_whose_account_a_company_is(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By its domain, without asking any ledger."""
    (known,) = judged(tmp_path, capsys, "Ada,ada@continental-logistics.example,Continental,other,20,US,website")

    assert (known["class"], known["rule"]) == ("high", "Known account that asks for more than content")


def test_rows_above_are_earlier_leads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """As if the file were enrolled in order."""
    first, second = judged(
        tmp_path, capsys, "Ida,ida@d.example,D,other,60,US,website", "Jon,jon@d.example,D,other,60,US,website"
    )

    assert (first["class"], second["class"]) == ("medium", "high")
    assert second["rule"] == "Company of 50 or more that asks again"


def test_triage_says_the_class_the_rule_and_what_a_better_class_lacks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Each row is classed without being enrolled; one that cannot be read is named, and the exit code says so."""
    file = tmp_path / "leads.csv"
    file.write_text(
        "first_name,email,company,intent,company_size\n"
        "Ines,ines@acme.example,Acme,other,33\n"
        "Nora,nora@acme.example,Acme,demo,300\n"
        "Bad,not an address,Acme,demo,3\n",
        encoding="utf-8",
    )

    assert run(["triage", str(file), "--explain", "--json", "--playbook", str(CADENCES)]) == Exit.FOUND

    ines, nora, bad = json.loads(capsys.readouterr().out)
    assert (ines["class"], nora["class"], nora["cadence"]) == ("medium", "high", "inbound-hot")
    assert "company_size is at least 200 (it is 33)" not in str(nora["near_misses"])
    assert any("intent is one of" in miss["lacks"] for miss in ines["near_misses"])
    assert bad["fault"].startswith("email:")
