"""Lints and loads a playbook. One run lists all findings of all files; loading needs a playbook without errors."""

from pathlib import Path

from domain.errors import PlaybookInvalidError
from domain.terms.playbook import Playbook
from playbook.compiling import compile_playbook
from playbook.files.folder import read_sources
from playbook.files.sources import Sources
from playbook.findings import Finding
from playbook.rules.all import RULES


def lint(folder: Path | str) -> list[Finding]:
    """All errors and warnings about the playbook in a folder, in file order."""
    return _judged(read_sources(Path(folder)))


def load_playbook(folder: Path | str) -> Playbook:
    """The compiled playbook of a folder.

    Raises:
        PlaybookInvalidError: lint found errors; carries all errors of all files.
    """
    sources = read_sources(Path(folder))
    errors = [finding for finding in _judged(sources) if finding.is_error]
    if errors:
        raise PlaybookInvalidError(tuple(str(finding) for finding in errors))
    return compile_playbook(sources)


def _judged(sources: Sources) -> list[Finding]:
    # Two rules may report the same mistake in the same words; the set keeps one of them.
    return sorted({*sources.findings, *(finding for rule in RULES for finding in rule(sources))})
