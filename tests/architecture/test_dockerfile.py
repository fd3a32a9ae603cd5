"""Dockerfile: the whole package is in the image, and nothing that runs there needs more than the runtime's lock."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCKERFILE = (ROOT / "Dockerfile").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
SETUPTOOLS = PROJECT["tool"]["setuptools"]
PACKAGE_DATA: dict[str, list[str]] = SETUPTOOLS["package-data"]
LET_IN = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
NOT_PACKAGED = {pattern.rstrip("*") for pattern in SETUPTOOLS["packages"]["find"]["exclude"]}
PACKAGED = sorted({path.parent.name for path in ROOT.glob("[a-z]*/__init__.py")} - NOT_PACKAGED)

# Whatever the development lock has and the runtime's has not; a process that imports one of these dies in the image.
ONLY_IN_DEVELOPMENT = ("mail_devel", "aiosmtpd", "aiohttp", "holidays", "hypothesis", "pytest", "schemathesis")


def test_every_base_is_pinned() -> None:
    """A rebuild next year starts from the same Python."""
    bases = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)

    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+", bases[0])


def test_it_does_not_run_as_root() -> None:
    """A process that is taken over can change nothing of the image."""
    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE) == ["sevenfold"]


def test_dependencies_are_installed_by_hash() -> None:
    """The lock is held to, and the project itself brings nothing more."""
    assert "pip install --require-hashes -r requirements/runtime.txt" in DOCKERFILE
    assert "pip install --no-deps ." in DOCKERFILE


def test_a_worker_runs_by_default() -> None:
    """The default command is one of the package's programs, and the image asks it how it is."""
    command = re.findall(r'^CMD \["(\S+)"\]', DOCKERFILE, re.MULTILINE)

    assert command == ["sevenfold-worker"]
    assert command[0] in PROJECT["project"]["scripts"]
    assert "HEALTHCHECK" in DOCKERFILE


@pytest.mark.parametrize("package", PACKAGED)
def test_each_room_reaches_the_build(package: str) -> None:
    """A room that .dockerignore keeps out would be missing in the image."""
    assert package in LET_IN


def test_each_room_of_the_house_is_packaged() -> None:
    """Packages are found by their __init__.py, and every module of the root is named in pyproject.toml."""
    modules = {path.stem for path in ROOT.glob("*.py")}

    assert {path.name for path in ROOT.glob("[a-z]*") if path.is_dir()} - NOT_PACKAGED == set(PACKAGED)
    assert modules == set(SETUPTOOLS["py-modules"])


def test_what_is_read_at_run_time_is_packaged() -> None:
    """Templates, style sheets, migrations: what is no Python reaches an installed package only if it is named."""
    read = {path for room in PACKAGED for path in (ROOT / room).rglob("*") if path.is_file()}
    named = {path for room, patterns in PACKAGE_DATA.items() for each in patterns for path in (ROOT / room).glob(each)}

    assert {path for path in read if path.suffix not in (".py", ".pyc")} == named


@pytest.mark.parametrize("process", ["worker", "starter", "api.__main__"])
def test_a_process_starts_on_the_runtimes_lock_alone(process: str) -> None:
    """Importing a process imports nothing that the image has not."""
    blocked = f"import sys; sys.modules.update(dict.fromkeys({ONLY_IN_DEVELOPMENT!r})); import {process}"

    started = subprocess.run([sys.executable, "-c", blocked], cwd=ROOT, capture_output=True, text=True, check=False)

    assert not started.returncode, started.stderr
