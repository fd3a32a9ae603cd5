"""``alerts`` and ``acknowledge``: list alerts, and acknowledge one."""

import asyncio
from collections.abc import Iterable
from typing import Annotated, Any

import typer

from commands.api_client import Api, ApiOption, KeyOption, get
from commands.leads import address_of
from commands.terminal import AsJson, briefly, console, instant, print_json, print_table, table, words

LISTED = 500


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(alerts)
    app.command()(acknowledge)


def alerts(
    to: Annotated[str, typer.Option(help="Only alerts for this person or role.")] = "",
    is_open: Annotated[bool, typer.Option("--open", help="Only alerts that nobody has acknowledged.")] = False,
    api: ApiOption = "",
    key: KeyOption = "",
    as_json: AsJson = False,
) -> None:
    """List alerts, newest first: what each is about, what to do by when, and who acknowledged it."""
    chosen = {"to": to, "open": "true" if is_open else "", "limit": LISTED}
    found = asyncio.run(get(address_of(api), key, "/v1/alerts", **chosen))["alerts"]
    if as_json:
        print_json(found)
    elif found:
        _show(found)
    else:
        console(stderr=True).print("No alerts.")


def _show(found: Iterable[dict[str, Any]]) -> None:
    made = table("alert", "raised", "for", "about", "lead", "to do", "due", "acknowledged", "not delivered")
    for alert in found:
        lead = ", ".join(filter(None, (alert["name"], alert["company"])))
        acknowledged = f"{alert['acknowledged_by']} {briefly(instant(alert['acknowledged_at']))}".strip()
        made.add_row(
            alert["alert_id"],
            briefly(instant(alert["raised_at"])),
            alert["to"],
            words(alert["about"]),
            lead,
            alert["owed"],
            briefly(instant(alert["owed_at"])),
            acknowledged,
            alert["detail"],
        )
    print_table(made)


def acknowledge(
    alert: Annotated[str, typer.Argument(help="The alert's id, from `sevenfold alerts`.")],
    by: Annotated[str, typer.Option(help="Who acknowledges the alert: their id in the team.")] = "",
    note: Annotated[str, typer.Option(help="Note for colleagues.")] = "",
    api: ApiOption = "",
    key: KeyOption = "",
    as_json: AsJson = False,
) -> None:
    """Acknowledge an alert, so that nobody is reminded of it again."""
    answer = asyncio.run(_acknowledge(address_of(api), key, alert, {"by": by, "note": note}))
    if as_json:
        print_json(answer)
        return
    detail = f" ({answer['detail']})" if answer["detail"] else ""
    typer.echo(f"Acknowledged by {answer['acknowledged_by']}{detail}")


async def _acknowledge(address: str, key: str, alert: str, body: dict[str, str]) -> Any:
    async with Api(address, key) as api:
        return await api.post(f"/v1/alerts/{alert}/acknowledge", body)
