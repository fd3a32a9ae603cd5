"""``up``, ``migrate``, ``publish``: what brings the engine to life, on a laptop and as the jobs of production."""

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
    """Run the whole engine here until Ctrl-C: Temporal, mail server, worker and API, with their state in one folder.

    A part whose address is given (SEVENFOLD_TEMPORAL_ADDRESS, SEVENFOLD_SMTP_URL) is left out. With --json, one
    line with every address is printed once all is ready.
    """
    from telemetry import configure_logging

    settings = read_settings(home=home)
    is_read_by_people = sys.stderr.isatty() and "log_json" not in settings.model_fields_set
    configure_logging(json=settings.log_json and not is_read_by_people)
    logging.getLogger().setLevel(logging.WARNING)  # the parts have logs of their own, under the home folder
    raise typer.Exit(asyncio.run(until_told(_keep_up(settings, as_json=as_json))))


def migrate() -> None:
    """Make or mend the ledger's tables; safe to run at any time."""
    from ledger.database.migrating import upgrade

    settings = read_settings()
    upgrade(settings.ledger_url)
    typer.echo("the ledger is up to date")


def publish(
    folder: Annotated[
        Path | None, typer.Argument(help="The playbook.  [default: SEVENFOLD_PLAYBOOK or cadences]")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Lint a playbook and make it the current one. One with errors is refused, and the current one stays."""
    settings = read_settings()
    where = folder or settings.playbook
    try:
        playbook, is_new = asyncio.run(published(settings, where))
    except PlaybookInvalidError as error:
        raise PlaybookInvalidError(
            (*error.findings, f"{where} was not published: the current playbook stays")
        ) from None
    if as_json:
        print_json({"version": playbook.version, "is_new": is_new, "cadences": sorted(playbook.cadences)})
    else:
        typer.echo(f"playbook {playbook.version} {'is published' if is_new else 'was the current one already'}")


async def published(settings: Settings, folder: Path) -> "tuple[Playbook, bool]":
    """Publish the playbook of a folder; answers whether it was not the current one already.

    Raises:
        PlaybookInvalidError: it does not lint; nothing was changed.
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
    """Migrate the ledger and publish the playbook, before anything runs that needs them.

    Raises:
        PlaybookInvalidError: the playbook does not lint; the one that was published stays.
        RefusedError: a stack runs in this home folder already.
    """
    from embedded.home import held
    from ledger.database.migrating import upgrade

    with held(settings.home):
        await asyncio.to_thread(upgrade, settings.ledger_url)
        playbook, _ = await published(settings, settings.playbook)
    return playbook


async def until_told(work: Coroutine[Any, Any, int]) -> int:
    """The work's exit code; SIGINT or SIGTERM ends it early, in order, and that is no failure."""
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
        console(stderr=True).print("starting Temporal, the mail server, a worker and the API ...")
    playbook = await prepared(settings)
    async with Stack(settings) as addresses:
        shown = {**addresses.model_dump(mode="json"), "playbook": playbook.version}
        file = announce(addresses.home, shown)
        try:
            if as_json:
                print_json(shown)
            else:
                print_addresses(addresses)
                typer.echo(f"\nplaybook {playbook.version} of {settings.playbook} is published; Ctrl-C stops all")
                if settings.home != Settings.model_fields["home"].default:
                    typer.echo(f"commands in other shells find it by: export SEVENFOLD_HOME={addresses.home}")
            await asyncio.Event().wait()
        finally:
            file.unlink(missing_ok=True)
    return Exit.OK


def print_addresses(addresses: "Addresses") -> None:
    """The addresses that people open."""
    made = table("what", "where")
    for what, where in address_rows(addresses):
        made.add_row(what, where)
    print_table(made)


def address_rows(addresses: "Addresses") -> list[tuple[str, str]]:
    """What there is to open, and where."""
    rows = [
        ("API", addresses.api),
        ("API documentation", f"{addresses.api}/docs" if addresses.api else ""),
        ("Temporal UI", addresses.temporal_ui),
        ("Mail inbox", addresses.mail_inbox),
        ("Home", str(addresses.home)),
    ]
    return [(what, where) for what, where in rows if where]
