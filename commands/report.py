"""``report``: numbers over all leads: promises, leads turned down, paused reps, and stuck leads."""

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
from commands.why import BECAME
from domain.errors import InvalidInputError
from domain.hours.spans import parse_span

LISTED = 500


RED = "red"


DECIDED = frozenset({"met", "breached", "void"})


UNITS = ("d", "h", "min", "s")


WIDE = 160
"""Terminal width from which the list also shows when a promise was made and decided, its length, and the class."""


Since = Annotated[
    str, typer.Option(help="Only since this date and time (2026-03-01T00:00-05:00), or since this long ago (7d).")
]


def promises(
    state: Annotated[
        str, typer.Option(help="Only running, paused, met (kept), breached (missed) or void (no longer owed) promises.")
    ] = "",
    kind: Annotated[str, typer.Option(help="Only promises of this kind, for example first_attempt.")] = "",
    owner: Annotated[str, typer.Option(help="Only promises on leads of this person.")] = "",
    class_: Annotated[
        str, typer.Option("--class", help="Only promises on leads of this class, for example high.")
    ] = "",
    since: Since = "",
    red: Annotated[bool, typer.Option("--red", help="Only promises in the red zone.")] = False,
    api: ApiOption = "",
    key: KeyOption = "",
    as_json: AsJson = False,
) -> None:
    """List promises, newest first, then how many were kept and how fast, by class and by owner."""
    chosen = {"state": state, "kind": kind, "owner": owner, "class": class_, "red": "true" if red else ""}
    if since:
        chosen["since"] = read_since(since, datetime.now(UTC)).isoformat()
    found = asyncio.run(get(address_of(api), key, "/v1/numbers/promises", **chosen, limit=LISTED))
    if as_json:
        print_json(found)
        return
    if found["promises"]:
        print_table(listed(found["promises"]))
        typer.echo("")
    if len(found["promises"]) == LISTED:
        console(stderr=True).print(f"Only the newest {LISTED} are shown. Narrow the list with the options above.")
    if not found["by_class"]:
        console(stderr=True).print("No promises.")
        return
    print_table(tallied(found["by_class"], "class", "qualification"))
    if found["by_owner"]:
        typer.echo("")
        print_table(tallied(found["by_owner"], "owner", "owner"))


def listed(found: Iterable[dict[str, Any]]) -> Table:
    """One row for each promise; a promise in the red zone is red, and also says so in words."""
    names = ("lead", "name", "promise", "state", "due", "done", "owner", "decided", "within", "made", "class")
    columns = len(names) if has_room(WIDE) else names.index("decided")
    made = table(*names[:columns])
    for one in found:
        made.add_row(*_cells(one)[:columns], style=RED if one["is_red"] else None)
    return made


def _cells(one: dict[str, Any]) -> list[str]:
    return [
        one["lead_id"],
        ", ".join(filter(None, (one["name"], one["company"]))),
        words(one["kind"]),
        BECAME[one["state"]] + (f" ({RED})" if one["is_red"] else ""),
        briefly(instant(one["due_at"])),
        briefly(instant(one["fulfilled_at"])),
        one["owner"] or "nobody yet",
        briefly(instant(one["state_at"])) if one["state"] in DECIDED else "",
        one["within"],
        briefly(instant(one["since"])),
        words(one["qualification"]),
    ]


def tallied(found: Iterable[dict[str, Any]], title: str, group: str) -> Table:
    """One row for each kind and group: the share kept, the number in each state, and how long it took."""
    counts = ("met", "breached", "running", "paused", "void", "red")
    made = table(
        "promise", title, "share kept", *(BECAME.get(each, each) for each in counts), "median", "90th percentile"
    )
    for one in found:
        kept = "" if one["kept"] is None else f"{one['kept']:.0%}"
        took = (length(one["median_seconds"]), length(one["p90_seconds"]))
        numbers = (str(one[count]) for count in counts)
        named = words(one[group]) or "nobody yet"
        made.add_row(words(one["kind"]), named, kept, *numbers, *took, style=RED if one["red"] else None)
    return made


def length(seconds: int | None) -> str:
    """A length of time in its two largest units: ``4 min 10 s``, ``1 d 3 h``; empty for None."""
    if seconds is None:
        return ""
    counts = (seconds // 86_400, seconds // 3_600 % 24, seconds // 60 % 60, seconds % 60)
    first = next((place for place, count in enumerate(counts) if count), len(counts) - 1)
    named = list(zip(counts, UNITS, strict=True))[first : first + 2]
    return " ".join(f"{count} {unit}" for count, unit in named if count) or "0 s"


report = typer.Typer(help="Numbers over all leads.", no_args_is_help=True)


report.command()(promises)


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.add_typer(report, name="report")


@report.command("turned-down")
def turned_down(
    since: Since = "",
    api: ApiOption = "",
    key: KeyOption = "",
    as_json: AsJson = False,
) -> None:
    """List the leads that sales turned down, newest first, each with the reason."""
    chosen = {"since": read_since(since, datetime.now(UTC)).isoformat()} if since else {}
    found = asyncio.run(get(address_of(api), key, "/v1/numbers/turned-down", **chosen))["turned_down"]
    if as_json:
        print_json(found)
        return
    made = table("when", "lead", "company", "source", "turned down by", "as", "reason", "now")
    for one in found:
        now = words(one["stage"]) + (f" ({one['cadence']})" if one["stage"] != "closed" else "")
        reason = " ".join(one["note"].split()) or one["reason"]
        cells = (when(instant(one["at"])), one["name"] or one["lead_id"], one["company"], one["source"], one["by"])
        made.add_row(*cells, words(one["why"]), reason, now)
    print_table(made)


@report.command("paused-reps")
def paused_reps(api: ApiOption = "", key: KeyOption = "", as_json: AsJson = False) -> None:
    """List reps who get no new leads because they did not act on one. Their next report ends the pause."""
    found = asyncio.run(get(address_of(api), key, "/v1/numbers/paused-reps"))["paused_reps"]
    if as_json:
        print_json(found)
        return
    made = table("rep", "since", "lead", "reason")
    for one in found:
        made.add_row(one["person"], when(instant(one["since"])), one["lead_id"], one["reason"])
    print_table(made)


@report.command()
def overdue(
    grace_minutes: Annotated[int, typer.Option(min=0, help="List leads whose next step is later than this.")] = 10,
    api: ApiOption = "",
    key: KeyOption = "",
    as_json: AsJson = False,
) -> None:
    """List stuck leads: open, with an overdue step or nothing scheduled. Exits with 1 if there are any."""
    found = asyncio.run(get(address_of(api), key, "/v1/numbers/overdue", grace_minutes=str(grace_minutes)))["overdue"]
    if as_json:
        print_json(found)
    else:
        made = table("lead", "stage", "owner", "problem", "since")
        for one in found:
            made.add_row(one["lead_id"], words(one["stage"]), one["owner"], one["why"], when(instant(one["since"])))
        print_table(made)
    if found:
        raise typer.Exit(Exit.FOUND)


_SHORT = re.compile(r"(\d{1,5})([mhdw])")


_UNITS = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def read_since(text: str, now: datetime) -> datetime:
    """Read a date and time, or how long ago: ``7d``, ``36h``, ``2 weeks``.

    Raises:
        InvalidInputError: the text is neither; the message shows how to write one.
    """
    if not text[:1].isdigit() or "T" in text or "-" in text:
        return read_instant(text)
    return now - _ago(text)


def _ago(text: str) -> timedelta:
    short = _SHORT.fullmatch(text)
    try:
        span = parse_span(f"{short[1]} {_UNITS[short[2]]}" if short else text)
    except InvalidInputError as error:
        raise InvalidInputError(f"{error}; or use a short form such as 7d or 36h") from None
    if span.is_business:
        raise InvalidInputError(f"{text!r}: business days differ between calendars, so please write '7 days'")
    return span.wall
