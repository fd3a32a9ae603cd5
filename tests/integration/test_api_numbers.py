"""Reports over all leads: what sales turned down, and the alarm for leads that nothing is done about."""

from datetime import timedelta

import pytest
from api_desk import Desk
from builders import MONDAY
from ledger_builders import NOON, a_lead

from domain.facts.unions import HandedOver, ReplyReceived

pytest_plugins = ("ledgers", "api_fixtures")


async def test_a_refusal_is_reported_with_its_reason(desk: Desk) -> None:
    """Marketing sees which of the two it was, sales' own words and code, and only what was applied."""
    lead_id, other = await desk.lead(), await desk.lead()
    await desk.outbox.happened(lead_id, ReplyReceived(id=f"{lead_id}:reply", at=MONDAY))
    body = {"why": "needs_qualification", "note": "No budget before autumn.", "reason": "budget", "by": "carla"}
    await desk.post(f"/v1/leads/{lead_id}/reject", body, role="rep")
    await desk.post(f"/v1/leads/{other}/reject", body, role="rep")

    report = (await desk.get("/v1/numbers/turned-down", role="rep")).json()["turned_down"]

    assert [(one["lead_id"], one["why"], one["note"], one["reason"], one["by"]) for one in report] == [
        (lead_id, "needs_qualification", "No budget before autumn.", "budget", "carla")
    ]


async def test_a_refusal_that_no_task_asked_for_is_reported_too(desk: Desk) -> None:
    """Sales said it of a lead that it had; what a rep says of a lead that sales never had is no refusal of sales."""
    with_sales, with_a_rep = await desk.lead(), await desk.lead(email="other@b.example")
    given = HandedOver(key="1:hand_over:0", at=MONDAY, owner="carla", task_id="t1")
    await desk.outbox.happened(with_sales, ReplyReceived(id=f"{with_sales}:reply", at=MONDAY))
    await desk.outbox.happened(with_sales, given)
    for lead_id in (with_sales, with_a_rep):
        said = {"outcome": "never_customer", "note": "A reseller.", "by": "carla"}
        await desk.post(f"/v1/leads/{lead_id}/outcomes", said, role="rep")

    report = (await desk.get("/v1/numbers/turned-down", role="rep")).json()["turned_down"]

    assert [(one["lead_id"], one["why"], one["note"]) for one in report] == [
        (with_sales, "never_customer", "A reseller.")
    ]


async def test_refusals_are_asked_for_from_an_instant_on(desk: Desk) -> None:
    """An instant without its offset is refused; a later one shows nothing."""
    vague = await desk.get("/v1/numbers/turned-down", since="2026-03-01T00:00:00")
    nothing = await desk.get("/v1/numbers/turned-down", since=(MONDAY + timedelta(days=3650)).isoformat())

    assert (vague.status_code, vague.json()["errors"][0]["parameter"]) == (422, "since")
    assert nothing.json() == {"turned_down": []}


async def test_a_lead_that_nothing_is_done_about_is_an_alarm(desk: Desk) -> None:
    """A lead whose workflow never told where it stands is overdue once the grace has passed, and not before."""
    lead_id = await a_lead(desk.ledger)
    desk.now = NOON + timedelta(minutes=30)

    within = await desk.get("/v1/numbers/overdue", grace_minutes="60", role="ops")
    over = await desk.get("/v1/numbers/overdue", grace_minutes="10", role="ops")

    assert within.json() == {"overdue": []}
    assert [(one["lead_id"], one["why"]) for one in over.json()["overdue"]] == [(lead_id, "not started")]


@pytest.mark.parametrize("numbers", ["turned-down", "promises"])
@pytest.mark.parametrize("since", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00", "2026-03-01", "7d"])
async def test_an_instant_that_is_none_is_refused_with_its_parameter(desk: Desk, numbers: str, since: str) -> None:
    """Also one that our own calendar does not reach any more, once it is told in UTC."""
    answer = await desk.get(f"/v1/numbers/{numbers}", since=since)

    assert (answer.status_code, answer.json()["errors"][0]["parameter"]) == (422, "since")
