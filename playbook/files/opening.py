"""Opens one file of a playbook: its text, and its typed form; what is wrong goes to the findings."""

from pathlib import Path

from pydantic import ValidationError

from playbook.files.explaining import explain
from playbook.files.sources import Source, Sources, WrittenFile
from playbook.files.yaml import Document, decode
from playbook.findings import Finding


def typed(document: Document, model: type[WrittenFile], sources: Sources) -> Source[WrittenFile] | None:
    """The document as its grammar reads it, or None."""
    try:
        return Source(document, model.model_validate(document.data))
    except ValidationError as error:
        sources.findings += explain(document, model, error)
        return None


def text_of(file: Path, sources: Sources) -> str | None:
    """The file's text, or None."""
    try:
        text = decode(file.read_bytes(), str(file))
    except OSError as error:
        text = Finding(str(file), 1, 1, f"the file cannot be read: {error.strerror}")
    if isinstance(text, Finding):
        sources.findings.append(text)
        return None
    return text
