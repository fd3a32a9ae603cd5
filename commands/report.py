"""``report promises``: what was promised, what became of it, and how much of it was kept."""

import asyncio
import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer
from rich.table import Table

from commands.api_client import ApiOption, KeyOption, get
from commands.exits import Exit
from commands.leads import address_of
from commands.preview import read_instant
from commands.terminal import AsJson, briefly, console, has_room, instant, print_json, print_table, table, when, words
from domain.errors import InvalidInputError
from domain.hours.spans import parse_span

LISTED = 500


RED = "red"


DECIDED = frozenset({"met", "breached", "void"})


UNITS = ("d", "h", "min", "s")


WIDE = 160
"""Columns from which on a list also shows when each was decided, and what it was promised by."""


Since = Annotated[str, typer.Option(help="Only from this instant on (2026-03-01T00:00-05:00), or so long ago (7d).")]


def promises(
    state: Annotated[str, typer.Option(help="Only running, paused, met, breached or void ones.")] = "",
    kind: Annotated[str, typer.Option(help="Only of this kind, such as first_attempt.")] = "",
    owner: Annotated[str, typer.Option(help="Only on leads of this person.")] = "",
    class_: Annotated[str, typer.Option("--class", help="Only on leads of this class, such as high.")] = "",
    since: Since = "",
    red: Annotated[bool, typer.Option("--red", help="Only those in the red zone.")] = False,
    api: ApiOption = "",
    key: KeyOption = "",
    as_json: AsJson = False,
) -> None:
    """List what leads were promised, and what became of it, newest first; then how much was kept, and how fast."""
    chosen = {"state": state, "kind": kind, "owner": owner, "class": class_, "red": "true" if red else ""}
    if since:
        chosen["since"] = read_since(since, datetime.now(UTC)).isoformat()
    found = asyncio.run(get(address_of(api), key, "/v1/reports/promises", **chosen, limit=LISTED))
    if as_json:
        print_json(found)
        return
    if found["promises"]:
        print_table(listed(found["promises"]))
        typer.echo("")
    if len(found["promises"]) == LISTED:
        console(stderr=True).print(f"the newest {LISTED}: narrow them down, or begin later with --since")
    if not found["by_class"]:
        console(stderr=True).print("nothing was promised")
        return
    print_table(tallied(found["by_class"], "class", "qualification"))
    if found["by_owner"]:
        typer.echo("")
        print_table(tallied(found["by_owner"], "owner", "owner"))


def listed(found: Iterable[dict[str, Any]]) -> Table:
    """A line for each promise; one in the red zone is red, and says so where there are no colours."""
    names = ("lead", "who", "promised", "became", "by", "done", "owner", "when", "within", "since", "class")
    columns = len(names) if has_room(WIDE) else names.index("when")
    made = table(*names[:columns])
    for one in found:
        made.add_row(*_cells(one)[:columns], style=RED if one["is_red"] else None)
    return made


def _cells(one: dict[str, Any]) -> list[str]:
    return [
        one["lead_id"],
        ", ".join(filter(None, (one["name"], one["company"]))),
        words(one["kind"]),
        words(one["state"]) + (f" ({RED})" if one["is_red"] else ""),
        briefly(instant(one["due_at"])),
        briefly(instant(one["fulfilled_at"])),
        one["owner"] or "nobody yet",
        briefly(instant(one["state_at"])) if one["state"] in DECIDED else "",
        one["within"],
        briefly(instant(one["since"])),
        words(one["qualification"]),
    ]


def tallied(found: Iterable[dict[str, Any]], title: str, group: str) -> Table:
    """A line for each kind and group: how many became what, the share that was kept, and how long it took."""
    counts = ("met", "breached", "running", "paused", "void", "red")
    made = table("promised", title, "kept", *counts, "half within", "9 of 10 within")
    for one in found:
        kept = "" if one["kept"] is None else f"{one['kept']:.0%}"
        took = (length(one["median_seconds"]), length(one["p90_seconds"]))
        numbers = (str(one[count]) for count in counts)
        named = words(one[group]) or "nobody yet"
        made.add_row(words(one["kind"]), named, kept, *numbers, *took, style=RED if one["red"] else None)
    return made


def length(seconds: int | None) -> str:
    """A length of time in its two largest units: ``4 min 10 s``, ``1 d 3 h``; empty where there is none."""
    if seconds is None:
        return ""
    counts = (seconds // 86_400, seconds // 3_600 % 24, seconds // 60 % 60, seconds % 60)
    first = next((place for place, count in enumerate(counts) if count), len(counts) - 1)
    named = list(zip(counts, UNITS, strict=True))[first : first + 2]
    return " ".join(f"{count} {unit}" for count, unit in named if count) or "0 s"


report = typer.Typer(help="Reports over all leads.", no_args_is_help=True)


report.command()(promises)


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.add_typer(report, name="report")


@report.command()
def refusals(
    since: Since = "",
    api: ApiOption = "",
    key: KeyOption = "",
    as_json: AsJson = False,
) -> None:
    """List the leads that sales turned down, each with its reason, newest first."""
    chosen = {"since": read_since(since, datetime.now(UTC)).isoformat()} if since else {}
    found = asyncio.run(get(address_of(api), key, "/v1/reports/refusals", **chosen))["refusals"]
    if as_json:
        print_json(found)
        return
    made = table("when", "lead", "company", "source", "refused by", "which", "reason", "now")
    for one in found:
        now = words(one["stage"]) + (f" ({one['cadence']})" if one["stage"] != "closed" else "")
        reason = " ".join(one["note"].split()) or one["reason"]
        cells = (when(instant(one["at"])), one["name"] or one["lead_id"], one["company"], one["source"], one["by"])
        made.add_row(*cells, words(one["why"]), reason, now)
    print_table(made)


@report.command("set-aside")
def set_aside(api: ApiOption = "", key: KeyOption = "", as_json: AsJson = False) -> None:
    """List who gets no new leads because they let one lie. They do again once anything is heard of them."""
    found = asyncio.run(get(address_of(api), key, "/v1/reports/set-aside"))["set_aside"]
    if as_json:
        print_json(found)
        return
    made = table("who", "since", "lead", "because")
    for one in found:
        made.add_row(one["person"], when(instant(one["since"])), one["lead_id"], one["reason"])
    print_table(made)


@report.command()
def overdue(
    grace_minutes: Annotated[int, typer.Option(min=0, help="How late is late.")] = 10,
    api: ApiOption = "",
    key: KeyOption = "",
    as_json: AsJson = False,
) -> None:
    """List open leads that nothing is done about. Exits with 1 if there are any: make an alarm of it."""
    found = asyncio.run(get(address_of(api), key, "/v1/reports/overdue", grace_minutes=str(grace_minutes)))["overdue"]
    if as_json:
        print_json(found)
    else:
        made = table("lead", "stage", "owner", "why", "since")
        for one in found:
            made.add_row(one["lead_id"], words(one["stage"]), one["owner"], one["why"], when(instant(one["since"])))
        print_table(made)
    if found:
        raise typer.Exit(Exit.FOUND)


_SHORT = re.compile(r"(\d{1,5})([mhdw])")


_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def read_since(text: str, now: datetime) -> datetime:
    """An instant as people write it, or one so long before now: ``7d``, ``36h``, ``2 weeks``.

    Raises:
        InvalidInputError: it is neither; shows how to write one.
    """
    if not text[:1].isdigit() or "T" in text or "-" in text:
        return read_instant(text)
    return now - _ago(text)


def _ago(text: str) -> timedelta:
    short = _SHORT.fullmatch(text)
    try:
        span = parse_span(f"{short[1]} {_UNITS[short[2]]}" if short else text)
    except InvalidInputError as error:
        raise InvalidInputError(f"{error}; or for short '7d', '36h'") from None
    if span.is_business:
        raise InvalidInputError(f"{text!r}: nobody can say when a report's business days were, write '7 days'")
    return span.wall
