"""What lint reports about a playbook, with file, line and column."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum


class Severity(StrEnum):
    """An error prevents publishing; a warning does not."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, order=True)
class Finding:
    """One finding; its text is ``file:line:column  message``.

    Attributes:
        file: the file, below the folder as it was given.
        line: from 1.
        column: from 1, in characters.
        message: what is wrong and what to write instead.
        severity: an error prevents publishing, a warning does not.
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
        """Whether the finding prevents publishing."""
        return self.severity is Severity.ERROR


def did_you_mean(word: str, choices: Iterable[str]) -> str:
    """The end of a message about an unknown word: the nearest choice, or all choices if there are few, or nothing."""
    known = sorted({str(choice) for choice in choices})
    near = get_close_matches(word.lower(), known, n=1)
    if near:
        return f" — did you mean {near[0]!r}?"
    few = 12
    return f"; expected one of {', '.join(known)}" if 0 < len(known) <= few else ""
