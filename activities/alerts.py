"""Alerts by email and in the team's chat; an alert that could not be delivered stays on the board."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from temporalio import activity

from activities.alert_writer import AlertWriter, WrittenAlert
from activities.clock import Clock
from activities.plans import Planner
from domain.channels import MACHINE_CHANNELS
from domain.errors import SevenfoldError, TransientError
from domain.facts.unions import Alerted, Planned
from domain.journey.promise import PromiseState
from domain.journey.steps import InstantKind
from domain.letters.alerts import AlertNote
from domain.letters.owed import OwedLine, of_promise, soonest
from domain.outgoing.chat import ChatChannel
from domain.outgoing.mail import EmailChannel
from domain.ports import AlertLog
from domain.terms.alerts import Means
from domain.wire.requests import AskAlert, Result

ATTEMPTS = 5
"""After so many attempts the alert stays on the board as undelivered, and the lead goes on."""

ATTEMPTS_ONCE_TOLD = 2
"""Attempts once somebody has got the alert: then the lead's next step matters more than the other recipients."""

LONGEST_WAIT = timedelta(seconds=30)
"""Longest Retry-After we honour. The lead is blocked meanwhile, so beyond this we skip that provider."""

LONGEST_ATTEMPT = timedelta(seconds=45)
"""After this time an attempt sends nothing more, because one that ran into its time-out would repeat for ever."""


@dataclass
class _Delivery:
    """The state of one attempt: the ways that have reached somebody so far, and the failures.

    Attributes:
        note: saves the ways so far, so that the next attempt does not start again from the first recipient.
        ends_at: when the rest is left to the next attempt, on the event loop's clock.
        is_cut_short: time ran out before every recipient was tried.
    """

    told: list[str]
    note: Callable[[Sequence[str]], Awaitable[None]]
    ends_at: float
    failures: dict[str, SevenfoldError] = field(default_factory=dict)
    is_cut_short: bool = False
    tried: int = 0
    noted: int = 0

    async def tell(self, way: str, send: Callable[[], Awaitable[Any]]) -> None:
        """Send the alert one way, unless it went that way before, and note the result."""
        if way in self.told:
            return
        if self.tried and asyncio.get_running_loop().time() >= self.ends_at:
            self.is_cut_short = True
            self.failures[way] = TransientError("no time was left", retry_after=timedelta(seconds=1))
            return
        if len(self.told) > self.noted:
            await self.note(self.told)
            self.noted = len(self.told)
        self.tried += 1
        try:
            await send()
        except SevenfoldError as error:
            self.failures[way] = error
        else:
            self.told.append(way)

    def worth_waiting_for(self, attempt: int) -> TransientError | None:
        """The failure to retry for, if there are attempts left."""
        passing = [error for error in self.failures.values() if isinstance(error, TransientError)]
        slowest = max(passing, key=lambda error: error.retry_after or timedelta(0), default=None)
        if slowest is None or (slowest.retry_after or timedelta(0)) > LONGEST_WAIT:
            return None
        is_enough = self.told and not self.is_cut_short
        return slowest if attempt < (ATTEMPTS_ONCE_TOLD if is_enough else ATTEMPTS) else None

    @property
    def detail(self) -> str:
        """The failures, for the board. Mail errors show only their type, because their text may quote an address."""
        if not (self.told or self.failures):
            return "nobody has that role"
        return "; ".join(
            f"{way}: {error if way.startswith(Means.SLACK) else type(error).__name__}"
            for way, error in self.failures.items()
        )


class AlertActivities:
    """Over the alert log, the mail channel and the team's chat."""

    def __init__(
        self,
        alerts: AlertLog,
        email: EmailChannel,
        chat: ChatChannel,
        writer: AlertWriter,
        planner: Planner,
        clock: Clock,
        longest_attempt: timedelta = LONGEST_ATTEMPT,
    ) -> None:
        """Take the ports that the worker builds."""
        self._longest_attempt = longest_attempt
        self._alerts = alerts
        self._email = email
        self._chat = chat
        self._writer = writer
        self._planner = planner
        self._clock = clock

    @activity.defn(name="send-alert")
    async def send_alert(self, ask: AskAlert) -> Result:
        """Save the alert, then send it. After a crash it may reach somebody twice, but it is never lost."""
        step = ask.step
        said = f"to {step.to}: {step.reason}"
        note = await self._note(ask, self._clock.now())
        raised = await self._alerts.raise_alert(note)
        is_told = bool(raised.told)
        if raised.is_due:
            written = await self._writer.write(ask, note)
            delivery = await self._deliver(note.alert_id, written, raised.told)
            if (error := delivery.worth_waiting_for(activity.info().attempt)) is not None:
                await self._alerts.told(note.alert_id, delivery.told)
                raise error
            await self._alerts.delivered(note.alert_id, self._clock.now(), delivery.detail, delivery.told)
            is_told = bool(delivery.told)
            said = "; ".join(filter(None, (said, written.telling.route, delivery.detail)))
        alerted = Alerted(key=step.key, at=self._clock.now(), delivered=is_told)
        return await self._planner.conclude(ask, (alerted,), why=said)

    async def _note(self, ask: AskAlert, now: datetime) -> AlertNote:
        owed = soonest((await self._alerts.owed(ask.lead_id), *_promised(ask)))
        if not owed.what:
            owed = await self._about_to_be_owed(ask)
        return AlertNote(
            alert_id=f"{ask.lead_id}:{ask.step.key}",
            lead_id=ask.lead_id,
            to=ask.step.to,
            about=ask.step.about,
            reason=ask.step.reason,
            raised_at=now,
            owed=owed.what,
            owed_at=owed.by_when,
        )

    async def _about_to_be_owed(self, ask: AskAlert) -> OwedLine:
        """The next touch, if a rep makes it and it is planned with this request; its task opens when it is due."""
        ride, after = ask.ride, ask.dispatch.after
        if ride is None or after is None or ride.channel in MACHINE_CHANNELS:
            return OwedLine()
        if ride.kind is not InstantKind.CALL_BACK and ride.channel is None:
            return OwedLine()
        planned = await self._planner.planned(ask, ride)
        return OwedLine(after.next_what, planned.due_at) if isinstance(planned, Planned) else OwedLine()

    async def _deliver(self, alert_id: str, written: WrittenAlert, before: tuple[str, ...]) -> _Delivery:
        """Email first, because it reaches a person; email also if only the chat was chosen and it failed."""
        ends_at = asyncio.get_running_loop().time() + self._longest_attempt.total_seconds()
        delivery = _Delivery(list(before), partial(self._alerts.told, alert_id), ends_at, noted=len(before))
        if Means.EMAIL in written.telling.by:
            await self._mail(written, delivery)
        chat = written.chat
        if chat is not None:
            await delivery.tell(f"{Means.SLACK} {chat.to}", partial(self._chat.post, chat))
        if delivery.failures and Means.EMAIL not in written.telling.by:
            await self._mail(written, delivery)
        return delivery

    async def _mail(self, written: WrittenAlert, delivery: _Delivery) -> None:
        for person, mail in written.mails.items():
            await delivery.tell(f"{Means.EMAIL} {person}", partial(self._email.send, mail))


def _promised(ask: AskAlert) -> Iterator[OwedLine]:
    """Promises that the ledger does not have yet: a new lead's alert is raised before they are recorded."""
    for promise in ask.dispatch.promises:
        if promise.state is PromiseState.RUNNING:
            yield of_promise(promise.kind.value, promise.owed, promise.due_at)
