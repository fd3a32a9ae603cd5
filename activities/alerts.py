"""Alerts: a person, or everybody of a role, is told by mail; what could not be delivered stays on the board."""

from temporalio import activity

from activities.clock import Clock
from activities.composing import Composer
from activities.failures import carried
from activities.plans import Planner
from domain.errors import SevenfoldError, TransientError
from domain.facts import Alerted
from domain.mail import EmailChannel
from domain.messages import Answer, AskAlert
from domain.ports import AlertLog, AlertNote

ATTEMPTS = 5
"""A lead does not wait for ever for a mail to its owner: after these the alert stays on the board, undelivered."""


class AlertActivities:
    """Over the alert log and the mail channel."""

    def __init__(
        self, alerts: AlertLog, channel: EmailChannel, composer: Composer, planner: Planner, clock: Clock
    ) -> None:
        """Injected by the worker."""
        self._alerts = alerts
        self._channel = channel
        self._composer = composer
        self._planner = planner
        self._clock = clock

    @activity.defn(name="send-alert")
    async def send_alert(self, ask: AskAlert) -> Answer:
        """Keep the alert, then mail it. An alert may reach a person twice after a crash; it is never lost."""
        step, now = ask.step, self._clock.now()
        note = AlertNote(
            alert_id=f"{ask.lead_id}:{step.key}",
            lead_id=ask.lead_id,
            to=step.to,
            about=step.about,
            reason=step.reason,
            raised_at=now,
        )
        try:
            is_due = await self._alerts.raise_alert(note)
            delivered = await self._deliver(ask, note) if is_due else True
            alerted = Alerted(key=step.key, at=self._clock.now(), delivered=delivered)
            return await self._planner.conclude(ask, (alerted,), why=f"to {step.to}: {step.reason}")
        except SevenfoldError as error:
            raise carried(error) from error

    async def _deliver(self, ask: AskAlert, note: AlertNote) -> bool:
        mails = await self._composer.alert_mails(ask, note)
        detail = "nobody has that role" if not mails else ""
        for mail in mails:
            try:
                await self._channel.send(mail)
            except SevenfoldError as error:
                if isinstance(error, TransientError) and activity.info().attempt < ATTEMPTS:
                    raise
                detail = type(error).__name__
        await self._alerts.delivered(note.alert_id, self._clock.now(), detail)
        return not detail
