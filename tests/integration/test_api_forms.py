"""The form for missing information, as a browser sees it: just what is missing, kept once, and safe from strangers."""

import re
from functools import partial
from html import unescape
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest
from api_desk import KEYS, SECRET, Desk
from builders import MONDAY, a_playbook, an_agreement_that_needs

from domain.errors import TransientError
from domain.facts.unions import Disqualified
from domain.journey.changes import changed
from domain.journey.state import Stage
from domain.outgoing.tokens import form_token, read_form_token, reply_token
from domain.snapshot import replaced
from domain.terms.cadence import Cadence
from ledger.ledger import Ledger

pytest_plugins = ("ledgers", "api_fixtures")

NEEDED = ("first_name|last_name", "phone", "company")
MAYA = {"email": "maya@continental.example", "intent": "demo"}
ANSWERS = {"first_name": "Maya", "phone": "+1 415 555 0123", "company": "Continental"}
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


async def needing_desk(ledger: Ledger, *needed: str) -> Desk:
    """The API with an agreement that needs this of a lead."""
    agreement = an_agreement_that_needs(*(needed or NEEDED), version="p2", otherwise="nurture")
    await ledger.publications.publish(a_playbook(agreement=agreement, version="p2"), MONDAY)
    return Desk(ledger, keys=KEYS)


@pytest.fixture
async def asking(api_ledger: Ledger) -> Desk:
    """The API with an agreement that needs a name, a number and a company."""
    return await needing_desk(api_ledger)


def link(lead_id: str) -> str:
    """The link as a mail carries it."""
    return f"/form/{form_token(lead_id, SECRET)}"


async def opened(desk: Desk, path: str) -> httpx.Response:
    """The page, by somebody who has nothing but the link."""
    return await desk.get(path, role="")


async def filled(desk: Desk, path: str, content: dict[str, str] | bytes) -> httpx.Response:
    """The form as a browser sends it."""
    body = content if isinstance(content, bytes) else urlencode(content).encode()
    async with desk.client("", **FORM) as client:
        return await client.post(path, content=body)


def fields(page: httpx.Response) -> list[str]:
    """The fields that a page asks for."""
    return re.findall(r'<(?:input|textarea|select)[^>]* name="(\w+)"', page.text)


async def test_the_page_asks_for_just_what_is_missing(asking: Desk) -> None:
    """Labelled, with keyboards that fit; nothing that is known is shown, and nothing is loaded or run."""
    lead_id = await asking.lead(**MAYA, last_name="Lindqvist")

    page = await opened(asking, link(lead_id))

    assert (page.status_code, fields(page)) == (200, ["phone", "company"])
    assert '<label for="phone">A phone number</label>' in page.text
    assert 'type="tel"' in page.text
    assert "Seller needs 2 more details" in page.text
    assert not any(known in page.text for known in ("maya@", "Lindqvist", lead_id))
    assert "script" not in page.text
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert (page.headers["cache-control"], page.headers["referrer-policy"]) == ("no-store", "no-referrer")


async def test_of_alternatives_one_is_enough_and_both_are_offered(asking: Desk) -> None:
    """As one group with a legend, neither of them required."""
    page = await opened(asking, link(await asking.lead(**MAYA)))

    assert fields(page) == ["first_name", "last_name", "phone", "company"]
    assert "<legend>Your first name or your last name" in page.text
    assert page.text.count(" required ") == 2


async def test_what_is_filled_in_is_kept_and_triaged_again(asking: Desk) -> None:
    """The lead is worked, its form has the answers, and the page says thank you."""
    lead_id = await asking.lead(**MAYA)
    assert asking.outbox.journeys[lead_id].stage is Stage.INCOMPLETE

    sent = await filled(asking, link(lead_id), ANSWERS)

    assert (sent.status_code, sent.headers["location"]) == (303, link(lead_id))
    assert asking.outbox.journeys[lead_id].stage is Stage.WORKING
    arrival = await asking.ledger.intake.arrival_of(lead_id)
    assert (arrival.form.first_name, arrival.phone_key, arrival.form.company) == ("Maya", "+14155550123", "Continental")
    told = (await asking.get(f"/v1/leads/{lead_id}")).json()["timeline"][-1]
    assert (told["kind"], told["by"]) == ("information_added", "the lead")
    thanks = await opened(asking, link(lead_id))
    assert (thanks.status_code, fields(thanks)) == (200, [])
    assert "Seller has all the details now" in thanks.text


async def test_a_button_pressed_twice_tells_it_once(asking: Desk) -> None:
    """And a link that was used up answers politely, whatever is sent to it."""
    lead_id = await asking.lead(**MAYA)
    await filled(asking, link(lead_id), ANSWERS)

    again = await filled(asking, link(lead_id), {**ANSWERS, "company": "Another"})

    assert again.status_code == 303
    arrival = await asking.ledger.intake.arrival_of(lead_id)
    assert arrival.form.company == "Continental"
    shown = (await asking.get(f"/v1/leads/{lead_id}")).json()
    assert [line["kind"] for line in shown["timeline"]].count("information_added") == 1


async def test_it_is_kept_while_temporal_is_away(asking: Desk) -> None:
    """On record, and told to the workflow later: whoever filled it in is thanked."""
    lead_id = await asking.lead(**MAYA)
    asking.outbox.is_away = True

    sent = await filled(asking, link(lead_id), ANSWERS)

    assert sent.status_code == 303
    assert (await asking.ledger.intake.arrival_of(lead_id)).form.company == "Continental"


@pytest.mark.parametrize(
    ("changed", "field", "remedy"),
    [
        ({"company": ""}, "company", "Please fill this in."),
        ({"company": " \t"}, "company", "Please fill this in."),
        ({"first_name": ""}, "first_name", "Please fill in one of these."),
        ({"phone": "12"}, "phone", "Please enter it with + and the country code, for example +1 415 555 0123."),
        ({"phone": "9" * 41}, "phone", "Please use at most 40 characters."),
        ({"company": "x" * 301}, "company", "Please use at most 300 characters."),
        ({"company": "a\x00b"}, "company", "This has a character that cannot be saved. Please type it again."),
    ],
)
async def test_what_is_wrong_is_said_by_the_field_with_the_remedy(
    asking: Desk, changed: dict[str, str], field: str, remedy: str
) -> None:
    """What was typed stays, the field is marked for those who listen, and nothing was kept."""
    lead_id = await asking.lead(**MAYA)

    page = await filled(asking, link(lead_id), {**ANSWERS, **changed})

    assert page.status_code == 422
    assert f'id="{field}-error">' in page.text
    assert remedy in page.text
    assert re.search(rf'<input[^>]*id="{field}"[^>]*aria-invalid="true"', page.text)
    assert 'role="alert"' in page.text
    assert asking.outbox.journeys[lead_id].stage is Stage.INCOMPLETE
    assert (await asking.ledger.intake.arrival_of(lead_id)).form.company == ""


@pytest.mark.parametrize(
    ("field", "value", "remedy"),
    [
        ("email", "nobody", "This is not a valid email address. Please enter one, for example ana@northbeam.example."),
        ("company_size", "many", "Please enter a whole number, for example 120."),
        ("country", "Germany", "Please enter the two-letter country code, for example US."),
        ("region", "California, the northern part", "Please use at most 10 characters."),
        ("funnel_stage", "<deep>", "This is not valid: input should be "),
    ],
)
async def test_every_kind_of_field_has_its_remedy(api_ledger: Ledger, field: str, value: str, remedy: str) -> None:
    """Whatever the agreement needs."""
    desk = await needing_desk(api_ledger, field)
    lead_id = await desk.lead(phone="+14155550100", email="")

    page = await filled(desk, link(lead_id), {field: value})

    assert (page.status_code, remedy in page.text) == (422, True)


async def test_a_postal_address_and_a_message_are_typed_over_several_lines(api_ledger: Ledger) -> None:
    """The address goes where letters look for it."""
    desk = await needing_desk(api_ledger, "postal_address", "message")
    lead_id = await desk.lead(**MAYA)
    assert (await opened(desk, link(lead_id))).text.count("<textarea") == 2

    await filled(desk, link(lead_id), {"postal_address": "1 Dock Road\r\nOakland", "message": "Help <b>us</b>"})

    form = (await desk.ledger.intake.arrival_of(lead_id)).form
    assert form.attributes["postal_address"] == "1 Dock Road\r\nOakland"
    assert form.message == "Help <b>us</b>"


XSS = "\"><script>alert(1)</script><img src=x onerror=alert(1)>'&"


async def test_markup_in_a_value_is_text(asking: Desk) -> None:
    """It is shown again as it was typed, and makes no element and no attribute."""
    page = await filled(asking, link(await asking.lead(**MAYA)), {**ANSWERS, "company": XSS, "phone": XSS})

    assert page.status_code == 422
    assert XSS in [unescape(value) for value in re.findall(r' value="([^"]*)"', page.text)]
    assert XSS not in page.text
    assert "<script" not in page.text
    assert "<img" not in page.text


async def test_fields_that_were_not_asked_for_change_nothing(asking: Desk) -> None:
    """A link opens what is missing, not what is known: neither the address nor the consent can be replaced by it."""
    lead_id = await asking.lead(**MAYA, last_name="Lindqvist", consent={"email": False})
    more = {"email": "thief@evil.example", "last_name": "Thief", "consent": "x", "direction": "outbound"}

    sent = await filled(asking, link(lead_id), {**ANSWERS, **more})

    assert sent.status_code == 303
    form = (await asking.ledger.intake.arrival_of(lead_id)).form
    assert (form.email, form.first_name, form.last_name) == ("maya@continental.example", "", "Lindqvist")
    assert (form.consent.email, form.direction.value) == (False, "inbound")


@pytest.mark.parametrize("forge", ["other secret", "other lead", "unsubscribe", "cut short", "no token"])
async def test_a_link_that_we_did_not_give_out_opens_nothing(asking: Desk, forge: str) -> None:
    """404 on reading and on sending, the same for a lead that is there and one that is not."""
    lead_id, other = await asking.lead(**MAYA), await asking.lead(email="b@other.example")
    genuine = form_token(lead_id, SECRET)
    tokens: dict[str, str] = {
        "other secret": form_token(lead_id, "guessed"),
        "other lead": genuine.replace(lead_id, other),
        "unsubscribe": reply_token(lead_id, SECRET),
        "cut short": genuine[:-1],
        "no token": "%00' or 1=1 --",
    }

    seen = await opened(asking, f"/form/{tokens[forge]}")
    sent = await filled(asking, f"/form/{tokens[forge]}", ANSWERS)

    assert (seen.status_code, sent.status_code) == (404, 404)
    assert "This link does not work" in seen.text
    assert asking.outbox.journeys[lead_id].stage is asking.outbox.journeys[other].stage is Stage.INCOMPLETE


async def test_a_genuine_link_of_a_lead_that_is_not_here_opens_nothing(asking: Desk) -> None:
    """As after a ledger was restored from before the lead came."""
    assert (await opened(asking, link("lnobody"))).status_code == 404


async def test_a_form_link_is_no_way_to_opt_somebody_out(asking: Desk) -> None:
    """Tokens are of a kind: that of the form is refused elsewhere."""
    lead_id = await asking.lead(**MAYA)

    assert (await asking.post(f"/u/{form_token(lead_id, SECRET)}", role="")).status_code == 404
    assert read_form_token(form_token("l1", SECRET).upper(), SECRET) == "l1"


async def test_the_link_of_a_lead_that_has_ended_is_answered_politely(asking: Desk) -> None:
    """410 with an address to write to; nothing is kept."""
    lead_id = await asking.lead(**MAYA)
    await asking.outbox.happened(lead_id, Disqualified(id="d1", at=MONDAY))

    seen, sent = await opened(asking, link(lead_id)), await filled(asking, link(lead_id), ANSWERS)

    assert (seen.status_code, sent.status_code) == (410, 410)
    assert "mailto:hello@seller.example" in seen.text
    assert (await asking.ledger.intake.arrival_of(lead_id)).form.company == ""


@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"company=" + b"x" * 70_000, id="long"),
        pytest.param(b"&".join(b"f%d=1" % number for number in range(200)), id="many"),
    ],
)
async def test_more_than_a_form_holds_is_refused(asking: Desk, body: bytes) -> None:
    """In words that a person can do something with."""
    lead_id = await asking.lead(**MAYA)

    page = await filled(asking, link(lead_id), body)

    assert (page.status_code, "Nothing was saved" in page.text) == (413, True)


@pytest.mark.parametrize(
    "body", [b"", b"\xff\xfe\x00", b"company", b"=&=&=", b'{"company": "Continental"}', b"%ff%fe=%00"]
)
async def test_a_body_that_is_no_form_says_nothing(asking: Desk, body: bytes) -> None:
    """The page comes back with what to fill in."""
    page = await filled(asking, link(await asking.lead(**MAYA)), body)

    assert (page.status_code, page.text.count("Please fill")) == (422, 6)


async def test_a_ledger_that_is_away_is_said_so(asking: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    """503 as a page: a person reads it, and no program."""
    lead_id = await asking.lead(**MAYA)

    async def away(*_: Any) -> None:
        raise TransientError("locked")

    monkeypatch.setattr(asking.ledger.intake, "arrival_of", away)

    seen, sent = await opened(asking, link(lead_id)), await filled(asking, link(lead_id), ANSWERS)

    assert (seen.status_code, sent.status_code) == (503, 503)
    assert "Please try again in a minute" in sent.text


async def test_who_fills_it_in_late_comes_back(asking: Desk) -> None:
    """A lead that was let go to nurture for want of information is worked once it tells it after all."""
    lead_id = await asking.lead(**MAYA)
    journeys = asking.outbox.journeys
    nurture = replaced(journeys[lead_id].cadence, partial(Cadence, name="nurture"))
    journeys[lead_id] = changed(journeys[lead_id], stage=Stage.NURTURE, cadence=nurture)

    await filled(asking, link(lead_id), ANSWERS)

    assert journeys[lead_id].in_hand.moving_to == ("hot", "interested again: everybody")


async def test_what_a_program_adds_to_a_nurtured_lead_is_no_interest(asking: Desk) -> None:
    """As ever: only the lead itself comes back by what it tells."""
    lead_id = await asking.lead(**MAYA)
    journeys = asking.outbox.journeys
    journeys[lead_id] = changed(journeys[lead_id], stage=Stage.NURTURE)

    await asking.post(f"/v1/leads/{lead_id}/information", ANSWERS)

    assert journeys[lead_id].in_hand.moving_to is None
