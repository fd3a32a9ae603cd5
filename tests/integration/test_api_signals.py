"""Signals and tracked links over HTTP: people and programs, honest callers and others."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import httpx
import pytest
from api_desk import KEYS, SECRET, Desk
from builders import MONDAY
from interested import CHROME, a_measuring_playbook, after
from ledger_builders import a_sent_mail, an_intent

from domain.errors import TransientError
from domain.facts.hearing import Hearing
from domain.facts.unions import OptedOut
from domain.lead.form import Interest
from domain.outgoing.links import link_token
from domain.outgoing.tokens import reply_token
from ledger.facts.interest import InterestView
from ledger.ledger import Ledger

pytest_plugins = ("ledgers", "api_fixtures")

PAGE = "https://northbeam.example/pricing?plan=team"
OTHER = "https://northbeam.example/case"


@pytest.fixture
async def measuring(api_ledger: Ledger) -> AsyncIterator[Desk]:
    """The API over a ledger whose playbook measures interest."""
    await api_ledger.publications.publish(a_measuring_playbook(), MONDAY + timedelta(seconds=1))
    made = Desk(api_ledger, keys=KEYS)
    yield made
    await made.settled()


async def report(desk: Desk, lead_id: str, role: str = "ingest", **body: Any) -> httpx.Response:
    headers = {"Idempotency-Key": body.pop("key")} if "key" in body else {}
    return await desk.post(f"/v1/leads/{lead_id}/signals", body, role=role, **headers)


async def follow(desk: Desk, token: str, method: str = "GET", agent: str = CHROME) -> httpx.Response:
    async with desk.client("", **{"User-Agent": agent}) as client:
        return await client.request(method, f"/l/{token}")


async def a_mail_of(desk: Desk, lead_id: str) -> str:
    """A mail that left an hour ago; its send's id."""
    intent = an_intent(lead_id, f"{lead_id}.1.intro")
    await a_sent_mail(desk.ledger, intent, at=MONDAY - timedelta(hours=1))
    return intent.send_id


async def shown(desk: Desk, lead_id: str) -> InterestView | None:
    return (await desk.ledger.reading.lead_detail(lead_id, desk.now)).interest_shown


async def test_visits_add_up_and_a_change_reaches_the_lead(measuring: Desk) -> None:
    """The answer says what the signal came to; the workflow hears of the level."""
    lead_id = await measuring.lead()

    first = await report(measuring, lead_id, kind="visit", page="/pricing", signal_id="v1")
    second = await report(measuring, lead_id, kind="visit", page="https://northbeam.example/book-a-demo")
    await measuring.settled()

    assert (first.status_code, first.json()) == (
        200,
        {
            "lead_id": lead_id,
            "signal_id": "v1",
            "state": "counted",
            "why": "",
            "interest": "little",
            "score": 16,
        },
    )
    assert (second.json()["interest"], second.json()["score"]) == ("strong", 32)
    assert measuring.outbox.journeys[lead_id].profile.interest is Interest.STRONG


async def test_a_lead_shows_its_interest_and_lists_can_be_narrowed_by_it(measuring: Desk) -> None:
    """What made it, what is left of each, and when it fades."""
    lead_id = await measuring.lead()
    await measuring.lead(email="other@continental.example", first_name="Other")
    await report(measuring, lead_id, kind="click", page=OTHER, user_agent=CHROME)
    await report(measuring, lead_id, kind="click", page=PAGE, user_agent="Googlebot/2.1")
    measuring.now = after(2)

    answer = (await measuring.get(f"/v1/leads/{lead_id}", role="rep")).json()["interest"]
    listed = (await measuring.get("/v1/leads", interest="little")).json()["leads"]

    assert (answer["level"], answer["score"]) == ("little", 12)
    assert answer["fades"] == [{"at": after(14).isoformat().replace("+00:00", "Z"), "level": "lost"}]
    assert {(each["what"], each["counts"], each["points"]) for each in answer["signals"]} == {
        (OTHER, True, 12),
        (PAGE, False, 0),
    }
    assert [(each["lead_id"], each["interest"], each["score"]) for each in listed] == [(lead_id, "little", 12)]
    assert (await measuring.get("/v1/leads", interest="strong")).json()["leads"] == []


@pytest.mark.parametrize("key", [{"signal_id": "v1"}, {"key": "v1"}])
async def test_the_same_signal_sent_twice_is_one(measuring: Desk, key: dict[str, str]) -> None:
    """By its own id, or by the request's key; another lead's is another signal."""
    lead_id, other = await measuring.lead(), await measuring.lead(email="b@x.example", first_name="B")

    states = [
        (await report(measuring, lead, kind="visit", page="/pricing", **key)).json()["state"]
        for lead in (lead_id, lead_id, other)
    ]

    assert states == ["counted", "known", "counted"]


@pytest.mark.parametrize("key", [{"signal_id": "v1"}, {"key": "v1"}])
async def test_another_signal_under_the_same_id_is_refused(measuring: Desk, key: dict[str, str]) -> None:
    """It would be lost without a word: whoever sends it has mixed something up."""
    lead_id = await measuring.lead()
    await report(measuring, lead_id, kind="visit", page="/pricing", **key)

    for other in ({"kind": "visit", "page": "/demo"}, {"kind": "click", "page": "/pricing"}):
        refused = await report(measuring, lead_id, **other, **key)

        assert (refused.status_code, refused.json()["type"]) == (409, "/docs#refused")
        assert "came before as something else (visit /pricing)" in refused.json()["detail"]


async def test_the_same_signal_sent_many_times_at_once_is_one(measuring: Desk) -> None:
    """Each of twenty requests is answered, and one of them counts."""
    lead_id = await measuring.lead()

    answers = await asyncio.gather(
        *(report(measuring, lead_id, kind="visit", page="/pricing", key="k") for _ in range(20))
    )

    assert sorted(answer.json()["state"] for answer in answers) == ["counted"] + ["known"] * 19
    assert {answer.json()["score"] for answer in answers} == {16}


async def test_a_page_loaded_anew_is_no_second_visit(measuring: Desk) -> None:
    """And a report of yesterday counts as of yesterday."""
    lead_id = await measuring.lead()
    yesterday = (MONDAY - timedelta(days=1)).isoformat()

    answers = [
        (await report(measuring, lead_id, kind="visit", page="/blog", **when)).json()
        for when in ({}, {}, {"at": yesterday})
    ]

    assert [(each["state"], each["score"]) for each in answers] == [("counted", 4), ("repeated", 4), ("counted", 8)]


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"kind": "reply"}, "kind"),
        ({"kind": "visit"}, "needs page"),
        ({"kind": "visit", "page": "pricing"}, "a path that begins with /, or a web address, for example /pricing"),
        ({"kind": "visit", "page": "javascript:alert(1)"}, "page"),
        ({"kind": "visit", "page": "/a b"}, "page"),
        ({"kind": "click", "page": "https://"}, "page"),
        ({"kind": "visit", "page": "/" + "x" * 2_000}, "page"),
        ({"kind": "open", "at": "2026-03-02T15:06:00"}, "at"),
        ({"kind": "open", "at": "2026-03-02T15:06:00Z"}, "at is in the future"),
        ({"kind": "open", "signal_id": "ü"}, "signal_id"),
        ({"kind": "open", "sender": "x"}, "sender"),
        ({"kind": "open", "user_agent": "x\u0000"}, "user_agent"),
        ({}, "kind"),
    ],
)
async def test_a_report_that_makes_no_sense_is_refused(measuring: Desk, body: dict[str, Any], field: str) -> None:
    """With the field that is wrong; nothing is kept."""
    lead_id = await measuring.lead()

    answer = await report(measuring, lead_id, **body)

    assert answer.status_code == 422, answer.text
    assert field in answer.text
    assert await shown(measuring, lead_id) is None


async def test_only_who_brings_leads_reports_what_they_do(measuring: Desk) -> None:
    """And nobody reports it of a lead that is none."""
    lead_id = await measuring.lead()

    assert (await report(measuring, lead_id, role="rep", kind="open")).status_code == 403
    assert (await report(measuring, lead_id, role="", kind="open")).status_code == 401
    assert (await report(measuring, "nobody", kind="open")).status_code == 404


async def test_a_link_leads_on_and_counts_its_click(measuring: Desk) -> None:
    """To the very address, with nothing for caches and nothing of ours in the referrer."""
    lead_id = await measuring.lead()
    token = link_token(await a_mail_of(measuring, lead_id), PAGE, SECRET)

    answer = await follow(measuring, token)
    await measuring.settled()

    assert (answer.status_code, answer.headers["location"]) == (302, PAGE)
    assert (answer.headers["cache-control"], answer.headers["referrer-policy"]) == ("no-store", "no-referrer")
    assert measuring.outbox.journeys[lead_id].profile.interest is Interest.LITTLE
    interest = await shown(measuring, lead_id)
    assert interest is not None
    assert [(each.what, each.points) for each in interest.signals] == [(PAGE, 12)]


@pytest.mark.parametrize(
    ("method", "agent", "why"),
    [
        ("HEAD", CHROME, "only the headers were requested"),
        ("GET", "Mozilla/5.0 (compatible; Proofpoint URL Defense)", "a program opened it: proofpoint"),
        ("GET", "", "no user agent, which every browser sends"),
    ],
)
async def test_a_scanner_is_answered_as_a_person_is_and_does_not_count(
    measuring: Desk, method: str, agent: str, why: str
) -> None:
    """It cannot tell that it was noticed; people see why it does not count."""
    lead_id = await measuring.lead()
    token = link_token(await a_mail_of(measuring, lead_id), PAGE, SECRET)

    answer = await follow(measuring, token, method, agent)

    interest = await shown(measuring, lead_id)
    assert interest is not None
    assert (answer.status_code, answer.headers["location"]) == (302, PAGE)
    assert [(each.counts, each.why) for each in interest.signals] == [(False, why)]
    assert interest.score == 0


@pytest.mark.parametrize(
    ("header", "value"),
    [("Sec-Purpose", "prefetch;prerender"), ("Purpose", "prefetch"), ("X-Purpose", "preview"), ("X-Moz", "prefetch")],
)
async def test_a_page_that_is_fetched_ahead_of_any_click_does_not_count(
    measuring: Desk, header: str, value: str
) -> None:
    """Browsers and readers of mail fetch links that somebody may click, and say so; the click itself counts."""
    lead_id = await measuring.lead()
    token = link_token(await a_mail_of(measuring, lead_id), PAGE, SECRET)

    async with measuring.client("", **{"User-Agent": CHROME, header: value}) as client:
        assert (await client.get(f"/l/{token}")).status_code == 302
    await follow(measuring, token)

    interest = await shown(measuring, lead_id)
    assert interest is not None
    assert {(each.counts, each.why) for each in interest.signals} == {
        (False, "a browser prefetched the link"),
        (True, ""),
    }


async def test_a_scanner_that_opens_every_link_takes_back_its_first(measuring: Desk) -> None:
    """Though it calls itself a browser and waits an hour."""
    lead_id = await measuring.lead()
    send_id = await a_mail_of(measuring, lead_id)

    for address in (PAGE, OTHER):
        assert (await follow(measuring, link_token(send_id, address, SECRET))).status_code == 302
    await measuring.settled()

    interest = await shown(measuring, lead_id)
    assert interest is not None
    assert (interest.level, {each.counts for each in interest.signals}) == (None, {False})
    assert measuring.outbox.journeys[lead_id].profile.interest is None


@pytest.mark.parametrize(
    "token",
    [
        "x",
        "a.b",
        link_token("l1", PAGE, "another secret"),
        link_token("l1", PAGE, SECRET)[:-1],
        link_token("l1", PAGE, SECRET) + "A",
        "A" + link_token("l1", PAGE, SECRET),
        reply_token("l1.1.intro", SECRET),
        "https%3A%2F%2Fevil.example",
        "%00",
        "ü",
        "." * 300,
    ],
)
async def test_a_link_that_is_none_of_ours_leads_nowhere(measuring: Desk, token: str) -> None:
    """404, for whoever asks and however: no open redirect."""
    for method in ("GET", "HEAD"):
        answer = await follow(measuring, token, method)

        assert answer.status_code == 404
        assert "location" not in answer.headers


async def test_where_a_link_leads_cannot_be_asked_for(measuring: Desk) -> None:
    """Whatever stands behind the token is ignored, and other methods are refused."""
    lead_id = await measuring.lead()
    token = link_token(await a_mail_of(measuring, lead_id), PAGE, SECRET)

    assert (await follow(measuring, f"{token}?url=https://evil.example")).headers["location"] == PAGE
    assert (await follow(measuring, token, "POST")).status_code == 405


async def test_a_reader_gets_there_whatever_becomes_of_the_counting(
    measuring: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lead is gone, or the database is: the page is not."""
    gone = await follow(measuring, link_token("nobody.1.intro", PAGE, SECRET))

    async def broken(*_: object) -> None:
        raise TransientError("no database")

    monkeypatch.setattr(measuring.ledger.signals, "note", broken)
    lost = await follow(measuring, link_token("l1.1.intro", PAGE, SECRET))

    assert [(each.status_code, each.headers["location"]) for each in (gone, lost)] == [(302, PAGE)] * 2


async def test_whoever_asked_to_be_left_alone_gets_there_unwatched(measuring: Desk) -> None:
    """Links in old mails go on working; nothing is written down."""
    lead_id = await measuring.lead()
    send_id = await a_mail_of(measuring, lead_id)
    await measuring.ledger.hearings.record(Hearing(lead_id=lead_id, fact=OptedOut(id="o", at=MONDAY)), at=MONDAY)

    answer = await follow(measuring, link_token(send_id, PAGE, SECRET))
    reported = await report(measuring, lead_id, kind="visit", page="/pricing")

    assert answer.status_code == 302
    assert reported.json()["state"] == "not_kept"
    assert await shown(measuring, lead_id) is None


async def test_without_a_measure_a_signal_says_nothing(desk: Desk) -> None:
    """It is kept all the same."""
    lead_id = await desk.lead()

    answer = (await report(desk, lead_id, kind="visit", page="/pricing")).json()

    assert (answer["state"], answer["interest"], answer["score"]) == ("counted", None, 0)
