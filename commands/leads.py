"""``leads``, ``tasks`` and ``why``: look up leads and tasks."""

import asyncio
from collections.abc import Iterable
from typing import Annotated, Any

import typer

from commands.api_client import Api, ApiOption, KeyOption, get
from commands.options import announced_api
from commands.terminal import (
    AsJson,
    briefly,
    console,
    has_room,
    instant,
    print_json,
    print_lines,
    print_table,
    table,
    words,
)
from commands.why import explanation, on_paper
from settings import read_settings

PAGE = 500
WIDE = 140
"""Terminal width from which the list also shows class, cadence and interest."""


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(leads)
    app.command()(tasks)
    app.command()(why)


def leads(
    stage: Annotated[str, typer.Option(help="Only leads in this stage, for example working.")] = "",
    owner: Annotated[str, typer.Option(help="Only leads of this person.")] = "",
    cadence: Annotated[str, typer.Option(help="Only leads in this cadence.")] = "",
    interest: Annotated[str, typer.Option(help="Only leads with this interest: strong, little or lost.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="Show at most this many, newest first.")] = 50,
    api: ApiOption = "",
    key: KeyOption = "",
    as_json: AsJson = False,
) -> None:
    """List leads: the stage, the owner, and what happens next."""
    chosen = {"stage": stage, "owner": owner, "cadence": cadence, "interest": interest}
    found = asyncio.run(_leads(address_of(api), key, limit, chosen))
    if as_json:
        print_json(found)
        return
    if not found:
        console(stderr=True).print("No leads.")
        return
    names = ("lead", "name", "stage", "owner", "next", "due", "class", "cadence", "interest")
    shown = len(names) if has_room(WIDE) else names.index("class")
    made = table(*names[:shown])
    for lead in found:
        made.add_row(*lead_cells(lead)[:shown], style="red" if lead.get("is_red") else None)
    print_table(made)
    if len(found) == limit:
        console(stderr=True).print(f"Only the newest {limit} are shown. Use --limit to see more.")


def lead_cells(lead: dict[str, Any]) -> list[str]:
    """One row of the list; a lead that has ended shows how it ended in place of what is next."""
    following = lead["next"] or {}
    ending = f"ended: {words(lead['disposition'])}" if lead["disposition"] else ""
    marks = (" (paused)" if lead["is_paused"] else "") + (" (red)" if lead.get("is_red") else "")
    who = ", ".join(filter(None, (lead["name"], lead["company"])))
    due = briefly(instant(following.get("due_at") or lead["ended_at"]))
    cadence = "" if lead["qualification"] == "not_qualified" else lead["cadence"]  # such a lead never starts one
    standing = [words(lead["stage"]) + marks, lead["owner"], ending or words(following.get("what")), due]
    return [lead["lead_id"], who, *standing, words(lead["qualification"]), cadence, lead.get("interest") or ""]


async def _leads(address: str, key: str, limit: int, chosen: dict[str, str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    cursor = ""
    async with Api(address, key) as api:
        while len(found) < limit:
            page = await api.get("/v1/leads", **chosen, limit=min(PAGE, limit - len(found)), cursor=cursor)
            found += page["leads"]
            cursor = page["next_cursor"]
            if not cursor:
                break
    return found


def tasks(
    assignee: Annotated[str, typer.Option(help="Only tasks of this person.")] = "",
    state: Annotated[str, typer.Option(help="Only tasks in this state: open, done, void or all.")] = "open",
    script: Annotated[bool, typer.Option("--script", help="Also show what to say or write.")] = False,
    api: ApiOption = "",
    key: KeyOption = "",
    as_json: AsJson = False,
) -> None:
    """List tasks, the most urgent first, each with its reason."""
    found = asyncio.run(get(address_of(api), key, "/v1/tasks", assignee=assignee, state=state))["tasks"]
    if as_json:
        print_json(found)
        return
    if not found:
        console(stderr=True).print("No tasks.")
    elif script:
        print_lines(line for task in found for line in on_paper(task))
    else:
        _show(found)


def _show(found: Iterable[dict[str, Any]]) -> None:
    made = table("task", "due", "assignee", "what", "lead", "reason")
    for task in found:
        lead = ", ".join(filter(None, (task["lead_name"], task["company"])))
        due = briefly(instant(task["due_at"]))
        made.add_row(task["task_id"], due, task["assignee"], words(task["kind"]), lead, task["reason"])
    print_table(made)


def why(
    lead: Annotated[str, typer.Argument(help="The lead's id, email address, or part of the name.")],
    api: ApiOption = "",
    key: KeyOption = "",
    as_json: AsJson = False,
) -> None:
    """Explain a lead: what happens next, when and why, what would change that, and what has happened so far."""
    found = asyncio.run(_lead(address_of(api), key, lead))
    if as_json:
        print_json(found)
        return
    print_lines(explanation(found))


async def _lead(address: str, key: str, named: str) -> Any:
    async with Api(address, key) as api:
        return await api.get(f"/v1/leads/{await lead_id_of(api, named)}")


async def lead_id_of(api: Api, named: str) -> str:
    """The id of the one lead that has this id, email address or name.

    Raises:
        NotFoundError: no lead matches.
        InvalidInputError: several leads match; the message lists them.
    """
    from domain.errors import InvalidInputError, NotFoundError

    if not set(named) & set(" @.+"):
        reply = await api.send("GET", f"/v1/leads/{named}")
        if not reply.is_error:
            return named
    found = (await api.get("/v1/leads", q=named, limit=10))["leads"]
    if len(found) > 1:
        raise InvalidInputError(f"{named!r} matches several leads, please give the id: {_choices(found)}")
    if not found:
        raise NotFoundError(f"no lead has the id, email address or name {named!r}: see `sevenfold leads`")
    return str(found[0]["lead_id"])


def _choices(found: Iterable[dict[str, Any]]) -> str:
    return ", ".join(
        f"{lead['lead_id']} ({', '.join(filter(None, (lead['name'], lead['company'])))})" for lead in found
    )


def address_of(api: str) -> str:
    """The given address, else the address of the stack that runs here, else the default."""
    return api or announced_api(read_settings())
