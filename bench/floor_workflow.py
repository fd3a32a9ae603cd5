"""The floor: the least that anything on Temporal does which runs one activity per touch and waits between them."""

import time
from datetime import timedelta

from temporalio import activity, workflow


@activity.defn(name="floor-touch")
async def touch() -> float:
    """Do nothing; answers when, on the clock of ``time.monotonic``, which all processes of a machine share."""
    return time.monotonic()


@workflow.defn(name="floor")
class FloorWorkflow:
    """So many activities with a timer between."""

    @workflow.run
    async def run(self, touches: int, wait: float) -> float:
        """Answers when the first activity ran."""
        first = 0.0
        for number in range(touches):
            if number:
                await workflow.sleep(wait)
            at = await workflow.execute_activity(touch, start_to_close_timeout=timedelta(seconds=30))
            first = first or at
        return first

    @workflow.update(name="tell")
    def tell(self, said: str) -> str:
        """A bare update: answers what it was told."""
        return said
