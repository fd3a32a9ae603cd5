"""What sales says of a lead over HTTP: it takes or refuses what was handed over, and says what became of it."""

import pytest
from api_desk import Desk, coming
from builders import MONDAY

from domain.facts.unions import ReplyReceived
from domain.journey.state import Stage
from domain.outcomes import TaskKind

pytest_plugins = ("ledgers", "api_fixtures")


async def handed_over(desk: Desk) -> str:
    """A lead that answered, so that sales has it."""
    lead_id = await desk.lead()
    await desk.outbox.happened(lead_id, ReplyReceived(id=f"{lead_id}:reply", at=MONDAY))
    return lead_id


async def test_sales_accepts_what_was_handed_over(desk: Desk) -> None:
    """An acceptance moves the lead on, and a second one is refused."""
    lead_id = await handed_over(desk)

    taken = await desk.post(f"/v1/leads/{lead_id}/accept", {"how": "follow_up", "follow_up_at": coming(2)})
    again = await desk.post(f"/v1/leads/{lead_id}/accept")

    assert (taken.status_code, taken.json()["stands"]) == (200, "accepted")
    assert (again.status_code, again.json()["detail"]) == (409, "sales has already accepted this lead")


async def test_sales_refuses_what_was_handed_over(desk: Desk) -> None:
    """A rejection says which of the two it is."""
    lead_id = await handed_over(desk)

    answer = await desk.post(f"/v1/leads/{lead_id}/reject", {"why": "never_customer", "note": "a student"})

    assert (answer.status_code, answer.json()["stands"]) == (200, "never_customer")


async def test_sales_reports_of_the_lead_without_looking_for_its_task(desk: Desk) -> None:
    """It accepts what was handed over, and says that it won it before the first review is due."""
    lead_id = await handed_over(desk)

    accepted = await desk.post(f"/v1/leads/{lead_id}/outcomes", {"outcome": "accepted"})
    won = await desk.post(f"/v1/leads/{lead_id}/outcomes", {"outcome": "converted"})

    assert (accepted.status_code, accepted.json()["stands"]) == (200, "accepted")
    assert (won.status_code, won.json()["stands"]) == (200, "converted")


async def test_a_lead_that_is_not_with_sales_cannot_be_accepted_without_a_task_either(desk: Desk) -> None:
    """The refusal says where the lead is."""
    answer = await desk.post(f"/v1/leads/{await desk.lead()}/outcomes", {"outcome": "accepted"})

    assert answer.status_code == 409
    assert "only a lead handed over to sales can be accepted" in answer.json()["detail"]


@pytest.mark.parametrize(("outcome", "stage"), [("opportunity", Stage.ACCEPTED), ("never_customer", Stage.CLOSED)])
async def test_a_hand_over_task_is_answered_for_sales(desk: Desk, outcome: str, stage: Stage) -> None:
    """What came of a hand-over is the answer of sales: taken or refused."""
    lead_id = await handed_over(desk)
    task_id = await desk.outbox.open_task(lead_id, TaskKind.HAND_OVER)

    answer = await desk.post(f"/v1/tasks/{task_id}/outcome", {"outcome": outcome, "note": "a student"})

    assert answer.status_code == 200
    assert desk.outbox.journeys[lead_id].stage is stage
