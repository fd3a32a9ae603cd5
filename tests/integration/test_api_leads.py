"""Leads over HTTP: received once, listed, shown, and every refusal of a form."""

import asyncio
from typing import Any

import pytest
from api_desk import Desk, past
from builders import MONDAY

from domain.facts.unions import ReplyReceived
from ledger.ledger import Ledger

pytest_plugins = ("ledgers", "api_fixtures")

DEMO = {
    "source": "website",
    "intent": "demo",
    "first_name": "Maya",
    "last_name": "Lindqvist",
    "email": "Maya@Continental.example",
    "phone": "(415) 555-0123 ext. 7",
    "country": "us",
    "company": "Continental",
    "consent": {"sms": True},
}


async def test_a_lead_is_received_and_started(desk: Desk) -> None:
    """202 names the lead and where to look; its workflow is started right after."""
    answer = await desk.post("/v1/leads", DEMO, role="ingest")
    await desk.settled()

    received = answer.json()
    assert answer.status_code == 202
    assert received == {
        "lead_id": received["lead_id"],
        "status_url": f"/v1/leads/{received['lead_id']}",
        "why": "new",
        "reason": "",
    }
    assert desk.outbox.started == [received["lead_id"]]


async def test_a_lead_is_accepted_while_temporal_is_away(desk: Desk) -> None:
    """The answer does not wait for the start, and the ledger remembers that it is still owed."""
    desk.outbox.is_away = True

    answer = await desk.post("/v1/leads", DEMO)
    await desk.settled()

    assert answer.status_code == 202
    assert await desk.ledger.intake.unstarted(10) == (answer.json()["lead_id"],)


async def test_the_form_is_kept_in_a_form_that_can_be_used(desk: Desk) -> None:
    """The number is in E.164 with its extension aside, the country in capitals, the zones are the number's."""
    lead_id = await desk.lead(**DEMO)

    arrival = await desk.ledger.intake.arrival_of(lead_id)

    assert (arrival.phone_key, arrival.email_key) == ("+14155550123", "maya@continental.example")
    assert (arrival.form.phone, arrival.form.country) == ("+14155550123", "US")
    assert arrival.form.attributes == {"phone_extension": "7"}
    assert arrival.zones == ("America/Los_Angeles",)
    assert arrival.playbook == "playbook1"


async def test_the_zone_given_wins_over_the_number(desk: Desk) -> None:
    """A number says where it was issued; the lead says where it is."""
    lead_id = await desk.lead(**DEMO, time_zone="Europe/Berlin")

    assert (await desk.ledger.intake.arrival_of(lead_id)).zones == ("Europe/Berlin",)


async def test_fifty_identical_posts_at_once_are_one_lead(desk: Desk) -> None:
    """However a form is doubled on its way, one lead comes of it and one start."""
    answers = await asyncio.gather(*(desk.post("/v1/leads", DEMO) for _ in range(50)))
    await desk.settled()

    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["lead_id"] for answer in answers}) == 1
    assert [answer.json()["why"] for answer in answers].count("new") == 1
    assert len(desk.outbox.started) == 1


async def test_the_same_key_with_the_same_form_gets_the_same_lead(desk: Desk) -> None:
    """A retry under its Idempotency-Key is answered as the first attempt was, and starts nothing."""
    first = await desk.post("/v1/leads", DEMO, **{"Idempotency-Key": "form-1"})
    again = await desk.post("/v1/leads", DEMO, **{"Idempotency-Key": "form-1"})

    assert (again.status_code, again.json()) == (202, first.json())
    assert first.json()["why"] == "new"
    await desk.settled()
    assert len(desk.outbox.started) == 1


async def test_the_same_key_with_another_form_is_refused(desk: Desk) -> None:
    """A key that is used twice by mistake must not swallow the second lead."""
    await desk.post("/v1/leads", DEMO, **{"Idempotency-Key": "form-1"})

    answer = await desk.post("/v1/leads", {"email": "other@continental.example"}, **{"Idempotency-Key": "form-1"})

    assert answer.status_code == 409
    assert "another form" in answer.json()["detail"]


async def test_keys_of_different_roles_are_different_keys(desk: Desk) -> None:
    """Two senders that count from one do not meet."""
    first = await desk.post("/v1/leads", DEMO, role="ingest", **{"Idempotency-Key": "1"})
    other = await desk.post("/v1/leads", {"email": "other@b.example"}, role="admin", **{"Idempotency-Key": "1"})

    assert (first.status_code, other.status_code) == (202, 202)
    assert first.json()["lead_id"] != other.json()["lead_id"]


async def test_another_form_of_an_open_lead_is_new_interest(desk: Desk) -> None:
    """A person whose lead is open does not become two leads."""
    lead_id = await desk.lead(**DEMO)

    answer = await desk.post("/v1/leads", {**DEMO, "intent": "pricing"})

    assert answer.json() == {
        "lead_id": lead_id,
        "status_url": f"/v1/leads/{lead_id}",
        "why": "merged",
        "reason": "the lead is open: same address and same number",
    }


@pytest.mark.parametrize(
    ("form", "pointer", "word"),
    [
        ({}, "#", "one way to be reached"),
        ({"email": "maya"}, "#/email", "ana@northbeam.example"),
        ({"phone": "12"}, "#/phone", "E.164"),
        ({"phone": "4155550123"}, "#/phone", "E.164"),
        ({"email": "a@b.example", "time_zone": "America/New_Yrok"}, "#/time_zone", "America/New_York"),
        ({"email": "a@b.example", "intent": "dmeo"}, "#/intent", "demo"),
        ({"email": "a@b.example", "country": "USA"}, "#/country", "ISO 3166-1"),
        ({"email": "a@b.example", "company_size": -1}, "#/company_size", "0 or more"),
        ({"email": "a@b.example", "company_size": "many"}, "#/company_size", "whole number"),
        ({"email": "a@b.example", "firstname": "Maya"}, "#/firstname", "'first_name'"),
        ({"email": "a@b.example", "consent": {"smss": True}}, "#/consent/smss", "'sms'"),
        ({"email": "a@b.example", "consent": {"sms": "perhaps"}}, "#/consent/sms", "true or false"),
        ({"email": "a@b.example", "attributes": {"seats": [1]}}, "#/attributes/seats", "text, a number"),
        ({"email": "a@b.example", "opted_in_at": "2026-03-02T10:00:00"}, "#/opted_in_at", "time zone"),
        ({"email": "a@b.example", "opted_in_at": "2027-01-01T00:00:00Z"}, "#/opted_in_at", "future"),
        ({"email": "a@b.example", "opted_in_at": "0001-01-01T00:00:00+05:00"}, "#/opted_in_at", "1970"),
        ({"email": "a@b.example", "first_name": "M\x00"}, "#/first_name", "U+0000"),
        ({"email": "a@b.example", "message": "x" * 10_001}, "#/message", "10000"),
        ([], "#", "object"),
    ],
)
async def test_a_bad_form_is_refused_with_the_field_and_what_was_expected(
    desk: Desk, form: Any, pointer: str, word: str
) -> None:
    """422 names each field and what would be right there."""
    answer = await desk.post("/v1/leads", form)

    problem = answer.json()
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["errors"][0]["pointer"] == pointer
    assert word in str(problem["errors"][0])
    assert problem["type"] == "/docs#invalid-input"


async def test_every_wrong_field_is_named_in_one_answer(desk: Desk) -> None:
    """Whoever mends a form mends it once."""
    answer = await desk.post("/v1/leads", {"email": "a@b.example", "intent": "x", "country": "USA", "foo": 1})

    assert {error["pointer"] for error in answer.json()["errors"]} == {"#/intent", "#/country", "#/foo"}


async def test_a_body_that_is_not_json_is_refused(desk: Desk) -> None:
    """400 says where the text stops being JSON."""
    async with desk.client() as client:
        answer = await client.post("/v1/leads", content='{"email": ', headers={"Content-Type": "application/json"})

    assert answer.status_code == 400
    assert "character" in answer.json()["detail"]


async def test_a_body_of_another_type_is_refused(desk: Desk) -> None:
    """415 names the type that is read."""
    async with desk.client() as client:
        answer = await client.post("/v1/leads", content="email=a@b.example", headers={"Content-Type": "text/plain"})

    assert answer.status_code == 415
    assert "application/json" in answer.json()["detail"]


async def test_a_body_that_is_too_large_is_refused(desk: Desk) -> None:
    """413 before anything is read of it."""
    answer = await desk.post("/v1/leads", {"email": "a@b.example", "message": "x" * 300_000})

    assert answer.status_code == 413
    assert answer.headers["content-type"] == "application/problem+json"


async def test_no_lead_is_taken_before_a_playbook_is_published(desk: Desk, api_ledger: Ledger) -> None:
    """Without a playbook nobody could follow the lead up: 503 tells the sender to keep it and try again."""
    await api_ledger.database.write(lambda connection: connection.exec_driver_sql("delete from playbooks"))

    answer = await desk.post("/v1/leads", DEMO)

    assert answer.status_code == 503
    assert answer.headers["retry-after"]


async def test_a_lead_shows_where_it_stands_and_what_comes_next(desk: Desk) -> None:
    """One answer holds stage, qualification with its rule, cadence with its version, what is next and why."""
    lead_id = await desk.lead(**DEMO)

    lead = (await desk.get(f"/v1/leads/{lead_id}", role="rep")).json()

    assert lead["stage"] == "working"
    assert lead["qualification"] == {"class": "high", "rule": "everybody"}
    assert lead["cadence"] == {"name": "hot", "version": "v1", "run": 1}
    assert lead["next"]["what"]
    assert lead["next"]["reason"]
    assert lead["timeline"][0]["kind"] == "arrived"
    assert lead["form"]["first_name"] == "Maya"


async def test_a_lead_that_has_not_begun_is_shown_as_arrived(desk: Desk) -> None:
    """Nobody looks at an empty stage."""
    desk.outbox.is_away = True
    lead_id = await desk.lead(**DEMO)

    lead = (await desk.get(f"/v1/leads/{lead_id}")).json()

    assert (lead["stage"], lead["next"]) == ("arrived", None)


@pytest.mark.parametrize("lead_id", ["lnobody", "%00", "a%20b", "x" * 300])
async def test_an_unknown_lead_is_not_found(desk: Desk, lead_id: str) -> None:
    """404 for an id that names nothing, whatever it looks like."""
    shown = await desk.get(f"/v1/leads/{lead_id}")
    reported = await desk.post(f"/v1/leads/{lead_id}/pause", {})

    assert (shown.status_code, reported.status_code) == (404, 404)


async def test_leads_are_listed_in_pages_and_filtered(desk: Desk) -> None:
    """Pages neither skip nor repeat, and every filter narrows."""
    ids = [await desk.lead(email=f"maya.{number}@continental.example", company=f"C{number}") for number in range(3)]
    await desk.outbox.happened(ids[0], ReplyReceived(id="reply-1", at=MONDAY))

    first = (await desk.get("/v1/leads", limit="2")).json()
    rest = (await desk.get("/v1/leads", limit="2", cursor=first["next_cursor"])).json()
    engaged = (await desk.get("/v1/leads", stage="engaged")).json()
    named = (await desk.get("/v1/leads", q="maya.2@")).json()

    assert {lead["lead_id"] for lead in first["leads"] + rest["leads"]} == set(ids)
    assert (len(first["leads"]), len(rest["leads"]), rest["next_cursor"]) == (2, 1, "")
    assert [lead["lead_id"] for lead in engaged["leads"]] == [ids[0]]
    assert [lead["lead_id"] for lead in named["leads"]] == [ids[2]]


@pytest.mark.parametrize(
    ("parameter", "value", "word"),
    [
        ("stage", "wroking", "working"),
        ("limit", "0", "1 or more"),
        ("limit", "501", "500 or less"),
        ("cursor", "made-up", "next_cursor"),
        ("owner", "\x00", "wrong format"),
    ],
)
async def test_a_bad_parameter_is_named(desk: Desk, parameter: str, value: str, word: str) -> None:
    """422 names the parameter and what was expected."""
    answer = await desk.get("/v1/leads", **{parameter: value})

    assert answer.status_code == 422
    assert parameter in answer.json()["detail"]
    assert word in str(answer.json()["errors"])


async def test_information_completes_the_lead_and_reaches_its_workflow(desk: Desk) -> None:
    """New information is kept with the lead, and decisions are taken on it."""
    lead_id = await desk.lead()

    answer = await desk.post(
        f"/v1/leads/{lead_id}/information",
        {"phone": "+1 415 555 0123", "title": "VP", "attributes": {"plan": "team"}},
    )

    arrival = await desk.ledger.intake.arrival_of(lead_id)
    profile = desk.outbox.journeys[lead_id].profile
    assert answer.status_code == 200, answer.text
    assert (arrival.phone_key, arrival.form.title, arrival.email_key) == (
        "+14155550123",
        "VP",
        "maya@continental.example",
    )
    assert "phone" in profile.known
    assert profile.zones == ("America/Los_Angeles",)


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({}, "at least one field"),
        ({"consent": {"sms": True}}, "cannot change after arrival"),
        ({"phone": "12"}, "E.164"),
        ({"tittle": "VP"}, "'title'"),
        ({"attributes": {f"a{number}": 1 for number in range(51)}}, "50"),
    ],
)
async def test_information_that_cannot_be_used_is_refused(desk: Desk, body: Any, word: str) -> None:
    """422, and the lead stays as it was."""
    lead_id = await desk.lead()

    answer = await desk.post(f"/v1/leads/{lead_id}/information", body)

    assert answer.status_code == 422
    assert word in answer.text


async def test_an_instant_in_the_past_is_told_by_the_workflow(desk: Desk) -> None:
    """What only the lead's state can refuse is refused by it, and said as it says it."""
    lead_id = await desk.lead()

    answer = await desk.post(f"/v1/leads/{lead_id}/snooze", {"until": past()})

    assert answer.status_code == 409
    assert "past" in answer.json()["detail"]
