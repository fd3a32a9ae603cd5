"""Wherever telling people, or a company's other leads, dies: the next attempts tell the rest, and nobody for ever."""

import dataclasses
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import pytest
from builders import MONDAY, a_journey, a_playbook, a_profile, a_team, an_agreement
from dying import Died, Doom, HandClock, MortalEmailChannel, MortalPlanner
from ledger_builders import a_lead, a_report
from sqlalchemy import Connection
from temporalio.testing import ActivityEnvironment

from activities.alert_writer import AlertWriter
from activities.alerts import ATTEMPTS, LONGEST_ATTEMPT, AlertActivities
from activities.companies import CompanyActivities
from activities.composer import Identity
from channels.memory import MemoryChatChannel
from domain.dispositions import Disposition
from domain.errors import ChannelUnavailableError, TransientError
from domain.facts.unions import Alerted, CompanyInformed
from domain.journey.steps import Alert, TellCompany
from domain.letters.alerts import AlertNote, Raised
from domain.outgoing.chat import OutgoingChat
from domain.terms.alerts import About, AlertRoute, AlertTerms, Means
from domain.terms.company import CompanyEvent
from domain.terms.playbook import Playbook
from domain.terms.team import Person
from domain.wire.requests import AskAlert, AskCompany, Result
from domain.wire.standing import Dispatch, standing_of
from ledger.database.engine import Database
from ledger.facts.company_news import Companies
from ledger.ledger import Ledger
from ledger.standing.alert_views import AlertView
from ledger.standing.alerts import Alerts

pytest_plugins = ("ledgers",)

T = TypeVar("T")
KEY = "1:company:0"
FIRST_MAIL, CHAT = "after the provider has it", "after the chat has it"
POINTS = (
    "before the alert is kept",
    "after the alert is kept",
    "before the provider has it",
    FIRST_MAIL,
    "before a way is noted",
    "after a way is noted",
    "before the chat has it",
    CHAT,
    "before the alert is done",
    "after the alert is done",
    "before the timeline is written",
    "after the timeline is written",
)
ROUTE = AlertRoute(to=("owner", "sales"), by=(Means.EMAIL, Means.SLACK), slack="floor")
TOLD = ["ana", "ben"]


class MortalAlerts(Alerts):
    """The real alert log, used by somebody who may die around each call."""

    doom = Doom()

    async def raise_alert(self, note: AlertNote) -> Raised:
        self.doom.at("before the alert is kept")
        raised = await super().raise_alert(note)
        self.doom.at("after the alert is kept")
        return raised

    async def told(self, *said: Any) -> None:
        self.doom.at("before a way is noted")
        await super().told(*said)
        self.doom.at("after a way is noted")

    async def delivered(self, *said: Any) -> None:
        self.doom.at("before the alert is done")
        await super().delivered(*said)
        self.doom.at("after the alert is done")


class MortalChatChannel(MemoryChatChannel):
    """The team's chat, as above."""

    doom = Doom()

    async def post(self, chat: OutgoingChat) -> None:
        self.doom.at("before the chat has it")
        await super().post(chat)
        self.doom.at(CHAT)


class Board:
    """An alert due, under one route, and the world that is told of it."""

    def __init__(self, ledger: Ledger, playbook: Playbook) -> None:
        self.ledger, self.playbook = ledger, playbook
        self.mail, self.chat, self.clock = MortalEmailChannel(), MortalChatChannel(), HandClock(MONDAY)

    async def attempt(self, *points: str, number: int = 1, longest: timedelta = LONGEST_ATTEMPT) -> Result:
        """One attempt, in a process of its own, that dies at these points; ``number`` as the server counts them."""
        doom = Doom(*points)
        alerts = MortalAlerts(self.ledger.database)
        planner = MortalPlanner(self.ledger.publications, self.ledger.timeline, self.clock, self.ledger.call_clues)
        alerts.doom = self.mail.doom = self.chat.doom = planner.doom = doom
        writer = AlertWriter(
            self.ledger.leads, self.ledger.publications, Identity("x.example", "s", "https://x.example")
        )
        activities = AlertActivities(alerts, self.mail, self.chat, writer, planner, self.clock, longest)
        environment = ActivityEnvironment()
        environment.info = dataclasses.replace(environment.info, attempt=number)
        return await environment.run(activities.send_alert, self._ask())

    async def attempts(self, longest: timedelta = LONGEST_ATTEMPT) -> tuple[Alerted, int]:
        """As many attempts as it takes: what came of it, and which of them it was."""
        for number in range(1, 100):
            try:
                answer = await self.attempt(number=number, longest=longest)
            except TransientError:
                continue
            assert isinstance(answer.facts[0], Alerted)
            return answer.facts[0], number
        raise AssertionError("it is tried for ever")

    def mailed(self) -> list[str]:
        return [mail.recipient_address.partition("@")[0] for mail in self.mail.sent]

    async def alert(self) -> AlertView:
        return await self.ledger.alerts.alert("lead1:1:alert:0")

    async def lines(self, kind: str) -> int:
        """How often the timeline tells of it."""
        return [line.kind for line in (await self.ledger.reading.lead_detail("lead1")).timeline].count(kind)

    def _ask(self) -> AskAlert:
        journey = a_journey(agreement=self.playbook.agreement, profile=a_profile(), owner="ana", rule="everybody")
        return AskAlert(
            lead_id="lead1",
            run=1,
            playbook="playbook1",
            dispatch=Dispatch(standing=standing_of(journey, MONDAY)),
            step=Alert(key="1:alert:0", reason="Ana knows this lead", to="ana", about=About.NEW_LEAD),
            owner="ana",
            profile=journey.profile,
        )


async def a_board(ledger: Ledger, *others: Person) -> Board:
    """Ana's lead, of which all of sales and its chat are told."""
    team = a_team().model_copy(update={"people": (*a_team().people, *others)})
    playbook = a_playbook(agreement=an_agreement(alerts=AlertTerms(routes=(ROUTE,))), team=team)
    await ledger.publications.publish(playbook, MONDAY)
    await a_lead(ledger, "lead1")
    return Board(ledger, playbook)


@pytest.mark.parametrize("point", POINTS)
async def test_an_alert_reaches_everybody_wherever_an_attempt_dies(ledger: Ledger, point: str) -> None:
    """Nobody is told twice but the one whose telling was not noted yet; the timeline says it once."""
    board = await a_board(ledger)

    with pytest.raises(Died):
        await board.attempt(point)
    fact, _ = await board.attempts()

    assert fact.delivered
    assert sorted(set(board.mailed())) == TOLD
    assert len(board.mailed()) + len(board.chat.posted) <= len(TOLD) + 1 + 1
    assert (await board.alert()).told == ("email ana", "email ben", "slack floor")
    assert (await board.alert()).tried_at is not None
    assert await board.lines("alerted") == 1


async def test_a_crash_after_the_chat_tells_no_mailbox_again(ledger: Ledger) -> None:
    """Mail goes first, and is on record before the chat is told."""
    board = await a_board(ledger)

    with pytest.raises(Died):
        await board.attempt(CHAT)
    await board.attempts()

    assert (board.mailed(), len(board.chat.posted)) == (TOLD, 2)


def a_crowd(count: int) -> tuple[Person, ...]:
    """So many people of sales."""
    return tuple(
        Person(id=f"p{number}", name=f"P {number}", email=f"p{number}@seller.example", roles=("sales",))
        for number in range(count)
    )


async def test_a_crowd_is_told_once_each_though_attempts_die_on_the_way(ledger: Ledger) -> None:
    """Each attempt goes on where the one before died, instead of beginning with the first of two hundred again."""
    crowd = a_crowd(198)
    board = await a_board(ledger, *crowd)

    for _ in range(3):
        with pytest.raises(Died):
            await board.attempt(*["after a way is noted"])
    fact, _ = await board.attempts()

    assert fact.delivered
    assert len(board.mailed()) == len(set(board.mailed())) == 200


async def test_an_attempt_without_time_leaves_the_rest_to_the_next(ledger: Ledger) -> None:
    """It ends by itself, before its time-out ends it; the last one that is made says who was not told."""
    board = await a_board(ledger, *a_crowd(8))

    fact, number = await board.attempts(longest=timedelta(0))

    assert (fact.delivered, number, len(set(board.mailed()))) == (True, ATTEMPTS, ATTEMPTS)
    assert "email p7: TransientError" in (await board.alert()).detail


async def test_a_mail_server_that_swallows_time_holds_up_no_lead_for_ever(ledger: Ledger) -> None:
    """Whoever it was: after the usual attempts the alert stays on the board, and the lead goes on."""
    board = await a_board(ledger, *a_crowd(8))
    board.mail.fail_next(*(ChannelUnavailableError("no answer") for _ in range(50)))
    board.chat.fail_next(*(ChannelUnavailableError("no answer") for _ in range(50)))

    fact, number = await board.attempts(longest=timedelta(0))

    assert (fact.delivered, number) == (False, ATTEMPTS)
    assert (await board.alert()).tried_at is not None


async def test_an_alert_that_nobody_was_told_of_is_said_so_after_a_crash_too(ledger: Ledger) -> None:
    """Its worker died when everything was given up, and before the timeline had it."""
    board = await a_board(ledger)
    board.mail.fail_next(*(ChannelUnavailableError("no answer") for _ in range(2)))
    board.chat.fail_next(ChannelUnavailableError("no answer"))

    with pytest.raises(Died):
        await board.attempt("before the timeline is written", number=ATTEMPTS)
    fact, _ = await board.attempts()

    assert not fact.delivered


class MortalDatabase(Database):
    """The real database, used by somebody who dies after so many transactions."""

    def __init__(self, real: Database, writes: int) -> None:
        self._real, self._left = real, writes

    async def read(self, work: Callable[[Connection], T]) -> T:
        return await self._real.read(work)

    async def write(self, work: Callable[[Connection], T]) -> T:
        if not self._left:
            raise Died("between two transactions")
        self._left -= 1
        return await self._real.write(work)


async def tell_company(ledger: Ledger, lead_id: str, *points: str, writes: int = 99) -> Result:
    """One attempt at telling the lead's company that it answered, in a process that dies there."""
    planner = MortalPlanner(ledger.publications, ledger.timeline, HandClock(MONDAY), ledger.call_clues)
    planner.doom = Doom(*points)
    desk = Companies(MortalDatabase(ledger.database, writes))
    journey = a_journey(profile=a_profile(lead_id=lead_id), owner="ana", rule="everybody")
    ask = AskCompany(
        lead_id=lead_id,
        run=1,
        playbook="playbook1",
        dispatch=Dispatch(standing=standing_of(journey, MONDAY)),
        step=TellCompany(key=KEY, reason="somebody at the company answered", about=CompanyEvent.ANSWERED),
    )
    return await ActivityEnvironment().run(CompanyActivities(desk, planner, HandClock(MONDAY)).tell_company, ask)


@pytest.mark.parametrize(
    ("points", "writes"),
    [((), 0), ((), 1), ((), 2), (("before the timeline is written",), 99), (("after the timeline is written",), 99)],
)
async def test_a_company_is_told_once_wherever_an_attempt_dies(
    ledger: Ledger, points: tuple[str, ...], writes: int
) -> None:
    """What the first attempt left out, the next one tells; what is on record stays as it is."""
    await ledger.publications.publish(a_playbook(), MONDAY)
    lead_id, *others = [await a_lead(ledger, form={"company": "Acme"}) for _ in range(4)]

    with pytest.raises(Died):
        await tell_company(ledger, lead_id, *points, writes=writes)
    answer = await tell_company(ledger, lead_id)

    waiting = await ledger.hearings.pending(datetime.max.replace(tzinfo=UTC))
    timeline = (await ledger.reading.lead_detail(lead_id)).timeline
    assert sorted(each.lead_id for each in waiting) == sorted(others)
    assert isinstance(told := answer.facts[0], CompanyInformed)
    assert told.count == len(others)
    assert [line.kind for line in timeline].count("company_informed") == 1


async def test_a_colleague_who_ends_between_two_attempts_changes_nothing(ledger: Ledger) -> None:
    """They were told, or need not be any more; nobody is told twice for it."""
    await ledger.publications.publish(a_playbook(), MONDAY)
    lead_id, *others = [await a_lead(ledger, form={"company": "Acme"}) for _ in range(3)]

    with pytest.raises(Died):
        await tell_company(ledger, lead_id, writes=1)
    for other in others:
        await ledger.timeline.record(a_report(other, 1, disposition=Disposition.LOST))
    await tell_company(ledger, lead_id)

    waiting = await ledger.hearings.pending(datetime.max.replace(tzinfo=UTC))
    assert [each.lead_id for each in waiting] == [min(others)]
