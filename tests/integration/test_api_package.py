"""What a conversation taught, over HTTP: said with an outcome, kept in the ledger only, shown to whoever comes next."""

from typing import Any

import httpx
import pytest
from api_desk import Desk, coming
from builders import MONDAY

from commands.api_client import Api
from commands.outcome import learned_from
from commands.package import on_one_page
from commands.why import explanation
from domain.errors import InvalidInputError
from domain.facts.unions import ReplyReceived
from domain.outcomes import TaskKind

pytest_plugins = ("ledgers", "api_fixtures")

LEARNED: dict[str, Any] = {
    "pains": ["two days a month go into one forecast"],
    "answers": {"how many people forecast": "40"},
    "best_time": "after 15:00",
}


async def package_of(desk: Desk, lead_id: str) -> dict[str, Any]:
    """The lead's package, as a rep reads it."""
    answer = await desk.get(f"/v1/leads/{lead_id}/package", role="rep")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_what_a_call_taught_is_shown_to_whoever_comes_next(desk: Desk) -> None:
    """In the package and in the lead, with the call that it came of."""
    lead_id = await desk.lead(campaign="spring", device="mobile", message="Help?", intent="demo")
    task_id = await desk.outbox.open_task(lead_id)
    said = {"outcome": "interested", "note": "Budget is there.", "by": "ana", "learned": LEARNED}

    await desk.post(f"/v1/tasks/{task_id}/outcome", said, role="rep")

    package = await package_of(desk, lead_id)
    lead = (await desk.get(f"/v1/leads/{lead_id}")).json()
    assert package["learned"] == lead["learned"] == LEARNED
    assert [(call["by"], call["outcome"], call["note"]) for call in package["calls"]] == [
        ("ana", "interested", "Budget is there.")
    ]
    origin = package["origin"]
    assert (origin["campaign"], origin["device"], origin["message"]) == ("spring", "mobile", "Help?")
    assert package["stage"] == "engaged"


async def test_what_was_learned_never_leaves_the_ledger(desk: Desk) -> None:
    """A lead's workflow keeps its history for months: no free text of anybody is in it."""
    lead_id = await desk.lead()

    await desk.post(f"/v1/leads/{lead_id}/outcomes", {"outcome": "connected", "learned": LEARNED})

    assert "forecast" not in desk.outbox.journeys[lead_id].model_dump_json()
    [waiting] = [line for line in (await desk.get(f"/v1/leads/{lead_id}")).json()["timeline"] if line["by"]]
    assert "forecast" not in waiting["what"]


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("accept", {"how": "follow_up", "follow_up_at": coming(2)}),
        ("reject", {"why": "needs_qualification", "note": "No budget."}),
    ],
)
async def test_the_answer_of_sales_may_teach_something_too(desk: Desk, path: str, body: dict[str, Any]) -> None:
    """And stands in the package itself, with its reason or its instant."""
    lead_id = await desk.lead()
    await desk.outbox.happened(lead_id, ReplyReceived(id=f"{lead_id}:reply", at=MONDAY))

    answer = await desk.post(f"/v1/leads/{lead_id}/{path}", {**body, "by": "carla", "learned": LEARNED})

    package = await package_of(desk, lead_id)
    assert answer.status_code == 200
    assert package["learned"] == LEARNED
    assert [(each["by"], each["note"]) for each in package["sales"]] == [("carla", body.get("note", ""))]


async def test_missing_information_that_was_given_is_an_answer(desk: Desk) -> None:
    """By the field's name; what the form held before is no news."""
    lead_id = await desk.lead()
    information = {"company": "Delta", "company_size": 40, "attributes": {"plan": "pro"}, "message": "Long."}

    await desk.post(f"/v1/leads/{lead_id}/information", information, role="rep")

    package = await package_of(desk, lead_id)
    assert package["learned"]["answers"] == {"company": "Delta", "company size": "40", "plan": "pro"}


@pytest.mark.parametrize(
    ("learned", "pointer"),
    [
        ({"pains": ["x" * 301]}, "#/learned/pains/0"),
        ({"pains": ["x"] * 11}, "#/learned/pains"),
        ({"pains": "x"}, "#/learned/pains"),
        ({"answers": {"q": "x" * 1_001}}, "#/learned/answers/q"),
        ({"answers": {"q": 40}}, "#/learned/answers/q"),
        ({"best_time": "x" * 201}, "#/learned/best_time"),
        ({"best_tme": "x"}, "#/learned/best_tme"),
        ({"pains": ["a\x00b"]}, "#/learned/pains/0"),
    ],
)
@pytest.mark.parametrize("through", ["task", "lead"])
async def test_what_cannot_be_kept_is_refused_at_its_place(
    desk: Desk, learned: dict[str, Any], pointer: str, through: str
) -> None:
    """422 with the place, and nothing recorded."""
    lead_id = await desk.lead()
    task_id = await desk.outbox.open_task(lead_id)
    path = f"/v1/tasks/{task_id}/outcome" if through == "task" else f"/v1/leads/{lead_id}/outcomes"

    answer = await desk.post(path, {"outcome": "connected", "learned": learned})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert (await package_of(desk, lead_id))["calls"] == []


async def test_the_same_key_with_another_lesson_is_refused(desk: Desk) -> None:
    """What was learned is part of the report that the key stands for."""
    lead_id = await desk.lead()
    key = {"Idempotency-Key": "call-1"}
    path, body = f"/v1/leads/{lead_id}/outcomes", {"outcome": "connected"}

    first = await desk.post(path, body, **key)
    other = await desk.post(path, {**body, "learned": LEARNED}, **key)
    again = await desk.post(path, body, **key)

    assert (first.status_code, other.status_code, again.json()) == (200, 409, first.json())


async def test_a_package_is_for_those_who_may_read_leads(desk: Desk) -> None:
    """It holds what people said: a key that only enrols does not see it; and nobody has none."""
    lead_id = await desk.lead()

    forbidden = await desk.get(f"/v1/leads/{lead_id}/package", role="ingest")
    nobody = await desk.get("/v1/leads/lnobody/package")

    assert (forbidden.status_code, nobody.status_code) == (403, 404)


@pytest.mark.parametrize("outcome", ["needs_qualification", "never_customer"])
async def test_the_command_line_says_that_a_refusal_needs_its_reason(desk: Desk, outcome: str) -> None:
    """The API refuses a wordless one, and whoever types reads which field it is about."""
    lead_id = await desk.lead()
    await desk.outbox.happened(lead_id, ReplyReceived(id=f"{lead_id}:reply", at=MONDAY))
    task_id = await desk.outbox.open_task(lead_id, TaskKind.HAND_OVER)
    transport = httpx.ASGITransport(desk.app)

    async with Api("http://127.0.0.1", "rep-key", transport=transport) as api:
        with pytest.raises(InvalidInputError, match="please add a note saying why"):
            await api.post(f"/v1/tasks/{task_id}/outcome", {"outcome": outcome, "reason": "r1"})
        await api.post(f"/v1/tasks/{task_id}/outcome", {"outcome": outcome, "note": "A reseller."})
        [refusal] = (await api.get("/v1/numbers/turned-down"))["turned_down"]

    assert (refusal["why"], refusal["note"]) == (outcome, "A reseller.")


async def test_the_command_line_teaches_and_shows(desk: Desk) -> None:
    """What is typed beside an outcome comes back in ``why`` and in ``package``."""
    lead_id = await desk.lead(first_name="Maya", company="Continental", campaign="spring")
    learned = learned_from(LEARNED["pains"], ["how many people forecast = 40"], "after 15:00")
    transport = httpx.ASGITransport(desk.app)

    async with Api("http://127.0.0.1", "rep-key", transport=transport) as api:
        body = {"outcome": "connected", "note": "Nice\ntalk.", "by": "ana", "learned": learned}
        await api.post(f"/v1/leads/{lead_id}/outcomes", body)
        why = "\n".join(explanation(await api.get(f"/v1/leads/{lead_id}")))
        page = "\n".join(on_one_page(await api.get(f"/v1/leads/{lead_id}/package")))

    for shown in (why, page):
        assert "  pain     two days a month go into one forecast\n" in shown
        assert "  answer   how many people forecast: 40\n" in shown
        assert "  call at  after 15:00\n" in shown
    assert 'connected (by ana): "Nice talk."' in page
    assert "  sales\n" not in page
