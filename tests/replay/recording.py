"""Adds histories to the replay corpus: one for each scenario that has none, every run of it in one file.

Run it with ``make record-history``. It never overwrites: what is there is how leads in flight began.
"""

import asyncio
import json
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from engine import Engine, running_engine
from scenarios import SCENARIOS, Scenario
from servers import time_skipping_environment
from shipped import shipped_playbook
from temporalio.testing import WorkflowEnvironment

from domain.wire.requests import workflow_id

HERE = Path(__file__).parent
HISTORIES = HERE / "histories"


async def record(prefix: str) -> list[Path]:
    """Record what is missing under a prefix such as ``v1``; the files written."""
    written = []
    playbook = shipped_playbook()
    async with time_skipping_environment() as env:
        for scenario in SCENARIOS:
            file = HISTORIES / f"{prefix}_{scenario.__name__}.json"
            if file.exists():
                continue
            with TemporaryDirectory() as folder:
                async with running_engine(env.client, Path(folder), playbook, task_queue=file.stem) as engine:
                    runs = await _runs_of(scenario, engine, env)
            file.write_text(json.dumps(runs, indent=1, sort_keys=True) + "\n")
            written.append(file)
    return written


async def _runs_of(scenario: Scenario, engine: Engine, env: WorkflowEnvironment) -> list[object]:
    """The histories of all runs of the lead, oldest first."""
    with env.with_time_skipping_disabled():
        lead_id = await scenario(engine, env)
        await engine.handle(lead_id).result()
    runs: list[object] = []
    query = f"WorkflowId = '{workflow_id(lead_id)}'"
    executions = [execution async for execution in engine.client.list_workflows(query)]
    for execution in sorted(executions, key=lambda execution: execution.start_time):
        handle = engine.client.get_workflow_handle(execution.id, run_id=execution.run_id)
        runs.append(json.loads((await handle.fetch_history()).to_json()))
    return runs


if __name__ == "__main__":
    for path in asyncio.run(record(sys.argv[1] if len(sys.argv) > 1 else "v1")):
        sys.stdout.write(f"{path.name}\n")
