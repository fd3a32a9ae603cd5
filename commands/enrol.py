"""``enrol``: the leads of a file, posted to the API; run twice, it makes no lead twice."""

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
"""Seconds before a row that could not be taken just now is sent again, with the same key."""

Became = Literal["new", "known", "not again", "failed"]


@dataclass(frozen=True)
class Enrolled:
    """What became of one row.

    Attributes:
        became: ``new`` lead; ``known`` already; ``not again`` begun, its lead having ended; or ``failed``, and then
            ``fields`` says where.
        lead_id: empty when it failed.
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
    file: Annotated[Path, typer.Argument(help="CSV with a header, JSON array, or JSON lines.")],
    api: ApiOption = "",
    key: KeyOption = "",
    as_json: AsJson = False,
) -> None:
    """Enrol the leads of a file. Rows that fail are written to FILE.errors.csv with the reason; the rest is enrolled.

    Columns are the fields of a lead, with dots inside: consent.email, attributes.postal_address. A row that was
    enrolled before is recognised, so the same file, or the mended file of errors, can be enrolled again. A person whose
    lead has ended begins again if the cadence's rule says so; if not, the reason is shown.
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
        if each.became in ("known", "not again")
    ]
    return {**counts, "rows": len(done), "not_new": known, "errors_file": str(errors_file) if errors_file else None}


def _print_summary(done: list[Enrolled], failed: list[Enrolled], errors_file: Path) -> None:
    counts = _counts(done)
    not_again = [each for each in done if each.became == "not again"]
    shown = 5
    said = [f"{counts['new']} new", f"{counts['known']} known already", f"{counts['failed']} failed"]
    said[2:2] = [f"{len(not_again)} not taken up again"] if not_again else []
    console().print(", ".join(said))
    for each in not_again[:shown]:
        console().print(f"row {each.row.number}: lead {each.lead_id}: {each.message}")
    if len(not_again) > shown:
        console().print(f"(and {len(not_again) - shown} more: --json lists them all)")
    for each in failed[:shown]:
        console(stderr=True).print(f"row {each.row.number}: {each.message}")
    if failed:
        more = f" (and {len(failed) - shown} more)" if len(failed) > shown else ""
        console(stderr=True).print(f"the failed rows{more}, each with its reason, are in {errors_file}")


async def _enrol(address: str, key: str, file: Path, total: int) -> list[Enrolled]:
    async with Api(address, key) as api:
        api.accepted(await api.send("GET", "/healthz"))  # an API that is away fails the command, not every row
        with progress_of(total) as advance:
            return [done async for done in enrolled(api, rows_of(file), advance)]


@contextmanager
def progress_of(total: int) -> Iterator[Callable[[], None]]:
    """A progress bar on standard error while the body runs; call what it yields once for each row."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("enrolling"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as progress:
        task = progress.add_task("enrolling", total=total)
        yield lambda: progress.advance(task)


async def enrolled(api: Api, rows: Iterable[Row], told: Callable[[], object]) -> AsyncIterator[Enrolled]:
    """Post every row, several at a time; what became of each, in the order of the rows.

    Args:
        api: where to.
        rows: read as they are sent, so that a file of any size fits.
        told: called once for each row that is done.
    """
    # Within this run a row that is sent again gets the same answer; the next run asks anew.
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
    """Post one row under an idempotency key, its own by default; a failure is an answer and raises nothing.

    Raises:
        SettingsInvalidError: the API asks for a key.
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
    became: Became = why if why in ("new", "not again") else "known"
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
    """The failed rows as CSV, each with its reason; a file of a former run is removed when none failed."""
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
