"""Alerts over the API: listed, taken up by key or by a signed link, and people set aside."""

from typing import Any

import pytest
from api_desk import SECRET, Desk
from builders import MONDAY

from domain.facts.unions import Alerted, Disqualified
from domain.letters.alerts import AlertNote
from domain.outgoing.tokens import alert_token, reply_token
from domain.terms.alerts import About
from domain.terms.team import Assignment

pytest_plugins = ("ledgers", "api_fixtures")


async def an_alert(desk: Desk, to: str = "ana", number: int = 0, **changed: Any) -> str:
    """An alert of a lead that runs; its id."""
    lead_id = changed.pop("lead_id", "") or await desk.lead(first_name="Maya", company="<Continental>", device="iPad")
    note = AlertNote(
        alert_id=f"{lead_id}:1:alert:{number}",
        lead_id=lead_id,
        to=to,
        about=About.NEW_LEAD,
        reason="Ana has the most room",
        raised_at=MONDAY,
        **{"owed": "call first-call", "owed_at": MONDAY, **changed},
    )
    await desk.ledger.alerts.raise_alert(note)
    return note.alert_id


async def listed(desk: Desk, **parameters: str) -> list[str]:
    """Ids of the alerts that a list shows."""
    answer = await desk.get("/v1/alerts", role="rep", **parameters)
    assert answer.status_code == 200, answer.text
    return [alert["alert_id"] for alert in answer.json()["alerts"]]


async def test_alerts_are_listed_with_what_is_owed_and_everything_tracked(desk: Desk) -> None:
    """For reps, as the console shows them."""
    alert_id = await an_alert(desk)

    (alert,) = (await desk.get("/v1/alerts", role="rep")).json()["alerts"]

    assert (alert["alert_id"], alert["about"], alert["to"]) == (alert_id, "new_lead", "ana")
    assert (alert["owed"], alert["owed_at"]) == ("call first-call", "2026-03-02T15:00:00Z")
    assert (alert["name"], alert["device"], alert["acknowledged_at"]) == ("Maya", "iPad", None)


async def test_alerts_are_found_by_person_and_role(desk: Desk) -> None:
    """Mia sees what is for her, and what is for everybody of her role."""
    anas = await an_alert(desk)
    managers = await an_alert(desk, "manager", 1, lead_id=anas.partition(":")[0])

    assert await listed(desk, to="ana") == [anas]
    assert await listed(desk, to="mia") == await listed(desk, to="manager") == [managers]
    assert await listed(desk, to="nobody") == []


async def test_taking_an_alert_up_is_a_fact_of_the_lead(desk: Desk) -> None:
    """The workflow hears of it, the list closes it, and the same again changes nothing."""
    alert_id = await an_alert(desk)
    lead_id = alert_id.partition(":")[0]
    await desk.outbox.happened(lead_id, Alerted(key="1:alert:0", at=MONDAY))

    first = await desk.post(f"/v1/alerts/{alert_id}/acknowledge", {"by": "ana", "note": "on it"}, role="rep")
    again = await desk.post(f"/v1/alerts/{alert_id}/acknowledge", {"by": "ben"}, role="rep")

    assert (first.status_code, again.status_code) == (200, 200)
    assert first.json() == again.json()
    assert (first.json()["state"], first.json()["acknowledged_by"]) == ("applied", "ana")
    assert [fact for fact in desk.outbox.journeys[lead_id].past.applied if fact.endswith("acknowledged")] == [
        f"{alert_id}:acknowledged"
    ]
    assert await listed(desk, open="true") == []
    assert await listed(desk, open="false") == [alert_id]


async def test_a_name_in_the_header_will_do(desk: Desk) -> None:
    """For consoles that share a key; without any body."""
    alert_id = await an_alert(desk)

    answer = await desk.post(f"/v1/alerts/{alert_id}/acknowledge", role="rep", **{"X-Sevenfold-User": "ben"})

    assert answer.json()["acknowledged_by"] == "ben"


async def test_while_temporal_is_away_it_is_on_record(desk: Desk) -> None:
    """202: the workflow hears of it shortly."""
    alert_id = await an_alert(desk)
    desk.outbox.is_away = True

    answer = await desk.post(f"/v1/alerts/{alert_id}/acknowledge", {"by": "ana"})

    assert (answer.status_code, answer.json()["state"]) == (202, "pending")
    assert await listed(desk, open="true") == []


async def test_of_a_lead_that_has_ended_it_is_only_recorded(desk: Desk) -> None:
    """Nothing was waiting any more."""
    alert_id = await an_alert(desk)
    lead_id = alert_id.partition(":")[0]
    await desk.outbox.happened(lead_id, Disqualified(id="d", at=MONDAY, by="ana"))

    answer = await desk.post(f"/v1/alerts/{alert_id}/acknowledge", {"by": "ana"})

    assert (answer.status_code, answer.json()["state"]) == (200, "recorded")
    assert "the lead has ended: disqualified" in answer.json()["detail"]


@pytest.mark.parametrize("alert_id", ["l9:1:alert:0", "~~"])
async def test_an_unknown_alert_is_a_problem_with_its_remedy(desk: Desk, alert_id: str) -> None:
    """Whether or not it could be an id."""
    answer = await desk.post(f"/v1/alerts/{alert_id}/acknowledge", {"by": "ana"})

    assert (answer.status_code, answer.json()["type"]) == (404, "/docs#not-found")
    assert "use an alert_id from GET /v1/alerts" in answer.json()["detail"]


@pytest.mark.parametrize(("role", "status"), [("ingest", 403), ("", 401)])
async def test_who_may_not_report_may_not_take_up(desk: Desk, role: str, status: int) -> None:
    """Nor see the list."""
    alert_id = await an_alert(desk)

    assert (await desk.post(f"/v1/alerts/{alert_id}/acknowledge", {}, role=role)).status_code == status
    assert (await desk.get("/v1/alerts", role=role)).status_code == status


async def test_a_link_takes_the_alert_up_with_a_button_and_not_by_being_opened(desk: Desk) -> None:
    """Scanners in front of mailboxes open every link; the page keeps what a lead wrote as text."""
    alert_id = await an_alert(desk)
    path = f"/a/{alert_token(alert_id, 'ana', SECRET)}"

    page = await desk.get(path, role="")
    assert (page.status_code, page.headers["cache-control"]) == (200, "no-store")
    assert "Claim" in page.text
    assert "Maya, &lt;Continental&gt;" in page.text
    assert "To do: call first-call, due 2 March 2026, 15:00 UTC" in page.text
    assert await listed(desk, open="true") == [alert_id]

    taken = await desk.post(path, role="")
    assert "ana claimed this alert on 2 March 2026, 15:00 UTC" in taken.text
    assert await listed(desk, open="true") == []
    assert "claimed this alert" in (await desk.get(path, role="")).text


async def test_a_link_of_the_chat_asks_who_takes_it_up(desk: Desk) -> None:
    """It names everybody of the team, and takes nobody else's name."""
    alert_id = await an_alert(desk)
    path = f"/a/{alert_token(alert_id, '', SECRET)}"

    assert '<option value="ben">Ben</option>' in (await desk.get(path, role="")).text
    for nobody in ("", "by=", "by=stranger", "\xff"):
        async with desk.client("") as client:
            asked = await client.post(path, content=nobody.encode("latin-1"))
        assert (asked.status_code, "Who are you?" in asked.text) == (400, True)
    assert await listed(desk, open="true") == [alert_id]

    async with desk.client("") as client:
        taken = await client.post(path, data={"by": "ben"})
    assert "ben claimed this alert" in taken.text


async def test_a_link_that_is_not_ours_does_nothing(desk: Desk) -> None:
    """Cut short, forged, of another kind, or of an alert that is gone; it is not repeated anywhere."""
    alert_id = await an_alert(desk)
    good = alert_token(alert_id, "ana", SECRET)
    for token in (
        good[:-1],
        good.replace("~ana~", "~ben~"),
        alert_token(alert_id, "ana", "other"),
        reply_token(f"{alert_id.partition(':')[0]}.1.intro", SECRET),
        alert_token("l9:1:alert:0", "ana", SECRET),
        "x",
    ):
        assert (await desk.get(f"/a/{token}", role="")).status_code == 404
        assert (await desk.post(f"/a/{token}", role="")).status_code == 404
    assert (await desk.post(f"/u/{good}", role="")).status_code == 404
    assert await listed(desk, open="true") == [alert_id]


async def test_who_is_set_aside_is_reported_until_they_are_heard_of(desk: Desk) -> None:
    """Taking an alert up by its link is being heard of."""
    alert_id = await an_alert(desk)
    lead_id = alert_id.partition(":")[0]
    passed_on = Assignment(owner="ben", reason="asked for")
    await desk.ledger.leads.assign(lead_id, "pass-on", lambda _: passed_on, MONDAY, "ana")

    (aside,) = (await desk.get("/v1/numbers/paused-reps", role="rep")).json()["paused_reps"]
    assert (aside["person"], aside["lead_id"], aside["since"]) == ("ana", lead_id, "2026-03-02T15:00:00Z")
    assert aside["reason"] == f"is paused from new leads because of lead {lead_id} since 2 March 2026, 15:00 UTC"
    await desk.post(f"/a/{alert_token(alert_id, 'ana', SECRET)}", role="")

    assert (await desk.get("/v1/numbers/paused-reps", role="rep")).json() == {"paused_reps": []}
