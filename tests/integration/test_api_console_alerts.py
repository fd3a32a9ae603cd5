"""The console's page of alerts: who is let in, what is shown, and taking an alert up with a button."""

import base64
import re
from datetime import timedelta
from html import unescape
from typing import Any

import httpx
import pytest
from api_desk import SECRET, Desk
from builders import MONDAY, a_playbook, a_team

from api.edge.static import address_of
from domain.errors import TransientError
from domain.facts.unions import Alerted, Disqualified
from domain.letters.alerts import AlertNote
from domain.outgoing.tokens import console_token
from domain.terms.alerts import About

pytest_plugins = ("ledgers", "api_fixtures")

PAGE = "/console/alerts"
POLICY = "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'"


class Browser:
    """A browser with a login; it follows no redirect by itself."""

    def __init__(self, desk: Desk, user: str = "ana", key: str = "rep-key", host: str = "http://127.0.0.1") -> None:
        login = {"Authorization": f"Basic {base64.b64encode(f'{user}:{key}'.encode()).decode()}"} if key else {}
        self._transport = httpx.ASGITransport(desk.app)
        self._host, self._login = host, login

    async def get(self, path: str = PAGE, **parameters: str) -> httpx.Response:
        """Open a page."""
        async with self._client() as client:
            return await client.get(path, params=parameters)

    async def press(self, page: httpx.Response, **changes: str) -> httpx.Response:
        """Press the page's first button; ``changes`` are to what its form sends, or to the headers by ``header_…``."""
        form = re.findall(r'(?s)<form method="post" action="([^"]+)">(.*?)</form>', page.text)[0]
        fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form[1]))
        headers = {name.removeprefix("header_"): changes.pop(name) for name in list(changes) if "header_" in name}
        async with self._client() as client:
            return await client.post(unescape(form[0]), data={**fields, **changes}, headers=headers)

    async def follow(self, answer: httpx.Response) -> httpx.Response:
        """Go where a redirect leads."""
        assert answer.status_code == 303, answer.text
        async with self._client() as client:
            return await client.get(answer.headers["location"])

    def _client(self) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=self._transport, base_url=self._host, headers=self._login)


async def an_alert(desk: Desk, to: str = "ana", number: int = 0, **changed: Any) -> str:
    """An alert of a lead that runs; its id."""
    form = {"first_name": "Maya", "company": "Continental", **changed.pop("form", {})}
    lead_id = changed.pop("lead_id", "") or await desk.lead(**form)
    key = f"1:alert:{number}"
    note = AlertNote(
        alert_id=f"{lead_id}:{key}",
        lead_id=lead_id,
        to=to,
        about=changed.pop("about", About.NEW_LEAD),
        reason="Ana has the most room",
        raised_at=changed.pop("raised_at", MONDAY - timedelta(minutes=3)),
        **{"owed": "call first-call", "owed_at": MONDAY + timedelta(minutes=12), **changed},
    )
    await desk.ledger.alerts.raise_alert(note)
    await desk.outbox.happened(lead_id, Alerted(key=key, at=MONDAY))
    return note.alert_id


def text_of(page: httpx.Response) -> str:
    """What a reader reads."""
    body = re.sub(r"</?(time|strong|code)\b[^>]*>", "", page.text.partition("<body>")[2])
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", body)).split())


async def test_an_alert_is_shown_with_who_what_is_owed_and_by_when(desk: Desk) -> None:
    """By the clock of whoever looks; with how the lead came and how it is reached."""
    form = {"phone": "+14155550123", "source": "webinar", "campaign": "spring", "device": "iPad", "message": "Call me."}
    alert_id = await an_alert(desk, form=form)

    page = await Browser(desk).get()

    said = text_of(page)
    assert page.status_code == 200
    assert "You are Ana" in said
    assert "New lead 09:57, 3 min ago Maya Continental" in said
    assert "To do: call first-call, due 10:12 · in 12 min" in said
    assert "Why: Ana has the most room Call me." in said
    assert "webinar · campaign spring · on iPad" in said
    assert f"For Ana · working · {alert_id.partition(':')[0]}" in said
    assert 'href="tel:+14155550123"' in page.text
    assert "As of 10:00:00, America/New_York." in said


async def test_what_is_late_is_red_and_later_still_in_the_red_zone(desk: Desk) -> None:
    """The agreement's red zone is two hours."""
    await an_alert(desk, owed_at=MONDAY - timedelta(minutes=25))
    assert 'class="late"' in (await Browser(desk).get()).text
    assert "overdue by 25 min Why:" in text_of(await Browser(desk).get())

    desk.now = MONDAY + timedelta(hours=2)

    assert "overdue by 2 h 25 min, in the red zone" in text_of(await Browser(desk).get())


async def test_the_newest_alert_is_on_top(desk: Desk) -> None:
    """What was raised last is what somebody may still be quick about."""
    await an_alert(desk, form={"first_name": "Older", "email": "o@b.example"}, raised_at=MONDAY - timedelta(hours=2))
    await an_alert(desk, form={"first_name": "Newer", "email": "n@b.example"})

    said = text_of(await Browser(desk).get())

    assert said.index("Newer") < said.index("Older")


async def test_alerts_are_shown_for_a_person_with_their_roles(desk: Desk) -> None:
    """Everybody's, mine, and those of whoever has any; each with how many."""
    anas = await an_alert(desk)
    await an_alert(desk, "manager", 1, lead_id=anas.partition(":")[0], about=About.ESCALATED)

    everybody, mine, mias = [await Browser(desk).get(to=to) for to in ("", "ana", "mia")]

    assert "Everybody 2 Mine 1 Mia 1" in text_of(everybody)
    assert ("New lead" in mine.text, "Escalated" in mine.text) == (True, False)
    assert ("New lead" in mias.text, "Escalated" in mias.text) == (False, True)
    assert 'href="/console/alerts?to=mia" aria-current="page"' in mias.text
    assert "For everybody with the role manager" in text_of(mias)


async def test_where_nothing_waits_the_page_says_so(desk: Desk) -> None:
    """Also where others have something waiting; leads that ended wait for nobody."""
    assert "No open alerts All alerts have been claimed." in text_of(await Browser(desk).get())
    alert_id = await an_alert(desk)

    assert "No open alerts Ben has none. Others have 1." in text_of(await Browser(desk).get(to="ben"))

    await desk.outbox.happened(alert_id.partition(":")[0], Disqualified(id="d", at=MONDAY, by="ana"))
    assert "No open alerts" in (await Browser(desk).get()).text


async def test_the_button_takes_the_alert_up_once_as_who_is_logged_in(desk: Desk) -> None:
    """A fact of the lead; then back to the same list, which says so. Who presses later is told who was first."""
    alert_id = await an_alert(desk)
    lead_id = alert_id.partition(":")[0]
    mine, bens = await Browser(desk).get(to="ana"), await Browser(desk, "ben").get()

    after = await Browser(desk).follow(await Browser(desk).press(mine))
    late = await Browser(desk, "ben").follow(await Browser(desk, "ben").press(bens))

    assert "You claimed Maya, Continental. Nobody will be reminded again." in text_of(after)
    assert 'href="/console/alerts?to=ana" aria-current="page"' in after.text
    assert 'content="10;url=/console/alerts?to=ana"' in after.text
    assert "Ana claimed Maya, Continental before you." in text_of(late)
    assert (await desk.ledger.alerts.alert(alert_id)).acknowledged_by == "ana"
    taken = [fact for fact in desk.outbox.journeys[lead_id].past.applied if fact.endswith("acknowledged")]
    assert taken == [f"{alert_id}:acknowledged"]


async def test_while_temporal_is_away_an_alert_is_taken_up_all_the_same(desk: Desk) -> None:
    """It is on record, and the workflow hears of it shortly."""
    await an_alert(desk)
    page = await Browser(desk).get()
    desk.outbox.is_away = True

    after = await Browser(desk).follow(await Browser(desk).press(page))

    assert "You claimed Maya" in after.text


async def test_what_a_lead_wrote_is_text_and_nothing_else(desk: Desk) -> None:
    """Names, companies, messages, and what the address of the page says."""
    hostile = '"><script>alert(1)</script><b onclick="x">'
    form = dict.fromkeys(("first_name", "company", "title", "message", "device", "campaign", "source"), hostile)
    await an_alert(desk, form=form, owed=hostile)

    page = await Browser(desk).get(to=hostile, **{"as": hostile, "taken": hostile})
    shown = await Browser(desk).get()

    for each in (page, shown):
        assert "<script" not in each.text
        assert "<b onclick" not in each.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown.text


async def test_a_page_is_kept_by_nobody_and_loads_nothing(desk: Desk) -> None:
    """No script, only our own style sheet, in no frame; it reads itself again unless told to hold still."""
    await an_alert(desk)

    page, still = await Browser(desk).get(), await Browser(desk).get(still="true")

    assert page.headers["cache-control"] == "no-store"
    assert page.headers["content-security-policy"] == POLICY
    assert not re.search(r"<script|<style|style=|<img|src=|@import|url\(", page.text)
    assert re.findall(r"<link[^>]*>", page.text) == [f'<link rel="stylesheet" href="{address_of("console.css")}">']
    assert (await Browser(desk, key="").get(address_of("console.css"))).headers["content-type"].startswith("text/css")
    assert '<meta http-equiv="refresh" content="10">' in page.text
    assert "http-equiv" not in still.text
    assert (await Browser(desk).get("/console")).headers["location"] == PAGE


@pytest.mark.parametrize("login", [("ana", ""), ("ana", "wrong"), ("", "wrong:rep-key")])
async def test_a_stranger_is_asked_to_log_in(desk: Desk, login: tuple[str, str]) -> None:
    """The browser's own dialogue, and a page that says what goes into it; nothing of any lead."""
    await an_alert(desk)

    page = await Browser(desk, *login).get()

    assert page.status_code == 401
    assert page.headers["www-authenticate"] == 'Basic realm="Sevenfold console", charset="UTF-8"'
    assert "your id in the team as the user name and your API key as the password" in page.text
    assert "Maya" not in page.text


@pytest.mark.parametrize("header", ["Bearer rep-key", "Basic rep-key", "Basic //8=", "Basic", "rep-key"])
async def test_pages_take_a_browsers_login_and_no_other(desk: Desk, header: str) -> None:
    """As the rest of the API takes keys by Bearer only."""
    async with desk.client("", Authorization=header) as client:
        assert (await client.get(PAGE)).status_code == 401
    async with desk.client("", Authorization=f"Basic {base64.b64encode(b'ana:rep-key').decode()}") as client:
        assert (await client.get(PAGE)).status_code == 200
        assert (await client.get("/v1/alerts")).status_code == 401


async def test_a_role_without_the_scope_is_told_which_it_lacks(desk: Desk) -> None:
    """As on the API's own list."""
    page = await Browser(desk, key="ingest-key").get()

    assert (page.status_code, "needs the scope leads:read" in page.text) == (403, True)


@pytest.mark.parametrize(
    "changes",
    [
        {"token": ""},
        {"token": "x~y"},
        {"token": console_token("ben", MONDAY + timedelta(hours=1), SECRET)},
        {"token": console_token("ana", MONDAY - timedelta(seconds=1), SECRET)},
        {"token": console_token("ana", MONDAY + timedelta(hours=1), "another")},
        {"header_Sec-Fetch-Site": "cross-site"},
        {"header_Sec-Fetch-Site": "same-site"},
    ],
)
async def test_another_sites_button_presses_nothing(desk: Desk, changes: dict[str, str]) -> None:
    """A login travels with whatever a browser is made to send; what was shown to this user does not."""
    alert_id = await an_alert(desk)

    refused = await Browser(desk).press(await Browser(desk).get(), **changes)

    assert (refused.status_code, "Nothing was changed" in refused.text) == (403, True)
    assert (await desk.ledger.alerts.alert(alert_id)).acknowledged_at is None


async def test_a_page_that_was_open_all_day_is_shown_again_first(desk: Desk) -> None:
    """Twelve hours are a working day."""
    await an_alert(desk)
    page = await Browser(desk).get()

    desk.now = MONDAY + timedelta(hours=12, seconds=1)
    assert (await Browser(desk).press(page)).status_code == 403

    desk.now = MONDAY + timedelta(hours=12)
    assert (await Browser(desk).press(page)).status_code == 303


async def test_whose_login_names_nobody_says_who_they_are(desk: Desk) -> None:
    """A key is shared, a name is not: no stranger's name goes on record."""
    alert_id = await an_alert(desk)
    shared = Browser(desk, "the wall screen")

    unknown, known = await shared.get(), await shared.get(**{"as": "ben"})
    nobody = await shared.press(known, **{"as": "stranger"})

    assert "<form" not in unknown.text
    assert "Who are you? Ana Ben Tom Mia" in text_of(unknown)
    assert (nobody.status_code, "The team has no person with this id" in nobody.text) == (400, True)
    assert "You claimed Maya" in text_of(await shared.follow(await shared.press(known)))
    assert (await desk.ledger.alerts.alert(alert_id)).acknowledged_by == "ben"


async def test_a_login_of_the_team_cannot_act_for_another(desk: Desk) -> None:
    """What the address says of who looks does not count beside it."""
    alert_id = await an_alert(desk)
    ana = Browser(desk)

    await ana.press(await ana.get(**{"as": "ben"}))

    assert (await desk.ledger.alerts.alert(alert_id)).acknowledged_by == "ana"


async def test_without_keys_this_machine_needs_no_login(open_desk: Desk) -> None:
    """A laptop asks who somebody is, and no page of elsewhere gets in by a name that it points here."""
    await an_alert(open_desk)
    laptop = Browser(open_desk, key="")

    assert "Who are you?" in (await laptop.get()).text
    after = await laptop.follow(await laptop.press(await laptop.get(**{"as": "ana"})))
    assert "You claimed Maya" in after.text
    assert (await Browser(open_desk, key="", host="http://evil.example").get()).status_code == 403


@pytest.mark.parametrize("alert_id", ["l9:1:alert:0", "~~"])
async def test_an_alert_that_is_not_there_is_a_page(desk: Desk, alert_id: str) -> None:
    """People read no problem documents."""
    token = console_token("ana", MONDAY, SECRET)
    async with desk.client("", Authorization=f"Basic {base64.b64encode(b'ana:rep-key').decode()}") as client:
        answer = await client.post(f"{PAGE}/{alert_id}/acknowledge", data={"token": token})

    assert (answer.status_code, "Alert not found" in answer.text) == (404, True)


async def test_while_the_ledger_is_away_the_page_tries_again(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """A screen on the wall comes back by itself."""

    async def away() -> dict[str, int]:
        raise TransientError("the ledger is away")

    monkeypatch.setattr(desk.ledger.alerts, "waiting", away)

    page = await Browser(desk).get()

    assert (page.status_code, "reloads by itself" in page.text) == (503, True)
    assert '<meta http-equiv="refresh" content="10">' in page.text


async def test_before_a_playbook_is_published_there_is_nobody_to_name(desk: Desk) -> None:
    """The page is there all the same."""
    await desk.ledger.database.write(lambda connection: connection.exec_driver_sql("delete from playbooks"))

    page = await Browser(desk).get()

    assert (page.status_code, "As of 15:00:00, UTC." in text_of(page)) == (200, True)


async def test_hours_are_those_of_whoever_looks(desk: Desk) -> None:
    """Of the calendar that the team gives them, as in the mails they get."""
    people = tuple(person.model_copy(update={"calendar": "elsewhere"}) for person in a_team().people)
    office = a_playbook().calendars["office"].model_copy(update={"time_zone": "Europe/Berlin"})
    calendars = {**a_playbook().calendars, "elsewhere": office}
    team = a_team().model_copy(update={"people": people})
    moved = a_playbook(team=team, calendars=calendars, version="playbook2")
    await desk.ledger.publications.publish(moved, MONDAY + timedelta(seconds=1))
    await an_alert(desk)

    assert "due 16:12" in text_of(await Browser(desk).get())
