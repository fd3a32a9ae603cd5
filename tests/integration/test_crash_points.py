"""Wherever an attempt at a touch dies, the next one makes it leave exactly once, or says that nobody can know."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import product
from typing import Any

import pytest
from builders import MONDAY
from dying import Died, Doom, HandClock, MortalEmailChannel, MortalPlanner
from playbook_folders import PlaybookFolder
from temporalio.testing import ActivityEnvironment

from activities.carriers import Mailer, Texter
from activities.composer import Composer, Identity
from activities.touches import TouchActivities
from channels.memory import MemoryTextChannel
from domain.channels import Channel, Consent
from domain.decide.items import check_of_touch
from domain.decide.next_step import next_step
from domain.errors import OutcomeUnknownError, TransientError
from domain.facts.hearing import Hearing
from domain.facts.unions import Done, OptedOut, Planned, TouchSent, TouchUnknown
from domain.gate.claims import Claim, TouchIntent
from domain.gate.permission import Circumstances, Verdict
from domain.intake.beginning import arrive
from domain.journey.steps import SendTouch
from domain.lead.form import LeadForm
from domain.lead.profile import profile_of
from domain.outgoing.mail import OutgoingEmail, Receipt
from domain.outgoing.texts import OutgoingText
from domain.ports import TouchLedger
from domain.terms.playbook import Playbook
from domain.wire.requests import AskSend
from domain.wire.standing import Dispatch, standing_of
from ledger.ledger import Ledger
from playbook.linting import load_playbook
from playbook.templates.rendering import LiquidRenderer
from reception import arrival_from

pytest_plugins = ("ledgers",)

POINTS = (
    "before the claim",
    "after the claim",
    "before the row says sending",
    "after the row says sending",
    "before the provider has it",
    "after the provider has it",
    "before the row is resolved",
    "after the row is resolved",
    "before the timeline is written",
    "after the timeline is written",
)
UNDECIDABLE = frozenset(POINTS[POINTS.index("after the row says sending") : POINTS.index("after the row is resolved")])
"""Where an attempt that died leaves nothing but ``sending`` behind."""

ONE_SECOND = timedelta(seconds=1)
JOURNAL_DELAY = timedelta(minutes=1)


class MortalLedger(TouchLedger):
    """The real touch ledger, used by somebody who may die around each call."""

    def __init__(self, touches: TouchLedger, doom: Doom) -> None:
        self._touches = touches
        self._doom = doom

    async def claim(self, intent: TouchIntent, decide: Callable[[Circumstances], Verdict]) -> Claim:
        self._doom.at("before the claim")
        claim = await self._touches.claim(intent, decide)
        self._doom.at("after the claim")
        return claim

    async def sending(self, send_id: str, *, body_sha256: str, message_id: str, subject: str, at: datetime) -> None:
        self._doom.at("before the row says sending")
        await self._touches.sending(send_id, body_sha256=body_sha256, message_id=message_id, subject=subject, at=at)
        self._doom.at("after the row says sending")

    async def resolve(self, *settled: Any, **details: Any) -> None:
        self._doom.at("before the row is resolved")
        await self._touches.resolve(*settled, **details)
        self._doom.at("after the row is resolved")

    async def thread(self, lead_id: str, run: int) -> Any:
        return await self._touches.thread(lead_id, run)


class MortalTextChannel(MemoryTextChannel):
    """The world of texts, as above."""

    doom = Doom()

    async def send(self, text: OutgoingText) -> Receipt:
        self.doom.at("before the provider has it")
        receipt = await super().send(text)
        self.doom.at("after the provider has it")
        return receipt


class KeyedEmailChannel(MortalEmailChannel):
    """A provider that takes an idempotency key: the same email handed over twice is delivered once."""

    async def send(self, email: OutgoingEmail) -> Receipt:
        if await super().left(email.send_id, email.message_id):
            return Receipt(provider_id="as before")
        return await super().send(email)

    async def left(self, send_id: str, message_id: str) -> bool:
        return False


@dataclass
class Desk:
    """One lead's acknowledgment, about to be sent, and the world it is sent into."""

    ledger: Ledger
    ask: AskSend
    mail: MortalEmailChannel = field(default_factory=MortalEmailChannel)
    texts: MortalTextChannel = field(default_factory=MortalTextChannel)
    clock: HandClock = field(default_factory=lambda: HandClock(MONDAY))
    settles_after: timedelta | None = JOURNAL_DELAY

    async def attempt(self, doom: Doom | None = None) -> Done:
        """One attempt of the activity, in a process of its own; the fact that came of it."""
        doom = doom or Doom()
        self.mail.doom = self.texts.doom = doom
        touches = MortalLedger(self.ledger.touches, doom)
        composer = Composer(
            self.ledger.leads, self.ledger.publications, LiquidRenderer(), Identity("in.example", "secret", "http://x")
        )
        planner = MortalPlanner(self.ledger.publications, self.ledger.timeline, self.clock)
        planner.doom = doom
        self.mail.settles_after = self.settles_after
        carriers = {
            Channel.EMAIL: Mailer(self.mail, composer, touches, self.clock),
            Channel.SMS: Texter(self.texts, composer),
        }
        activities = TouchActivities(touches, composer, planner, self.clock, carriers)
        answer = await ActivityEnvironment().run(activities.send_touch, self.ask)
        return answer.facts[0]

    async def attempts(self) -> Done:
        """As many attempts as it takes, each after the pause that was asked for, as the server makes them."""
        for _ in range(5):
            try:
                return await self.attempt()
            except TransientError as error:
                self.clock.at += error.retry_after or ONE_SECOND
        raise AssertionError("it is tried for ever")

    async def dies(self, *points: str) -> None:
        """Attempts that die, one at each point; an attempt that comes through before its point is passed over."""
        for point in points:
            try:
                await self.attempt(Doom(point))
            except Died:
                pass
            except TransientError as error:
                self.clock.at += error.retry_after or ONE_SECOND

    async def state(self) -> str:
        """What the ledger says of the touch."""
        send = await self.ledger.reading.find_send(self.ask.step.send_id)
        assert send is not None
        return str(send.state)


async def a_desk(ledger: Ledger, playbook: Playbook, number: int = 1, **options: Any) -> Desk:
    """A lead that has just arrived."""
    await ledger.publications.publish(playbook, MONDAY)
    form = LeadForm(
        email=f"mara{number}@acme.example",
        phone=f"+1212555{number:04}",
        country="US",
        region="NY",
        time_zone="America/New_York",
        consent=Consent(email=True, sms=True),
    )
    arrival = arrival_from(form, received_at=MONDAY, playbook=playbook.version)
    await ledger.intake.receive(arrival, scope="test")
    profile = profile_of(
        arrival.form,
        lead_id=arrival.lead_id,
        arrived_at=MONDAY,
        zones=arrival.zones,
        attribute_names=playbook.attribute_names,
    )
    journey = arrive(profile, playbook)
    step = next_step(journey, MONDAY)
    assert isinstance(step, SendTouch)
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
    return Desk(ledger, ask, **options)


@pytest.fixture(scope="module")
def by_mail(tmp_path_factory: pytest.TempPathFactory) -> Playbook:
    """Acknowledges by mail."""
    return load_playbook(PlaybookFolder(tmp_path_factory.mktemp("by-mail")).folder)


@pytest.fixture(scope="module")
def by_text(tmp_path_factory: pytest.TempPathFactory) -> Playbook:
    """Acknowledges by text."""
    written = PlaybookFolder(tmp_path_factory.mktemp("by-text"))
    written.replace("inbound.yaml", "by: [email]", "by: [sms]")
    written.write("messages/ack.txt", "Thank you. Reply STOP to opt out.\n")
    (written.folder / "messages" / "ack.md").unlink()
    return load_playbook(written.folder)


@pytest.mark.parametrize("point", POINTS)
async def test_a_mail_leaves_once_where_a_journal_is_kept(ledger: Ledger, by_mail: Playbook, point: str) -> None:
    """Wherever the first attempt died, the lead has exactly one mail in the end, and the ledger says sent."""
    desk = await a_desk(ledger, by_mail)

    await desk.dies(point)
    fact = await desk.attempts()

    assert isinstance(fact, TouchSent)
    assert len(desk.mail.sent) == 1
    assert await desk.state() == "sent"


@pytest.mark.parametrize("point", POINTS)
async def test_a_mail_leaves_at_most_once_where_no_journal_is_kept(
    ledger: Ledger, by_mail: Playbook, point: str
) -> None:
    """Where nobody can know, the touch is reported as unknown and not sent again; else it is sent once."""
    desk = await a_desk(ledger, by_mail, settles_after=None)

    await desk.dies(point)
    fact = await desk.attempts()

    if point in UNDECIDABLE:
        assert isinstance(fact, TouchUnknown)
        assert len(desk.mail.sent) <= 1
        assert await desk.state() == "unknown"
    else:
        assert isinstance(fact, TouchSent)
        assert len(desk.mail.sent) == 1


@pytest.mark.parametrize("point", POINTS)
async def test_a_mail_leaves_once_by_a_provider_that_takes_keys(ledger: Ledger, by_mail: Playbook, point: str) -> None:
    """How a send is settled is the provider's matter: this one is given it again, and nobody waits for a journal."""
    desk = await a_desk(ledger, by_mail, mail=KeyedEmailChannel(), settles_after=timedelta(0))

    await desk.dies(point)
    fact = await desk.attempt()

    assert isinstance(fact, TouchSent)
    assert len(desk.mail.sent) == 1
    assert await desk.state() == "sent"


@pytest.mark.parametrize("point", POINTS)
async def test_a_text_leaves_once(ledger: Ledger, by_text: Playbook, point: str) -> None:
    """A channel that keeps one text per send id is simply given it again, without a pause."""
    desk = await a_desk(ledger, by_text)
    assert desk.ask.step.channel is Channel.SMS

    await desk.dies(point)
    fact = await desk.attempt()

    assert isinstance(fact, TouchSent)
    assert len(desk.texts.sent) == 1
    assert await desk.state() == "sent"


async def test_a_mail_leaves_once_however_often_attempts_die(ledger: Ledger, by_mail: Playbook) -> None:
    """After two deaths, at any two points, there is still exactly one mail."""
    for number, points in enumerate(product(POINTS, POINTS)):
        desk = await a_desk(ledger, by_mail, number)

        await desk.dies(*points)
        fact = await desk.attempts()

        assert isinstance(fact, TouchSent), points
        assert len(desk.mail.sent) == 1, points


async def test_what_was_forbidden_after_the_crash_does_not_leave(ledger: Ledger, by_mail: Playbook) -> None:
    """A mail that proves not to have left is judged anew: the lead has asked meanwhile to be left alone."""
    desk = await a_desk(ledger, by_mail)
    await desk.dies("before the provider has it")

    await ledger.hearings.record(Hearing(lead_id=desk.ask.lead_id, fact=OptedOut(id="stop", at=MONDAY)))
    fact = await desk.attempts()

    assert isinstance(fact, Planned)  # later: its workflow hears of it first
    assert desk.mail.sent == []


async def test_the_journal_is_not_asked_before_it_can_know(ledger: Ledger, by_mail: Playbook) -> None:
    """An attempt that comes too early waits for the rest of the journal's delay, and sends nothing."""
    desk = await a_desk(ledger, by_mail)
    await desk.dies("before the provider has it")
    desk.clock.at += timedelta(seconds=20)

    with pytest.raises(TransientError) as early:
        await desk.attempt()

    assert early.value.retry_after == pytest.approx(JOURNAL_DELAY - timedelta(seconds=20), abs=ONE_SECOND)
    assert desk.mail.sent == []
    assert await desk.state() == "sending"


async def test_an_answer_that_never_came_is_settled_by_the_journal(ledger: Ledger, by_mail: Playbook) -> None:
    """A connection that broke after the message was handed over is no reason to give up, nor to send twice."""
    desk = await a_desk(ledger, by_mail)
    desk.mail.fail_next(OutcomeUnknownError("the connection broke"))

    fact = await desk.attempts()

    assert isinstance(fact, TouchSent)
    assert len(desk.mail.sent) == 1


async def test_an_answer_that_never_came_is_unknown_without_a_journal(ledger: Ledger, by_mail: Playbook) -> None:
    """Nobody will ever know, so the lead's workflow is told at once, and nothing is sent again."""
    desk = await a_desk(ledger, by_mail, settles_after=None)
    desk.mail.fail_next(OutcomeUnknownError("the connection broke"))

    fact = await desk.attempt()

    assert isinstance(fact, TouchUnknown)
    assert fact.detail == "the connection broke"
    assert desk.mail.sent == []


async def test_an_attempt_is_over_before_another_settles_it(ledger: Ledger, by_mail: Playbook) -> None:
    """A provider that never answers is given up on, so that no attempt delivers what was settled as not sent."""
    desk = await a_desk(ledger, by_mail, settles_after=timedelta(milliseconds=30))

    class Stuck(MortalEmailChannel):
        async def send(self, email: OutgoingEmail) -> Receipt:
            await asyncio.Event().wait()
            raise AssertionError("nobody ends this wait")

    answering, desk.mail = desk.mail, Stuck()
    with pytest.raises(TransientError, match="no answer yet"):
        await desk.attempt()
    desk.mail = answering

    assert isinstance(await desk.attempts(), TouchSent)
    assert len(desk.mail.sent) == 1


async def test_two_attempts_at_once_send_once(ledger: Ledger, by_mail: Playbook) -> None:
    """Attempts of two workers that do not know of each other: one sends, the other finds it sent."""
    desk = await a_desk(ledger, by_mail)

    facts = await asyncio.gather(desk.attempts(), desk.attempts())

    assert all(isinstance(fact, TouchSent) for fact in facts)
    assert len(desk.mail.sent) == 1
