"""``doctor``: checks each part that the engine needs and says what is wrong with it."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

import typer

from commands.api_client import Api, ApiOption, KeyOption
from commands.exits import Exit
from commands.options import announced_api, with_announced
from commands.terminal import AsJson, print_json, print_table, table
from domain.errors import InvalidInputError, SettingsInvalidError, SevenfoldError, TransientError
from domain.terms.playbook import Playbook
from settings import Settings, read_settings

PATIENCE_SECONDS = 5.0
PORTS = {"smtp": 25, "smtps": 465}


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command()(doctor)


def doctor(api: ApiOption = "", key: KeyOption = "", as_json: AsJson = False) -> None:
    """Check the settings, playbook, ledger, Temporal, mail server, Slack and API. Exits with 1 if a check fails."""
    settings = with_announced(read_settings())
    found = asyncio.run(_examine(settings, api or announced_api(settings), key))
    if as_json:
        print_json(found)
    else:
        made = table("part", "status", "details")
        for part in found:
            made.add_row(part["part"], "ok" if part["ok"] else "failed", part["why"])
        print_table(made)
    raise typer.Exit(Exit.OK if all(part["ok"] for part in found) else Exit.FOUND)


async def _examine(settings: Settings, api: str, key: str) -> list[dict[str, Any]]:
    questions: dict[str, Callable[[], Awaitable[str]]] = {
        "settings": lambda: _settings(settings),
        "playbook": lambda: _playbook(settings),
        "ledger": lambda: _ledger(settings),
        "temporal": lambda: _temporal(settings),
        "mail": lambda: _mail(settings),
        "slack": lambda: _slack(settings),
        "api": lambda: _api(api, key),
    }
    return [await _ask(part, question) for part, question in questions.items()]


async def _ask(part: str, question: Callable[[], Awaitable[str]]) -> dict[str, Any]:
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return {"part": part, "ok": True, "why": await question()}
    except TimeoutError:
        return {"part": part, "ok": False, "why": f"no answer within {PATIENCE_SECONDS:g} seconds"}
    except SevenfoldError as error:
        return {"part": part, "ok": False, "why": str(error)}


async def _settings(settings: Settings) -> str:
    settings.refuse_open_api()
    return f"state folder: {settings.home}"


async def _playbook(settings: Settings) -> str:
    from playbook.linting import load_playbook

    playbook = load_playbook(settings.playbook)
    return f"{settings.playbook} is valid, version {playbook.version}"


async def _ledger(settings: Settings) -> str:
    from ledger.ledger import Ledger

    if not settings.database_url and not (settings.home / "ledger.db").exists():
        raise TransientError(f"no ledger in {settings.home} yet: create it with `sevenfold up` or `sevenfold migrate`")
    ledger = Ledger.open(settings.ledger_url)
    try:
        await ledger.refuse_old_schema()
        current = await ledger.publications.current()
        return f"schema up to date; playbook {current.version} is published"
    finally:
        await ledger.close()


async def _temporal(settings: Settings) -> str:
    from connection import connect

    try:
        await connect(settings)
    except RuntimeError:  # what the client raises when it cannot connect
        raise TransientError(
            f"no answer at {settings.temporal_address}: start Temporal, or set SEVENFOLD_TEMPORAL_ADDRESS"
        ) from None
    return f"answers at {settings.temporal_address}"


async def _mail(settings: Settings) -> str:
    from embedded.ports import accepts

    server = urlsplit(settings.smtp_url)
    if not server.hostname:
        raise InvalidInputError("SEVENFOLD_SMTP_URL has no host: write smtp://host:port")
    port = server.port or PORTS.get(server.scheme, 25)
    if not await accepts(server.hostname, port):
        raise TransientError(
            f"nothing listens on {server.hostname}:{port}: start the mail server, or set SEVENFOLD_SMTP_URL"
        )
    return f"listens on {server.hostname}:{port}"


async def _slack(settings: Settings) -> str:
    """Check that each webhook named by the agreement has an address; lint cannot, because addresses are settings."""
    playbook = await _published(settings)
    named = {route.slack for route in playbook.agreement.alerts.routes if route.slack} if playbook else set[str]()
    missing = ", ".join(sorted(named - settings.slack_webhooks.keys()))
    if missing:
        raise SettingsInvalidError(
            f"no address for the Slack webhook {missing} of the agreement, so its alerts go by email: "
            "add name=https://… to SEVENFOLD_SLACK_WEBHOOKS"
        )
    return f"webhooks with an address: {', '.join(sorted(named))}" if named else "the agreement sends no alert to Slack"


async def _published(settings: Settings) -> Playbook | None:
    """The playbook in force, or None if it cannot be read; the ledger's check then says why."""
    from ledger.ledger import Ledger

    if not settings.database_url and not (settings.home / "ledger.db").exists():
        return None
    ledger = Ledger.open(settings.ledger_url)
    try:
        await ledger.refuse_old_schema()
        return await ledger.publications.current()
    except SevenfoldError:
        return None
    finally:
        await ledger.close()


async def _api(address: str, key: str) -> str:
    async with Api(address, key) as api:
        reply = await api.send("GET", "/readyz")
    if reply.is_error and not (isinstance(reply.body, dict) and "parts" in reply.body):
        api.accepted(reply)
    failed = [f"{part['name']}: {part['why']}" for part in reply.body["parts"] if not part["ok"]]
    if failed:
        raise TransientError(f"{address} is not ready: {'; '.join(failed)}")
    return f"ready at {address}"
