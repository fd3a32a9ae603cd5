"""``leads``, ``tasks`` and ``why``: what people look up."""

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
"""Columns from which on a list of leads shows their class, cadence and interest, too."""


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(leads)
    app.command()(tasks)
    app.command()(why)


def leads(
    stage: Annotated[str, typer.Option(help="Only leads in this stage, such as working.")] = "",
    owner: Annotated[str, typer.Option(help="Only leads of this person.")] = "",
    cadence: Annotated[str, typer.Option(help="Only leads in this cadence.")] = "",
    interest: Annotated[str, typer.Option(help="Only leads that show this: strong, little or lost.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many, newest first.")] = 50,
    api: ApiOption = "",
    key: KeyOption = "",
    as_json: AsJson = False,
) -> None:
    """List leads: where each stands, who has it, and what is due next."""
    chosen = {"stage": stage, "owner": owner, "cadence": cadence, "interest": interest}
    found = asyncio.run(_leads(address_of(api), key, limit, chosen))
    if as_json:
        print_json(found)
        return
    if not found:
        console(stderr=True).print("no lead")
        return
    names = ("lead", "who", "stage", "owner", "next", "due", "class", "cadence", "interest")
    shown = len(names) if has_room(WIDE) else names.index("class")
    made = table(*names[:shown])
    for lead in found:
        made.add_row(*lead_cells(lead)[:shown], style="red" if lead.get("is_red") else None)
    print_table(made)
    if len(found) == limit:
        console(stderr=True).print(f"the newest {limit}: --limit shows more")


def lead_cells(lead: dict[str, Any]) -> list[str]:
    """One lead in a list; an ended one shows how it ended where others show what is next."""
    following = lead["next"] or {}
    ending = f"ended: {words(lead['disposition'])}" if lead["disposition"] else ""
    marks = (" (paused)" if lead["is_paused"] else "") + (" (red)" if lead.get("is_red") else "")
    who = ", ".join(filter(None, (lead["name"], lead["company"])))
    due = briefly(instant(following.get("due_at") or lead["ended_at"]))
    cadence = "" if lead["qualification"] == "not_qualified" else lead["cadence"]  # it was never to begin one
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
    state: Annotated[str, typer.Option(help="open, done, void or all.")] = "open",
    script: Annotated[bool, typer.Option("--script", help="Show what to say or write, too.")] = False,
    api: ApiOption = "",
    key: KeyOption = "",
    as_json: AsJson = False,
) -> None:
    """List tasks for people, the one due first on top, each with the reason for it."""
    found = asyncio.run(get(address_of(api), key, "/v1/tasks", assignee=assignee, state=state))["tasks"]
    if as_json:
        print_json(found)
        return
    if not found:
        console(stderr=True).print("no task")
    elif script:
        print_lines(line for task in found for line in on_paper(task))
    else:
        _show(found)


def _show(found: Iterable[dict[str, Any]]) -> None:
    made = table("task", "due", "who", "what", "lead", "why")
    for task in found:
        lead = ", ".join(filter(None, (task["lead_name"], task["company"])))
        due = briefly(instant(task["due_at"]))
        made.add_row(task["task_id"], due, task["assignee"], words(task["kind"]), lead, task["reason"])
    print_table(made)


def why(
    lead: Annotated[str, typer.Argument(help="The lead's id, its email address, or part of a name.")],
    api: ApiOption = "",
    key: KeyOption = "",
    as_json: AsJson = False,
) -> None:
    """Say what happens next with a lead, when, which rule says so, what would change it, and all that happened."""
    found = asyncio.run(_lead(address_of(api), key, lead))
    if as_json:
        print_json(found)
        return
    print_lines(explanation(found))


async def _lead(address: str, key: str, named: str) -> Any:
    async with Api(address, key) as api:
        return await api.get(f"/v1/leads/{await lead_id_of(api, named)}")


async def lead_id_of(api: Api, named: str) -> str:
    """The id of the one lead that is meant by an id, an address or a name.

    Raises:
        NotFoundError: no lead is meant.
        InvalidInputError: several are; names them.
    """
    from domain.errors import InvalidInputError, NotFoundError

    if not set(named) & set(" @.+"):
        reply = await api.send("GET", f"/v1/leads/{named}")
        if not reply.is_error:
            return named
    found = (await api.get("/v1/leads", q=named, limit=10))["leads"]
    if len(found) > 1:
        raise InvalidInputError(f"{named!r} could be {_choices(found)}: give the id")
    if not found:
        raise NotFoundError(f"no lead has the id, the address or the name {named!r}: `sevenfold leads` lists them")
    return str(found[0]["lead_id"])


def _choices(found: Iterable[dict[str, Any]]) -> str:
    return ", ".join(f"{lead['lead_id']} ({lead['name']}, {lead['company']})" for lead in found)


def address_of(api: str) -> str:
    """The address that was given, else that of the stack that runs here, else the default."""
    return api or announced_api(read_settings())
