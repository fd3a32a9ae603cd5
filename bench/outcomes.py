"""How long a rep waits: an outcome, from the click until the lead's workflow has applied it."""

import asyncio
import time
from itertools import islice
from typing import Final

from bench.engine import SHIPPED, Engine, engine
from bench.floor import WARM_UP, floor_of
from bench.leads import hot_leads
from bench.sizes import Sizes
from bench.table import Row, spread

TIMES_FLOOR: Final = 2.0
GLANCE: Final = 0.05


async def applied(sizes: Sizes) -> list[Row]:
    """The first call of so many leads is reported, one after the other, beside bare updates."""
    async with engine(SHIPPED) as here, floor_of(here.client, here.stack.settings) as floor:
        bare = spread(await floor.updates(sizes.outcomes))
        ids = [await here.receive(form) for form in islice(hot_leads(), sizes.outcomes + WARM_UP)]
        tasks = [await open_task(here, lead_id) for lead_id in ids]
        taken = [await _report(here, task_id) for task_id in tasks]
    ours = spread(taken[WARM_UP:])
    ratio = ours.p99 / bare.p99
    return [
        Row(
            f"a rep's outcome, posted to applied, p50 / p99 of {sizes.outcomes}",
            ours.in_milliseconds(),
            bare.in_milliseconds(),
            f"p99 × {ratio:.2f}",
            f"p99 ≤ {TIMES_FLOOR:g} × a bare update",
            ratio <= TIMES_FLOOR,
        )
    ]


async def _report(here: Engine, task_id: str) -> float:
    began = time.monotonic()
    answer = await here.post(f"/v1/tasks/{task_id}/outcome", {"outcome": "no_answer", "by": "Robin"})
    taken = time.monotonic() - began
    assert answer["state"] == "applied", answer
    await asyncio.sleep(GLANCE)  # what follows from it is planned meanwhile
    return taken


async def open_task(here: Engine, lead_id: str) -> str:
    """The lead's open task, once it has one; looked for in the ledger, which costs the engine nothing."""
    while True:
        waiting = (await here.ledger.reading.lead_detail(lead_id)).open_tasks
        if waiting:
            return waiting[0].task_id
        await asyncio.sleep(GLANCE)
