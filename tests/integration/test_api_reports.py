"""What people say of a lead over HTTP: applied, pending, refused, too late, unknown, and never twice."""

from typing import Any

import pytest
from api_desk import Desk, coming, past
from builders import MONDAY

from domain.facts.unions import Disqualified
from domain.outcomes import TaskKind
from domain.outgoing.tokens import reply_token

pytest_plugins = ("ledgers", "api_fixtures")


async def ended(desk: Desk) -> str:
    """A lead that was closed."""
    lead_id = await desk.lead()
    await desk.outbox.happened(lead_id, Disqualified(id=f"{lead_id}:end", at=MONDAY))
    return lead_id


async def test_a_pause_holds_the_lead_and_a_resume_lets_it_go(desk: Desk) -> None:
    """200 says where the lead stands once the workflow has taken the report."""
    lead_id = await desk.lead()

    paused = await desk.post(f"/v1/leads/{lead_id}/pause", role="rep")
    shown = (await desk.get(f"/v1/leads/{lead_id}")).json()
    resumed = await desk.post(f"/v1/leads/{lead_id}/resume", {"note": "back"}, role="rep")

    assert (paused.status_code, paused.json()["state"], paused.json()["stands"]) == (200, "applied", "working")
    assert shown["is_paused"]
    assert resumed.status_code == 200
    assert desk.outbox.journeys[lead_id].in_hand.pause is None


async def test_a_snooze_has_an_end(desk: Desk) -> None:
    """A snooze is a pause that must say until when."""
    lead_id = await desk.lead()

    snoozed = await desk.post(f"/v1/leads/{lead_id}/snooze", {"until": coming()})
    endless = await desk.post(f"/v1/leads/{lead_id}/snooze", {})

    pause = desk.outbox.journeys[lead_id].in_hand.pause
    assert snoozed.status_code == 200
    assert pause is not None
    assert pause.until is not None
    assert (endless.status_code, endless.json()["errors"][0]["pointer"]) == (422, "#/until")


async def test_what_the_state_does_not_allow_is_refused_with_the_reason(desk: Desk) -> None:
    """409 says why, in the words of the rule."""
    lead_id = await desk.lead()

    answer = await desk.post(f"/v1/leads/{lead_id}/resume")

    assert answer.status_code == 409
    assert answer.json()["detail"] == "the lead is not paused"
    assert answer.json()["type"] == "/docs#refused"


async def test_a_report_is_pending_while_temporal_is_away(desk: Desk) -> None:
    """202: it is on record, and told later under the same id."""
    lead_id = await desk.lead()
    desk.outbox.is_away = True

    answer = await desk.post(f"/v1/leads/{lead_id}/pause")

    assert (answer.status_code, answer.json()["state"]) == (202, "pending")
    lead = (await desk.get(f"/v1/leads/{lead_id}")).json()
    assert lead["timeline"][-1]["delivery"]["state"] == "pending"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("outcomes", {"outcome": "interested"}),
        ("pause", {}),
        ("resume", {}),
        ("snooze", {"until": coming()}),
        ("accept", {}),
        ("reject", {"why": "never_customer", "note": "a student"}),
        ("disqualify", {"reason": "a competitor"}),
        ("information", {"title": "VP"}),
    ],
)
async def test_an_ended_lead_answers_how_it_ended(desk: Desk, path: str, body: dict[str, Any]) -> None:
    """409 names the disposition, for every kind of report."""
    lead_id = await ended(desk)

    answer = await desk.post(f"/v1/leads/{lead_id}/{path}", body)

    assert answer.status_code == 409
    assert answer.json()["type"] == "/docs#lead-ended"
    assert answer.json()["disposition"] == "disqualified"
    assert "disqualified" in answer.json()["detail"]


@pytest.mark.parametrize(
    "path", ["outcomes", "pause", "resume", "snooze", "accept", "reject", "disqualify", "information", "opt-out"]
)
async def test_a_report_of_an_unknown_lead_is_not_found(desk: Desk, path: str) -> None:
    """404 for a lead that there is not, for every kind of report."""
    bodies: dict[str, Any] = {
        "outcomes": {"outcome": "interested"},
        "snooze": {"until": coming()},
        "reject": {"why": "never_customer", "note": "a student"},
        "disqualify": {"reason": "x"},
        "information": {"title": "VP"},
    }

    answer = await desk.post(f"/v1/leads/lnobody/{path}", bodies.get(path))

    assert answer.status_code == 404


async def test_an_opt_out_holds_for_an_ended_lead_too(desk: Desk) -> None:
    """Who asks to be left alone is told that it is so, however their lead ended."""
    lead_id = await ended(desk)

    answer = await desk.post(f"/v1/leads/{lead_id}/opt-out")

    lead = (await desk.get(f"/v1/leads/{lead_id}")).json()
    assert (answer.status_code, answer.json()["state"]) == (200, "recorded")
    assert [row["kind"] for row in lead["suppressions"]] == ["person"]


async def test_an_opt_out_ends_the_lead(desk: Desk) -> None:
    """The lead is closed and the person suppressed, at once."""
    lead_id = await desk.lead()

    answer = await desk.post(f"/v1/leads/{lead_id}/opt-out", {"note": "asked on the phone"})

    assert (answer.status_code, answer.json()["stands"]) == (200, "opted_out")


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("reject", {"why": "dunno"}, "#/why"),
        ("reject", {}, "#/why"),
        ("accept", {"how": "accepted", "follow_up_at": coming()}, "#/follow_up_at"),
        ("accept", {"how": "follow_up"}, "#/follow_up_at"),
        ("reject", {"why": "never_customer", "reason": "r1"}, "#/note"),
        ("accept", {"hwo": "accepted"}, "#/hwo"),
        ("disqualify", {}, "#/reason"),
        ("disqualify", {"reason": ""}, "#/reason"),
        ("pause", {"until": "tomorrow"}, "#/until"),
        ("pause", {"note": "\x00"}, "#/note"),
        ("pause", {"until": "0001-01-01T00:00:00+05:00"}, "#/until"),
        ("outcomes", {"outcome": "arrived"}, "#/task_id"),
        ("outcomes", {"outcome": "needs_qualification"}, "#/note"),
        ("outcomes", {"outcome": "call_back"}, "#/call_back_at"),
        ("outcomes", {"outcome": "interested", "call_back_at": coming()}, "#/call_back_at"),
        ("outcomes", {"outcome": "connected", "task_id": "none.such"}, "#/task_id"),
    ],
)
async def test_a_bad_report_names_its_field(desk: Desk, path: str, body: dict[str, Any], pointer: str) -> None:
    """422 with the field, before anything is recorded."""
    lead_id = await desk.lead()

    answer = await desk.post(f"/v1/leads/{lead_id}/{path}", body)

    lead = (await desk.get(f"/v1/leads/{lead_id}")).json()
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"] == pointer
    assert [line["kind"] for line in lead["timeline"]] == ["arrived"]


async def test_the_same_report_under_its_key_happens_once(desk: Desk) -> None:
    """A retry gets the first answer, even when the state has changed since."""
    lead_id = await desk.lead()
    key = {"Idempotency-Key": "hold-1"}

    first = await desk.post(f"/v1/leads/{lead_id}/pause", {"note": "holiday"}, **key)
    await desk.post(f"/v1/leads/{lead_id}/resume")
    again = await desk.post(f"/v1/leads/{lead_id}/pause", {"note": "holiday"}, **key)

    assert first.json() == again.json()
    assert desk.outbox.journeys[lead_id].in_hand.pause is None


async def test_a_key_that_came_with_another_report_is_refused(desk: Desk) -> None:
    """A key used twice by mistake must not swallow the second report."""
    lead_id = await desk.lead()
    key = {"Idempotency-Key": "hold-1"}
    await desk.post(f"/v1/leads/{lead_id}/pause", {"note": "holiday"}, **key)

    answer = await desk.post(f"/v1/leads/{lead_id}/pause", {"note": "illness"}, **key)

    assert answer.status_code == 409
    assert "Idempotency-Key" in answer.json()["detail"]


async def test_a_key_counts_within_its_lead(desk: Desk) -> None:
    """Two leads may be reported of under the same key."""
    one, other = await desk.lead(), await desk.lead(email="other@b.example")
    key = {"Idempotency-Key": "1"}

    answers = [await desk.post(f"/v1/leads/{lead_id}/pause", **key) for lead_id in (one, other)]

    assert [answer.status_code for answer in answers] == [200, 200]


@pytest.mark.parametrize(
    ("body", "header", "name"),
    [({"by": "ana"}, "ben", "ana"), ({}, "ben", "ben"), ({}, "", "rep")],
)
async def test_the_timeline_names_who_said_it(desk: Desk, body: dict[str, str], header: str, name: str) -> None:
    """The body's name counts first, then the header's, then the key's role."""
    lead_id = await desk.lead()

    await desk.post(f"/v1/leads/{lead_id}/pause", body, role="rep", **{"X-Sevenfold-User": header})

    lead = (await desk.get(f"/v1/leads/{lead_id}")).json()
    assert lead["timeline"][-1]["by"] == name


async def test_a_contact_without_a_task_is_reported(desk: Desk) -> None:
    """Somebody met the lead by chance: it counts."""
    lead_id = await desk.lead()

    answer = await desk.post(f"/v1/leads/{lead_id}/outcomes", {"outcome": "interested", "note": "met at the fair"})

    assert (answer.status_code, answer.json()["stands"]) == (200, "engaged")


async def test_a_task_is_listed_shown_and_done(desk: Desk) -> None:
    """A rep finds the task, says what came of it, and it leaves the list."""
    lead_id = await desk.lead()
    task_id = await desk.outbox.open_task(lead_id)

    listed = (await desk.get("/v1/tasks", assignee="ana", role="rep")).json()["tasks"]
    others = (await desk.get("/v1/tasks", assignee="ben")).json()["tasks"]
    shown = (await desk.get(f"/v1/tasks/{task_id}")).json()
    answer = await desk.post(f"/v1/tasks/{task_id}/outcome", {"outcome": "no_answer", "by": "ana"}, role="rep")
    left = (await desk.get("/v1/tasks")).json()["tasks"]
    done = (await desk.get("/v1/tasks", state="done")).json()["tasks"]

    assert [task["task_id"] for task in listed] == [task_id]
    assert (others, left) == ([], [])
    assert (shown["kind"], shown["script"]) == ("call", "Hello")
    assert answer.status_code == 200
    assert [(task["outcome"], task["closed_by"]) for task in done] == [("no_answer", "ana")]


async def test_a_task_of_this_lead_can_be_reported_through_the_lead(desk: Desk) -> None:
    """With its task_id an outcome of the lead closes the task."""
    lead_id, other = await desk.lead(), await desk.lead(email="other@b.example")
    task_id = await desk.outbox.open_task(lead_id)

    foreign = await desk.post(f"/v1/leads/{other}/outcomes", {"outcome": "busy", "task_id": task_id})
    own = await desk.post(f"/v1/leads/{lead_id}/outcomes", {"outcome": "busy", "task_id": task_id})

    assert (foreign.status_code, foreign.json()["errors"][0]["pointer"]) == (422, "#/task_id")
    assert own.status_code == 200


async def test_a_closed_task_is_refused_and_its_retry_is_not(desk: Desk) -> None:
    """409 says how the task ended; the request that ended it may be repeated."""
    task_id = await desk.outbox.open_task(await desk.lead())
    path, key = f"/v1/tasks/{task_id}/outcome", {"Idempotency-Key": "call-1"}

    first = await desk.post(path, {"outcome": "no_answer"}, **key)
    again = await desk.post(path, {"outcome": "no_answer"}, **key)
    other = await desk.post(path, {"outcome": "busy"})

    assert (first.status_code, again.json()) == (200, first.json())
    assert (other.status_code, other.json()["detail"]) == (409, f"task {task_id} is no longer open: no answer")


async def test_an_outcome_that_the_kind_of_task_cannot_have_is_refused(desk: Desk) -> None:
    """422 lists the outcomes that it can have."""
    task_id = await desk.outbox.open_task(await desk.lead(), TaskKind.CHECK_DELIVERY)

    answer = await desk.post(f"/v1/tasks/{task_id}/outcome", {"outcome": "busy"})

    assert answer.status_code == 422
    assert "arrived, not_arrived" in answer.json()["detail"]


@pytest.mark.parametrize("task_id", ["none.such", "%00", "a b"])
async def test_an_unknown_task_is_not_found(desk: Desk, task_id: str) -> None:
    """404 for showing and for reporting."""
    shown = await desk.get(f"/v1/tasks/{task_id}")
    reported = await desk.post(f"/v1/tasks/{task_id}/outcome", {"outcome": "busy"})

    assert (shown.status_code, reported.status_code) == (404, 404)


async def test_reading_the_unsubscribe_page_changes_nothing(desk: Desk) -> None:
    """Scanners open every link: only the button counts."""
    lead_id = await desk.lead()
    token = reply_token(f"{lead_id}.1.intro.email", "token-secret")

    page = await desk.get(f"/u/{token}", role="")

    assert page.status_code == 200
    assert 'method="post"' in page.text
    assert page.headers["cache-control"] == "no-store"
    assert desk.outbox.journeys[lead_id].disposition is None


async def test_one_click_unsubscribes_without_a_key_and_as_often_as_one_likes(desk: Desk) -> None:
    """RFC 8058: a form post without credentials; repeated clicks get the same answer."""
    lead_id = await desk.lead()
    path = f"/u/{reply_token(f'{lead_id}.1.intro.email', 'token-secret')}"

    async with desk.client("") as client:
        answers = [await client.post(path, data={"List-Unsubscribe": "One-Click"}) for _ in range(3)]

    lead = (await desk.get(f"/v1/leads/{lead_id}")).json()
    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert lead["disposition"] == "opted_out"
    assert [row["kind"] for row in lead["suppressions"]] == ["person"]


async def test_one_click_counts_while_temporal_is_away_and_after_the_end(desk: Desk) -> None:
    """The suppression stands with the answer, whoever could not be reached."""
    away, closed = await desk.lead(), await desk.lead(email="other@b.example")
    await desk.outbox.happened(closed, Disqualified(id="end", at=MONDAY))
    desk.outbox.is_away = True

    for lead_id in (away, closed):
        answer = await desk.post(f"/u/{reply_token(f'{lead_id}.1.x', 'token-secret')}", role="")
        lead = (await desk.get(f"/v1/leads/{lead_id}")).json()
        assert answer.status_code == 200
        assert [row["kind"] for row in lead["suppressions"]] == ["person"]


@pytest.mark.parametrize("token", ["l1.1.x-aaaaaaaaaaaaaaaa", "x", "%00", reply_token("lnobody.1.x", "token-secret")])
async def test_a_link_that_is_not_ours_says_so(desk: Desk, token: str) -> None:
    """404 with another way out; nobody is unsubscribed by guessing."""
    answer = await desk.post(f"/u/{token}", role="")

    assert answer.status_code == 404
    assert "stop" in answer.text


async def test_a_forged_link_shows_no_button(desk: Desk) -> None:
    """The page is for genuine links only."""
    assert (await desk.get("/u/l1.1.x-aaaaaaaaaaaaaaaa", role="")).status_code == 404


async def test_a_call_back_in_the_past_is_refused(desk: Desk) -> None:
    """The lead's workflow knows what time it is."""
    lead_id = await desk.lead()

    answer = await desk.post(f"/v1/leads/{lead_id}/outcomes", {"outcome": "call_back", "call_back_at": past()})

    assert answer.status_code == 409
