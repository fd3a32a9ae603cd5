"""People who come back, over HTTP: each answer says why, and the lead's workflow hears of new interest."""

from typing import Any

import pytest
from api_desk import KEYS, Desk
from builders import MONDAY, a_nurture, a_playbook

from domain.facts.unions import Disqualified, OptedOut, ReplyReceived
from domain.hours.spans import parse_span
from domain.journey.changes import changed
from domain.journey.state import Stage
from domain.terms.alerts import About
from domain.terms.cadence import Again
from ledger.ledger import Ledger

pytest_plugins = ("ledgers", "api_fixtures")

MAYA = {"email": "Maya@Continental.example", "first_name": "Maya", "intent": "demo"}


async def returning_desk(ledger: Ledger, again: Again) -> Desk:
    """The API with a playbook whose cadence has this rule, and a lead of Maya's that booked a meeting."""
    playbook = a_playbook()
    hot = playbook.cadences["hot"].model_copy(update={"again": again})
    cadences = playbook.cadences | {"hot": hot}
    await ledger.publications.publish(playbook.model_copy(update={"version": "p2", "cadences": cadences}), MONDAY)
    return Desk(ledger, keys=KEYS)


async def closed(desk: Desk, lead_id: str) -> None:
    """The lead ends: its meeting is booked."""
    await desk.post(f"/v1/leads/{lead_id}/outcomes", {"outcome": "meeting_booked"})


async def test_who_may_not_begin_again_is_told_from_when_on(api_ledger: Ledger) -> None:
    """200 with the rule and the date, and the old lead's id; nothing is started."""
    desk = await returning_desk(api_ledger, Again(mode="after", after=parse_span("90 days")))
    lead_id = await desk.lead(**MAYA)
    await closed(desk, lead_id)

    answer = await desk.post("/v1/leads", {**MAYA, "message": "Once more, please."})
    await desk.settled()

    assert answer.status_code == 200
    assert answer.json() == {
        "lead_id": lead_id,
        "status_url": f"/v1/leads/{lead_id}",
        "why": "not restarted",
        "reason": "hot can run again after 90 days: 2026-05-31 15:00Z",
    }
    assert desk.outbox.started == [lead_id]
    shown = (await desk.get(f"/v1/leads/{lead_id}")).json()
    assert "after 90 days: 2026-05-31" in shown["timeline"][-1]["reason"]


async def test_who_may_begin_again_is_a_new_lead_that_knows_the_old_one(api_ledger: Ledger) -> None:
    """202 with a new id, and the workflow is started."""
    desk = await returning_desk(api_ledger, Again(mode="always"))
    before = await desk.lead(**MAYA)
    await closed(desk, before)

    answer = await desk.post("/v1/leads", {**MAYA, "message": "Once more, please."})
    await desk.settled()

    received = answer.json()
    assert (answer.status_code, received["why"]) == (202, "new")
    assert received["reason"] == f"came back after lead {before} (meeting booked): hot can always run again"
    assert desk.outbox.started == [before, received["lead_id"]]
    assert (await desk.get(f"/v1/leads/{received['lead_id']}")).json()["previous_lead_id"] == before


async def test_a_retry_after_a_refusal_is_refused_the_same(desk: Desk) -> None:
    """The same key, the same status, the same words."""
    lead_id = await desk.lead(**MAYA)
    await desk.outbox.happened(lead_id, Disqualified(id="d", at=MONDAY))
    form = {**MAYA, "intent": "pricing"}

    first = await desk.post("/v1/leads", form, **{"Idempotency-Key": "k"})
    again = await desk.post("/v1/leads", form, **{"Idempotency-Key": "k"})

    assert (first.status_code, first.json()["why"]) == (200, "not restarted")
    assert first.json()["reason"] == "closed for good on 2026-03-02: disqualified"
    assert (again.status_code, again.json()) == (200, first.json())


@pytest.mark.parametrize("form", [{"direction": "outbound"}, {"consent": {"email": True}}])
async def test_nobody_who_asked_to_be_left_alone_is_enrolled(desk: Desk, form: dict[str, Any]) -> None:
    """Neither by an import nor by a form."""
    lead_id = await desk.lead(**MAYA)
    await desk.post(f"/v1/leads/{lead_id}/opt-out", {})

    answer = await desk.post("/v1/leads", {"email": "maya+2@continental.example", **form})

    assert (answer.status_code, answer.json()["why"], answer.json()["lead_id"]) == (200, "not restarted", lead_id)
    assert "opted out on 2026-03-02" in answer.json()["reason"]


async def test_new_interest_brings_a_nurtured_lead_back(desk: Desk) -> None:
    """Its workflow hears of the further form, and works it again."""
    lead_id = await desk.lead(**MAYA)
    nurtured = changed(desk.outbox.journeys[lead_id], stage=Stage.NURTURE, cadence=a_nurture())
    desk.outbox.journeys[lead_id] = nurtured
    desk.now = MONDAY.replace(hour=18)

    answer = await desk.post("/v1/leads", {"email": "maya@continental.example", "phone": "+14155550123"})
    await desk.settled()

    assert answer.json()["why"] == "merged"
    journey = desk.outbox.journeys[lead_id]
    assert (journey.stage, journey.in_hand.moving_to) == (Stage.WORKING, ("hot", "interested again: everybody"))
    assert "phone" in journey.profile.known


async def test_new_interest_alerts_the_owner_of_a_lead_under_way(desk: Desk) -> None:
    """Once, however often the same form is sent."""
    lead_id = await desk.lead(**MAYA)
    desk.now = MONDAY.replace(hour=18)

    for _ in range(2):
        await desk.post("/v1/leads", {**MAYA, "intent": "pricing"})
        await desk.settled()

    alerts = [alert for alert in desk.outbox.journeys[lead_id].owed.alerts if alert.about is About.REPLIED]
    assert [alert.reason for alert in alerts] == ["the lead sent another request"]


async def test_an_import_of_a_lead_under_way_alerts_nobody(desk: Desk) -> None:
    """What it adds is known from then on."""
    lead_id = await desk.lead(**MAYA)
    desk.now = MONDAY.replace(hour=18)

    await desk.post("/v1/leads", {"email": MAYA["email"], "direction": "outbound", "company": "Continental"})
    await desk.settled()

    assert desk.outbox.journeys[lead_id].owed.alerts == ()
    assert "company" in desk.outbox.journeys[lead_id].profile.known


async def test_new_interest_waits_for_temporal(desk: Desk) -> None:
    """It is on record, and told when the workflow can be reached."""
    lead_id = await desk.lead(**MAYA)
    desk.outbox.is_away = True

    answer = await desk.post("/v1/leads", {**MAYA, "intent": "pricing"})
    await desk.settled()

    assert answer.json()["why"] == "merged"
    (waiting,) = await desk.ledger.hearings.pending(MONDAY.replace(hour=23))
    assert (waiting.lead_id, waiting.told.fact["kind"]) == (lead_id, "information_added")


async def test_what_is_heard_of_an_open_lead_leaves_others_alone(desk: Desk) -> None:
    """People without an address or a number in common are different people."""
    first = await desk.lead(**MAYA)
    await desk.outbox.happened(first, ReplyReceived(id="r", at=MONDAY))
    await desk.outbox.happened(first, OptedOut(id="o", at=MONDAY))

    other = await desk.post("/v1/leads", {**MAYA, "email": "m.aya@continental.example"})

    assert other.json()["why"] == "new"


async def test_the_document_of_the_api_names_both_answers(desk: Desk) -> None:
    """Programs can tell that 200 means that nothing began."""
    document = (await desk.get("/openapi.json")).json()

    answers = document["paths"]["/v1/leads"]["post"]["responses"]
    assert {"200", "202"} <= set(answers)
    why = document["components"]["schemas"]["Received"]["properties"]["why"]
    assert why["enum"] == ["new", "duplicate", "merged", "not restarted"]
