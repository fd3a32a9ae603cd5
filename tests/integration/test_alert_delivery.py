"""Alerts on their way: by mail and to the team's chat, what is tried again, and what stays on the board."""

import dataclasses
from datetime import datetime, timedelta
from typing import Any

import pytest
from builders import MONDAY, a_journey, a_playbook, a_profile, an_agreement, later
from ledger_builders import a_lead, a_task, heard
from temporalio.testing import ActivityEnvironment

from activities.alert_writer import AlertWriter
from activities.alerts import AlertActivities
from activities.composer import Identity
from activities.plans import Planner
from channels.memory import MemoryChatChannel, MemoryEmailChannel
from domain.channels import Channel
from domain.errors import (
    ChannelUnavailableError,
    RecipientRefusedError,
    SenderRefusedError,
    SettingsInvalidError,
    TransientError,
)
from domain.facts.unions import Alerted, OutcomeLogged, Planned
from domain.hours.pace import REAL_TIME, Pace
from domain.hours.spans import parse_span
from domain.journey.steps import Alert, InstantKind, PlanRequest
from domain.outcomes import Outcome
from domain.outgoing.tokens import read_alert_token
from domain.places import Place
from domain.terms.alerts import About, AlertRoute, AlertTerms, Means
from domain.terms.conditions import Condition
from domain.wire.requests import AskAlert, Result
from domain.wire.standing import Dispatch, standing_of
from ledger.ledger import Ledger
from ledger.standing.alert_views import AlertView

pytest_plugins = ("ledgers",)

SECRET = "token-secret"
WEBINAR = AlertRoute(
    when=Condition(field="source", is_="webinar"),
    to=("owner", "manager"),
    by=(Means.EMAIL, Means.SLACK),
    slack="webinar-leads",
)
ONLY_SLACK = AlertRoute(by=(Means.SLACK,), slack="floor")


class StoppedClock:
    """Tells always the same time."""

    pace: Pace = REAL_TIME

    def now(self) -> datetime:
        return MONDAY


class Board:
    """A lead with an alert due, and what leaves of it."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.mail = MemoryEmailChannel()
        self.chat = MemoryChatChannel()
        clock = StoppedClock()
        writer = AlertWriter(ledger.leads, ledger.publications, Identity("x.example", SECRET, "https://x.example"))
        planner = Planner(ledger.publications, ledger.timeline, clock, ledger.call_clues)
        self._activities = AlertActivities(ledger.alerts, self.mail, self.chat, writer, planner, clock)

    async def send(
        self, *routes: AlertRoute, to: str = "ana", attempt: int = 1, ride: PlanRequest | None = None, **profile: Any
    ) -> Result:
        """One attempt at the alert ``lead1:1:alert:0``, under an agreement with these routes."""
        agreement = an_agreement(alerts=AlertTerms(routes=routes))
        await self.ledger.publications.publish(a_playbook(agreement=agreement), MONDAY)
        journey = a_journey(agreement=agreement, profile=a_profile(**profile), owner="ana", rule="everybody")
        standing = standing_of(journey, MONDAY)
        ask = AskAlert(
            lead_id="lead1",
            run=1,
            playbook="playbook1",
            dispatch=Dispatch(standing=standing, after=standing.model_copy(update={"next_what": "call first-call"})),
            step=Alert(key="1:alert:0", reason="Ana knows this lead", to=to, about=About.NEW_LEAD),
            owner="ana",
            profile=journey.profile if routes else None,
            ride=ride,
        )
        environment = ActivityEnvironment()
        environment.info = dataclasses.replace(environment.info, attempt=attempt)
        return await environment.run(self._activities.send_alert, ask)

    async def alert(self) -> AlertView:
        """The alert as the board shows it."""
        return await self.ledger.alerts.alert("lead1:1:alert:0")

    def mailed(self) -> list[str]:
        """Who was mailed, in order."""
        return [mail.recipient_address.partition("@")[0] for mail in self.mail.sent]


@pytest.fixture
async def board(ledger: Ledger) -> Board:
    """A lead of a webinar, on both databases."""
    await a_lead(ledger, "lead1", form={"source": "webinar", "message": "Help!", "device": "iPhone"})
    return Board(ledger)


def told(answer: Result) -> bool:
    """Whether the workflow is told that somebody was told."""
    alerted = answer.facts[0]
    assert isinstance(alerted, Alerted)
    return alerted.delivered


async def test_without_a_route_whoever_it_is_for_is_mailed(board: Board) -> None:
    """With everything that is known, and a link that takes the alert up in their name."""
    assert told(await board.send())

    (mail,) = board.mail.sent
    link = next(line for line in mail.text.splitlines() if line.startswith("Claim this lead: "))
    assert mail.recipient_address == "ana@seller.example"
    assert read_alert_token(link.rpartition("/a/")[2], SECRET) == ("lead1:1:alert:0", "ana")
    assert {"Message: Help!", "Device: iPhone", "Owner: Ana", "Class: high: everybody"} <= set(mail.text.splitlines())
    assert board.chat.posted == []
    assert (await board.alert()).told == ("email ana",)


async def test_a_route_tells_others_and_the_chat_too(board: Board) -> None:
    """The chat's link leaves open who takes it up; the timeline says which route it was."""
    assert told(await board.send(WEBINAR, source="webinar"))

    (chat,) = board.chat.posted
    assert board.mailed() == ["ana", "mia"]
    assert chat.to == "webinar-leads"
    assert read_alert_token(dict(chat.links)["Claim"].rpartition("/a/")[2], SECRET) == ("lead1:1:alert:0", "")
    assert (await board.alert()).told == ("email ana", "email mia", "slack webinar-leads")
    timeline = (await board.ledger.reading.lead_detail("lead1")).timeline
    assert "to ana: Ana knows this lead; alert route 1 (source is webinar)" in [line.reason for line in timeline]


async def test_a_route_that_does_not_fit_is_not_taken(board: Board) -> None:
    """The lead of another origin."""
    await board.send(WEBINAR, source="website")

    assert (board.mailed(), board.chat.posted) == (["ana"], [])


async def test_what_a_task_or_a_promise_owes_is_kept_with_the_alert(board: Board) -> None:
    """And said in the mail, by the clock of whoever is told."""
    await board.ledger.tasks.open(a_task("lead1", "t1", due_at=later(hours=1)))

    await board.send()

    assert ((await board.alert()).owed, (await board.alert()).owed_at) == ("call first-call", later(hours=1))
    said = "Due: call first-call, by 2 March 2026, 16:00 UTC (Mon 11:00 America/New_York)"
    assert said in board.mail.sent[0].text.splitlines()


async def test_a_call_that_is_planned_on_the_way_is_owed_too(board: Board) -> None:
    """Its task is not open yet when the alert leaves."""
    ride = PlanRequest(
        key="1:first-call:0:0",
        kind=InstantKind.TOUCH,
        anchor_at=MONDAY,
        wait=parse_span("5 minutes"),
        channel=Channel.CALL,
        place=Place(calendar="office", zones=("America/New_York",)),
    )

    await board.send(ride=ride)

    assert ((await board.alert()).owed, (await board.alert()).owed_at) == ("call first-call", later(minutes=5))


async def test_a_call_that_waits_for_its_hour_is_owed_at_that_hour(board: Board) -> None:
    """What the rep noted of when to call counts in the alert as it does in the plan."""
    call_after_two = heard("lead1", OutcomeLogged, outcome=Outcome.GATEKEEPER, note="call after 14:00")
    await board.ledger.hearings.record(call_after_two)
    ride = PlanRequest(
        key="1:third-call:0:0", kind=InstantKind.TOUCH, channel=Channel.CALL, personal=True, anchor_at=MONDAY,
        owner="ana", place=Place(calendar="office", zones=("America/New_York",), country="US", region="NY"),
    )  # fmt: skip

    answer = await board.send(ride=ride)

    planned = next(fact for fact in answer.facts if isinstance(fact, Planned))
    assert planned.due_at == later(hours=4)
    assert (await board.alert()).owed_at == planned.due_at


@pytest.mark.parametrize(
    ("failure", "noted"),
    [
        (SenderRefusedError("answered 404 no_service"), "slack floor: answered 404 no_service"),
        (SettingsInvalidError("no webhook is named 'floor'"), "slack floor: no webhook is named 'floor'"),
    ],
)
async def test_what_slack_refuses_goes_by_mail_and_is_noted(board: Board, failure: Any, noted: str) -> None:
    """At once, even where only the chat was to be told; the board shows the reason."""
    board.chat.fail_next(failure)

    assert told(await board.send(ONLY_SLACK))

    assert board.mailed() == ["ana"]
    assert (await board.alert()).detail == noted
    assert (await board.ledger.reading.outstanding()).failed_alerts == 1


async def test_slack_that_is_away_is_tried_once_more_and_nobody_is_told_twice(board: Board) -> None:
    """Somebody was told, so the lead does not wait for the chat to come back."""
    board.chat.fail_next(TransientError("answered 503"), TransientError("answered 503"))

    with pytest.raises(TransientError, match="answered 503"):
        await board.send(WEBINAR, source="webinar")
    assert told(await board.send(WEBINAR, source="webinar", attempt=2))

    assert board.mailed() == ["ana", "mia"]
    assert (await board.alert()).detail == "slack webinar-leads: answered 503"


async def test_slack_that_comes_back_is_told_on_the_next_attempt(board: Board) -> None:
    """As long as it asks to wait; then nothing is noted against it."""
    board.chat.fail_next(TransientError("answered 429", retry_after=timedelta(seconds=7)))

    with pytest.raises(TransientError) as raised:
        await board.send(WEBINAR, source="webinar")
    await board.send(WEBINAR, source="webinar", attempt=2)

    assert raised.value.retry_after == timedelta(seconds=7)
    assert (len(board.chat.posted), board.mailed()) == (1, ["ana", "mia"])
    assert (await board.alert()).detail == ""


async def test_nobody_waits_for_what_takes_long(board: Board) -> None:
    """A lead's next step is worth more than a message to a channel."""
    board.chat.fail_next(TransientError("answered 429", retry_after=timedelta(minutes=10)))

    assert told(await board.send(WEBINAR, source="webinar"))

    assert (await board.alert()).detail == "slack webinar-leads: answered 429"


async def test_a_mail_to_nobody_else_is_tried_five_times(board: Board) -> None:
    """Then the alert stays on the board, and the lead goes on; an address that is dead is not tried again."""
    board.mail.fail_next(ChannelUnavailableError("ana@seller.example: busy"), ChannelUnavailableError("busy"))

    with pytest.raises(TransientError):
        await board.send(attempt=4)
    assert not told(await board.send(attempt=5))

    assert (await board.alert()).detail == "email ana: ChannelUnavailableError"


async def test_one_of_several_who_cannot_be_mailed_is_noted(board: Board) -> None:
    """The others are told."""
    board.mail.fail_next(RecipientRefusedError("no such mailbox"))

    assert told(await board.send(WEBINAR, source="webinar"))

    assert (board.mailed(), (await board.alert()).detail) == (["mia"], "email ana: RecipientRefusedError")


async def test_an_alert_for_a_role_that_nobody_has_stays_on_the_board(board: Board) -> None:
    """With the reason."""
    assert not told(await board.send(to="closer"))

    assert (await board.alert()).detail == "nobody has that role"


async def test_an_alert_that_was_told_is_not_told_again(board: Board) -> None:
    """When the worker died after it was, and before anybody heard of that."""
    await board.send()

    assert told(await board.send(attempt=2))

    assert board.mailed() == ["ana"]
