"""Output for people (tables, dates and times) and for programs (JSON).

Rich honours ``NO_COLOR`` (https://no-color.org), and uses no colours without a terminal.
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
"""The start of a line: a label, a date and time, or spaces. Wrapped text is indented as far as this reaches."""

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")]


class Red(str):
    """A line that is printed in red if the terminal has colours."""

    __slots__ = ()


def console(*, stderr: bool = False) -> Console:
    """A console without markup, because a lead's own text may contain square brackets."""
    return Console(stderr=stderr, markup=False, highlight=False, soft_wrap=True)


def print_json(value: object) -> None:
    """Print one JSON document on one line."""
    typer.echo(json.dumps(value, ensure_ascii=False, default=str))


def print_lines(lines: Iterable[str]) -> None:
    """Print lines; on a terminal, wrap long ones between words and indent the rest."""
    screen = console()
    for line in lines:
        shown = broken(line, screen.width) if screen.is_terminal else line
        screen.print(shown, style="red" if isinstance(line, Red) else None)


def broken(line: str, width: int) -> str:
    """The line wrapped at ``width``; further lines are indented to where the text after the label begins."""
    label = LABEL.match(line)
    indent = label.end() if label and label.end() <= width // 2 else 2
    return textwrap.fill(
        line, max(width, 20), subsequent_indent=" " * indent, break_long_words=False, break_on_hyphens=False
    )


def table(*columns: str, title: str = "") -> Table:
    """A plain table; long texts are wrapped and never cut, and the first column is never wrapped."""
    made = Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for place, column in enumerate(columns):
        made.add_column(column, overflow="fold", no_wrap=place == 0)
    return made


def has_room(columns: int) -> bool:
    """Whether the output is at least this wide; output that is not a terminal always is."""
    screen = Console()
    return not screen.is_terminal or screen.width >= columns


def print_table(made: Table) -> None:
    """Print a table as wide as the terminal, or as wide as it needs if the output is not a terminal."""
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
    """The date and time that the API wrote as text."""
    return datetime.fromisoformat(text) if text else None


def when(at: datetime | None, zones: Iterable[str] = ()) -> str:
    """A date and time in UTC, followed by the lead's local time if its zone is known."""
    if at is None:
        return ""
    shown = f"{at.astimezone(UTC):%a %d %b %Y %H:%M:%S}Z"
    local = [f"{at.astimezone(zone_of(zone)):%a %H:%M} {zone}" for zone in list(zones)[:1]]
    return " = ".join([shown, *local])


def briefly(at: datetime | None) -> str:
    """A date and time in UTC for lists: to the minute, with the year only if it is not the current one."""
    if at is None:
        return ""
    year = "" if at.year == datetime.now(UTC).year else " %Y"
    return f"{at.astimezone(UTC):%a %d %b{year} %H:%M}Z"


def words(value: Any) -> str:
    """``left_voicemail`` as ``left voicemail``."""
    return str(value or "").replace("_", " ")
