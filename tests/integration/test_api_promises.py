"""Promises through the API: the report, and what one lead was promised."""

from datetime import timedelta
from typing import Any

import pytest
from api_desk import Desk
from builders import a_playbook, an_agreement
from ledger_builders import NOON, a_lead
from promise_rows import HOUR, breached, met, tell

from domain.hours.spans import parse_span

pytest_plugins = ("ledgers", "api_fixtures")

REPORT = "/v1/numbers/promises"


async def red_states(desk: Desk, lead_id: str) -> list[bool]:
    """Whether each face shows the lead's one promise in red."""
    (listed,) = (await desk.get(REPORT)).json()["promises"]
    (line,) = (await desk.get("/v1/leads")).json()["leads"]
    lead = (await desk.get(f"/v1/leads/{lead_id}")).json()
    return [listed["is_red"], line["is_red"], lead["is_red"], lead["promises"][0]["is_red"]]


async def test_a_report_has_the_promises_and_the_numbers(desk: Desk) -> None:
    """Filters narrow the list; the share that was kept stays one of all."""
    kept, broken = await a_lead(desk.ledger), await a_lead(desk.ledger)
    await tell(desk.ledger, kept, met())
    await tell(desk.ledger, broken, breached(owner="ben"))

    everything = (await desk.get(REPORT, role="ops")).json()
    chosen = {"state": "breached", "kind": "first_attempt", "class": "high", "since": NOON.isoformat()}
    some = (await desk.get(REPORT, role="rep", **chosen)).json()
    bens = (await desk.get(REPORT, owner="ben", red="false")).json()

    assert {one["lead_id"] for one in everything["promises"]} == {kept, broken}
    assert [(one["lead_id"], one["state"]) for one in some["promises"]] == [(broken, "breached")]
    assert [one["kept"] for one in some["by_class"]] == [0.5]
    assert [(one["owner"], one["breached"]) for one in bens["by_owner"]] == [("ben", 1)]
    assert [one["lead_id"] for one in bens["promises"]] == [broken]


@pytest.mark.parametrize(
    ("wrong", "parameter"),
    [
        ({"state": "late"}, "state"),
        ({"kind": "kindness"}, "kind"),
        ({"class": "highest"}, "class"),
        ({"since": "2026-03-01T00:00:00"}, "since"),
        ({"red": "very"}, "red"),
        ({"limit": "0"}, "limit"),
    ],
)
async def test_a_filter_that_says_nothing_is_refused(desk: Desk, wrong: dict[str, Any], parameter: str) -> None:
    """With its name."""
    answer = await desk.get(REPORT, **wrong)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == parameter


async def test_the_red_zone_is_that_of_the_playbook_in_force(desk: Desk) -> None:
    """Two hours after the breach as shipped; at once where the agreement says so."""
    lead_id = await a_lead(desk.ledger)
    await tell(desk.ledger, lead_id, breached())
    desk.now = NOON + HOUR

    assert await red_states(desk, lead_id) == [False] * 4
    strict = a_playbook(agreement=an_agreement(red_zone=parse_span("30 minutes")), version="playbook2")
    await desk.ledger.publications.publish(strict, NOON + timedelta(days=30))
    assert await red_states(desk, lead_id) == [True] * 4


async def test_one_lead_shows_what_it_was_promised(desk: Desk) -> None:
    """Each with its instant, its state and why."""
    lead_id = await a_lead(desk.ledger)
    await tell(desk.ledger, lead_id, breached())

    (promise,) = (await desk.get(f"/v1/leads/{lead_id}")).json()["promises"]

    assert (promise["kind"], promise["state"], promise["within"]) == ("first_attempt", "breached", "15 minutes")
    assert (promise["due_at"], promise["reason"]) == ("2026-03-06T12:15:00Z", "nobody tried")


async def test_whoever_only_enrols_reads_no_report(desk: Desk) -> None:
    """It takes the right to read leads."""
    assert (await desk.get(REPORT, role="ingest")).status_code == 403
