"""Reads message files: front matter between two lines of ``---``, then the template."""

from pathlib import Path

from domain.terms.playbook import Message
from playbook.files.opening import text_of, typed
from playbook.files.sources import MessageSource, Sources
from playbook.files.yaml import read_yaml
from playbook.findings import Finding
from playbook.grammar.message import FrontMatter

_SUFFIXES = (".md", ".txt")
_FENCE = "---\n"


def read_message(file: Path, sources: Sources) -> None:
    """Reads one message file into the sources."""
    if file.suffix not in _SUFFIXES:
        sources.findings.append(
            Finding(str(file), 1, 1, "a message must be an .md or a .txt file: rename this file or move it elsewhere")
        )
        return
    sources.message_names.add(file.stem)
    text = text_of(file, sources)
    source = None if text is None else _message_of(text, file, sources)
    if source:
        sources.messages.setdefault(file.stem, []).append(source)


def _message_of(text: str, file: Path, sources: Sources) -> MessageSource | None:
    front, body, first_line = _split(text)
    if body.startswith(_FENCE):
        sources.findings.append(Finding(str(file), 1, 1, "the front matter is not closed: end it with a line of ---"))
        return None
    if not front:
        return MessageSource(str(file), _message(file, FrontMatter(), body, first_line))
    document, findings = read_yaml(front, str(file), first_line=2)
    sources.findings += findings
    source = None if document is None else typed(document, FrontMatter, sources)
    if source is None:
        return None
    subject_line = source.error("", "subject").line
    return MessageSource(str(file), _message(file, source.written, body, first_line), subject_line)


def _split(text: str) -> tuple[str, str, int]:
    """Front matter, body, and the line on which the body begins."""
    if not text.startswith(_FENCE):
        return "", text, 1
    front, fence, body = text.removeprefix(_FENCE).partition(f"\n{_FENCE}")
    if not fence:
        return "", text, 1
    blank = len(body) - len(body.lstrip("\n"))
    return front + "\n", body.lstrip("\n"), front.count("\n") + 4 + blank


def _message(file: Path, front: FrontMatter, body: str, first_line: int) -> Message:
    return Message(
        name=file.stem,
        kind="md" if file.suffix == ".md" else "txt",
        title=front.title,
        subject=front.subject,
        channel=front.channel,
        body=body,
        first_line=first_line,
    )
