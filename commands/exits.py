"""The exit codes of the command line, and which error leads to which."""

from enum import IntEnum

from domain.errors import InvalidInputError, PlaybookInvalidError, SevenfoldError, TransientError


class Exit(IntEnum):
    """The exit codes of every command."""

    OK = 0
    FOUND = 1
    """Findings, failed rows, or a refusal: the command was correct, and the answer is no."""
    USAGE = 2
    """A wrong argument, option or setting."""
    AWAY = 3
    """A server that the command needs cannot be reached."""


def exit_of(error: SevenfoldError) -> Exit:
    """The exit code for an error."""
    match error:
        case PlaybookInvalidError():
            return Exit.FOUND
        case InvalidInputError():
            return Exit.USAGE
        case TransientError():
            return Exit.AWAY
        case _:
            return Exit.FOUND
