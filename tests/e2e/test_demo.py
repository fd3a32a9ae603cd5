"""The command line on the real stack: the demo comes to rest by itself, and ``up`` comes and goes as it is told."""

import json
import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

ROOT = Path(__file__).resolve().parents[2]
SEVENFOLD = (sys.executable, "-m", "starter")
OWED_AN_ANSWER = 21
"""Of the sample leads: inbound, and worth working."""


def environment(home: Path) -> dict[str, str]:
    """This process's own, without what an operator may have set."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("SEVENFOLD_")}  # noqa: TID251 - a child needs the PATH
    return {**inherited, "SEVENFOLD_HOME": str(home), "NO_COLOR": "1"}


@pytest.mark.timeout(400)
def test_the_demo_comes_to_rest_and_sums_up(tmp_path: Path) -> None:
    """Every sample lead ends as it is announced, the agreement was seen at work, and no mail left twice."""
    run = subprocess.run(
        [*SEVENFOLD, "demo", "--once"],
        cwd=ROOT,
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 0, run.stdout + run.stderr
    for happened in (
        r"Nora Lindgren .*Accepted by sales",
        r"Marcus Bell .*Turned down by sales: needs qualification",
        r"Mila Novak .*Somebody at the company answered",
        r"Leila Haddad .*Reported: meeting booked",
        r"Tomas Varga .*Out of office until",
        r"Grace Okoye .*Turned down by sales: never customer",
        r"Viktor Sand .*did not answer the hand-over in time  manager told",
        r"Hanna Frost .*bounced: the address is dead",
        r"Ruth Calder .*The lead opted out",
        r"Diego Ramos .*Promise missed: first attempt",
        r"Diego Ramos .*did not acknowledge the alert in time  manager told",
        r"Amara Diallo .*Reported: call back",
        r"Felix Arndt .*inbound-hot is finished: \d touch(?:es)? made",
        r"Chen Wei .*Somebody other than the lead replied",
        r"Emil Sorensen .*Kicked back to tess",
        r"Ines Duarte .*Interest is strong",
        r"a promise kept +first attempt within .* l\w{13}",
        r"a silent rep is paused from new leads +Assigned to ana instead of ben",
        rf"{OWED_AN_ANSWER} of {OWED_AN_ANSWER} leads acknowledged",
        r"emails: (\d+) in the ledger, \1 in the mailbox, 0 duplicates",
    ):
        assert re.search(happened, run.stdout), f"{happened}\n{run.stdout}"
    assert "did not happen" not in run.stdout + run.stderr


@pytest.mark.timeout(180)
def test_up_prints_one_line_when_ready_and_leaves_with_0_when_told(tmp_path: Path) -> None:
    """The addresses work, the other commands find them, and SIGTERM ends all parts in order."""
    process = subprocess.Popen(
        [*SEVENFOLD, "up", "--json"], cwd=ROOT, env=environment(tmp_path), stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    try:
        addresses = json.loads(process.stdout.readline())
        ready = httpx.get(f"{addresses['api']}/readyz", trust_env=False)
        listed = _sevenfold(tmp_path, "leads", "--json")
        healthy = _sevenfold(tmp_path, "doctor", "--json")
    finally:
        process.send_signal(signal.SIGTERM)
        rest = process.communicate(timeout=60)[0]

    assert process.returncode == 0
    assert ready.status_code == httpx.codes.OK
    assert json.loads(listed.stdout) == []
    assert all(part["ok"] for part in json.loads(healthy.stdout)), healthy.stdout
    assert rest == ""
    assert not list((tmp_path / "run").glob("*.pid"))


@pytest.mark.timeout(120)
def test_up_refuses_a_playbook_with_errors_before_anything_starts(tmp_path: Path) -> None:
    """The findings are printed, the exit code is 1, and nothing was started or published."""
    broken = tmp_path / "book"
    broken.mkdir()
    (broken / "agreement.yaml").write_text("agreement: Ours\nsurprise: 1\n", encoding="utf-8")
    wanted = {**environment(tmp_path / "home"), "SEVENFOLD_PLAYBOOK": str(broken)}

    run = subprocess.run([*SEVENFOLD, "up"], cwd=ROOT, env=wanted, capture_output=True, text=True, check=False)

    assert run.returncode == 1
    assert f"{broken / 'agreement.yaml'}:2:1" in run.stderr
    assert not list((tmp_path / "home").rglob("*.pid"))


def _sevenfold(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [*SEVENFOLD, *arguments], cwd=ROOT, env=environment(home), capture_output=True, text=True, check=False
    )
