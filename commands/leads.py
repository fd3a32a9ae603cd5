"""``leads``, ``tasks`` and ``why``: what people look up."""

import asyncio
from collections.abc import Iterable
from typing import Annotated, Any

import typer

from commands.calling import Api, ApiOption, KeyOption, get
from commands.configuring import announced_api, read_settings
from commands.terminal import AsJson, console, instant, print_json, print_table, table, when, words
from commands.why import explanation

PAGE = 500


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(leads)
    app.command()(tasks)
    app.command()(why)


def leads(
    stage: Annotated[str, typer.Option(help="Only leads in this stage, such as working.")] = "",
    owner: Annotated[str, typer.Option(help="Only leads of this person.")] = "",
    cadence: Annotated[str, typer.Option(help="Only leads in this cadence.")] = "",
    limit: Annotated[int, typer.Option(min=1, help="At most so many, newest first.")] = 50,
    api: ApiOption = "",
    key: KeyOption = "",
    as_json: AsJson = False,
) -> None:
    """List leads: where each stands, who has it, and what is due next."""
    found = asyncio.run(_leads(address_of(api), key, limit, {"stage": stage, "owner": owner, "cadence": cadence}))
    if as_json:
        print_json(found)
        return
    made = table("lead", "name", "company", "stage", "class", "owner", "cadence", "next", "due")
    for lead in found:
        made.add_row(*lead_cells(lead))
    print_table(made)


def lead_cells(lead: dict[str, Any]) -> list[str]:
    """One lead in a list; an ended one shows how it ended where others show what is next."""
    following = lead["next"] or {}
    ending = f"ended: {words(lead['disposition'])}" if lead["disposition"] else ""
    paused = " (paused)" if lead["is_paused"] else ""
    shown = (
        lead["lead_id"],
        lead["name"],
        lead["company"],
        words(lead["stage"]) + paused,
        words(lead["qualification"]),
    )
    due = when(instant(following.get("due_at") or lead["ended_at"]))
    return [*shown, lead["owner"], lead["cadence"], ending or words(following.get("what")), due]


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
    api: ApiOption = "",
    key: KeyOption = "",
    as_json: AsJson = False,
) -> None:
    """List tasks for people, the one due first on top, each with the reason for it."""
    found = asyncio.run(get(address_of(api), key, "/v1/tasks", assignee=assignee, state=state))["tasks"]
    if as_json:
        print_json(found)
        return
    made = table("task", "due", "who", "what", "lead", "why")
    for task in found:
        lead = ", ".join(filter(None, (task["lead_name"], task["company"])))
        due = when(instant(task["due_at"]))
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
    for line in explanation(found):
        console().print(line)


async def _lead(address: str, key: str, named: str) -> Any:
    async with Api(address, key) as api:
        return await api.get(f"/v1/leads/{await lead_id_of(api, named)}")


async def lead_id_of(api: Api, named: str) -> str:
    """The id of the one lead that is meant by an id, an address or a name.

    Raises:
        NotFoundError: no lead is meant.
        InvalidInputError: several are; names them.
    """
    from domain.errors import InvalidInputError

    if not set(named) & set(" @.+"):
        reply = await api.send("GET", f"/v1/leads/{named}")
        if not reply.is_error:
            return named
    found = (await api.get("/v1/leads", q=named, limit=10))["leads"]
    if len(found) > 1:
        raise InvalidInputError(f"{named!r} could be {_choices(found)}: give the id")
    if found:
        return str(found[0]["lead_id"])
    api.accepted(await api.send("GET", f"/v1/leads/{_harmless(named)}"))
    return named


def _choices(found: Iterable[dict[str, Any]]) -> str:
    return ", ".join(f"{lead['lead_id']} ({lead['name']}, {lead['company']})" for lead in found)


def _harmless(named: str) -> str:
    from urllib.parse import quote

    return quote(named, safe="")


def address_of(api: str) -> str:
    """The address that was given, else that of the stack that runs here, else the default."""
    return api or announced_api(read_settings())
