"""The command line: ``sevenfold`` once installed, ``python -m starter`` in a checkout.

Exit codes: 0 success; 1 findings, failed rows or a refusal; 2 a wrong argument or setting; 3 a server cannot be
reached.
"""

import os
import sys

import typer

from commands import alerts, doctor, leads
from commands import enrol as enrolling
from commands import lint as playbooks
from commands import outcome as outcomes
from commands import package as packages
from commands import preview as previewing
from commands import report as reporting
from commands import serve as serving
from commands import triage as triaging
from commands.exits import Exit, exit_of
from demo import play as demo
from domain.errors import SevenfoldError

app = typer.Typer(
    name="sevenfold",
    rich_markup_mode="markdown",
    help="Durable follow-up of sales leads.\n\nExit codes: 0 success · 1 findings, failed rows or a refusal · "
    "2 wrong arguments or settings · 3 a server cannot be reached.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for room in (
    demo,
    serving,
    enrolling,
    leads,
    alerts,
    packages,
    outcomes,
    reporting,
    playbooks,
    previewing,
    triaging,
    doctor,
):
    room.register(app)


def run(arguments: list[str]) -> int:
    """Run one command and return its exit code."""
    try:
        app(arguments, prog_name="sevenfold")
    except SystemExit as ended:
        return ended.code if isinstance(ended.code, int) else int(bool(ended.code))
    except SevenfoldError as error:
        typer.echo(f"sevenfold: {error}", err=True)
        return exit_of(error)
    except KeyboardInterrupt:
        return Exit.FOUND
    return Exit.OK


def main() -> None:
    """Run the command line and exit with its code.

    A process that used a Temporal client may abort while the interpreter shuts down (sdk-python#300), so we flush
    the streams and exit at once.
    """
    code = run(sys.argv[1:])
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
