"""``report``: what was promised, what sales turned down and why, and the leads that nothing is done about."""

import asyncio
from datetime import UTC, datetime
from typing import Annotated

import typer

from commands.calling import ApiOption, KeyOption, get
from commands.exits import Exit
from commands.leads import address_of
from commands.promises import promises
from commands.since import Since, read_since
from commands.terminal import AsJson, instant, print_json, print_table, table, when, words

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
