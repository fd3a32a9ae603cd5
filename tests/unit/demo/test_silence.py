"""What the demo shows of the agreement: who comes, who stays silent, and the clocks on its board."""

import asyncio
import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
from demo_answers import NOW, a_lead, a_line, a_new_lead, a_promise, an_escalation, watching
from rich.text import Text

from commands.api_client import Api
from demo.arrivals import in_order, role_of, sample_rows
from demo.cast import Cue
from demo.clocks import Face, late, owed, rows_for
from demo.colleagues import Colleagues
from demo.silence import Silence
from demo.watch import Watch
from domain.hours.pace import Pace


async def first_taken_up(watch: Watch) -> tuple[str, str]:
    """The first alert that colleagues take up, and who does; there are no tasks."""
    taken: asyncio.Future[tuple[str, str]] = asyncio.get_running_loop().create_future()

    def answer(request: httpx.Request) -> httpx.Response:
        if request.method == "POST" and not taken.done():
            taken.set_result((request.url.path, json.loads(request.content)["by"]))
        return httpx.Response(200, json={"tasks": []})

    async with Api("http://127.0.0.1:1", transport=httpx.MockTransport(answer)) as api:
        work = asyncio.ensure_future(Colleagues(api, Pace(factor=1e6), watch, Silence(watch)).work())
        try:
            return await taken
        finally:
            work.cancel()


def test_a_lead_is_left_lying_until_the_manager_was_told() -> None:
    """By whoever has it; other leads are not."""
    watch = watching(("diego", a_lead()), ("nora", a_lead("l2")))
    silence = Silence(watch)

    assert silence.holds("ana", "l1")
    assert not silence.holds("ana", "l2")

    watch.alerts = [an_escalation("l1")]
    assert not silence.holds("ana", "l1")

    watch.alerts = []  # no longer among the open ones
    assert not silence.holds("ana", "l1")


def test_who_got_it_first_is_silent_on_everything_until_the_next_lead_is_somebodys() -> None:
    """A word of theirs would end their being set aside before it was seen."""
    watch = watching(("diego", a_lead()), ("nora", a_lead("l2")), to_come=("leila",))
    silence = Silence(watch)
    assert silence.is_away("ben")
    assert not silence.has_consequences

    watch.leads["l1"] = a_lead(owner="ana")
    watch.set_aside = {"ben": "l1"}
    assert silence.holds("ben", "l2")
    assert silence.has_consequences
    assert not silence.is_away("ana")

    watch.take("l3", "leila")
    assert silence.is_away("ben")
    watch.leads["l3"] = a_lead("l3", owner="ana")
    assert not silence.is_away("ben")


def test_without_a_next_lead_the_silent_one_is_back_when_somebody_else_has_it() -> None:
    """A demo with fewer leads waits for nobody who does not take part."""
    watch = watching(("diego", a_lead()))
    silence = Silence(watch)
    assert silence.is_away("ben")

    watch.leads["l1"] = a_lead(owner="ana")

    assert not silence.is_away("ben")


async def test_an_alert_is_taken_up_by_whoever_has_the_lead_now() -> None:
    """Not by somebody whom it was taken from, and not while it is to be seen climbing."""
    watch = watching(("diego", a_lead()), ("nora", a_lead("l2")), ("ruth", a_lead("l3")))
    watch.alerts = [a_new_lead("l1"), a_new_lead("l2", owner="ben"), a_new_lead("l3")]

    assert await first_taken_up(watch) == ("/v1/alerts/l3:1/acknowledge", "ana")


async def test_whoever_was_set_aside_is_heard_of_some_days_later() -> None:
    """They answer for an old alert, so that they get leads again; not for one that is still to climb."""
    watch = watching(("diego", a_lead(owner="ana")), ("viktor", a_lead("l2")))
    watch.set_aside = {"carla": "l2"}
    old = {"about": "hand_over_overdue", "owner": "david"}
    watch.alerts = [a_new_lead("l1", "carla", **old), a_new_lead("l2", "carla", **old)]

    assert await first_taken_up(watch) == ("/v1/alerts/l2:1/acknowledge", "carla")


def test_clocks_tell_what_is_late_and_what_is_owed_next() -> None:
    """Of leads in hand, each once; what the machine owes, and what was done late, is not among them."""
    leads = {each["lead_id"]: each for each in (a_lead(), a_lead("l2"), a_lead("l3", stage="nurture"))}
    before = (NOW - timedelta(hours=1)).isoformat()
    promises = [
        a_promise(state="breached", state_at=before),
        a_promise(state="breached", state_at=NOW.isoformat(), kind="contact"),
        a_promise("l2", state="breached", state_at=before, fulfilled_at=NOW.isoformat()),
        a_promise("l2", kind="attempts", owed=6, due_at=(NOW + timedelta(days=9)).isoformat()),
        a_promise("l2", kind="contact"),
        a_promise("l2", kind="acknowledged", due_at=NOW.isoformat()),
        a_promise("l3", state="breached", state_at=before),
    ]

    assert [(clock.promise["lead_id"], clock.promise["kind"]) for clock in late(promises, leads)] == [
        ("l1", "first_attempt")
    ]
    assert [(clock.promise["lead_id"], clock.promise["kind"]) for clock in owed(promises, leads)] == [("l2", "contact")]


def test_the_red_zone_is_red_and_what_does_not_fit_is_counted() -> None:
    """Instants are the story's; a smaller terminal shows fewer clocks."""
    leads = {each["lead_id"]: each for each in map(a_lead, ("l1", "l2", "l3", "l4"))}
    promises = [
        a_promise(state="breached", state_at=(NOW - timedelta(hours=3)).isoformat()),
        a_promise("l2", state="breached", state_at=(NOW - timedelta(minutes=3)).isoformat()),
        a_promise("l3"),
        a_promise("l4", due_at=(NOW + timedelta(hours=5)).isoformat()),
    ]
    face = Face(lambda at: at + timedelta(days=1), NOW, timedelta(hours=2))

    lines = list(face.lines(late(promises, leads), owed(promises, leads), 1))
    everything: list[Text] = list(face.lines(late(promises, leads), owed(promises, leads), 2))

    assert [line.plain.split()[0] for line in everything] == ["late", "red", "owed", "owed"]
    assert [line.style for line in everything][:2] == ["red", "bold red"]
    assert lines[1].plain == (
        "owed  Diego Ramos, Sunfield            a first attempt to reach the lead, by Tue 24 Nov 15:05  ben"
    )
    assert lines[2].plain.strip() == "and 1 more late, 1 more owed"
    assert [rows_for(height) for height in (24, 28, 34, 50)] == [0, 1, 2, 3]
    assert not list(face.lines(late(promises, leads), owed(promises, leads), 0))


def test_leads_on_a_cue_come_after_the_others() -> None:
    """Where the one does not take part whose owner is silent, nobody waits for somebody to be set aside."""
    rows = sample_rows(1000)

    everybody = [(cue, role_of(row)) for cue, row in in_order(rows)]
    fewer = [(cue, role_of(row)) for cue, row in in_order([row for row in rows if role_of(row) != "diego"])]

    assert everybody[-2:] == [(Cue.FIRST_CALLS, "diego"), (Cue.SET_ASIDE, "leila")]
    assert {cue for cue, _ in everybody[:-2]} == {None}
    assert (None, "leila") in fewer


async def test_the_watch_reads_a_lead_anew_when_only_a_promise_has_changed() -> None:
    """And shows what is new of it, without what another line says already."""
    timeline = [
        a_line("promise_met", "promise kept: acknowledged"),
        a_line("company_told", "no other lead of the company to tell"),
    ]
    answers: dict[str, Any] = {
        "/v1/leads": {"leads": [a_lead() | {"is_paused": False, "next": None}]},
        "/v1/leads/l1": a_lead(timeline=timeline),
        "/v1/reports/promises": {"promises": [a_promise()]},
        "/v1/alerts": {"alerts": []},
        "/v1/reports/set-aside": {"set_aside": [{"person": "ben", "lead_id": "l1"}]},
    }
    transport = httpx.MockTransport(lambda request: httpx.Response(200, json=answers[request.url.path]))
    async with Api("http://127.0.0.1:1", transport=transport) as api:
        watch = Watch(api, ["diego"])
        watch.take("l1", "diego")
        first = await watch.look()

        answers["/v1/reports/promises"] = {"promises": [a_promise(state="breached")]}
        answers["/v1/reports/set-aside"] = {"set_aside": []}
        timeline.append(a_line("promise_breached", "promise broken: first attempt"))
        second = await watch.look()

    assert first == []
    assert [happening.line["what"] for happening in second] == ["promise broken: first attempt"]
    assert watch.set_aside == {}
    assert watch.were_set_aside == {"ben": "l1"}


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
