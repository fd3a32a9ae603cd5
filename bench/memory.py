"""What open leads that sleep cost the worker: nothing beyond its cache, which is bounded."""

import asyncio
import re
import sys
from itertools import islice
from pathlib import Path
from typing import Final

from bench.engine import SHIPPED, Engine, engine
from bench.leads import early_leads
from bench.sizes import Sizes
from bench.table import Row
from embedded.addresses import Part

_RESIDENT: Final = re.compile(r"^VmRSS:\s+(\d+) kB$", re.MULTILINE)
AT_ONCE: Final = 16
GLANCE: Final = 0.2
SETTLES_IN: Final = 2.0
FLAT: Final = 0.1
"""A lead beyond the cache may cost this share of a cached one before the memory counts as growing."""


async def resident(sizes: Sizes) -> list[Row]:
    """Leads are posted until the cache is full, then as many again, twice over; all of them sleep."""
    unit = sizes.sleepers
    if sys.platform != "linux":
        return [Row("worker's memory for open, sleeping leads", "measured on Linux only")]
    async with engine(SHIPPED, max_cached_workflows=unit) as here:
        await _put_to_sleep(here, 20)
        empty = _resident(here)
        await _put_to_sleep(here, unit)
        full = _resident(here)
        await _put_to_sleep(here, unit)
        doubled = _resident(here)
        await _put_to_sleep(here, 2 * unit)
        end = _resident(here)
    cached, beyond = (full - empty) / unit, (end - doubled) / (2 * unit)
    return [
        Row(f"worker's memory, {20} / {unit + 20} sleeping leads (cache: {unit})", f"{empty:.0f} / {full:.0f} MB"),
        Row(f"worker's memory, {2 * unit + 20} / {4 * unit + 20} sleeping leads", f"{doubled:.0f} / {end:.0f} MB"),
        Row(
            "worker's memory for a lead beyond the cache / in it",
            f"{beyond * 1024:.1f} / {cached * 1024:.1f} KB",
            "",
            f"× {beyond / cached:.2f}",
            f"none: ≤ {FLAT:g} × a cached one",
            beyond <= FLAT * cached,
        ),
    ]


async def _put_to_sleep(here: Engine, leads: int) -> None:
    """Post leads and wait until each has been acknowledged and waits for its next touch."""
    places = asyncio.Semaphore(AT_ONCE)

    async def receive(form: dict[str, object]) -> None:
        async with places:
            await here.receive(form)

    forms = list(islice(early_leads(), leads))
    await asyncio.gather(*(receive(form) for form in forms))
    while any(here.sink.taken[str(form["email"])] == 0 for form in forms):  # noqa: ASYNC110 - nobody else waits for it
        await asyncio.sleep(GLANCE)
    await asyncio.sleep(SETTLES_IN)  # owners are found, told, and the next touch is planned


def _resident(here: Engine) -> float:
    """Megabytes that the worker's process holds in memory."""
    status = Path(f"/proc/{here.stack.child(Part.WORKER).pid}/status").read_text(encoding="ascii")
    found = _RESIDENT.search(status)
    assert found is not None
    return int(found.group(1)) / 1024
