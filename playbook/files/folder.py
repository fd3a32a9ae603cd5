"""Reads every file of a playbook's folder, even if other files have errors."""

from pathlib import Path

from playbook.files.messages import read_message
from playbook.files.opening import text_of, typed
from playbook.files.sources import Source, Sources, WrittenFile
from playbook.files.yaml import read_yaml
from playbook.findings import Finding
from playbook.grammar.agreement import AgreementFile
from playbook.grammar.cadence import CadenceFile
from playbook.grammar.calendar import CalendarFile
from playbook.grammar.team import TeamFile

AGREEMENT, TEAM = "agreement", "team"


def read_sources(folder: Path) -> Sources:
    """Reads every file of the folder. A file that cannot be read becomes a finding."""
    sources = Sources(folder)
    if not folder.is_dir():
        sources.findings.append(Finding(str(folder), 1, 1, "this folder does not exist"))
        return sources
    for file in _visible(folder):
        _read_plan(file, sources)
    for file in _visible(folder / "calendars"):
        _read_calendar(file, sources)
    for file in _visible(folder / "messages"):
        read_message(file, sources)
    _note_absent(sources)
    return sources


def _visible(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(file for file in folder.iterdir() if file.is_file() and not file.name.startswith("."))


def _note_absent(sources: Sources) -> None:
    for name in (AGREEMENT, TEAM):
        file = sources.folder / f"{name}.yaml"
        if not file.exists():
            sources.findings.append(Finding(str(file), 1, 1, f"this file is missing: every playbook needs {file.name}"))


def _read_plan(file: Path, sources: Sources) -> None:
    if not _is_yaml(file, sources):
        return
    if file.stem == AGREEMENT:
        sources.agreement = _read(file, AgreementFile, sources)
    elif file.stem == TEAM:
        sources.team = _read(file, TeamFile, sources)
    else:
        sources.cadence_names.add(file.stem)
        if source := _read(file, CadenceFile, sources):
            sources.cadences[file.stem] = source


def _read_calendar(file: Path, sources: Sources) -> None:
    if not _is_yaml(file, sources):
        return
    sources.calendar_names.add(file.stem)
    if source := _read(file, CalendarFile, sources):
        sources.calendars[file.stem] = source


def _is_yaml(file: Path, sources: Sources) -> bool:
    if file.suffix == ".yml":
        sources.findings.append(
            Finding(str(file), 1, 1, f"rename this file to {file.stem}.yaml: .yml files are not read")
        )
    return file.suffix == ".yaml"


def _read(file: Path, model: type[WrittenFile], sources: Sources) -> Source[WrittenFile] | None:
    text = text_of(file, sources)
    if text is None:
        return None
    document, findings = read_yaml(text, str(file))
    sources.findings += findings
    return None if document is None else typed(document, model, sources)
