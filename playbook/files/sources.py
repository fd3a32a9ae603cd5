"""Everything found in a playbook's folder, read and typed but not yet judged as a whole."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Generic, TypeVar

from pydantic import BaseModel

from domain.terms.playbook import Message
from playbook.files.yaml import Document
from playbook.findings import Finding, Severity
from playbook.grammar.agreement import AgreementFile
from playbook.grammar.cadence import CadenceFile
from playbook.grammar.calendar import CalendarFile
from playbook.grammar.team import TeamFile

WrittenFile = TypeVar("WrittenFile", bound=BaseModel)


@dataclass(frozen=True)
class Source(Generic[WrittenFile]):
    """One YAML file: its typed content and the position of each value."""

    document: Document
    written: WrittenFile

    def error(self, message: str, *path: str | int, on_key: bool = False) -> Finding:
        """Make an error at that path of the file."""
        return self.document.finding(message, path, on_key=on_key)

    def warning(self, message: str, *path: str | int, on_key: bool = False) -> Finding:
        """Make a warning at that path of the file."""
        return self.document.finding(message, path, on_key=on_key, severity=Severity.WARNING)


@dataclass(frozen=True)
class MessageSource:
    """One message file; ``subject_line`` is where its front matter gives the subject."""

    file: str
    message: Message
    subject_line: int = 1


@dataclass
class Sources:
    """The folder as read. A file that could not be read is in no mapping, but its name is in ``names``.

    Attributes:
        cadences, calendars: by name.
        messages: by name; both files where there is an ``.md`` and a ``.txt``.
    """

    folder: Path
    agreement: Source[AgreementFile] | None = None
    team: Source[TeamFile] | None = None
    cadences: dict[str, Source[CadenceFile]] = field(default_factory=dict)
    calendars: dict[str, Source[CalendarFile]] = field(default_factory=dict)
    messages: dict[str, list[MessageSource]] = field(default_factory=dict)
    cadence_names: set[str] = field(default_factory=set)
    calendar_names: set[str] = field(default_factory=set)
    message_names: set[str] = field(default_factory=set)
    findings: list[Finding] = field(default_factory=list)


def all_messages(sources: Sources) -> Iterator[MessageSource]:
    """Every message file."""
    for files in sources.messages.values():
        yield from files


def message_for(files: list[MessageSource], *, short: bool) -> MessageSource:
    """Choose the file of a message for a channel: the ``.txt`` for texts, else the ``.md``, else the one there is."""
    return next((file for file in files if (file.message.kind == "txt") is short), files[0])
