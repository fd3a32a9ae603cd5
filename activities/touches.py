"""Touches: one message leaves, once. Intent, sending, then sent, failed or unknown; never blindly again."""

import asyncio
import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta

from temporalio import activity

from activities.carriers import Carrier, Outgoing
from activities.clock import Clock
from activities.composer import Composer
from activities.permission import permission
from activities.plans import Planner
from domain.channels import Channel
from domain.errors import (
    InvalidInputError,
    NotFoundError,
    OutcomeUnknownError,
    RecipientRefusedError,
    SenderRefusedError,
    TransientError,
)
from domain.facts.unions import Done, Failure, TouchFailed, TouchSent, TouchUnknown
from domain.gate.claims import Claim, TouchIntent, TouchState
from domain.gate.permission import Verdict, caps_on, held_back
from domain.ports import TouchLedger
from domain.wire.requests import AskSend, Result


class TouchActivities:
    """Over the touch ledger and one carrier for each channel that the machine sends on."""

    def __init__(
        self,
        touches: TouchLedger,
        composer: Composer,
        planner: Planner,
        clock: Clock,
        carriers: Mapping[Channel, Carrier],
    ) -> None:
        """Take the ports that the worker builds."""
        self._touches = touches
        self._composer = composer
        self._planner = planner
        self._clock = clock
        self._carriers = carriers

    @activity.defn(name="send-touch")
    async def send_touch(self, ask: AskSend) -> Result:
        """Send one touch, or say why not; with the plan of the next one when it left."""
        fact = await self._send(ask)
        why = ask.step.reason if isinstance(fact, TouchSent) else ""
        return await self._planner.conclude(ask, (fact,), went_well=isinstance(fact, TouchSent), why=why)

    async def _send(self, ask: AskSend) -> Done:
        lead = await self._composer.addressee(ask)
        try:
            outgoing = await self._carriers[ask.step.channel].prepare(ask, lead)
        except (InvalidInputError, NotFoundError) as error:
            return self._failed(ask, Failure.NOT_RENDERED, str(error))
        claim = await self._claim(ask, outgoing)
        if claim.state is TouchState.SENDING:
            await self._settle(ask, claim)
            claim = await self._claim(ask, outgoing)  # what may be sent after all may have been forbidden since
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
        caps = caps_on(step.purpose, ask.caps)
        asked = permission(ask, ask.check, step.channel, caps, playbook=playbook, now=now, pace=self._clock.pace)
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
            counted=asked.counted,
        )
        return await self._touches.claim(intent, asked.decide)

    async def _settle(self, ask: AskSend, claim: Claim) -> None:
        """An attempt ended after sending and before the answer: ask the provider whether the touch left."""
        carrier, now = self._carriers[ask.step.channel], self._clock.now()
        state = TouchState.UNKNOWN
        if carrier.settles_after is not None:
            early = (claim.sending_at or now) + carrier.settles_after - now
            if early > timedelta(0):
                raise TransientError(f"whether {ask.step.send_id} left is not known yet", retry_after=early)
            state = TouchState.SENT if await carrier.left(ask) else TouchState.INTENT
        await self._resolve(ask.step.send_id, state, "settled after an attempt that got no answer")

    async def _hand_over(self, ask: AskSend, outgoing: Outgoing) -> Done:
        """Commit that the provider is about to be called, call it, and write down what it said."""
        send_id, until = ask.step.send_id, self._given_up_at(ask)
        await self._touches.sending(
            send_id,
            body_sha256=hashlib.sha256(outgoing.body.encode()).hexdigest(),
            message_id=outgoing.message_id,
            subject=outgoing.subject,
            at=self._clock.now(),
        )
        try:
            async with asyncio.timeout_at(until):
                receipt = await outgoing.send()
        except (OutcomeUnknownError, TimeoutError) as error:
            return await self._unanswered(ask, str(error))
        except InvalidInputError as error:
            await self._resolve(send_id, TouchState.FAILED, str(error))
            # Nobody on our side can fix what the lead typed: the next channel takes over.
            is_dead = error.field == "recipient_address"
            return self._failed(ask, Failure.CHANNEL_DEAD if is_dead else Failure.NOT_RENDERED, str(error))
        except RecipientRefusedError as error:
            await self._resolve(send_id, TouchState.FAILED, str(error))
            return self._failed(ask, Failure.CHANNEL_DEAD, "the provider says that it cannot be reached")
        except SenderRefusedError as error:
            await self._resolve(send_id, TouchState.INTENT, str(error))
            return self._failed(ask, Failure.SENDER_REFUSED, str(error))
        except TransientError as error:
            await self._resolve(send_id, TouchState.INTENT, str(error))
            raise
        now = self._clock.now()
        await self._touches.resolve(send_id, TouchState.SENT, at=now, receipt=receipt)
        return self._sent(ask, now)

    def _given_up_at(self, ask: AskSend) -> float | None:
        """When, on the loop's clock, an attempt that begins now has to be over."""
        channel = ask.step.channel
        settles_after = self._carriers[channel].settles_after
        if not settles_after:
            return None
        return asyncio.get_running_loop().time() + settles_after.total_seconds() * channel.way.retries.given_up_after

    async def _unanswered(self, ask: AskSend, why: str) -> TouchUnknown:
        """It may have left. Where that will be known, the row stays ``sending`` and the next attempt settles it."""
        settles_after = self._carriers[ask.step.channel].settles_after
        if settles_after is not None:
            raise TransientError(f"no answer yet: {why}", retry_after=settles_after or None)
        await self._resolve(ask.step.send_id, TouchState.UNKNOWN, why)
        return self._unknown(ask, why)

    async def _resolve(self, send_id: str, state: TouchState, detail: str) -> None:
        await self._touches.resolve(send_id, state, at=self._clock.now(), detail=detail)

    def _held(self, ask: AskSend, verdict: Verdict) -> Done | None:
        """What a verdict other than allow means for the lead's plan."""
        return held_back(verdict, ask.step.key, ask.step.channel, self._clock.now())

    def _sent(self, ask: AskSend, at: datetime) -> TouchSent:
        return TouchSent(key=ask.step.key, at=at, channel=ask.step.channel, send_id=ask.step.send_id)

    def _unknown(self, ask: AskSend, detail: str) -> TouchUnknown:
        step = ask.step
        now = self._clock.now()
        return TouchUnknown(key=step.key, at=now, channel=step.channel, send_id=step.send_id, detail=detail)

    def _failed(self, ask: AskSend, why: Failure, rule: str) -> TouchFailed:
        return TouchFailed(key=ask.step.key, at=self._clock.now(), channel=ask.step.channel, why=why, rule=rule)
