"""Alerts: people are told by mail and in the team's chat; what could not be delivered stays on the board."""

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
"""A lead does not wait for ever for a mail to its owner: after these the alert stays on the board, undelivered."""

ATTEMPTS_ONCE_TOLD = 2
"""Once somebody was told, the lead's next step matters more than that everybody was."""

LONGEST_WAIT = timedelta(seconds=30)
"""What a provider may ask to wait; the lead waits too, so that of one that asks for more the rest are told without."""

LONGEST_ATTEMPT = timedelta(seconds=45)
"""After this an attempt tells nobody further: one that runs into its time-out is made anew, without end."""


@dataclass
class _Delivery:
    """What became of one attempt: by which ways somebody was told, on this one or before, and what did not work.

    Attributes:
        note: keeps the ways so far, so that an attempt that dies is not made again from the first of many people on.
        ends_at: when the rest is left to the next attempt, by the event loop's clock.
        is_cut_short: there was somebody left.
    """

    told: list[str]
    note: Callable[[Sequence[str]], Awaitable[None]]
    ends_at: float
    failures: dict[str, SevenfoldError] = field(default_factory=dict)
    is_cut_short: bool = False
    tried: int = 0
    noted: int = 0

    async def tell(self, way: str, send: Callable[[], Awaitable[Any]]) -> None:
        """Tell somebody who was not told before, and note how it went."""
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
        """The failure that another attempt may mend, if one is still to be made."""
        passing = [error for error in self.failures.values() if isinstance(error, TransientError)]
        slowest = max(passing, key=lambda error: error.retry_after or timedelta(0), default=None)
        if slowest is None or (slowest.retry_after or timedelta(0)) > LONGEST_WAIT:
            return None
        is_enough = self.told and not self.is_cut_short
        return slowest if attempt < (ATTEMPTS_ONCE_TOLD if is_enough else ATTEMPTS) else None

    @property
    def detail(self) -> str:
        """What did not work, for the board; an error of the mail channel may quote an address, its name does not."""
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
        """Injected by the worker."""
        self._longest_attempt = longest_attempt
        self._alerts = alerts
        self._email = email
        self._chat = chat
        self._writer = writer
        self._planner = planner
        self._clock = clock

    @activity.defn(name="send-alert")
    async def send_alert(self, ask: AskAlert) -> Result:
        """Keep the alert, then tell people. An alert may reach somebody twice after a crash; it is never lost."""
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
        """The touch that is planned on the way, where a person makes it: its task is opened when it is due."""
        ride, after = ask.ride, ask.dispatch.after
        if ride is None or after is None or ride.channel in MACHINE_CHANNELS:
            return OwedLine()
        if ride.kind is not InstantKind.CALL_BACK and ride.channel is None:
            return OwedLine()
        planned = await self._planner.planned(ask, ride)
        return OwedLine(after.next_what, planned.due_at) if isinstance(planned, Planned) else OwedLine()

    async def _deliver(self, alert_id: str, written: WrittenAlert, before: tuple[str, ...]) -> _Delivery:
        """Mail first, which reaches a person; and also when only the chat was to be told and it could not be."""
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
    """What the lead is promised and the ledger is only about to be told: an alert of a new lead comes first."""
    for promise in ask.dispatch.promises:
        if promise.state is PromiseState.RUNNING:
            yield of_promise(promise.kind.value, promise.owed, promise.due_at)
