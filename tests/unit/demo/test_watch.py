"""What the demo sees of its leads."""

from typing import Any

import httpx
import pytest
from demo_answers import a_lead, a_line, a_promise, watching

from commands.api_client import Api
from demo.watch import Watch


async def test_the_watch_reads_a_lead_anew_when_only_a_promise_has_changed() -> None:
    """And shows what is new of it, without what another line says already."""
    timeline = [
        a_line("promise_met", "Promise kept: acknowledged"),
        a_line("alerted", "Alert sent"),
    ]
    answers: dict[str, Any] = {
        "/v1/leads": {"leads": [a_lead() | {"is_paused": False, "next": None}]},
        "/v1/leads/l1": a_lead(timeline=timeline),
        "/v1/numbers/promises": {"promises": [a_promise()]},
        "/v1/alerts": {"alerts": []},
        "/v1/numbers/paused-reps": {"paused_reps": [{"person": "ben", "lead_id": "l1"}]},
    }
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json=answers[request.url.path]))
    async with Api("http://127.0.0.1:1", transport=transport) as api:
        watch = Watch(api, ["diego"])
        watch.take("l1", "diego")
        first = await watch.look()

        answers["/v1/numbers/promises"] = {"promises": [a_promise(state="breached")]}
        answers["/v1/numbers/paused-reps"] = {"paused_reps": []}
        timeline.append(a_line("promise_breached", "Promise missed: first attempt"))
        second = await watch.look()

    assert first == []
    assert [happening.line["what"] for happening in second] == ["Promise missed: first attempt"]
    assert watch.paused_reps == {}
    assert watch.were_paused == {"ben": "l1"}


@pytest.mark.parametrize(
    ("changes", "is_at_rest"),
    [
        ({"stage": "accepted"}, True),
        ({"stage": "working"}, False),
        ({"stage": "accepted", "promises": [a_promise(kind="follow_up")]}, False),
        ({"stage": "accepted", "promises": [a_promise(kind="follow_up", state="met")]}, True),
    ],
)
def test_a_lead_is_at_rest_when_nothing_is_owed_on_it_any_more(changes: dict[str, Any], *, is_at_rest: bool) -> None:
    """The demo goes on while a follow-up is owed, and while somebody is yet to come."""
    assert watching(("nora", a_lead(**changes))).are_all_at_rest is is_at_rest
    assert not watching(("nora", a_lead(**changes)), to_come=("leila",)).are_all_at_rest
