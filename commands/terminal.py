"""What a person sees: tables, instants, and JSON for programs.

``NO_COLOR`` is honoured by the consoles themselves (https://no-color.org); without a terminal nothing is coloured.
"""

import json
import re
import textwrap
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from domain.hours.zones import zone_of

LABEL = re.compile(r"\s*\S.*?\s{2,}|\s*")
"""What a line begins with that its continuation is set in from: a label, an instant, or spaces."""

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead.")]


class Red(str):
    """A line that is shown in red where there are colours."""

    __slots__ = ()


def console(*, stderr: bool = False) -> Console:
    """A console that prints texts as they are: what a lead wrote is no markup."""
    return Console(stderr=stderr, markup=False, highlight=False, soft_wrap=True)


def print_json(value: object) -> None:
    """One JSON document on a line of its own."""
    typer.echo(json.dumps(value, ensure_ascii=False, default=str))


def print_lines(lines: Iterable[str]) -> None:
    """Print lines as they are where nobody looks; where somebody does, broken between words and set in."""
    screen = console()
    for line in lines:
        shown = broken(line, screen.width) if screen.is_terminal else line
        screen.print(shown, style="red" if isinstance(line, Red) else None)


def broken(line: str, width: int) -> str:
    """The line in pieces of at most so many columns, each set in as far as what follows the first one's label."""
    label = LABEL.match(line)
    indent = label.end() if label and label.end() <= width // 2 else 2
    return textwrap.fill(
        line, max(width, 20), subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
    )


def table(*columns: str, title: str = "") -> Table:
    """A plain table with these columns; long texts are folded, never cut, and the first column stays in one piece."""
    made = Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for place, column in enumerate(columns):
        made.add_column(column, overflow="fold", no_wrap=place == 0)
    return made


def has_room(columns: int) -> bool:
    """Whether lines of so many columns can be shown in one piece; where nobody looks there is room for all."""
    screen = Console()
    return not screen.is_terminal or screen.width >= columns


def print_table(made: Table) -> None:
    """Print a table as wide as it needs where nobody looks, and as wide as the terminal where somebody does."""
    screen = Console(markup=False, highlight=False)
    if screen.is_terminal:
        screen.print(made)
        return
    wide = Console(markup=False, highlight=False, width=200)
    with wide.capture() as printed:
        wide.print(made)
    for line in printed.get().splitlines():
        typer.echo(line.rstrip())


def instant(text: str | None) -> datetime | None:
    """An instant of the API's, read."""
    return datetime.fromisoformat(text) if text else None


def when(at: datetime | None, zones: Iterable[str] = ()) -> str:
    """An instant in UTC, and at the lead's own place where that is known."""
    if at is None:
        return ""
    shown = f"{at.astimezone(UTC):%a %d %b %Y %H:%M:%S}Z"
    local = [f"{at.astimezone(zone_of(zone)):%a %H:%M} {zone}" for zone in list(zones)[:1]]
    return " = ".join([shown, *local])


def briefly(at: datetime | None) -> str:
    """An instant in UTC as a list shows it: to the minute, and with the year where it is not this one."""
    if at is None:
        return ""
    year = "" if at.year == datetime.now(UTC).year else " %Y"
    return f"{at.astimezone(UTC):%a %d %b{year} %H:%M}Z"


def words(value: Any) -> str:
    """``left_voicemail`` as ``left voicemail``."""
    return str(value or "").replace("_", " ")
