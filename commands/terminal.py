"""What a person sees: tables, instants, and JSON for programs.

``NO_COLOR`` is honoured by the consoles themselves (https://no-color.org); without a terminal nothing is coloured.
"""

import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from domain.time_zones import zone_of

AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs instead.")]


def console(*, stderr: bool = False) -> Console:
    """A console that prints texts as they are: what a lead wrote is no markup."""
    return Console(stderr=stderr, markup=False, highlight=False, soft_wrap=True)


def print_json(value: object) -> None:
    """One JSON document on a line of its own."""
    typer.echo(json.dumps(value, ensure_ascii=False, default=str))


def table(*columns: str, title: str = "") -> Table:
    """A plain table with these columns; long texts are folded, never cut."""
    made = Table(title=title or None, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column in columns:
        made.add_column(column, overflow="fold")
    return made


def print_table(made: Table) -> None:
    """Print a table as wide as it needs where nobody looks, and as wide as the terminal where somebody does."""
    screen = Console(markup=False, highlight=False)
    if not screen.is_terminal:
        screen = Console(markup=False, highlight=False, width=200)
    screen.print(made)


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


def words(value: Any) -> str:
    """``left_voicemail`` as ``left voicemail``."""
    return str(value or "").replace("_", " ")
