"""Publishing: what does not lint changes nothing, and the answer says where the hole is."""

import asyncio
import shutil
from pathlib import Path

import pytest

from commands.exits import Exit
from ledger.ledger import Ledger
from starter import run

pytest_plugins = ("ledgers",)

CADENCES = Path(__file__).parents[2] / "cadences"
HOLES = [
    ("  - {class: high, acknowledged", "  - {class: low, acknowledged", "class 'high' has no response time"),
    ("manager_role: manager", "manager_role: managre", "nobody"),
    ("    - {after: 4 business hours, then: manager}\n", "", "the last rung of the ladder must be the manager"),
]


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """A copy of the shipped playbook."""
    return Path(shutil.copytree(CADENCES, tmp_path / "edited"))


async def published(folder: Path) -> int:
    """What ``sevenfold publish`` exits with; it runs a loop of its own."""
    return await asyncio.to_thread(run, ["publish", str(folder)])


@pytest.mark.parametrize(("stands", "instead", "why"), HOLES, ids=[why for _, _, why in HOLES])
async def test_an_agreement_with_a_hole_leaves_the_running_one(
    ledger: Ledger,
    ledger_url: str,
    edited: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *,
    stands: str,
    instead: str,
    why: str,
) -> None:
    """The findings name file, line and column; leads go on, and begin, under what was published before."""
    monkeypatch.setenv("SEVENFOLD_DATABASE_URL", ledger_url)
    assert await published(CADENCES) == Exit.OK
    running = (await ledger.publications.current()).version
    agreement = edited / "agreement.yaml"
    text = agreement.read_text(encoding="utf-8")
    assert stands in text
    agreement.write_text(text.replace(stands, instead, 1), encoding="utf-8")

    assert await published(edited) == Exit.FOUND

    said = capsys.readouterr().err
    finding = next(line for line in said.splitlines() if why in line)
    file, line, column = finding.split("  ")[0].rsplit(":", 2)
    assert (Path(file).name, line.isdecimal(), column.isdecimal()) == ("agreement.yaml", True, True)
    assert (await ledger.publications.current()).version == running
