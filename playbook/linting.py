"""Lints and loads a playbook: all findings of all files in one run, and a playbook only when none is an error."""

from pathlib import Path

from domain.errors import PlaybookInvalidError
from domain.terms.playbook import Playbook
from playbook.compiling import compile_playbook
from playbook.files.folder import read_sources
from playbook.files.sources import Sources
from playbook.findings import Finding
from playbook.rules.all import RULES


def lint(folder: Path | str) -> list[Finding]:
    """Everything that is wrong with the playbook in a folder, or worth a look, in file order."""
    return _judged(read_sources(Path(folder)))


def load_playbook(folder: Path | str) -> Playbook:
    """The compiled playbook of a folder.

    Raises:
        PlaybookInvalidError: it does not lint; carries all errors of all files.
    """
    sources = read_sources(Path(folder))
    errors = [finding for finding in _judged(sources) if finding.is_error]
    if errors:
        raise PlaybookInvalidError(tuple(str(finding) for finding in errors))
    return compile_playbook(sources)


def _judged(sources: Sources) -> list[Finding]:
    # Two rules may stumble over one slip and say the same; a set says it once.
    return sorted({*sources.findings, *(finding for rule in RULES for finding in rule(sources))})
