"""``enrol``: posts the leads of a file to the API; a second run creates no lead twice."""

import asyncio
import csv
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from uuid import uuid4

import typer

from commands.api_client import Api, ApiOption, KeyOption, Reply, field_of
from commands.exits import Exit
from commands.lead_files import ERROR_COLUMNS, Row, rows_of
from commands.options import announced_api
from commands.terminal import AsJson, console, print_json
from domain.errors import TransientError
from settings import read_settings

IN_FLIGHT = 4
WAITS = (0.2, 1.0, 3.0)
"""Seconds to wait before each retry of a row, under the same key, when the API is unavailable."""

Became = Literal["new", "known", "not restarted", "failed"]


@dataclass(frozen=True)
class Enrolled:
    """The result of one row.

    Attributes:
        became: ``new``: a new lead; ``known``: merged into a lead, or a duplicate; ``not restarted``: the person's
            lead has ended; ``failed``: ``fields`` names the fields that are wrong.
        lead_id: empty when the row failed.
        message: the reason.
    """

    row: Row
    became: Became
    lead_id: str = ""
    fields: str = ""
    message: str = ""


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command()(enrol)


def enrol(
    file: Annotated[Path, typer.Argument(help="CSV file with a header, JSON array, or JSON lines.")],
    api: ApiOption = "",
    key: KeyOption = "",
    as_json: AsJson = False,
) -> None:
    """Enrol the leads of a file. Failed rows are written to FILE.errors.csv with the reason.

    Columns are the fields of a lead, with dots for nested fields: consent.email, attributes.postal_address. A row
    that was enrolled before is recognised, so you can enrol the same file again, or the error file once it is fixed.
    A person whose lead has ended is followed up again only if the cadence allows it (`again:`); otherwise the reason
    is shown.
    """
    total = sum(1 for _ in rows_of(file))
    done = asyncio.run(_enrol(api or announced_api(read_settings()), key, file, total))
    failed = [each for each in done if each.became == "failed"]
    errors_file = file.with_name(f"{file.name}.errors.csv")
    write_errors(errors_file, failed)
    if as_json:
        print_json(_as_json(done, errors_file if failed else None))
    else:
        _print_summary(done, failed, errors_file)
    raise typer.Exit(Exit.FOUND if failed else Exit.OK)


def _counts(done: list[Enrolled]) -> dict[Became, int]:
    return {name: sum(each.became == name for each in done) for name in get_args(Became)}


def _as_json(done: list[Enrolled], errors_file: Path | None) -> dict[str, Any]:
    counts = {name.replace(" ", "_"): count for name, count in _counts(done).items()}
    known = [
        {"row": each.row.number, "lead_id": each.lead_id, "why": each.became, "reason": each.message}
        for each in done
        if each.became in ("known", "not restarted")
    ]
    return {**counts, "rows": len(done), "not_new": known, "errors_file": str(errors_file) if errors_file else None}


def _print_summary(done: list[Enrolled], failed: list[Enrolled], errors_file: Path) -> None:
    counts = _counts(done)
    not_again = [each for each in done if each.became == "not restarted"]
    shown = 5
    said = [f"{counts['new']} new", f"{counts['known']} already known", f"{counts['failed']} failed"]
    said[2:2] = [f"{len(not_again)} not restarted"] if not_again else []
    console().print(", ".join(said))
    for each in not_again[:shown]:
        console().print(f"row {each.row.number}: lead {each.lead_id}: {each.message}")
    if len(not_again) > shown:
        console().print(f"(and {len(not_again) - shown} more; use --json to list all)")
    for each in failed[:shown]:
        console(stderr=True).print(f"row {each.row.number}: {each.message}")
    if failed:
        more = f" (and {len(failed) - shown} more)" if len(failed) > shown else ""
        console(stderr=True).print(f"Failed rows{more} and their reasons are in {errors_file}")


async def _enrol(address: str, key: str, file: Path, total: int) -> list[Enrolled]:
    async with Api(address, key) as api:
        api.accepted(await api.send("GET", "/healthz"))  # an API that is away fails the command, not every row
        with progress_of(total) as advance:
            return [done async for done in enrolled(api, rows_of(file), advance)]


@contextmanager
def progress_of(total: int) -> Iterator[Callable[[], None]]:
    """Show a progress bar on standard error; call the yielded function once for each row."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("enrolling"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as progress:
        task = progress.add_task("enrolling", total=total)
        yield lambda: progress.advance(task)


async def enrolled(api: Api, rows: Iterable[Row], told: Callable[[], object]) -> AsyncIterator[Enrolled]:
    """Post every row, several at a time, and yield their results in the order of the rows.

    Args:
        api: the API that receives the rows.
        rows: read one by one while they are sent, so that the file need not fit into memory.
        told: called once for each row that is done.
    """
    # The key makes a retry within this run safe. A later run uses new keys, so that the API decides afresh.
    waiting = ((row, uuid4().hex) for row in rows)
    flying: list[asyncio.Task[Enrolled]] = [*_launched(api, waiting, IN_FLIGHT)]
    try:
        while flying:
            yield await flying.pop(0)
            told()
            flying += _launched(api, waiting, 1)
    finally:
        for task in flying:
            task.cancel()


def _launched(api: Api, waiting: Iterator[tuple[Row, str]], most: int) -> Iterator[asyncio.Task[Enrolled]]:
    for _, (row, key) in zip(range(most), waiting, strict=False):
        yield asyncio.ensure_future(enrol_row(api, row, key))


async def enrol_row(api: Api, row: Row, key: str = "") -> Enrolled:
    """Post one row under an idempotency key, by default the row's own; a failed row is returned, not raised.

    Raises:
        SettingsInvalidError: the API needs a key.
    """
    if row.fault:
        return Enrolled(row, "failed", message=row.fault)
    try:
        reply = await _sent(api, row, key or row.key)
    except TransientError as error:
        return Enrolled(row, "failed", message=str(error))
    if reply.status in (401, 403):
        api.accepted(reply)
    if reply.is_error:
        return _failed(row, reply.body)
    why = reply.body["why"]
    became: Became = why if why in ("new", "not restarted") else "known"
    return Enrolled(row, became, lead_id=str(reply.body["lead_id"]), message=str(reply.body.get("reason", "")))


async def _sent(api: Api, row: Row, key: str) -> Reply:
    for wait in WAITS:
        try:
            reply = await api.send("POST", "/v1/leads", body=row.form, idempotency_key=key)
        except TransientError:
            await asyncio.sleep(wait)
            continue
        if not reply.may_pass:
            return reply
        await asyncio.sleep(max(wait, reply.retry_after))
    return await api.send("POST", "/v1/leads", body=row.form, idempotency_key=key)


def _failed(row: Row, problem: Any) -> Enrolled:
    errors = problem.get("errors", ()) if isinstance(problem, dict) else ()
    if not errors:
        return Enrolled(row, "failed", message=str((problem or {}).get("detail", "the API refused it")))
    expected = [f"; expected {error['expected']}" if error.get("expected") else "" for error in errors]
    details = [
        f"{field_of(error)}: {error['detail']}{more}".removeprefix(": ")
        for error, more in zip(errors, expected, strict=True)
    ]
    return Enrolled(row, "failed", fields="; ".join(map(field_of, errors)), message="; ".join(details))


def write_errors(file: Path, failed: list[Enrolled]) -> None:
    """Write the failed rows and their reasons as CSV; without failed rows, remove the file of an earlier run."""
    if not failed:
        file.unlink(missing_ok=True)
        return
    columns = list(dict.fromkeys(name for each in failed for name in each.row.written))
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, [*ERROR_COLUMNS, *columns], restval="")
        writer.writeheader()
        for each in failed:
            reason = dict(zip(ERROR_COLUMNS, (each.row.number, each.fields, each.message), strict=True))
            writer.writerow({**each.row.written, **reason})
