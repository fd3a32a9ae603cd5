"""Activities raise errors of ours; what the server is told of them is the edge's matter, for every activity alike."""

from datetime import timedelta
from uuid import uuid4

import pytest
from builders import MONDAY, a_journey
from engine import Engine
from temporalio.client import ActivityFailureError
from temporalio.common import RetryPolicy
from temporalio.exceptions import ApplicationError, ApplicationErrorCategory

from domain.errors import ChannelUnavailableError, NotFoundError, SevenfoldError, TransientError
from domain.wire.requests import AskCadence, AskRecord
from domain.wire.standing import Dispatch, standing_of

HALF_AN_HOUR = timedelta(minutes=30)
REPORT = Dispatch(standing=standing_of(a_journey(), MONDAY))
RECORD = AskRecord(lead_id="lead1", run=1, playbook="playbook1", dispatch=REPORT)
CADENCE = AskCadence(**RECORD.model_dump(), cadence="inbound-hot")


async def failure_of(engine: Engine, activity: str, ask: AskRecord | AskCadence) -> ApplicationError:
    """What the server has on record of one attempt, made by the engine's own worker."""
    with pytest.raises(ActivityFailureError) as raised:
        await engine.client.execute_activity(
            activity,
            ask,
            id=f"a-{uuid4()}",
            task_queue=engine.settings.task_queue,
            start_to_close_timeout=timedelta(seconds=10),
            retry_policy=RetryPolicy(maximum_attempts=1),
        )
    assert isinstance(raised.value.cause, ApplicationError)
    return raised.value.cause


@pytest.mark.parametrize(
    ("error", "kind", "wait", "category"),
    [
        (TransientError("busy", retry_after=HALF_AN_HOUR), "TransientError", HALF_AN_HOUR, "BENIGN"),
        (ChannelUnavailableError("busy"), "ChannelUnavailableError", None, "BENIGN"),
        (NotFoundError("no such playbook"), "NotFoundError", None, "UNSPECIFIED"),
    ],
)
@pytest.mark.parametrize(
    ("activity", "ask"),
    [("record", RECORD), ("fetch-cadence", CADENCE)],
)
async def test_an_error_of_ours_waits_as_it_says(
    engine: Engine,
    monkeypatch: pytest.MonkeyPatch,
    activity: str,
    ask: AskRecord | AskCadence,
    error: SevenfoldError,
    kind: str,
    wait: timedelta | None,
    category: str,
) -> None:
    """Its kind and its wait reach the server; nothing is final, and what passes by itself raises no alarm."""

    async def fails(_: Dispatch) -> None:
        raise error

    monkeypatch.setattr(engine.ledger.timeline, "record", fails)

    failure = await failure_of(engine, activity, ask)

    assert (failure.message, failure.type, failure.next_retry_delay) == (str(error), kind, wait)
    assert failure.category == ApplicationErrorCategory[category]
    assert not failure.non_retryable


async def test_an_error_that_is_none_of_ours_is_left_alone(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A bug shows as what it is, by its own name."""

    async def fails(_: Dispatch) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr(engine.ledger.timeline, "record", fails)

    failure = await failure_of(engine, "record", RECORD)

    assert (failure.type, failure.category) == ("ZeroDivisionError", ApplicationErrorCategory.UNSPECIFIED)
