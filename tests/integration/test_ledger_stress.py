"""Sends, reports, signals, company news and alerts of one company all at once: nothing waits in a circle."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from random import Random
from typing import Any

import pytest
from builders import a_profile
from interested import CHROME, a_measuring_playbook, noticed
from ledger_builders import MINUTE, NOON, a_lead, a_report, a_task, an_arrival, an_entry, an_intent, heard
from sqlalchemy import Connection, update
from sqlalchemy.exc import DBAPIError

from domain.channels import Channel
from domain.facts.hearing import Delivery
from domain.facts.unions import AlertAcknowledged, InformationAdded, OptedOut, OutcomeLogged, ReplyReceived
from domain.gate.permission import Circumstances, Verdict, may_leave
from domain.hours.spans import parse_span
from domain.letters.alerts import AlertNote
from domain.outcomes import Outcome
from domain.terms.agreement import Cap
from domain.terms.alerts import About
from domain.terms.company import CompanyEvent
from domain.terms.team import Assignment
from ledger.database.engine import _passes
from ledger.database.locks import lock
from ledger.database.tables import leads
from ledger.ledger import Ledger

pytest_plugins = ("ledgers",)

PEOPLE = 10
AT_ONCE = 50
LOAD = 400
CAPS = (Cap(channel="all", count=5, within=parse_span("1 day"), per="company"),)
Work = Callable[[Ledger, str, int], Awaitable[Any]]


def _judge(circumstances: Circumstances) -> Verdict:
    return may_leave(circumstances, channel=Channel.EMAIL, facts_heard=10_000, opens_at=NOON, caps=CAPS, now=NOON)


async def sends(ledger: Ledger, lead_id: str, number: int) -> None:
    """A mail, with the company's budget."""
    intent = an_intent(lead_id, f"{lead_id}.{number}", counted=frozenset({"company"}))
    claim = await ledger.touches.claim(intent, _judge)
    if claim.verdict.says == "allow":
        await ledger.touches.sending(intent.send_id, body_sha256="ab", message_id=f"<{number}>", subject="x", at=NOON)


async def asks(ledger: Ledger, lead_id: str, number: int) -> None:
    """A call, under the same budget."""
    task = a_task(lead_id, f"{lead_id}.t{number}")
    await ledger.tasks.claim(task, Channel.CALL, _judge, counted=frozenset({"company"}))


async def reports(ledger: Ledger, lead_id: str, number: int) -> None:
    """Ana, who is set aside now and then, says what came of a call; her workflow answers."""
    hearing = heard(lead_id, OutcomeLogged, f"o{number}", by="ana", outcome=Outcome.NO_ANSWER, task_id=f"{lead_id}.t1")
    await ledger.hearings.record(hearing)
    await ledger.hearings.delivered(hearing.fact.id, Delivery(state="applied"))


async def moves(ledger: Ledger, lead_id: str, number: int) -> None:
    """A lead turns out to be at the address and number of another, and to be of another company."""
    arrival = an_arrival(
        lead_id,
        email=f"p{number % PEOPLE}@acme.example",
        phone=f"+1415555{number % 3:04}",
        form={"company": f"Acme {number % 2}"},
    )
    fact = heard(lead_id, InformationAdded, f"i{number}", by="ana", profile=a_profile(lead_id=lead_id))
    await ledger.hearings.record(fact, amended=arrival)


async def passes_on(ledger: Ledger, lead_id: str, number: int) -> None:
    """Ana let it lie: Ben has it."""
    ben = Assignment(owner="ben", reason="has the most room")
    await ledger.leads.assign(lead_id, f"{lead_id}:{number}", lambda _: ben, NOON, "ana")


async def stands(ledger: Ledger, lead_id: str, number: int) -> None:
    """The workflow tells where the lead stands, and withdraws its tasks."""
    await ledger.timeline.record(a_report(lead_id, number, an_entry(f"{lead_id}:{number}")))


async def alerts(ledger: Ledger, lead_id: str, number: int) -> None:
    """An alert is raised, told, and taken up."""
    note = AlertNote(
        alert_id=f"{lead_id}:{number}", lead_id=lead_id, to="ana", about=About.NEW_LEAD, reason="", raised_at=NOON
    )
    await ledger.alerts.raise_alert(note)
    await ledger.alerts.told(note.alert_id, ("email ana",))
    await ledger.hearings.record(heard(lead_id, AlertAcknowledged, f"a{number}", by="ana", alert=str(number)))


WORKS: tuple[Work, ...] = (
    sends,
    asks,
    reports,
    moves,
    passes_on,
    stands,
    alerts,
    lambda ledger, lead_id, number: ledger.companies.tell(lead_id, f"k{number}", CompanyEvent.ANSWERED, NOON),
    lambda ledger, lead_id, number: ledger.hearings.record(heard(lead_id, ReplyReceived, f"r{number}")),
    lambda ledger, lead_id, number: ledger.hearings.record(
        heard(lead_id, ReplyReceived if number % 5 else OptedOut, f"r{number}")
    ),
    lambda ledger, lead_id, number: ledger.signals.note(
        noticed(lead_id, f"visit /{number}", NOON, user_agent=CHROME), NOON + MINUTE
    ),
    lambda ledger, lead_id, number: ledger.intake.receive(
        an_arrival(email=f"p{number % PEOPLE}@acme.example"), scope="x"
    ),
    lambda ledger, lead_id, number: ledger.signals.fade(NOON + number * MINUTE),
)


@pytest.mark.parametrize("seed", [1, 2])
async def test_nothing_of_one_company_waits_in_a_circle(
    ledger: Ledger, other_ledger: Ledger, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Fifty at once through two processes: the database has to break no circle, and nobody gives up."""
    passing: list[str] = []

    def passes(error: DBAPIError) -> bool:
        passing.append(str(error.orig).partition("\n")[0])
        return _passes(error)

    monkeypatch.setattr("ledger.database.engine._passes", passes)
    await ledger.publications.publish(a_measuring_playbook(), NOON)
    people = [f"p{number}@acme.example" for number in range(PEOPLE)]
    known = [await a_lead(ledger, email=email, form={"company": "Acme 0"}) for email in people]
    dice, turns = Random(seed), asyncio.Semaphore(AT_ONCE)  # noqa: S311 - no secret, and the same each time

    async def one(number: int) -> None:
        work, lead_id = dice.choice(WORKS), dice.choice(known)
        async with turns:
            await work((ledger, other_ledger)[number % 2], lead_id, number)

    async with asyncio.timeout(30):
        await asyncio.gather(*(one(number) for number in range(LOAD)))

    assert passing == []


async def test_who_opts_out_while_their_address_is_mended_is_left_alone_at_the_new_one(
    ledger: Ledger, other_ledger: Ledger, ledger_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was read before the lock is no more once it is held: the transaction is run again."""
    if not ledger_url.startswith("postgresql"):
        pytest.skip("a SQLite transaction is alone from its first statement on")
    lead_id = await a_lead(ledger, email="old@acme.example")
    loop, mended = asyncio.get_running_loop(), list[str]()

    def mend_before_locking(connection: Connection, names: Iterable[str]) -> None:
        if not mended:
            mended.append("new@acme.example")
            change = update(leads).where(leads.c.lead_id == lead_id).values(email_key=mended[0])
            other = other_ledger.database.write(lambda another: another.execute(change).rowcount)
            asyncio.run_coroutine_threadsafe(other, loop).result(timeout=10)
        lock(connection, names)

    monkeypatch.setattr("ledger.gate.circumstances.lock", mend_before_locking)
    await ledger.hearings.record(heard(lead_id, OptedOut))

    again = await other_ledger.intake.receive(an_arrival(email=mended[0]), scope="test")
    assert again.why == "not restarted"
