"""Touches: one message leaves, once. Intent, sending, then sent, failed or unknown; never blindly again."""

import hashlib
from datetime import datetime

from temporalio import activity

from activities.clock import Clock
from activities.composing import Composer
from activities.delivery import Mailer, Outgoing, Texter
from activities.failures import carried
from activities.plans import Planner
from domain.errors import (
    InvalidInputError,
    NotFoundError,
    OutcomeUnknownError,
    RecipientRefusedError,
    SenderRefusedError,
    SevenfoldError,
    TransientError,
)
from domain.facts import Done, Failure, Planned, TouchFailed, TouchSent, TouchUnknown
from domain.lead import Channel
from domain.messages import Answer, AskSend
from domain.permission import Circumstances, Verdict, may_leave
from domain.planning import opens_at
from domain.ports import Claim, TouchIntent, TouchLedger, TouchState
from domain.steps import Purpose

_STATE_WHEN_LEFT = {True: TouchState.SENT, False: TouchState.INTENT, None: TouchState.UNKNOWN}


class TouchActivities:
    """Over the touch ledger and one carrier for each channel that the machine sends on."""

    def __init__(
        self,
        touches: TouchLedger,
        composer: Composer,
        planner: Planner,
        clock: Clock,
        *,
        mailer: Mailer,
        texter: Texter,
    ) -> None:
        """Injected by the worker."""
        self._touches = touches
        self._composer = composer
        self._planner = planner
        self._clock = clock
        self._carriers = {Channel.EMAIL: mailer, Channel.SMS: texter}

    @activity.defn(name="send-touch")
    async def send_touch(self, ask: AskSend) -> Answer:
        """Send one touch, or say why not; with the plan of the next one when it left."""
        try:
            fact = await self._send(ask)
            return await self._planner.conclude(ask, (fact,), went_well=isinstance(fact, TouchSent))
        except SevenfoldError as error:
            raise carried(error) from error

    async def _send(self, ask: AskSend) -> Done:
        lead = await self._composer.lead(ask.lead_id)
        try:
            outgoing = await self._carriers[ask.step.channel].prepare(ask, lead)
        except (InvalidInputError, NotFoundError) as error:
            return self._failed(ask, Failure.NOT_RENDERED, str(error))
        claim = await self._claim(ask, outgoing)
        if claim.state is TouchState.SENDING:
            claim = await self._settle(ask, claim)
        match claim.state:
            case TouchState.SENT:
                return self._sent(ask, claim.sent_at or self._clock.now())
            case TouchState.UNKNOWN | TouchState.SENDING:
                return self._unknown(ask, "the connection broke before the answer")
            case TouchState.FAILED:
                return self._failed(ask, Failure.CHANNEL_DEAD, claim.verdict.rule)
            case TouchState.INTENT:
                held = self._held(ask, claim.verdict)
                return held or await self._hand_over(ask, outgoing)

    async def _claim(self, ask: AskSend, outgoing: Outgoing) -> Claim:
        """Transaction A: the verdict and the intent, together."""
        step, now = ask.step, self._clock.now()
        playbook = await self._composer.playbook(ask.playbook)
        opening = opens_at(ask.place, playbook, now, self._clock.pace)

        def decide(circumstances: Circumstances) -> Verdict:
            return may_leave(
                circumstances,
                channel=step.channel,
                facts_heard=ask.facts_heard,
                opens_at=opening,
                caps=ask.caps,
                counts_to_caps=step.purpose is not Purpose.ACKNOWLEDGMENT,
                now=now,
                pace=self._clock.pace,
            )

        intent = TouchIntent(
            send_id=step.send_id,
            lead_id=ask.lead_id,
            run=ask.run,
            key=step.key,
            touch_id=step.touch_id,
            number=step.number,
            channel=step.channel,
            message=step.message,
            purpose=step.purpose,
            cadence=ask.cadence,
            cadence_version=ask.cadence_version,
            recipient=outgoing.recipient,
            intent_at=now,
        )
        return await self._touches.claim(intent, decide)

    async def _settle(self, ask: AskSend, claim: Claim) -> Claim:
        """A worker died between handing the touch over and hearing the answer: ask whoever can know."""
        left = await self._carriers[ask.step.channel].left(ask)
        state = _STATE_WHEN_LEFT[left]
        now = self._clock.now()
        await self._touches.resolve(ask.step.send_id, state, at=now, detail="settled after a crash")
        return claim.model_copy(update={"state": state, "sent_at": now})

    async def _hand_over(self, ask: AskSend, outgoing: Outgoing) -> Done:
        """Commit that the provider is about to be called, call it, and write down what it said."""
        send_id = ask.step.send_id
        await self._touches.sending(
            send_id,
            body_sha256=hashlib.sha256(outgoing.body.encode()).hexdigest(),
            message_id=outgoing.message_id,
            subject=outgoing.subject,
            at=self._clock.now(),
        )
        try:
            receipt = await outgoing.send()
        except RecipientRefusedError as error:
            await self._resolve(send_id, TouchState.FAILED, str(error))
            return self._failed(ask, Failure.CHANNEL_DEAD, "the provider says that it cannot be reached")
        except OutcomeUnknownError as error:
            await self._resolve(send_id, TouchState.UNKNOWN, str(error))
            return self._unknown(ask, str(error))
        except SenderRefusedError as error:
            await self._resolve(send_id, TouchState.INTENT, str(error))
            return self._failed(ask, Failure.SENDER_REFUSED, str(error))
        except TransientError as error:
            await self._resolve(send_id, TouchState.INTENT, str(error))
            raise
        now = self._clock.now()
        await self._touches.resolve(send_id, TouchState.SENT, at=now, receipt=receipt)
        return self._sent(ask, now)

    async def _resolve(self, send_id: str, state: TouchState, detail: str) -> None:
        await self._touches.resolve(send_id, state, at=self._clock.now(), detail=detail)

    def _held(self, ask: AskSend, verdict: Verdict) -> Done | None:
        """What a verdict other than allow means for the lead's plan."""
        if verdict.says == "allow":
            return None
        if verdict.says == "defer":
            now = self._clock.now()
            return Planned(key=ask.step.key, at=now, due_at=max(verdict.until or now, now), reason=verdict.rule)
        why = Failure.CHANNEL_DEAD if verdict.says == "channel_dead" else Failure.NOT_ALLOWED
        return self._failed(ask, why, verdict.rule)

    def _sent(self, ask: AskSend, at: datetime) -> TouchSent:
        return TouchSent(key=ask.step.key, at=at, channel=ask.step.channel, send_id=ask.step.send_id)

    def _unknown(self, ask: AskSend, detail: str) -> TouchUnknown:
        step = ask.step
        now = self._clock.now()
        return TouchUnknown(key=step.key, at=now, channel=step.channel, send_id=step.send_id, detail=detail)

    def _failed(self, ask: AskSend, why: Failure, rule: str) -> TouchFailed:
        return TouchFailed(key=ask.step.key, at=self._clock.now(), channel=ask.step.channel, why=why, rule=rule)
