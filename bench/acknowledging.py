"""How soon a lead is acknowledged: with nothing else to do, and while many others are being imported."""

import asyncio
import csv
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import Any, Final

from bench.engine import ROOT, SHIPPED, Engine, engine
from bench.floor import floor_of
from bench.leads import early_leads, hot_leads
from bench.sizes import Sizes
from bench.table import Row, Spread, spread

PAUSE: Final = timedelta(milliseconds=300)
"""Between two leads: an owner is found, told and given a task within it, so that the next lead meets an idle engine."""

PATIENCE: Final = timedelta(minutes=5)
WARM_UP: Final = 10
LIMIT_P99: Final = 0.100
TIMES_FLOOR: Final = 2.0
TIMES_IDLE: Final = 3.0


async def acknowledged_when_idle(sizes: Sizes) -> list[Row]:
    """Hot leads one at a time, beside bare workflows on the same server."""
    async with engine(SHIPPED) as here, floor_of(here.client, here.stack.settings) as floor:
        bare = spread(await floor.first_activities(sizes.acknowledged, PAUSE))
        ours = await _idle(here, sizes.acknowledged)
    ratio = ours.p50 / bare.p50
    return [
        Row(
            f"arrival → acknowledgment at the mail server, idle, p50 / p99 of {sizes.acknowledged}",
            ours.in_milliseconds(),
            bare.in_milliseconds(),
            f"p50 × {ratio:.2f}",
            f"p50 ≤ {TIMES_FLOOR:g} × floor, p99 < {LIMIT_P99 * 1000:.0f} ms",
            ratio <= TIMES_FLOOR and ours.p99 < LIMIT_P99,
        )
    ]


async def acknowledged_during_import(sizes: Sizes) -> list[Row]:
    """Hot leads one at a time, while ``sevenfold enrol`` brings a file of others."""
    async with engine(SHIPPED) as here:
        idle = await _idle(here, sizes.acknowledged)
        began = time.monotonic()
        async with _importing(here, sizes.imported) as enrolling:
            taken = [each async for each in _while_importing(here, enrolling, sizes)]
            answered = _early_mails(here)
        rate = answered / (time.monotonic() - began)
    busy = spread(taken)
    ratio = busy.p99 / idle.p99
    return [
        Row(
            f"the same while {sizes.imported:_} leads are imported, p50 / p99 of {len(taken)}".replace("_", ","),
            busy.in_milliseconds(),
            f"idle: {idle.in_milliseconds()}",
            f"p99 × {ratio:.2f}",
            f"p99 ≤ {TIMES_IDLE:g} × idle",
            ratio <= TIMES_IDLE,
        ),
        Row("imported leads acknowledged in a second, meanwhile", f"{rate:.1f}/s"),
    ]


async def _idle(here: Engine, samples: int) -> Spread:
    forms = hot_leads()
    taken = [await _acknowledge(here, form) for form in islice(forms, samples + WARM_UP)]
    return spread(taken[WARM_UP:])


async def _acknowledge(here: Engine, form: dict[str, Any]) -> float:
    """Seconds from the instant its form reaches the API until the mail server has its acknowledgment."""
    first_mail = here.sink.first_mail_to(form["email"])
    began: list[float] = []
    await here.receive(form, leaving=lambda: began.append(time.monotonic()))
    async with asyncio.timeout(PATIENCE.total_seconds()):
        ended = await first_mail
    await asyncio.sleep(PAUSE.total_seconds())
    return ended - began[0]


async def _while_importing(here: Engine, enrolling: asyncio.subprocess.Process, sizes: Sizes) -> AsyncIterator[float]:
    """Hot leads as long as the import lasts, until its last lead is answered; at most as many as are wanted."""
    for form in islice(hot_leads(), sizes.meanwhile):
        if _early_mails(here) == sizes.imported:
            return
        yield await _acknowledge(here, form)
    assert not enrolling.returncode, f"the import failed with code {enrolling.returncode}"


def _early_mails(here: Engine) -> int:
    return sum(address.startswith("jolanta@") for address in here.sink.taken)


@asynccontextmanager
async def _importing(here: Engine, leads: int) -> AsyncIterator[asyncio.subprocess.Process]:
    """``sevenfold enrol`` as a process of its own, as who imports runs it."""
    file = here.stack.settings.home / "import.csv"
    await asyncio.to_thread(_write, file, leads)
    argv = (sys.executable, "-m", "starter", "enrol", str(file), "--api", here.stack.addresses.api, "--json")
    process = await asyncio.create_subprocess_exec(*argv, cwd=ROOT, stdout=asyncio.subprocess.DEVNULL)
    try:
        yield process
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


def _write(file: Path, leads: int) -> None:
    forms = list(islice(early_leads(), leads))
    with file.open("w", encoding="utf-8", newline="") as opened:
        rows = csv.DictWriter(opened, list(forms[0]))
        rows.writeheader()
        rows.writerows(forms)
