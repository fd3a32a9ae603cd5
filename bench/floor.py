"""The floor's worker, in a process of its own as ours is, and what is measured on it.

``python -m bench.floor ADDRESS NAMESPACE`` runs the worker until it is told to stop.
"""

import asyncio
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from itertools import count

from temporalio.client import Client, WorkflowHandle
from temporalio.worker import Worker

from bench.floor_workflow import FloorWorkflow, touch
from connection import connect
from settings import Settings

QUEUE = "floor"
FOR_EVER = timedelta(days=30)
WARM_UP = 5


class Floor:
    """Bare workflows on the server that the engine runs on."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._numbers = count(1)

    async def start(self, touches: int, wait: timedelta = FOR_EVER) -> WorkflowHandle[FloorWorkflow, float]:
        """One bare workflow, started."""
        return await self._client.start_workflow(
            FloorWorkflow.run,
            args=(touches, wait.total_seconds()),
            id=f"floor-{next(self._numbers)}",
            task_queue=QUEUE,
        )

    async def first_activities(self, samples: int, pause: timedelta) -> list[float]:
        """Seconds from the call that starts a workflow to the run of its first activity, one at a time."""
        taken = []
        for _ in range(samples + WARM_UP):
            began = time.monotonic()
            handle = await self.start(1)
            taken.append(await handle.result() - began)
            await asyncio.sleep(pause.total_seconds())
        return taken[WARM_UP:]

    async def updates(self, samples: int) -> list[float]:
        """Seconds that a bare update takes, one at a time, each to another sleeping workflow."""
        handles = [await self.start(2) for _ in range(samples + WARM_UP)]
        taken = []
        for handle in handles:
            began = time.monotonic()
            await handle.execute_update(FloorWorkflow.tell, "outcome")
            taken.append(time.monotonic() - began)
        return taken[WARM_UP:]

    async def completed_per_second(self, leads: int, touches: int, wait: timedelta) -> float:
        """How many workflows end in a second when so many are started at once."""
        began = time.monotonic()
        handles = await asyncio.gather(*(self.start(touches, wait) for _ in range(leads)))
        await asyncio.gather(*(handle.result() for handle in handles))
        return leads / (time.monotonic() - began)


@asynccontextmanager
async def floor_of(client: Client, settings: Settings) -> AsyncIterator[Floor]:
    """The floor on the server of these settings, its worker running."""
    argv = (sys.executable, "-m", "bench.floor", settings.temporal_address, settings.temporal_namespace)
    worker = await asyncio.create_subprocess_exec(*argv)
    try:
        yield Floor(client)
    finally:
        worker.terminate()
        await worker.wait()


async def _serve(address: str, namespace: str) -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    client = await connect(Settings(temporal_address=address, temporal_namespace=namespace))
    async with Worker(client, task_queue=QUEUE, workflows=[FloorWorkflow], activities=[touch]):
        await stop.wait()


if __name__ == "__main__":
    asyncio.run(_serve(*sys.argv[1:]))
    os._exit(0)  # a process that ran a worker may abort while the interpreter shuts down (sdk-python#300)
