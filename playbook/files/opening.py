"""Opens one file of a playbook, as text and as its typed model. Errors become findings."""

from pathlib import Path

from pydantic import ValidationError

from playbook.files.explaining import explain
from playbook.files.sources import Source, Sources, WrittenFile
from playbook.files.yaml import Document, decode
from playbook.findings import Finding


def typed(document: Document, model: type[WrittenFile], sources: Sources) -> Source[WrittenFile] | None:
    """Read a YAML file with its grammar. Returns None if there are errors; they become findings."""
    try:
        return Source(document, model.model_validate(document.data))
    except ValidationError as error:
        sources.findings += explain(document, model, error)
        return None


def text_of(file: Path, sources: Sources) -> str | None:
    """The file's text, or None if it cannot be read; the reason becomes a finding."""
    try:
        text = decode(file.read_bytes(), str(file))
    except OSError as error:
        text = Finding(str(file), 1, 1, f"the file cannot be read: {error.strerror}")
    if isinstance(text, Finding):
        sources.findings.append(text)
        return None
    return text
