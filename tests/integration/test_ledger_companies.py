"""Companies: who is told of a colleague, and what may leave for all of them together, on both databases."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from ledger_builders import MINUTE, NOON, a_lead, a_report, a_sent_mail, an_entry, an_intent, heard

from domain.channels import Channel
from domain.dispositions import Disposition
from domain.errors import NotFoundError
from domain.facts.unions import OptedOut, ReplyReceived
from domain.gate.claims import TouchIntent
from domain.gate.permission import Circumstances, Verdict, caps_on, counted_by, may_leave
from domain.hours.spans import parse_span
from domain.journey.steps import Purpose
from domain.terms.agreement import Cap
from domain.terms.company import CompanyEvent
from domain.terms.team import Assignment
from ledger.ledger import Ledger

pytest_plugins = ("ledgers",)

DAY = parse_span("1 day")
KEY = "1:company:0"


def of_acme(**changed: Any) -> dict[str, Any]:
    """The fields of an arrival from Acme."""
    return {"form": {"company": "Acme"}, **changed}


class Capped:
    """The domain's verdict under these caps."""

    def __init__(self, intent: TouchIntent, *caps: Cap, facts_heard: int = 0) -> None:
        self._intent = intent
        self._caps = caps
        self._facts_heard = facts_heard

    def __call__(self, circumstances: Circumstances) -> Verdict:
        now = self._intent.intent_at
        return may_leave(
            circumstances,
            channel=self._intent.channel,
            facts_heard=self._facts_heard,
            opens_at=now,
            caps=self._caps,
            now=now,
        )


def per_company(count: int) -> Cap:
    """At most so many mails a day to everybody at a company."""
    return Cap(channel=Channel.EMAIL, count=count, within=DAY, per="company")


async def claim(ledger: Ledger, lead_id: str, *caps: Cap, **changed: Any) -> Verdict:
    """The verdict on one more mail to the lead."""
    intent = an_intent(lead_id, recipient=f"{lead_id}@x.example", **changed)
    held_back_by = caps_on(intent.purpose, caps)
    intent = intent.model_copy(update={"counted": counted_by(held_back_by)})
    return (await ledger.touches.claim(intent, Capped(intent, *held_back_by))).verdict


async def told(ledger: Ledger) -> dict[str, str]:
    """Who has news on record that was not told yet, and its fact's id."""
    waiting = await ledger.hearings.pending(datetime.max.replace(tzinfo=UTC))
    return {each.lead_id: each.told.id for each in waiting if each.told.fact["kind"] == "company_news"}


async def test_the_other_open_leads_of_a_company_are_told(ledger: Ledger) -> None:
    """Of the same domain, or name where a domain is missing; not those that ended, nor other companies, nor itself."""
    lead = await a_lead(ledger, email="ann@acme.example", **of_acme())
    same_domain = await a_lead(ledger, email="bob@acme.example", form={"company": "ACME  Inc"})
    same_name = await a_lead(ledger, email="cy@gmail.com", **of_acme())
    ended = await a_lead(ledger, email="dan@acme.example", **of_acme())
    await ledger.timeline.record(a_report(ended, 1, disposition=Disposition.LOST))
    await a_lead(ledger, email="eve@acme-tools.example", **of_acme())
    await a_lead(ledger, email="fay@gmail.com", form={"company": "Other"})

    count = await ledger.companies.tell(lead, KEY, CompanyEvent.ANSWERED, NOON)

    assert count == 2
    assert await told(ledger) == {
        same_domain: f"company:{lead}:{KEY}:{same_domain}",
        same_name: f"company:{lead}:{KEY}:{same_name}",
    }


async def test_people_of_no_company_have_no_colleagues(ledger: Ledger) -> None:
    """A mailbox provider is no company."""
    lead = await a_lead(ledger, email="ann@gmail.com", form={"company": ""})
    await a_lead(ledger, email="bob@gmail.com", form={"company": ""})

    assert await ledger.companies.tell(lead, KEY, CompanyEvent.BOOKED, NOON) == 0


async def test_news_is_on_record_once(ledger: Ledger) -> None:
    """However often an attempt is made; other news of the same lead is news again."""
    lead, other = [await a_lead(ledger, **of_acme()) for _ in range(2)]

    first = await ledger.companies.tell(lead, KEY, CompanyEvent.ANSWERED, NOON)
    again = await ledger.companies.tell(lead, KEY, CompanyEvent.ANSWERED, NOON + MINUTE)
    assert (first, again, list(await told(ledger))) == (1, 1, [other])

    await ledger.companies.tell(lead, "1:company:1", CompanyEvent.BOOKED, NOON + MINUTE)
    assert len(await ledger.hearings.pending(datetime.max.replace(tzinfo=UTC))) == 2


async def test_nobody_is_told_of_a_lead_that_is_not_there(ledger: Ledger) -> None:
    """It says so."""
    with pytest.raises(NotFoundError, match="no lead nobody"):
        await ledger.companies.tell("nobody", KEY, CompanyEvent.ANSWERED, NOON)


async def test_nothing_leaves_for_a_colleague_once_it_is_on_record(ledger: Ledger) -> None:
    """Until its workflow has heard of it, whatever that makes of it."""
    lead, other = [await a_lead(ledger, **of_acme()) for _ in range(2)]
    before = await claim(ledger, other)

    await ledger.companies.tell(lead, KEY, CompanyEvent.ANSWERED, NOON)
    after = await claim(ledger, other)
    intent = an_intent(other)
    heard_it = (await ledger.touches.claim(intent, Capped(intent, facts_heard=1))).verdict

    assert (before.says, after.says, heard_it.says) == ("allow", "defer", "allow")
    assert after.rule == "new information about the lead is being processed"


async def test_colleagues_who_answer_at_once_are_both_told(ledger: Ledger, other_ledger: Ledger) -> None:
    """Each tells all others while they tell it; none waits for another for good."""
    leads = [await a_lead(ledger, **of_acme(email=f"p{number}@acme.example")) for number in range(8)]

    counts = await asyncio.gather(
        *(
            (ledger, other_ledger)[number % 2].companies.tell(lead, KEY, CompanyEvent.ANSWERED, NOON)
            for number, lead in enumerate(leads)
        ),
        *(ledger.hearings.record(heard(lead, ReplyReceived)) for lead in leads),
    )

    assert counts[:8] == [7] * 8
    waiting = await ledger.hearings.pending(datetime.max.replace(tzinfo=UTC))
    assert len(waiting) == 8 * 7 + 8


async def test_a_company_has_one_budget(ledger: Ledger) -> None:
    """Everybody's touches count, of ended leads too; other companies, and each person's own caps, are beside it."""
    ann = await a_lead(ledger, email="ann@acme.example", **of_acme())
    bob = await a_lead(ledger, email="bob@acme.example", **of_acme())
    cy = await a_lead(ledger, email="cy@other.example", form={"company": "Other"})
    await a_sent_mail(ledger, an_intent(ann), at=NOON - timedelta(hours=5))
    await a_sent_mail(ledger, an_intent(bob), at=NOON - timedelta(hours=1))
    await ledger.timeline.record(a_report(ann, 1, disposition=Disposition.EXHAUSTED))
    per_person = Cap(channel=Channel.EMAIL, count=2, within=DAY)

    over = await claim(ledger, bob, per_company(2))
    assert (over.says, over.until) == ("defer", NOON + timedelta(hours=19))
    assert over.rule == "at most 2 email touches within 1 day to one company"
    assert (await claim(ledger, bob, per_company(3))).says == "allow"
    assert (await claim(ledger, cy, per_company(1))).says == "allow"
    assert (await claim(ledger, bob, per_person, purpose=Purpose.NURTURE)).says == "defer"


async def test_who_is_of_no_company_has_the_budget_alone(ledger: Ledger) -> None:
    """Their own touches count to it, over all of their leads."""
    ann = await a_lead(ledger, email="ann@gmail.com", form={"company": ""})
    await a_sent_mail(ledger, an_intent(ann), at=NOON - timedelta(hours=1))
    bob = await a_lead(ledger, email="bob@gmail.com", form={"company": ""})

    assert (await claim(ledger, ann, per_company(1))).says == "defer"
    assert (await claim(ledger, bob, per_company(1))).says == "allow"


async def test_an_acknowledgment_takes_no_place_and_needs_none(ledger: Ledger) -> None:
    """It answers the lead."""
    ann, bob = [await a_lead(ledger, **of_acme()) for _ in range(2)]
    await a_sent_mail(ledger, an_intent(ann, purpose=Purpose.ACKNOWLEDGMENT), at=NOON - timedelta(hours=1))

    assert (await claim(ledger, bob, per_company(1))).says == "allow"
    assert (await claim(ledger, ann, per_company(1), purpose=Purpose.ACKNOWLEDGMENT)).says == "allow"


@pytest.mark.parametrize("per", ["company", "person"])
async def test_two_that_send_at_one_instant_do_not_both_take_the_last_place(
    ledger: Ledger, other_ledger: Ledger, per: str
) -> None:
    """Thirty touches to a company, or a person, through two processes at once: exactly as many as the cap allows."""
    people = 10 if per == "company" else 1
    leads = [await a_lead(ledger, **of_acme(email=f"p{number}@acme.example")) for number in range(people)]
    cap = Cap(channel="all", count=4, within=DAY, per="company" if per == "company" else "person")

    verdicts = await asyncio.gather(
        *(claim((ledger, other_ledger)[number % 2], leads[number % people], cap) for number in range(30))
    )

    assert sorted(verdict.says for verdict in verdicts) == ["allow"] * 4 + ["defer"] * 26


async def test_colleagues_known_by_different_things_share_the_lock(ledger: Ledger, other_ledger: Ledger) -> None:
    """One by the domain and the name, one by the name alone: still one budget, at one instant."""
    leads = [
        await a_lead(ledger, email="ann@acme.example", **of_acme()),
        await a_lead(ledger, email="bob@gmail.com", **of_acme()),
    ]

    verdicts = await asyncio.gather(
        *(
            claim((ledger, other_ledger)[number % 2], leads[number % 2], per_company(3), send_id=f"s{number}")
            for number in range(20)
        )
    )

    assert sorted(verdict.says for verdict in verdicts) == ["allow"] * 3 + ["defer"] * 17


async def test_who_had_the_person_before_is_asked_first(ledger: Ledger) -> None:
    """The owner of the lead before, and whoever had this one: the choice is told, the last one first."""
    before = await a_lead(ledger, email="ann@acme.example", arrived_at=NOON - timedelta(days=200))
    await _given(ledger, before, "ana", 0)
    await _given(ledger, before, "carla", 1)
    await ledger.timeline.record(a_report(before, 1, disposition=Disposition.LOST, ending="no budget"))
    again = await a_lead(ledger, email="ann@acme.example")

    seen = await _given(ledger, again, "ana", 2)

    assert seen.had_it == ("carla", "ana")
    assert (await _given(ledger, again, "ben", 3)).had_it == ("ana", "carla")


async def _given(ledger: Ledger, lead_id: str, owner: str, number: int) -> Any:
    seen: list[Any] = []

    def choose(load: Any) -> Assignment:
        seen.append(load)
        return Assignment(owner=owner, reason="asked for")

    await ledger.leads.assign(lead_id, f"{lead_id}:{number}", choose, NOON + number * MINUTE)
    return seen[0]


async def test_a_lead_that_came_back_brings_its_history(ledger: Ledger) -> None:
    """What was done and noted before stands before what is done now: in alerts, scripts and the package."""
    before = await a_lead(ledger, email="ann@acme.example", arrived_at=NOON - timedelta(days=200))
    await ledger.hearings.record(heard(before, ReplyReceived, note="Call me next year."))
    entry = an_entry(f"{before}:1", kind="handed_over", at=NOON - timedelta(days=190))
    ending = a_report(before, 1, entry, owner="carla", disposition=Disposition.LOST, ending="sales lost it")
    await ledger.timeline.record(ending)

    again = await a_lead(ledger, email="ann@acme.example")

    lead = await ledger.leads.lead(again)
    assert [line.partition(": ")[2] for line in lead.history] == [
        "handed over",
        f"earlier lead {before} ended: lost (sales lost it), carla had it",
    ]
    assert [note["text"] for note in lead.notes] == ["Call me next year."]
    package = await ledger.leads.package(again)
    assert package.earlier[:2] == lead.history
    assert package.earlier[2].endswith("the lead: Call me next year.")


async def test_an_opted_out_colleague_bars_nobody_else(ledger: Ledger) -> None:
    """One's wish to be left alone is their own; the agreement says what it means for the others."""
    ann, bob = [await a_lead(ledger, **of_acme()) for _ in range(2)]
    await ledger.hearings.record(heard(ann, OptedOut))

    assert (await claim(ledger, bob, per_company(5))).says == "allow"
