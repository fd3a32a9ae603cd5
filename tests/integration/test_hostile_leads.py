"""What strangers type and send holds up nobody: neither their own lead, nor the mailbox that all answers come to."""

from pathlib import Path
from typing import Any

import pytest
from builders import MONDAY
from ledger_builders import a_lead, a_sent_mail, an_intent
from playbook_folders import PlaybookFolder
from temporalio.testing import ActivityEnvironment

from activities.carriers import Mailer
from activities.clock import SystemClock
from activities.composer import Composer, Identity
from activities.plans import Planner
from activities.touches import TouchActivities
from channels.incoming.mail import parse
from channels.mail.mime import build
from channels.memory import MemoryEmailChannel
from domain.channels import Channel
from domain.decide.items import check_of_touch
from domain.decide.next_step import next_step
from domain.facts.hearing import Afterwards, Delivery, Hearing
from domain.facts.unions import Done, Failure, TouchFailed, TouchSent
from domain.intake.beginning import journey_of
from domain.journey.steps import SendTouch
from domain.lead.form import LeadForm
from domain.outgoing.mail import OutgoingEmail, Receipt
from domain.outgoing.tokens import tokened_address
from domain.wire.requests import AskSend
from domain.wire.standing import Dispatch, standing_of
from inbox import Inbox
from ledger.ledger import Ledger
from playbook.linting import load_playbook
from playbook.templates.rendering import LiquidRenderer
from reception import arrival_from

pytest_plugins = ("ledgers",)


class RecordingOutbox:
    """Records what is reported; there is no workflow to tell."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self.notes: list[str] = []

    async def report(self, hearing: Hearing, afterwards: Afterwards | None = None) -> Delivery:
        await self._ledger.hearings.record(hearing)
        self.notes.append(hearing.note)
        return Delivery(state="applied")


class WireChannel(MemoryEmailChannel):
    """Builds the wire bytes, as the real channel does before it calls its server."""

    wire = b""

    async def send(self, email: OutgoingEmail) -> Receipt:
        self.wire = build(email)
        return await super().send(email)


async def acknowledged(ledger: Ledger, folder: Path, channel: WireChannel, **form: Any) -> Done:
    """What came of the acknowledgment of a lead with this form."""
    playbook = load_playbook(PlaybookFolder(folder).folder)
    await ledger.publications.publish(playbook, MONDAY)
    arrival = arrival_from(
        LeadForm(time_zone="America/New_York", **form), received_at=MONDAY, playbook=playbook.version
    )
    await ledger.intake.receive(arrival, scope="test")
    journey = journey_of(arrival, playbook)
    step = next_step(journey, MONDAY)
    assert isinstance(step, SendTouch)
    composer = Composer(ledger.leads, ledger.publications, LiquidRenderer(), Identity("in.example", "key", "http://x"))
    clock = SystemClock()
    activities = TouchActivities(
        ledger.touches,
        composer,
        Planner(ledger.publications, ledger.timeline, clock),
        clock,
        carriers={Channel.EMAIL: Mailer(channel, composer, ledger.touches, clock)},
    )
    ask = AskSend(
        lead_id=journey.lead_id,
        run=journey.run.number,
        playbook=playbook.version,
        dispatch=Dispatch(standing=standing_of(journey, MONDAY)),
        step=step,
        check=check_of_touch(journey, step),
        cadence=journey.cadence.name,
        cadence_version=journey.cadence.version,
    )
    answer = await ActivityEnvironment().run(activities.send_touch, ask)
    return answer.facts[0]


async def test_a_name_with_line_ends_is_written_on_one_line(ledger: Ledger, tmp_path: Path) -> None:
    """It came out of somebody's clipboard: the lead gets its mails all the same, and no header is forged."""
    channel = WireChannel()
    name = {"first_name": "Ann\r\nBcc: all@x.example", "last_name": "\u2028Lee"}

    fact = await acknowledged(ledger, tmp_path, channel, email="ann@acme.example", **name)

    assert isinstance(fact, TouchSent)
    assert b"\nBcc" not in channel.wire.partition(b"\r\n\r\n")[0]
    assert b'To: "Ann Bcc: all@x.example Lee" <ann@acme.example>' in channel.wire


@pytest.mark.parametrize("address", ["a..b@acme.example", 'a"b@acme.example', "(a)@acme.example", "a@acme.example."])
async def test_an_address_that_no_mail_can_be_written_to_is_dead(ledger: Ledger, tmp_path: Path, address: str) -> None:
    """The next channel takes over; nobody is told that the fault is ours, mail by mail."""
    fact = await acknowledged(ledger, tmp_path, WireChannel(), email=address)

    assert isinstance(fact, TouchFailed)
    assert fact.why is Failure.CHANNEL_DEAD
    assert fact.rule.startswith("recipient_address")


async def test_an_answer_with_characters_that_cannot_be_kept_is_heard(ledger: Ledger) -> None:
    """One such mail, sent by anybody, must not hold up every answer behind it."""
    lead_id = await a_lead(ledger)
    intent = an_intent(lead_id)
    await a_sent_mail(ledger, intent)
    to = tokened_address("reply", intent.send_id, "key", "in.example")
    raw = f"From: a@b.example\r\nTo: {to}\r\nSubject: Re: x\r\n\r\nplease \0 call\r\n".encode()
    outbox = RecordingOutbox(ledger)

    await Inbox(ledger, outbox, "key").receive(parse(raw, MONDAY))  # type: ignore[arg-type] # a double

    assert outbox.notes == ["please \ufffd call"]
