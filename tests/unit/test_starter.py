"""The command line as people type it: what it prints, and the exit code it leaves with."""

import json
from pathlib import Path
from typing import Any

import pytest
from house import ROOT
from playbook_folders import PlaybookFolder

from commands.exits import Exit
from commands.why import explanation
from starter import run

CADENCES, LEAD = str(ROOT / "cadences"), str(ROOT / "samples" / "lead.json")


def test_a_playbook_without_errors_can_be_published(capsys: pytest.CaptureFixture[str]) -> None:
    """Lint says so and leaves with 0."""
    assert run(["lint", CADENCES]) == Exit.OK

    assert "can be published" in capsys.readouterr().out


def test_each_error_of_a_playbook_is_a_line_with_its_place(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Lint prints ``file:line:column  message`` and leaves with 1; publishing it is refused in the same words."""
    folder = PlaybookFolder(tmp_path / "book")
    agreement = folder.folder / "agreement.yaml"
    agreement.write_text(agreement.read_text(encoding="utf-8") + "surprise: 1\n", encoding="utf-8")

    assert run(["lint", str(folder.folder)]) == Exit.FOUND

    place = f"{agreement}:{len(agreement.read_text(encoding='utf-8').splitlines())}:1  "
    assert place in capsys.readouterr().out


def test_findings_are_json_for_programs(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One document, with every part of a finding under its name."""
    assert run(["lint", str(tmp_path / "none"), "--json"]) == Exit.FOUND

    (finding,) = json.loads(capsys.readouterr().out)
    assert (finding["line"], finding["severity"], finding["message"]) == (1, "error", "there is no such folder")


def test_a_playbook_that_does_not_lint_is_never_published(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Publishing answers with the findings and 1, before it opens any ledger."""
    monkeypatch.setenv("SEVENFOLD_HOME", str(tmp_path / "home"))

    assert run(["publish", str(tmp_path / "none")]) == Exit.FOUND

    said = capsys.readouterr().err
    assert "there is no such folder" in said
    assert "none was not published: the current playbook stays" in said
    assert not (tmp_path / "home").exists()


def test_a_preview_shows_the_timeline_with_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    """Each line has its instant at the lead's place and the rule behind it."""
    assert (
        run(["preview", "inbound-hot", "--lead", LEAD, "--at", "2026-03-06T16:50-05:00", "--playbook", CADENCES]) == 0
    )

    shown = capsys.readouterr().out
    assert "Fri 2026-03-06 13:50 PST  acknowledgment by sms" in shown
    assert "quiet hours at the lead's place" in shown


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--at", "tomorrow"], "'tomorrow' is no instant: write it with its offset"),
        (["--at", "2026-03-06T16:50"], "is no instant: write it with its offset"),
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
    assert run(["preview", "inbound-hto", "--lead", LEAD, "--playbook", CADENCES]) == Exit.FOUND

    assert "inbound-hot" in capsys.readouterr().err


def test_a_lead_file_that_is_wrong_names_the_field(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Each field that is wrong has a line."""
    file = tmp_path / "lead.json"
    file.write_text('{"email": "a@b.example", "company_size": -1}', encoding="utf-8")

    assert run(["preview", "inbound-hot", "--lead", str(file)]) == Exit.USAGE

    assert "lead.json: company_size:" in capsys.readouterr().err


def test_a_setting_that_is_refused_is_named(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the variable that people set; that is wrong usage."""
    monkeypatch.setenv("SEVENFOLD_MAX_CACHED_WORKFLOWS", "none")

    assert run(["migrate"]) == Exit.USAGE

    assert "SEVENFOLD_MAX_CACHED_WORKFLOWS:" in capsys.readouterr().err


def test_an_api_that_is_away_leaves_with_3(capsys: pytest.CaptureFixture[str]) -> None:
    """And says how to start it."""
    assert run(["leads", "--api", "http://127.0.0.1:1"]) == Exit.AWAY

    assert "start it with `sevenfold up`" in capsys.readouterr().err


def test_an_unknown_option_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """Exit code 2, as everywhere."""
    assert run(["leads", "--stagee", "working"]) == Exit.USAGE

    assert "--stage" in capsys.readouterr().err


@pytest.mark.parametrize("setting", ["SMTP_URL", "DATABASE_URL"])
def test_the_demo_refuses_to_play_with_real_servers(
    setting: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Made-up leads must not reach a ledger, or a mail server, that somebody depends on."""
    monkeypatch.setenv(f"SEVENFOLD_{setting}", "smtp://mail.example:25")

    assert run(["demo", "--once", "--home", str(tmp_path)]) == Exit.USAGE

    assert f"SEVENFOLD_{setting} is set" in capsys.readouterr().err


LEAD_ANSWER: dict[str, Any] = {
    "lead_id": "l1",
    "stage": "engaged",
    "is_paused": False,
    "qualification": {"class": "high", "rule": "Asked for a demo"},
    "owner": "carla",
    "cadence": {"name": "inbound-hot", "version": "abc", "run": 1},
    "next": {"what": "remind", "due_at": "2026-03-06T21:50:00+00:00", "reason": "sales did not answer"},
    "disposition": None,
    "ending": "",
    "ended_at": None,
    "form": {"first_name": "Nora", "last_name": "Lindgren", "email": "", "phone": "", "company": "Brightworks"},
    "zones": ["America/New_York"],
    "dead": ["sms"],
    "tasks": [{"task_id": "t1", "kind": "hand_over", "assignee": "carla"}],
    "suppressions": [],
    "timeline": [
        {
            "at": "2026-03-06T20:50:00+00:00",
            "what": "reported: interested",
            "reason": "",
            "by": "ana",
            "note": "wants a\ndemo",
            "delivery": {"state": "refused", "answer": "too late"},
        }
    ],
}


def test_why_says_what_is_next_when_by_which_rule_and_what_would_change_it() -> None:
    """Also at the lead's own place, with the task that is open and what it can end with."""
    text = "\n".join(explanation(LEAD_ANSWER))

    assert "next     remind, Fri 06 Mar 2026 21:50:00Z = Fri 16:50 America/New_York" in text
    assert "because  sales did not answer" in text
    assert "open     hand over by carla (task t1)" in text
    assert "accepted, follow_up, needs_qualification, never_customer, opportunity" in text
    assert "dead     sms" in text
    assert 'reported: interested (by ana) [refused: too late] "wants a demo"' in text


def test_why_of_an_ended_lead_says_how_it_ended() -> None:
    """And nothing of what is next."""
    ended = LEAD_ANSWER | {
        "stage": "closed",
        "disposition": "opted_out",
        "ending": "the lead asked",
        "ended_at": "2026-03-07T10:00:00+00:00",
        "tasks": [],
        "next": None,
    }

    text = "\n".join(explanation(ended))

    assert "ended    opted out: the lead asked (Sat 07 Mar 2026 10:00:00Z)" in text
    assert "next  " not in text


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

    assert run(["triage", str(file), "--explain", "--json", "--playbook", CADENCES]) == Exit.FOUND

    ines, nora, bad = json.loads(capsys.readouterr().out)
    assert (ines["class"], nora["class"], nora["cadence"]) == ("medium", "high", "inbound-hot")
    assert "company_size is at least 200 (it is 33)" not in str(nora["near_misses"])
    assert any("intent is one of" in miss["lacks"] for miss in ines["near_misses"])
    assert bad["fault"].startswith("email:")
