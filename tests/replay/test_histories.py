"""Every lead that ever ran must replay on today's code: workflows/ and domain/ are one thing to a replay.

When a test here fails, the change would break leads in flight. Guard it with ``workflow.patched("what-changed")`` and
keep the old path until no older run is left; never delete or record a history anew.
"""

import base64
import json
from pathlib import Path
from typing import Any

import pytest
from temporalio.client import WorkflowHistory
from temporalio.worker import Replayer
from temporalio.workflow import NondeterminismError

from connection import DATA_CONVERTER
from domain.dispositions import Disposition
from workflows.lead import LeadWorkflow

HISTORIES = sorted((Path(__file__).parent / "histories").glob("*.json"))


NOT_IN_THE_SHIPPED_PLAYBOOK = {
    Disposition.NOT_ENOUGH_INFORMATION,  # such a lead goes on in nurture
    Disposition.ANSWERED,  # a reply is handed over there, and finishes nothing
}


def _runs(file: Path) -> list[dict[str, Any]]:
    runs: list[dict[str, Any]] = json.loads(file.read_text())
    return runs


def _replayer() -> Replayer:
    return Replayer(workflows=[LeadWorkflow], data_converter=DATA_CONVERTER)


@pytest.mark.parametrize("file", HISTORIES, ids=lambda file: file.stem)
async def test_a_recorded_lead_replays(file: Path) -> None:
    """Each run of each recorded lead makes the same commands today."""
    for number, run in enumerate(_runs(file)):
        await _replayer().replay_workflow(WorkflowHistory.from_json(f"lead-{file.stem}-{number}", run))


async def test_a_history_that_does_not_fit_is_noticed() -> None:
    """The check bites: a history in which another activity was called first is refused."""
    run = _runs(next(file for file in HISTORIES if "meeting_booked" in file.stem))[0]
    scheduled = next(event for event in run["events"] if "activityTaskScheduledEventAttributes" in event)
    scheduled["activityTaskScheduledEventAttributes"]["activityType"]["name"] = "open-task"

    with pytest.raises(NondeterminismError):
        await _replayer().replay_workflow(WorkflowHistory.from_json("lead-known-bad", run))


def test_every_way_to_end_is_in_the_corpus() -> None:
    """For each disposition there is a recorded lead that ended so, as far as the shipped playbook leads there."""
    ended = {
        disposition
        for file in HISTORIES
        for disposition in Disposition
        if f'"{disposition.value}"' in json.dumps(_results(file))
    }

    assert ended >= set(Disposition) - NOT_IN_THE_SHIPPED_PLAYBOOK


def _results(file: Path) -> list[Any]:
    """What the last run of a lead returned, decoded."""
    payloads = []
    for run in _runs(file):
        for event in run["events"]:
            completed = event.get("workflowExecutionCompletedEventAttributes")
            if completed:
                payloads += [base64.b64decode(item["data"]).decode() for item in completed["result"]["payloads"]]
    return [json.loads(payload) for payload in payloads]
