"""The demo's leads: they read their mailbox by IMAP and react by SMTP, with a click, or on the website."""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from typing import assert_never
from urllib.parse import urlsplit

import aiosmtplib
import httpx

from commands.api_client import Api
from demo.cast import CAST, NOBODY, MailAct, Reaction
from demo.letters import bounce, envelope_sender, is_touch, out_of_office, read, reply, unsubscribe_url
from demo.mailbox import mails_of
from demo.watch import Watch
from domain.hours.pace import Pace
from domain.journey.state import Stage
from embedded.addresses import Addresses

AWAY = timedelta(days=3)
LATER = timedelta(days=4)
"""How long a lead in nurture waits before it visits the website again, in story time."""
MISSING = {"company": "Haidar & Sons", "company_size": 35}


@dataclass(frozen=True)
class Player:
    """A sample lead after it was enrolled.

    Attributes:
        role: the lead's ``external_id``, which names its part.
    """

    role: str
    lead_id: str
    name: str
    email: str


class MailPeople:
    """Everybody who reacts to a mail.

    Args:
        addresses: the addresses of the running stack.
        api: receives the website's form.
        pace: the story's pace, for the dates that people name.
    """

    def __init__(self, addresses: Addresses, api: Api, pace: Pace) -> None:
        self._addresses = addresses
        self._api = api
        self._pace = pace

    async def play(self, player: Player) -> None:
        """Wait for the mail that this lead reacts to, and react; return at once if the lead reacts to none."""
        reaction = CAST.get(player.role, NOBODY).reaction
        if reaction is None:
            return
        count = 0
        async for raw in mails_of(player.email, self._addresses):
            mail = read(raw)
            count += is_touch(mail)
            if count == reaction.mail:
                await self._react(player, reaction, mail)
                return

    async def _react(self, player: Player, reaction: Reaction, mail: EmailMessage) -> None:
        match reaction.act:
            case MailAct.REPLY | MailAct.STOP:
                await self._send(reply(mail, f"{player.name} <{player.email}>", reaction.text))
            case MailAct.COLLEAGUE:
                colleague = f"colleague@{player.email.rpartition('@')[2]}"
                await self._send(reply(mail, colleague, reaction.text))
            case MailAct.OUT_OF_OFFICE:
                back_on = (self._pace.story(datetime.now(UTC)) + AWAY).date()
                await self._send(out_of_office(mail, f"{player.name} <{player.email}>", back_on))
            case MailAct.BOUNCE:
                await self._post(bounce(mail, player.email), sender="", to=envelope_sender(mail))
            case MailAct.ONE_CLICK:
                await self._click(unsubscribe_url(mail))
            case MailAct.FILL_IN:
                await self._api.post(f"/v1/leads/{player.lead_id}/information", MISSING)
            case _:
                assert_never(reaction.act)

    async def _send(self, answer: EmailMessage) -> None:
        await self._post(answer.as_bytes(), sender=str(answer["From"]), to=str(answer["To"]))

    async def _post(self, raw: bytes, *, sender: str, to: str) -> None:
        server = urlsplit(self._addresses.smtp)
        async with aiosmtplib.SMTP(hostname=server.hostname, port=server.port or 25) as client:
            await client.sendmail(_bare(sender), [_bare(to)], raw)

    async def _click(self, url: str) -> None:
        """Unsubscribe with one click, as a mail program does (RFC 8058)."""
        async with httpx.AsyncClient(trust_env=False) as mail_program:
            answer = await mail_program.post(url, data={"List-Unsubscribe": "One-Click"})
            answer.raise_for_status()


class WebPeople:
    """Everybody who visits the website, which reports the visits.

    Args:
        api: receives the visits.
        watch: knows when a lead went to nurture.
        pace: the story's pace.
    """

    def __init__(self, api: Api, watch: Watch, pace: Pace) -> None:
        self._api = api
        self._watch = watch
        self._pace = pace

    async def play(self, player: Player) -> None:
        """Visit this lead's pages some days after it went to nurture; return at once if it visits none."""
        pages = CAST.get(player.role, NOBODY).visits
        if not pages:
            return
        self._watch.busy.add(player.lead_id)
        await self._watch.until(lambda: self._is_in_nurture(player))
        await asyncio.sleep(LATER / self._pace.factor / timedelta(seconds=1))
        for page in pages:
            await self._api.post(f"/v1/leads/{player.lead_id}/signals", {"kind": "visit", "page": page})
        await self._watch.until(lambda: not self._is_in_nurture(player))
        self._watch.busy.discard(player.lead_id)

    def _is_in_nurture(self, player: Player) -> bool:
        return self._watch.leads.get(player.lead_id, {}).get("stage") == Stage.NURTURE


def _bare(address: str) -> str:
    return address.rpartition("<")[2].strip("<> ")
