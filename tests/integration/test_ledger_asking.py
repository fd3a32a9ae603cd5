"""Touches that people make: bound by suppression, consent and caps as those of the machine are, on both databases."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from ledger_builders import MINUTE, NOON, a_lead, a_report, a_sent_mail, a_task, an_arrival, an_intent, heard

from domain.channels import Address, Channel, Consent
from domain.facts.hearing import Delivery
from domain.facts.unions import Bounced, OptedOut, OutcomeLogged, ReplyReceived
from domain.gate.claims import TaskClaim
from domain.gate.permission import Circumstances, Verdict, counted_by, may_leave
from domain.hours.spans import parse_span
from domain.outcomes import Outcome
from domain.terms.agreement import Cap
from ledger.ledger import Ledger

pytest_plugins = ("ledgers",)

NUMBER = "+14155550100"
DAY = parse_span("1 day")
TWO_CALLS = Cap(channel=Channel.CALL, count=2, within=DAY)
HOUR = timedelta(hours=1)


async def ask(
    ledger: Ledger, lead_id: str, task_id: str, *caps: Cap, channel: Channel = Channel.CALL, facts_heard: int = 0
) -> TaskClaim:
    """Ask for a touch of a person's, under these caps."""

    def decide(circumstances: Circumstances) -> Verdict:
        return may_leave(
            circumstances,
            channel=channel,
            facts_heard=facts_heard,
            opens_at=NOON,
            caps=caps,
            now=NOON,
        )

    task = a_task(lead_id, task_id, kind=channel)
    return await ledger.tasks.claim(task, channel, decide, counted=counted_by(caps))


async def is_open(ledger: Ledger, lead_id: str) -> bool:
    """Whether anybody has a task of the lead."""
    return bool((await ledger.reading.lead_detail(lead_id)).open_tasks)


async def test_a_person_is_asked_when_nothing_is_against_it(ledger: Ledger) -> None:
    """The task is open; asked once more it is the same, whatever would be decided now."""
    lead_id = await a_lead(ledger, phone=NUMBER)

    first = await ask(ledger, lead_id, "t1", TWO_CALLS)
    await ledger.hearings.record(heard(lead_id, OptedOut))
    again = await ask(ledger, lead_id, "t1", TWO_CALLS)

    assert first == again == TaskClaim(assignee="ana", verdict=Verdict(says="allow"))
    assert await is_open(ledger, lead_id)


@pytest.mark.parametrize(
    ("fact", "fields", "channel", "says"),
    [
        (OutcomeLogged, {"outcome": Outcome.ASKED_NOT_TO_CALL}, Channel.CALL, "channel_dead"),
        (OutcomeLogged, {"outcome": Outcome.ASKED_NOT_TO_CALL}, Channel.MANUAL_EMAIL, "allow"),
        (OptedOut, {}, Channel.MANUAL_EMAIL, "channel_dead"),
        (OptedOut, {}, Channel.POST, "channel_dead"),
        (OptedOut, {}, Channel.SOCIAL, "channel_dead"),
        (OptedOut, {}, Channel.TASK, "channel_dead"),
        (OutcomeLogged, {"outcome": Outcome.ASKED_NOT_TO_CALL}, Channel.SOCIAL, "allow"),
        (OutcomeLogged, {"outcome": Outcome.ASKED_NOT_TO_CALL}, Channel.TASK, "allow"),
    ],
)
async def test_nobody_calls_who_asked_not_to_be_called(
    ledger: Ledger, fact: type[Any], fields: dict[str, Any], channel: Channel, says: str
) -> None:
    """Said of one lead it holds for the person's next one too; no task is opened then."""
    before = await a_lead(ledger, phone=NUMBER)
    await ledger.hearings.record(heard(before, fact, "said", **fields))
    await ledger.hearings.delivered("said", Delivery(state="applied"), NOON)
    await ledger.timeline.record(a_report(before, 1))
    lead_id = await a_lead(ledger, "next", email="other@x.example")
    await _give_number(ledger, lead_id)

    claim = await ask(ledger, lead_id, "t1", channel=channel)

    assert claim.verdict.says == says
    assert await is_open(ledger, lead_id) == (says == "allow")


async def _give_number(ledger: Ledger, lead_id: str) -> None:
    """The same number, learned later: on arrival it would have been the same lead."""
    arrival = await ledger.intake.arrival_of(lead_id)
    amended = arrival.model_copy(update={"phone_key": NUMBER})
    await ledger.hearings.record(heard(lead_id, ReplyReceived, "r"), amended=amended)
    await ledger.hearings.delivered("r", Delivery(state="refused"), NOON)


async def test_a_fact_that_was_not_heard_holds_a_call_back(ledger: Ledger) -> None:
    """Nobody is asked to call a lead whose reply is on its way."""
    lead_id = await a_lead(ledger, phone=NUMBER)
    await ledger.hearings.record(heard(lead_id, ReplyReceived))

    assert (await ask(ledger, lead_id, "t1")).verdict.says == "defer"
    assert (await ask(ledger, lead_id, "t1", facts_heard=1)).verdict.says == "allow"


async def test_calls_count_to_caps_when_they_were_asked_for(ledger: Ledger) -> None:
    """Open ones and done ones; not what was withdrawn, or not sent. Machines' touches and people's count together."""
    lead_id = await a_lead(ledger, phone=NUMBER)
    for number, (kind, outcome) in enumerate(
        [(Channel.CALL, "no_answer"), (Channel.CALL, ""), (Channel.MANUAL_EMAIL, "not_sent")]
    ):
        await ledger.tasks.open(a_task(lead_id, f"t{number}", kind=kind, opened_at=NOON - 3 * HOUR))
        if outcome:
            told = heard(lead_id, OutcomeLogged, f"f{number}", outcome=Outcome(outcome), task_id=f"t{number}")
            await ledger.hearings.record(told)
            await ledger.hearings.delivered(f"f{number}", Delivery(state="applied"), NOON)
    await a_sent_mail(ledger, an_intent(lead_id), at=NOON - HOUR)

    over = (await ask(ledger, lead_id, "t9", TWO_CALLS, facts_heard=2)).verdict
    three = Cap(channel="all", count=3, within=DAY)
    four = Cap(channel="all", count=4, within=DAY)

    assert (over.says, over.until, over.rule) == ("defer", NOON + 21 * HOUR, "at most 2 call touches within 1 day")
    assert (await ask(ledger, lead_id, "t9", three, facts_heard=2)).verdict.says == "defer"
    assert (await ask(ledger, lead_id, "t9", four, facts_heard=2)).verdict.says == "allow"

    await ledger.timeline.record(a_report(lead_id, 2, open_task="t9"))  # withdraws t1
    assert (await ask(ledger, lead_id, "t10", three, facts_heard=2)).verdict.says == "defer"
    assert (await ask(ledger, lead_id, "t10", four, facts_heard=2)).verdict.says == "allow"


async def test_calls_to_one_company_do_not_both_take_the_last_place(ledger: Ledger, other_ledger: Ledger) -> None:
    """Colleagues asked to call at one instant: as many as the cap allows."""
    leads = [await a_lead(ledger, form={"company": "Acme"}) for _ in range(6)]
    cap = Cap(channel=Channel.CALL, count=2, within=DAY, per="company")

    claims = await asyncio.gather(
        *(ask((ledger, other_ledger)[number % 2], lead_id, f"t{number}", cap) for number, lead_id in enumerate(leads))
    )

    assert sorted(claim.verdict.says for claim in claims) == ["allow"] * 2 + ["defer"] * 4


async def test_a_task_that_was_open_before_is_found(ledger: Ledger) -> None:
    """Whoever has it now is the answer: it may have been passed on."""
    lead_id = await a_lead(ledger, phone=NUMBER)
    await ask(ledger, lead_id, "t1")
    await ledger.tasks.give("t1", "ben", NOON + MINUTE)

    assert (await ask(ledger, lead_id, "t1")).assignee == "ben"


PAGE = "https://www.LinkedIn.com/in/Mara-Quill/"
SAME_PAGE = "https://linkedin.com/in/mara-quill?trk=mail"


@pytest.mark.parametrize(
    ("fact", "channel", "says"),
    [
        (OptedOut, Channel.SOCIAL, "channel_dead"),
        (OptedOut, Channel.MANUAL_EMAIL, "allow"),
        (OptedOut, Channel.TASK, "allow"),
        (Bounced, Channel.SOCIAL, "channel_dead"),
        (Bounced, Channel.MANUAL_EMAIL, "allow"),
    ],
)
async def test_a_page_that_is_suppressed_is_so_for_every_lead(
    ledger: Ledger, fact: type[Any], channel: Channel, says: str
) -> None:
    """However it is written; the rest of a lead with another address is theirs, for a page may be a company's."""
    before = await a_lead(ledger, form={"social_url": PAGE})
    fields = {"channel": Channel.SOCIAL} if fact is Bounced else {}
    await ledger.hearings.record(heard(before, fact, **fields))
    lead_id = await a_lead(ledger, form={"social_url": SAME_PAGE})

    claim = await ask(ledger, lead_id, "t1", channel=channel)

    assert claim.verdict.says == says
    shown = (await ledger.reading.lead_detail(lead_id)).suppressions
    assert [row.kind for row in shown] == [Address.SOCIAL_URL]


async def test_who_gave_nothing_but_a_page_is_left_alone_by_it(ledger: Ledger) -> None:
    """Their page is all that names them, so a further form of it begins nothing."""
    before = await a_lead(ledger, email="", form={"social_url": PAGE})
    await ledger.hearings.record(heard(before, OptedOut))

    again = await ledger.intake.receive(an_arrival(email="", form={"social_url": SAME_PAGE}), scope="test")

    assert (again.is_new, again.why) == (False, "not restarted")
    assert "opted out" in again.reason


@pytest.mark.parametrize("channel", [Channel.SOCIAL, Channel.TASK])
async def test_a_cap_counts_every_channel_of_people(ledger: Ledger, channel: Channel) -> None:
    """Once a day: the second waits until the first is a day old."""
    lead_id = await a_lead(ledger, form={"social_url": PAGE})
    cap = Cap(channel=channel, count=1, within=DAY)
    await ledger.tasks.open(a_task(lead_id, "t0", kind=channel, opened_at=NOON - HOUR))

    verdict = (await ask(ledger, lead_id, "t1", cap, channel=channel)).verdict

    assert (verdict.says, verdict.until, verdict.rule) == (
        "defer",
        NOON + 23 * HOUR,
        f"at most 1 {channel} touch within 1 day",
    )


async def test_a_no_to_social_messages_is_kept(ledger: Ledger) -> None:
    """As the lead's form says it in the transaction; it says nothing of other tasks."""
    lead_id = await a_lead(ledger, form={"social_url": PAGE, "consent": Consent(social=False)})

    assert (await ask(ledger, lead_id, "t1", channel=Channel.SOCIAL)).verdict.rule == "no consent for social"
    assert (await ask(ledger, lead_id, "t2", channel=Channel.TASK)).verdict.says == "allow"
