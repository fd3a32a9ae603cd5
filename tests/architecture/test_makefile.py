"""The build: its targets explain themselves, make what they need, and install the locked set from any index."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MAKEFILE = (ROOT / "Makefile").read_text()
TARGETS = dict(re.findall(r"^([a-z]+):(.*)$", MAKEFILE, re.MULTILINE))
WITHOUT_ENVIRONMENT = frozenset({"help", "lock", "clean"})
LOCKS = ("dev", "runtime")
REQUIREMENT = re.compile(r"^([a-z0-9][a-z0-9._-]*)(?:\[[a-z,]+\])?", re.MULTILINE | re.IGNORECASE)
STATE = frozenset({"build", "node_modules"})

# Written in halves, or this file would be the one that it looks for.
INDEXES = re.compile(
    "|".join(
        (
            r"--(?:extra-)?index" + "-url",
            r"\b(?:PIP|UV)_(?:EXTRA_)?(?:DEFAULT_)?INDEX" + "(?:_URL)?",
            "--find" + "-links",
            r"\bpypi\." + "org",
            r"\bpython" + r"hosted\.org",
            r"\bregistry\.(?:npm" + r"js|yarn" + r"pkg)\.",
            r"\bdeb\." + r"debian\.org",
            r"https?://[^\s\"']*/sim" + "ple/",
        )
    )
)


def committed_files() -> Iterator[Path]:
    """Every file that is, or could be, committed: what git would list, or all but hidden folders without git."""
    git = shutil.which("git")
    listing = git and subprocess.run(
        [git, "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if listing and not listing.returncode:
        yield from (ROOT / name for name in listing.stdout.split("\0") if (ROOT / name).is_file())
        return
    for path in ROOT.rglob("*"):
        rooms = path.relative_to(ROOT).parts[:-1]
        if path.is_file() and not any(room.startswith(".") or room in STATE for room in rooms):
            yield path


def wanted(name: str) -> set[str]:
    """The packages that an .in file names itself."""
    lines = (ROOT / "requirements" / f"{name}.in").read_text().splitlines()
    return {normal(found[1]) for line in lines if (found := REQUIREMENT.match(line))}


def locked(name: str) -> dict[str, str]:
    """The packages of a lock with their versions."""
    text = (ROOT / "requirements" / f"{name}.txt").read_text()
    found = re.findall(r"^([a-z0-9._-]+)(?:\[[a-z,]+\])?==(\S+)", text, re.MULTILINE)
    return {normal(package): version for package, version in found}


def normal(package: str) -> str:
    """A package's name as all its spellings are compared."""
    return re.sub(r"[._-]+", "-", package).lower()


@pytest.mark.parametrize("target", sorted(TARGETS))
def test_a_target_says_what_it_does(target: str) -> None:
    """`make help` lists every target, with words."""
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert re.search(rf"^  make {target} +\S+", shown, re.MULTILINE)


def test_the_targets_that_people_are_told_of_exist() -> None:
    """These names stand in documents, in scripts and in fingers."""
    assert {"help", "setup", "fmt", "check", "test", "demo", "up", "lock", "bench", "docs", "clean"} <= TARGETS.keys()


@pytest.mark.parametrize("target", sorted(TARGETS.keys() - WITHOUT_ENVIRONMENT))
def test_a_target_makes_the_environment_that_it_needs(target: str) -> None:
    """`make demo` or `make test` in a fresh clone is enough."""
    assert TARGETS[target].split()[0] == "$(STAMP)"


def test_a_python_that_is_too_old_is_refused_in_words(tmp_path: Path) -> None:
    """Whoever has no Python 3.11 reads what is needed, before anything is made."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "requirements" / "dev.txt").touch()
    shutil.copy(ROOT / "Makefile", tmp_path)
    old = tmp_path / "python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)

    refused = subprocess.run(
        ["make", "setup", f"PYTHON={old}"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert refused.returncode
    assert "needs Python 3.11 or newer" in refused.stderr
    assert not (tmp_path / ".venv").exists()


def test_no_index_is_named_in_any_file() -> None:
    """The project installs from whichever package index pip is configured for; hashes say that it is the same set."""
    found = {
        f"{path.relative_to(ROOT)}: {match[0]}"
        for path in committed_files()
        for match in INDEXES.finditer(path.read_text(errors="ignore"))
    }

    assert not found, "take the address out: an index is each machine's own configuration"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_pins_every_package_with_hashes(lock: str) -> None:
    """Each line of a lock is one version with the hashes of its files."""
    text = (ROOT / "requirements" / f"{lock}.txt").read_text()
    entries = re.findall(r"^\S.*(?:\\\n    --hash=sha256:[0-9a-f]{64} ?)+", text, re.MULTILINE)

    assert len(entries) == len(re.findall(r"^[^\s#]", text, re.MULTILINE))
    assert all("==" in entry for entry in entries)


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_is_as_new_as_what_is_wanted(lock: str) -> None:
    """A package that was added by hand is locked too."""
    assert wanted(lock) <= locked(lock).keys(), "run `make lock`"


def test_production_installs_what_was_tested() -> None:
    """Every package of the image has the version that the tests ran with."""
    assert locked("runtime").items() <= locked("dev").items(), "run `make lock`"


def test_ci_runs_what_a_person_runs() -> None:
    """The script adds what the system must bring, and nothing that `make` would not do."""
    script = ROOT / ".ci" / "run"

    assert script.stat().st_mode & 0o111
    assert re.search(r"^make setup check test\b", script.read_text(), re.MULTILINE)
    assert "set -euo pipefail" in script.read_text()
