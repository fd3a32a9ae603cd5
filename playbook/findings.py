"""What is wrong with a playbook, and exactly where."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum


class Severity(StrEnum):
    """An error keeps a playbook from being published; a warning is worth a look."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Finding:
    """One finding; its text is ``file:line:column  message``.

    Attributes:
        file: the file, below the folder as it was given.
        line: from 1.
        column: from 1, in characters.
        message: what is wrong and what would be right.
        severity: whether it keeps the playbook from being published.
    """

    file: str
    line: int
    column: int
    message: str
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}  {self.message}"

    @property
    def is_error(self) -> bool:
        """Whether it keeps the playbook from being published."""
        return self.severity is Severity.ERROR


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """The tail of a message about an unknown word: the nearest choice, all of a few, or nothing."""
    known = sorted({str(choice) for choice in choices})
    near = get_close_matches(word.lower(), known, n=1)
    if near:
        return f" — did you mean {near[0]!r}?"
    few = 12
    return f"; expected one of {', '.join(known)}" if 0 < len(known) <= few else ""
