"""How many leads run through eight touches of the machine in a second, beside as many bare workflows."""

import asyncio
import time
from datetime import timedelta
from itertools import islice
from typing import Final

from bench.engine import QUICK, Engine, engine
from bench.floor import floor_of
from bench.leads import early_leads
from bench.sizes import Sizes
from bench.table import Row

TOUCHES: Final = 8
WAIT: Final = timedelta(seconds=1)
"""Between two touches; the playbook's day at this pace. Far less than a saturated server makes of it anyway."""

DAYS_A_SECOND: Final = 86_400.0
LEAST: Final = 0.7
AT_ONCE: Final = 16


async def completed(sizes: Sizes) -> list[Row]:
    """All leads are posted at once; each is acknowledged, mailed seven times and closed."""
    async with engine(QUICK, pace=DAYS_A_SECOND) as here, floor_of(here.client, here.stack.settings) as floor:
        await floor.completed_per_second(5, 2, timedelta())
        bare = await floor.completed_per_second(sizes.completed, TOUCHES, WAIT)
        await _completed_per_second(here, 5)
        ours = await _completed_per_second(here, sizes.completed)
    ratio = ours / bare
    return [
        Row(
            f"leads completed in a second, {TOUCHES} touches each, {sizes.completed} at once",
            f"{ours:.1f}/s",
            f"{bare:.1f}/s",
            f"× {ratio:.2f}",
            f"≥ {LEAST:g} × floor",
            ratio >= LEAST,
        )
    ]


async def _completed_per_second(here: Engine, leads: int) -> float:
    places = asyncio.Semaphore(AT_ONCE)

    async def receive(form: dict[str, object]) -> str:
        async with places:
            return await here.receive(form)

    began = time.monotonic()
    forms = list(islice(early_leads(), leads))
    ids = await asyncio.gather(*(receive(form) for form in forms))
    await asyncio.gather(*(here.ended(lead_id) for lead_id in ids))
    elapsed = time.monotonic() - began
    mails = [here.sink.taken[str(form["email"])] for form in forms]
    assert mails == [TOUCHES] * leads, f"leads got {sorted(set(mails))} mails, and not {TOUCHES} each"
    return leads / elapsed
