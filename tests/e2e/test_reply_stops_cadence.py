"""What a lead says, by mail or by a click, holds before its next touch: on real parts, with real messages."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from e2e.mailboxes import Letter, letters_to
from e2e.quick_playbook import quick_playbook
from e2e.stacks import Town, town
from e2e.writing import a_bounce, a_reply, an_absence, send

from domain.outcomes import Disposition


@pytest.fixture(scope="module")
async def here(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Town]:
    """The engine, a day of its story taking some seconds."""
    folder = tmp_path_factory.mktemp("town")
    async with town(folder / "home", quick_playbook(folder / "playbook"), day=6) as running:
        yield running


async def acknowledged(here: Town, email: str, **fields: Any) -> tuple[str, Letter]:
    """A lead and the letter that acknowledged it, as its mail program has it."""
    lead_id = await here.post_lead(email, **fields)
    await here.relay.until_delivered(email)
    (letter,) = (await letters_to(here.office, email))[email]
    return lead_id, letter


async def two_days_pass(here: Town, witness: str) -> None:
    """Somebody else asks, and gets the two touches that follow: so much time has passed for every lead before."""
    await here.post_lead(witness)
    await here.relay.until_delivered(witness, 3)


async def touches_of(here: Town, email: str) -> list[str]:
    """What lies in the lead's mailbox."""
    return [letter.touch for letter in (await letters_to(here.office, email))[email]]


async def test_a_reply_stops_the_cadence_and_sales_has_the_lead(here: Town) -> None:
    """An answer to the Reply-To of the first mail is the last thing that happens in the cadence."""
    lead_id, letter = await acknowledged(here, "dana@people.example")

    reply = a_reply(letter, "dana@people.example", "This sounds good, call me.")
    await send(here.office, reply, envelope_sender="dana@people.example")
    await two_days_pass(here, "witness.of.dana@people.example")

    lead = (await here.request("GET", f"/v1/leads/{lead_id}")).json()
    assert lead["stage"] == "engaged"
    assert [task["kind"] for task in lead["tasks"]] == ["hand_over"]
    assert await touches_of(here, "dana@people.example") == ["ack"]


async def test_an_absence_holds_everything_until_the_return(here: Town) -> None:
    """An out-of-office notice to the envelope's sender pauses the lead until the day after its last day away."""
    lead_id, letter = await acknowledged(here, "omar@people.example")
    last_day = datetime.now(UTC) + timedelta(days=20)

    text = f"I am out of the office until {last_day.day} {last_day:%B %Y}, with no access to mail."
    await send(here.office, an_absence(letter, "omar@people.example", text), envelope_sender="")
    await two_days_pass(here, "witness.of.omar@people.example")

    lead = (await here.request("GET", f"/v1/leads/{lead_id}")).json()
    assert lead["is_paused"]
    assert last_day.date().isoformat() in lead["next"]["reason"]
    assert await touches_of(here, "omar@people.example") == ["ack"]


async def test_one_click_stops_everything_for_good(here: Town) -> None:
    """The click that a mail program makes ends the lead; the same person's next form starts nothing, and says why."""
    lead_id, letter = await acknowledged(here, "nadia@people.example")

    clicked = await here.request("POST", letter.unsubscribe, data={"List-Unsubscribe": "One-Click"})
    ended = await here.disposition_of(lead_id)
    form = {"email": "nadia@people.example", "intent": "content", "message": "somebody typed my address"}
    again = await here.request("POST", "/v1/leads", json=form)
    await two_days_pass(here, "witness.of.nadia@people.example")

    assert clicked.status_code == httpx.codes.OK
    assert ended == Disposition.OPTED_OUT
    assert (again.status_code, again.json()["why"]) == (httpx.codes.OK, "not again")
    assert again.json()["lead_id"] == lead_id
    assert await touches_of(here, "nadia@people.example") == ["ack"]


async def test_a_dead_address_is_not_written_to_again(here: Town) -> None:
    """After a hard bounce no mail leaves for this lead, which ends for want of a channel instead of being dropped."""
    lead_id, letter = await acknowledged(here, "gone@people.example")

    await send(here.office, a_bounce(letter, "gone@people.example"), envelope_sender="")
    ended = await here.disposition_of(lead_id)

    assert ended == Disposition.UNREACHABLE
    assert await touches_of(here, "gone@people.example") == ["ack"]
    lead = (await here.request("GET", f"/v1/leads/{lead_id}")).json()
    assert "email" in lead["dead"]
