"""``up``, ``migrate`` and ``publish``: start the engine on a laptop, and the jobs that prepare it in production."""

import asyncio
import logging
import signal
import sys
from collections.abc import Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.exits import Exit
from commands.options import Home, announce
from commands.terminal import AsJson, console, print_json, print_table, table
from domain.errors import PlaybookInvalidError
from settings import Settings, read_settings

if TYPE_CHECKING:
    from domain.terms.playbook import Playbook
    from embedded.addresses import Addresses


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(up)
    app.command()(migrate)
    app.command()(publish)


def up(home: Home = None, as_json: AsJson = False) -> None:
    """Run the whole engine on this machine until Ctrl-C: Temporal, mail server, worker and API.

    All state is in one folder. A server whose address you set (SEVENFOLD_TEMPORAL_ADDRESS, SEVENFOLD_SMTP_URL) is
    not started. With --json, one line with all addresses is printed once everything is ready.
    """
    from telemetry import configure_logging

    settings = read_settings(home=home)
    is_read_by_people = sys.stderr.isatty() and "log_json" not in settings.model_fields_set
    configure_logging(json=settings.log_json and not is_read_by_people)
    logging.getLogger().setLevel(logging.WARNING)  # each child process has its own log in the home folder
    raise typer.Exit(asyncio.run(until_told(_keep_up(settings, as_json=as_json))))


def migrate() -> None:
    """Create or update the database tables. Safe to run at any time."""
    from ledger.database.migrating import upgrade

    settings = read_settings()
    upgrade(settings.ledger_url)
    typer.echo("The database tables are up to date.")


def publish(
    folder: Annotated[
        Path | None, typer.Argument(help="The playbook's folder.", show_default="SEVENFOLD_PLAYBOOK or cadences")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Check a playbook and make it the current one. If it has errors, the current playbook stays."""
    settings = read_settings()
    where = folder or settings.playbook
    try:
        playbook, is_new = asyncio.run(published(settings, where))
    except PlaybookInvalidError as error:
        raise PlaybookInvalidError(
            (*error.findings, f"{where} was not published; the current playbook stays")
        ) from None
    if as_json:
        print_json({"version": playbook.version, "is_new": is_new, "cadences": sorted(playbook.cadences)})
    else:
        typer.echo(f"Playbook {playbook.version} {'is published.' if is_new else 'is already the current one.'}")


async def published(settings: Settings, folder: Path) -> "tuple[Playbook, bool]":
    """Publish the playbook of a folder; the answer's second part is false if it was already current.

    Raises:
        PlaybookInvalidError: the playbook has errors; nothing was changed.
    """
    from ledger.ledger import Ledger
    from playbook.linting import load_playbook

    playbook = load_playbook(folder)
    ledger = Ledger.open(settings.ledger_url)
    try:
        return playbook, await ledger.publications.publish(playbook, datetime.now(UTC))
    finally:
        await ledger.close()


async def prepared(settings: Settings) -> "Playbook":
    """Migrate the ledger and publish the playbook, before the stack starts.

    Raises:
        PlaybookInvalidError: the playbook has errors; the published one stays.
        RefusedError: another stack runs in this home folder.
    """
    from embedded.home import held
    from ledger.database.migrating import upgrade

    with held(settings.home):
        await asyncio.to_thread(upgrade, settings.ledger_url)
        playbook, _ = await published(settings, settings.playbook)
    return playbook


async def until_told(work: Coroutine[Any, Any, int]) -> int:
    """Run the work and return its exit code; SIGINT and SIGTERM end it cleanly, with exit code 0."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, task.cancel)
    try:
        return await task
    except asyncio.CancelledError:
        return Exit.OK


async def _keep_up(settings: Settings, *, as_json: bool) -> int:
    from embedded.stack import Stack

    if not as_json:
        console(stderr=True).print("Starting Temporal, the mail server, a worker and the API ...")
    playbook = await prepared(settings)
    async with Stack(settings) as addresses:
        shown = {**addresses.model_dump(mode="json"), "playbook": playbook.version}
        file = announce(addresses.home, shown)
        try:
            if as_json:
                print_json(shown)
            else:
                print_addresses(addresses)
                typer.echo(f"\nPlaybook {playbook.version} of {settings.playbook} is published. Stop with Ctrl-C.")
                if settings.home != Settings.model_fields["home"].default:
                    typer.echo(f"In other shells, first run: export SEVENFOLD_HOME={addresses.home}")
            await asyncio.Event().wait()
        finally:
            file.unlink(missing_ok=True)
    return Exit.OK


def print_addresses(addresses: "Addresses") -> None:
    """Print the addresses that people open."""
    made = table("what", "address")
    for what, where in address_rows(addresses):
        made.add_row(what, where)
    print_table(made)


def address_rows(addresses: "Addresses") -> list[tuple[str, str]]:
    """What people can open, and its address."""
    rows = [
        ("API", addresses.api),
        ("API documentation", f"{addresses.api}/docs" if addresses.api else ""),
        ("Temporal UI", addresses.temporal_ui),
        ("Mail inbox", addresses.mail_inbox),
        ("State folder", str(addresses.home)),
    ]
    return [(what, where) for what, where in rows if where]
