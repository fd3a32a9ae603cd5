"""Touches: each leaves once, and none after a stop, on both databases."""

import asyncio
from datetime import timedelta

import pytest
from ledger_builders import MINUTE, NOON, a_lead, a_report, a_sent_mail, allow, an_intent, heard

from domain.channels import Channel
from domain.dispositions import Disposition
from domain.errors import InvalidInputError, NotFoundError, TransientError
from domain.facts.hearing import Delivery
from domain.facts.unions import Bounced, OptedOut, OutcomeLogged, OutOfOffice, ReplyReceived
from domain.gate.claims import TouchIntent, TouchState
from domain.gate.permission import Circumstances, Verdict, caps_on, may_leave
from domain.hours.spans import parse_span
from domain.journey.steps import Purpose
from domain.outcomes import Outcome
from domain.outgoing.mail import Receipt
from domain.terms.agreement import Cap
from ledger.ledger import Ledger

pytest_plugins = ("ledgers",)

ADDRESS = "mara@x.example"
NUMBER = "+14155550100"


class ByTheRules:
    """The domain's verdict, remembering the circumstances that it saw."""

    def __init__(self, intent: TouchIntent, *, facts_heard: int = 0, caps: tuple[Cap, ...] = ()) -> None:
        self._intent = intent
        self._facts_heard = facts_heard
        self._caps = caps
        self.saw: list[Circumstances] = []

    def __call__(self, circumstances: Circumstances) -> Verdict:
        self.saw.append(circumstances)
        return may_leave(
            circumstances,
            channel=self._intent.channel,
            facts_heard=self._facts_heard,
            opens_at=self._intent.intent_at,
            caps=caps_on(self._intent.purpose, self._caps),
            now=self._intent.intent_at,
        )


async def test_what_no_cap_counts_is_not_read(ledger: Ledger) -> None:
    """An acknowledgment is held back by no cap, and is not kept waiting for what left before either."""
    lead_id = await a_lead(ledger, email=ADDRESS)
    await a_sent_mail(ledger, an_intent(lead_id))
    counted, uncounted = an_intent(lead_id), an_intent(lead_id, counted=frozenset())
    judges = [ByTheRules(counted), ByTheRules(uncounted)]

    for intent, judge in zip((counted, uncounted), judges, strict=True):
        await ledger.touches.claim(intent, judge)

    assert [len(judge.saw[0].recent) for judge in judges] == [1, 0]


async def test_a_touch_goes_from_intent_to_sent(ledger: Ledger) -> None:
    """Claimed, about to be sent, sent: a claim after that answers the receipt and asks nobody."""
    lead_id = await a_lead(ledger)
    intent = an_intent(lead_id)
    receipt = Receipt(provider_id="250 queued", detail="queued as 1")

    claimed = await ledger.touches.claim(intent, allow)
    await a_sent_mail(ledger, intent)
    await ledger.touches.resolve(intent.send_id, TouchState.SENT, at=NOON + MINUTE, receipt=receipt)
    again = await ledger.touches.claim(intent, _never_asked)

    assert (claimed.state, claimed.verdict.says) == (TouchState.INTENT, "allow")
    assert (again.state, again.receipt, again.sent_at) == (TouchState.SENT, receipt, NOON + MINUTE)
    assert again.verdict.says == "allow"


def _never_asked(_: Circumstances) -> Verdict:
    raise AssertionError("a touch that left is not decided again")


async def test_a_hundred_concurrent_claims_are_one_intent_and_one_send(ledger: Ledger, other_ledger: Ledger) -> None:
    """However many attempts claim a touch, one of them may call the provider."""
    lead_id = await a_lead(ledger)
    intent = an_intent(lead_id)
    doors = (ledger.touches, other_ledger.touches)

    claims = await asyncio.gather(*(doors[number % 2].claim(intent, allow) for number in range(100)))
    sendings = await asyncio.gather(
        *(
            doors[number % 2].sending(
                intent.send_id, body_sha256="ab", message_id="<m@x>", subject="s", at=NOON + number * MINUTE
            )
            for number in range(20)
        ),
        return_exceptions=True,
    )

    assert {claim.state for claim in claims} == {TouchState.INTENT}
    assert len((await ledger.reading.lead_detail(lead_id)).touches) == 1
    assert sendings.count(None) == 1
    assert sum(isinstance(answer, TransientError) for answer in sendings) == 19


async def test_a_refused_touch_leaves_no_trace(ledger: Ledger) -> None:
    """Only a verdict that allows inserts an intent."""
    lead_id = await a_lead(ledger)

    claim = await ledger.touches.claim(
        an_intent(lead_id), lambda _: Verdict(says="defer", rule="closed", until=NOON + MINUTE)
    )

    assert (claim.state, claim.verdict.says) == (TouchState.INTENT, "defer")
    assert (await ledger.reading.lead_detail(lead_id)).touches == ()


async def test_an_intent_is_decided_again(ledger: Ledger) -> None:
    """Allowed once, a touch that has not left may be refused when it is claimed again."""
    lead_id = await a_lead(ledger, email=ADDRESS)
    intent = an_intent(lead_id)
    await ledger.touches.claim(intent, allow)
    await ledger.hearings.record(heard(lead_id, OptedOut))

    unheard = await ledger.touches.claim(intent, ByTheRules(intent))
    heard_of = await ledger.touches.claim(intent, ByTheRules(intent, facts_heard=1))

    assert (unheard.state, unheard.verdict.says) == (TouchState.INTENT, "defer")
    assert (heard_of.state, heard_of.verdict.says) == (TouchState.INTENT, "channel_dead")


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.SMS])
async def test_an_opt_out_before_the_claim_refuses_it(ledger: Ledger, channel: Channel) -> None:
    """The suppression is there with the fact, on every channel, even if the workflow has heard of it."""
    lead_id = await a_lead(ledger, email=ADDRESS, phone=NUMBER, form={"consent": {"sms": True}})
    await ledger.hearings.record(heard(lead_id, OptedOut))
    intent = an_intent(lead_id, channel=channel)

    claim = await ledger.touches.claim(intent, ByTheRules(intent, facts_heard=1))

    assert claim.verdict.says == "channel_dead"
    assert claim.verdict.rule == "suppressed: opted out"


async def test_an_opt_out_holds_for_the_person_in_every_lead(ledger: Ledger) -> None:
    """Another lead with the same number, but another address, is not written to either."""
    first = await a_lead(ledger, email=ADDRESS, phone=NUMBER)
    await ledger.timeline.record(a_report(first, 1, disposition=Disposition.OPTED_OUT))
    second = await a_lead(ledger, email="work@y.example", phone=NUMBER)
    await ledger.hearings.record(heard(first, OptedOut))
    intent = an_intent(second)

    claim = await ledger.touches.claim(intent, ByTheRules(intent))

    assert claim.verdict.says == "channel_dead"


async def test_a_suppressed_recipient_is_refused_whatever_the_lead_is_called(ledger: Ledger) -> None:
    """The address a mail really goes to counts, not only the lead's own."""
    gone = await a_lead(ledger, email="Mara@Gone.example")
    await ledger.hearings.record(heard(gone, Bounced, hard=True))
    intent = an_intent(await a_lead(ledger), recipient="MARA@gone.example")

    claim = await ledger.touches.claim(intent, ByTheRules(intent))

    assert claim.verdict.rule == "suppressed: mail to this address bounced for good"


@pytest.mark.parametrize(
    ("fact", "channel", "verdict"),
    [
        ({"fact": Bounced, "hard": True}, Channel.EMAIL, "channel_dead"),
        ({"fact": Bounced, "hard": True}, Channel.SMS, "allow"),
        ({"fact": Bounced, "hard": False}, Channel.EMAIL, "allow"),
        ({"fact": OutcomeLogged, "outcome": Outcome.ASKED_NOT_TO_CALL}, Channel.SMS, "channel_dead"),
        ({"fact": OutcomeLogged, "outcome": Outcome.ASKED_NOT_TO_CALL}, Channel.EMAIL, "allow"),
        ({"fact": OutOfOffice}, Channel.EMAIL, "allow"),
    ],
)
async def test_a_fact_bars_what_it_is_about(
    ledger: Ledger, fact: dict[str, object], channel: Channel, verdict: str
) -> None:
    """A dead address bars mail, a word on the phone bars the phone, and nothing else."""
    lead_id = await a_lead(ledger, email=ADDRESS, phone=NUMBER, form={"consent": {"sms": True}})
    await ledger.hearings.record(heard(lead_id, **fact))  # type: ignore[arg-type]
    intent = an_intent(lead_id, channel=channel, recipient=ADDRESS)

    claim = await ledger.touches.claim(intent, ByTheRules(intent, facts_heard=1))

    assert claim.verdict.says == verdict


async def test_a_fact_between_decision_and_claim_holds_the_touch_back(ledger: Ledger) -> None:
    """A reply that is on record and was not heard by the workflow defers the touch; heard, it no longer does."""
    lead_id = await a_lead(ledger)
    intent = an_intent(lead_id)
    await ledger.hearings.record(heard(lead_id, ReplyReceived, "reply"))

    unheard = await ledger.touches.claim(intent, ByTheRules(intent, facts_heard=0))
    after = await ledger.touches.claim(intent, ByTheRules(intent, facts_heard=1))

    assert unheard.verdict.says == "defer"
    assert after.verdict.says == "allow"


async def test_a_fact_that_the_workflow_refused_does_not_hold_the_next_touch_back(ledger: Ledger) -> None:
    """The workflow never counts what it refused."""
    lead_id = await a_lead(ledger)
    intent = an_intent(lead_id)
    await ledger.hearings.record(heard(lead_id, ReplyReceived, "reply"))
    await ledger.hearings.delivered("reply", Delivery(state="refused", answer="no"), NOON)

    claim = await ledger.touches.claim(intent, ByTheRules(intent, facts_heard=0))

    assert claim.verdict.says == "allow"


async def test_a_stop_that_races_claims_is_before_or_after_each_of_them(ledger: Ledger, other_ledger: Ledger) -> None:
    """Once the opt-out is on record no claim is allowed, however many are under way."""
    lead_id = await a_lead(ledger)
    intents = [an_intent(lead_id) for _ in range(40)]
    seen: list[str] = []

    async def claim(door: Ledger, intent: TouchIntent) -> None:
        claimed = await door.touches.claim(intent, ByTheRules(intent))
        seen.append(claimed.verdict.says)

    async def stop() -> None:
        await ledger.hearings.record(heard(lead_id, OptedOut))
        seen.append("stopped")

    await asyncio.gather(
        *(claim((ledger, other_ledger)[number % 2], intent) for number, intent in enumerate(intents[:20])),
        stop(),
    )
    late = await asyncio.gather(
        *(claim((ledger, other_ledger)[number % 2], intent) for number, intent in enumerate(intents[20:]))
    )

    assert len(late) == 20
    assert seen[-20:] == ["defer"] * 20
    assert seen.count("stopped") == 1


async def test_an_ended_lead_is_blocked_and_consent_is_asked(ledger: Ledger) -> None:
    """A text needs a yes; a lead with its disposition gets nothing."""
    lead_id = await a_lead(ledger, phone=NUMBER)
    text = an_intent(lead_id, channel=Channel.SMS)

    without_consent = await ledger.touches.claim(text, ByTheRules(text))
    await ledger.timeline.record(a_report(lead_id, 1, disposition=Disposition.CONVERTED))
    after_the_end = await ledger.touches.claim(text, ByTheRules(text))

    assert without_consent.verdict.rule == "no consent for sms"
    assert after_the_end.verdict.says == "block"


async def test_caps_count_what_left_for_the_person(ledger: Ledger) -> None:
    """Across their leads; acknowledgments, failures and what is older than a month are not counted."""
    before = await a_lead(ledger, email=ADDRESS)
    hour = timedelta(hours=1)
    sent = an_intent(before, "before.sent")
    await a_sent_mail(ledger, sent, at=NOON - hour)
    await ledger.touches.resolve(sent.send_id, TouchState.SENT, at=NOON - hour)
    unknown = an_intent(before, "before.unknown")
    await a_sent_mail(ledger, unknown, at=NOON - 2 * hour)
    await ledger.touches.resolve(unknown.send_id, TouchState.UNKNOWN, at=NOON - 2 * hour)
    failed = an_intent(before, "before.failed")
    await a_sent_mail(ledger, failed, at=NOON - hour)
    await ledger.touches.resolve(failed.send_id, TouchState.FAILED, at=NOON - hour)
    await a_sent_mail(ledger, an_intent(before, "before.ack", purpose=Purpose.ACKNOWLEDGMENT), at=NOON - hour)
    await a_sent_mail(ledger, an_intent(before, "before.old"), at=NOON - timedelta(days=32))
    await ledger.timeline.record(a_report(before, 1, disposition=Disposition.EXHAUSTED))
    intent = an_intent(await a_lead(ledger, email=ADDRESS))
    caps = (Cap(channel=Channel.EMAIL, count=2, within=parse_span("1 day")),)

    decide = ByTheRules(intent, caps=caps)
    claim = await ledger.touches.claim(intent, decide)

    assert sorted(decide.saw[0].recent) == [(Channel.EMAIL, NOON - 2 * hour), (Channel.EMAIL, NOON - hour)]
    assert (claim.verdict.says, claim.verdict.until) == ("defer", NOON + timedelta(hours=22))


@pytest.mark.parametrize(
    ("first", "then", "left"),
    [
        (TouchState.SENT, TouchState.UNKNOWN, TouchState.SENT),
        (TouchState.SENT, TouchState.INTENT, TouchState.SENT),
        (TouchState.FAILED, TouchState.SENT, TouchState.FAILED),
        (TouchState.UNKNOWN, TouchState.SENT, TouchState.SENT),
        (TouchState.UNKNOWN, TouchState.INTENT, TouchState.INTENT),
        (TouchState.INTENT, TouchState.SENT, TouchState.INTENT),
        (TouchState.INTENT, TouchState.FAILED, TouchState.FAILED),
    ],
)
async def test_what_is_settled_stays(ledger: Ledger, first: TouchState, then: TouchState, left: TouchState) -> None:
    """Only an unknown touch may turn out otherwise; one that is back at its intent may be tried again."""
    intent = an_intent(await a_lead(ledger))
    await a_sent_mail(ledger, intent)

    await ledger.touches.resolve(intent.send_id, first, at=NOON)
    await ledger.touches.resolve(intent.send_id, then, at=NOON + MINUTE)

    assert (await ledger.touches.claim(intent, allow)).state is left


async def test_a_send_committed_twice_by_one_attempt_is_fine(ledger: Ledger) -> None:
    """The same words at the same instant are the same attempt; another attempt is told to look again."""
    intent = an_intent(await a_lead(ledger))
    await a_sent_mail(ledger, intent, at=NOON)

    await ledger.touches.sending(intent.send_id, body_sha256="ab" * 32, message_id="<m>", subject="s", at=NOON)

    with pytest.raises(TransientError, match="is sending already, by another attempt"):
        await ledger.touches.sending(
            intent.send_id, body_sha256="ab" * 32, message_id="<m>", subject="s", at=NOON + MINUTE
        )


async def test_touches_that_were_never_claimed_are_not_found(ledger: Ledger) -> None:
    """Nothing is sent or settled without an intent, and no lead is written to that is not there."""
    with pytest.raises(NotFoundError, match=r"touch l1\.1\.1 was never claimed"):
        await ledger.touches.sending("l1.1.1", body_sha256="ab", message_id="<m>", subject="s", at=NOON)
    with pytest.raises(NotFoundError, match=r"touch l1\.1\.1 was never claimed"):
        await ledger.touches.resolve("l1.1.1", TouchState.SENT, at=NOON)
    with pytest.raises(NotFoundError, match="no lead nobody"):
        await ledger.touches.claim(an_intent("nobody"), allow)
    with pytest.raises(InvalidInputError, match="a touch is resolved as"):
        await ledger.touches.resolve("l1.1.1", TouchState.SENDING, at=NOON)


async def test_the_thread_is_what_left_in_order(ledger: Ledger) -> None:
    """Mails of this run that were sent; nothing that failed, and no text."""
    lead_id = await a_lead(ledger)
    for number, state in enumerate([TouchState.SENT, TouchState.FAILED, TouchState.SENT]):
        intent = an_intent(lead_id, f"{lead_id}.1.{number}")
        await a_sent_mail(ledger, intent, at=NOON + number * MINUTE, message_id=f"<{number}@x>")
        await ledger.touches.resolve(intent.send_id, state, at=NOON + number * MINUTE)
    later = an_intent(lead_id, run=2)
    await a_sent_mail(ledger, later)
    await ledger.touches.resolve(later.send_id, TouchState.SENT, at=NOON)

    thread = await ledger.touches.thread(lead_id, 1)

    assert [mail.message_id for mail in thread] == ["<0@x>", "<2@x>"]


async def test_a_provider_may_say_anything(ledger: Ledger) -> None:
    """Its words are kept without what no database keeps: a touch that left must be recorded."""
    intent = an_intent(await a_lead(ledger))
    await a_sent_mail(ledger, intent)

    receipt = Receipt(provider_id="1\x00", detail="250 \x00 \ud800")
    await ledger.touches.resolve(intent.send_id, TouchState.SENT, at=NOON, receipt=receipt)

    claim = await ledger.touches.claim(intent, allow)
    assert claim.receipt == Receipt(provider_id="1\ufffd", detail="250 \ufffd \ufffd")


async def test_a_send_is_found_by_its_id_and_by_its_mail(ledger: Ledger) -> None:
    """Replies are matched by token, or by the thread."""
    lead_id = await a_lead(ledger)
    intent = an_intent(lead_id)
    await a_sent_mail(ledger, intent, message_id="<thread@x>")

    found = await ledger.reading.find_send(intent.send_id)

    assert found is not None
    assert (found.lead_id, found.touch_id, found.state) == (lead_id, "intro", TouchState.SENDING)
    assert await ledger.reading.find_by_message_id("<thread@x>") == found
    assert await ledger.reading.find_send("nothing") is None
    assert await ledger.reading.find_by_message_id("") is None
