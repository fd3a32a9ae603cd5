"""What a lead says, by mail or by a click, holds before its next touch: on real parts, with real messages.

All leads say it at once, and the two days that must pass afterwards pass once, for all of them.
"""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from e2e.mailboxes import Letter, letters_to
from e2e.quick_playbook import quick_playbook
from e2e.stacks import Town, town
from e2e.writing import a_bounce, a_reply, an_absence, send

from domain.dispositions import Disposition

DANA, OMAR, NADIA, GONE = (f"{name}@people.example" for name in ("dana", "omar", "nadia", "gone"))
WITNESS = "witness@people.example"
LAST_DAY_AWAY = datetime.now(UTC) + timedelta(days=20)


@dataclass(frozen=True)
class Clicked:
    """A lead that unsubscribed with one click, what the click was answered, and the same person's next form."""

    lead_id: str
    click: httpx.Response
    next_form: httpx.Response


@dataclass(frozen=True)
class TwoDaysLater:
    """The leads, two days of the story after each of them was heard."""

    here: Town
    dana: str
    omar: str
    nadia: Clicked
    gone: str

    async def lead(self, lead_id: str) -> dict[str, Any]:
        """What the API says of a lead now."""
        found: dict[str, Any] = (await self.here.request("GET", f"/v1/leads/{lead_id}")).json()
        return found

    async def touches_of(self, email: str) -> list[str]:
        """What lies in the lead's mailbox."""
        return [letter.touch for letter in (await letters_to(self.here.office, email))[email]]


@pytest.fixture(scope="module")
async def later(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[TwoDaysLater]:
    """The engine, a day of its story taking some seconds, after everybody was heard and two days have passed."""
    folder = tmp_path_factory.mktemp("town")
    async with town(folder / "home", quick_playbook(folder / "playbook"), day=6) as here:
        said = await asyncio.gather(dana_replies(here), omar_is_away(here), nadia_clicks(here), gone_bounces(here))
        # Who asks now and has got the two touches that follow shows that so much time has passed for all before.
        await here.post_lead(WITNESS)
        await here.relay.until_delivered(WITNESS, 3)
        yield TwoDaysLater(here, *said)


async def acknowledged(here: Town, email: str) -> tuple[str, Letter]:
    """A lead and the letter that acknowledged it, as its mail program has it."""
    lead_id = await here.post_lead(email)
    await here.relay.until_delivered(email)
    (letter,) = (await letters_to(here.office, email))[email]
    return lead_id, letter


async def dana_replies(here: Town) -> str:
    """To the Reply-To of the first mail."""
    lead_id, letter = await acknowledged(here, DANA)
    await send(here.office, a_reply(letter, DANA, "This sounds good, call me."), envelope_sender=DANA)
    return lead_id


async def omar_is_away(here: Town) -> str:
    """An out-of-office notice goes to the envelope's sender."""
    lead_id, letter = await acknowledged(here, OMAR)
    text = f"I am out of the office until {LAST_DAY_AWAY.day} {LAST_DAY_AWAY:%B %Y}, with no access to mail."
    await send(here.office, an_absence(letter, OMAR, text), envelope_sender="")
    return lead_id


async def nadia_clicks(here: Town) -> Clicked:
    """The click that a mail program makes; then somebody types the address into a form again."""
    lead_id, letter = await acknowledged(here, NADIA)
    click = await here.request("POST", letter.unsubscribe, data={"List-Unsubscribe": "One-Click"})
    await here.disposition_of(lead_id)
    form = {"email": NADIA, "intent": "content", "message": "somebody typed my address"}
    return Clicked(lead_id, click, await here.request("POST", "/v1/leads", json=form))


async def gone_bounces(here: Town) -> str:
    """A hard bounce of the first mail."""
    lead_id, letter = await acknowledged(here, GONE)
    await send(here.office, a_bounce(letter, GONE), envelope_sender="")
    return lead_id


async def test_a_reply_stops_the_cadence_and_sales_has_the_lead(later: TwoDaysLater) -> None:
    """An answer to the first mail is the last thing that happens in the cadence."""
    lead = await later.lead(later.dana)

    assert lead["stage"] == "engaged"
    assert [task["kind"] for task in lead["tasks"]] == ["hand_over"]
    assert await later.touches_of(DANA) == ["ack"]


async def test_an_absence_holds_everything_until_the_return(later: TwoDaysLater) -> None:
    """An out-of-office notice pauses the lead until the day after its last day away."""
    lead = await later.lead(later.omar)

    assert lead["is_paused"]
    assert LAST_DAY_AWAY.date().isoformat() in lead["next"]["reason"]
    assert await later.touches_of(OMAR) == ["ack"]


async def test_one_click_stops_everything_for_good(later: TwoDaysLater) -> None:
    """The click ends the lead; the same person's next form starts nothing, and says why."""
    nadia = later.nadia

    assert nadia.click.status_code == httpx.codes.OK
    assert await later.here.disposition_of(nadia.lead_id) == Disposition.OPTED_OUT
    assert (nadia.next_form.status_code, nadia.next_form.json()["why"]) == (httpx.codes.OK, "not restarted")
    assert nadia.next_form.json()["lead_id"] == nadia.lead_id
    assert await later.touches_of(NADIA) == ["ack"]


async def test_a_dead_address_is_not_written_to_again(later: TwoDaysLater) -> None:
    """After a hard bounce no mail leaves for this lead, which ends for want of a channel instead of being dropped."""
    ended = await later.here.disposition_of(later.gone)

    assert ended == Disposition.UNREACHABLE
    assert await later.touches_of(GONE) == ["ack"]
    assert "email" in (await later.lead(later.gone))["dead"]
