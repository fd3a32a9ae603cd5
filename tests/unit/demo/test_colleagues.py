"""The demo's colleagues: who takes up which alert."""

import asyncio
import json

import httpx
from demo_answers import a_lead, a_new_lead, watching

from commands.api_client import Api
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


async def test_an_alert_is_taken_up_by_whoever_has_the_lead_now() -> None:
    """Not by somebody whom it was taken from, and not while it is to be seen climbing."""
    watch = watching(("diego", a_lead()), ("nora", a_lead("l2")), ("ruth", a_lead("l3")))
    watch.alerts = [a_new_lead("l1"), a_new_lead("l2", owner="ben"), a_new_lead("l3")]

    assert await first_taken_up(watch) == ("/v1/alerts/l3:1/acknowledge", "ana")


async def test_whoever_was_set_aside_is_heard_of_some_days_later() -> None:
    """They answer for an old alert, so that they get leads again; not for one that is still to climb."""
    watch = watching(("diego", a_lead(owner="ana")), ("viktor", a_lead("l2")))
    watch.paused_reps = {"carla": "l2"}
    old = {"about": "hand_over_overdue", "owner": "david"}
    watch.alerts = [a_new_lead("l1", "carla", **old), a_new_lead("l2", "carla", **old)]

    assert await first_taken_up(watch) == ("/v1/alerts/l2:1/acknowledge", "carla")
