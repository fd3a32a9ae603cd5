"""Facts on record: heard once, told until answered, and their consequences at once, on both databases."""

import asyncio
from datetime import timedelta

import pytest
from ledger_builders import MINUTE, NOON, a_lead, a_report, a_task, an_arrival, an_entry, heard

from domain.dispositions import Disposition
from domain.errors import InvalidInputError, NotFoundError, RefusedError
from domain.facts.hearing import REQUEST, Delivery
from domain.facts.unions import Accepted, InformationAdded, OptedOut, OutcomeLogged, Rejected, ReplyReceived, Resumed
from domain.lead.profile import LeadProfile
from domain.outcomes import Outcome, TaskKind
from domain.wire.requests import Carried
from ledger.database.tables import facts
from ledger.ledger import Ledger

pytest_plugins = ("ledgers",)

APPLIED = Delivery(state="applied", answer="working")


async def test_a_fact_is_recorded_once(ledger: Ledger) -> None:
    """The first time it is to be told; after that the answer is what is known of it."""
    lead_id = await a_lead(ledger)
    hearing = heard(lead_id, ReplyReceived, "reply-1")

    assert await ledger.hearings.record(hearing, at=NOON) is None
    assert await ledger.hearings.record(hearing, at=NOON) == Delivery(state="pending")

    await ledger.hearings.delivered("reply-1", APPLIED, NOON)
    await ledger.hearings.delivered("reply-1", Delivery(state="refused", answer="late"), NOON)

    assert await ledger.hearings.record(hearing, at=NOON) == APPLIED


async def test_one_fact_heard_fifty_times_at_once_is_one_fact(ledger: Ledger, other_ledger: Ledger) -> None:
    """Webhooks come in threes and sweepers overlap: one of them is told that it is new."""
    lead_id = await a_lead(ledger)
    doors = (ledger.hearings, other_ledger.hearings)
    hearing = heard(lead_id, OptedOut, "stop")

    answers = await asyncio.gather(*(doors[number % 2].record(hearing) for number in range(50)))

    assert answers.count(None) == 1
    assert len((await ledger.reading.lead_detail(lead_id)).suppressions) == 1


async def test_an_id_of_another_lead_is_refused(ledger: Ledger) -> None:
    """Else the second lead's fact would be lost without a word."""
    first, second = await a_lead(ledger), await a_lead(ledger)
    await ledger.hearings.record(heard(first, ReplyReceived, "r"))

    with pytest.raises(RefusedError, match="fact r was recorded of another lead"):
        await ledger.hearings.record(heard(second, ReplyReceived, "r"))


async def test_of_two_requests_with_one_id_at_once_one_is_refused(ledger: Ledger, other_ledger: Ledger) -> None:
    """Else the second would be told to the lead under the id of the first, and the record would say otherwise."""
    lead_id = await a_lead(ledger)
    hearing = heard(lead_id, Resumed, "key-1")
    one, other = (hearing.model_copy(update={"extra": {REQUEST: body}}) for body in ("a" * 64, "b" * 64))

    answers = await asyncio.gather(
        ledger.hearings.record(one), other_ledger.hearings.record(other), return_exceptions=True
    )

    assert answers.count(None) == 1
    assert sum(isinstance(answer, RefusedError) and "Idempotency-Key" in str(answer) for answer in answers) == 1


async def test_a_fact_of_nobody_is_not_found(ledger: Ledger) -> None:
    """There is nobody to tell."""
    with pytest.raises(NotFoundError, match="no lead nobody"):
        await ledger.hearings.record(heard("nobody", ReplyReceived))


async def test_an_ended_lead_is_answered_with_its_end(ledger: Ledger) -> None:
    """The fact is kept, what it forbids holds, and nobody needs to be told."""
    lead_id = await a_lead(ledger)
    await ledger.timeline.record(a_report(lead_id, 1, disposition=Disposition.EXHAUSTED, ending="all touches done"))

    answer = await ledger.hearings.record(heard(lead_id, OptedOut), at=NOON)

    assert answer == Delivery(state="too_late", answer="the lead has ended: exhausted (all touches done)")
    assert await ledger.hearings.pending(NOON + timedelta(days=1)) == ()
    detail = await ledger.reading.lead_detail(lead_id)
    assert [row.reason for row in detail.suppressions] == ["opted out"]
    assert detail.timeline[-1].delivery == answer


async def test_the_sweeper_backs_off(ledger: Ledger) -> None:
    """What was recorded is offered again after a wait that doubles, up to five minutes, in the order of recording."""
    lead_id = await a_lead(ledger)
    second = timedelta(seconds=1)
    await ledger.hearings.record(heard(lead_id, ReplyReceived, "b"), at=NOON)
    await ledger.hearings.record(heard(lead_id, Resumed, "a"), at=NOON + second)

    assert await ledger.hearings.pending(NOON + 2 * second) == ()
    offered = await ledger.hearings.pending(NOON + 4 * second)
    assert [waiting.told.id for waiting in offered] == ["b", "a"]
    assert offered[0].told == Carried(
        id="b", fact={"id": "b", "at": "2026-03-06T12:00:00Z", "kind": "reply_received", "sender": "lead", "hint": ""}
    )

    await ledger.hearings.tried("b", NOON)
    await ledger.hearings.delivered("b", Delivery(state="pending"), NOON)
    await ledger.hearings.delivered("a", APPLIED, NOON)

    assert await ledger.hearings.pending(NOON + 4 * second) == ()
    [waiting] = await ledger.hearings.pending(NOON + 5 * second)
    assert (waiting.attempts, waiting.last_tried_at) == (2, NOON)
    for _ in range(40):
        await ledger.hearings.tried("b", NOON)
    assert await ledger.hearings.pending(NOON + 5 * MINUTE) == ()
    assert len(await ledger.hearings.pending(NOON + 5 * MINUTE + second)) == 1


async def test_an_outcome_closes_its_task_once_it_is_applied(ledger: Ledger) -> None:
    """Recording leaves the task open, because the workflow may refuse it; a refused outcome never closes it."""
    lead_id = await a_lead(ledger)
    await ledger.tasks.open(a_task(lead_id, "t1"))
    outcome = {"outcome": Outcome.NO_ANSWER, "task_id": "t1", "by": "ana"}
    await ledger.hearings.record(heard(lead_id, OutcomeLogged, "wrong", **outcome))
    await ledger.hearings.delivered("wrong", Delivery(state="refused", answer="no"), NOON)
    await ledger.hearings.record(heard(lead_id, OutcomeLogged, "right", note="back after 15:00", **outcome))
    assert (await ledger.reading.task("t1")).state == "open"

    await ledger.hearings.delivered("right", APPLIED, NOON)

    task = await ledger.reading.task("t1")
    assert (task.state, task.outcome, task.note, task.closed_by) == ("done", "no_answer", "back after 15:00", "ana")
    assert task.closed_at == NOON


async def test_a_task_voided_before_its_outcome_was_noted_was_done(ledger: Ledger) -> None:
    """The workflow tells its new standing before the answer to the report is written down."""
    lead_id = await a_lead(ledger)
    await ledger.tasks.open(a_task(lead_id, "t1"))
    outcome = {"outcome": Outcome.CONNECTED, "task_id": "t1", "by": "ana"}
    await ledger.hearings.record(heard(lead_id, OutcomeLogged, "o", **outcome))
    await ledger.timeline.record(a_report(lead_id, 5))
    assert (await ledger.reading.task("t1")).state == "void"

    await ledger.hearings.delivered("o", APPLIED, NOON)

    assert (await ledger.reading.task("t1")).state == "done"


@pytest.mark.parametrize(
    ("fact", "fields", "outcome"),
    [(Accepted, {"how": "opportunity"}, "opportunity"), (Rejected, {"why": "never_customer"}, "never_customer")],
)
async def test_the_answer_of_sales_closes_the_hand_over(
    ledger: Ledger, fact: type, fields: dict[str, str], outcome: str
) -> None:
    """Accepting or refusing the lead is the outcome of the task that handed it over, of no other."""
    lead_id = await a_lead(ledger)
    await ledger.tasks.open(a_task(lead_id, "call"))
    await ledger.tasks.open(a_task(lead_id, "hand", kind=TaskKind.HAND_OVER))
    await ledger.hearings.record(heard(lead_id, fact, "answer", by="noah", **fields))

    await ledger.hearings.delivered("answer", APPLIED, NOON)

    task = await ledger.reading.task("hand")
    assert (task.state, task.outcome, task.closed_by) == ("done", outcome, "noah")
    assert (await ledger.reading.task("call")).state == "open"


async def test_notes_reach_who_writes_next(ledger: Ledger) -> None:
    """What reps and the lead wrote, newest last, and one line for what was done."""
    lead_id = await a_lead(ledger)
    call = heard(lead_id, OutcomeLogged, outcome=Outcome.CALL_BACK, by="ana", note="Back after 15:00.")
    await ledger.hearings.record(call)
    await ledger.hearings.record(heard(lead_id, ReplyReceived, at=NOON + MINUTE, note="Thanks, call me."))
    await ledger.timeline.record(a_report(lead_id, 1, an_entry("1"), an_entry("2", kind="planned")))

    record = await ledger.leads.lead(lead_id)

    assert record.notes == (
        {"at": "6 March 2026, 12:00 UTC", "by": "ana", "text": "Back after 15:00."},
        {"at": "6 March 2026, 12:01 UTC", "by": "the lead", "text": "Thanks, call me."},
    )
    assert record.history == ("6 March 2026, 12:00 UTC: touch sent",)


async def test_new_information_amends_the_form(ledger: Ledger) -> None:
    """In the transaction that records the fact: what is sent next is sent to the new address."""
    lead_id = await a_lead(ledger)
    profile = LeadProfile(lead_id=lead_id, arrived_at=NOON, opted_in_at=NOON, known=frozenset({"email"}))
    amended = an_arrival(email="new@x.example", form={"company": "Renamed"})

    await ledger.hearings.record(heard(lead_id, InformationAdded, profile=profile), amended=amended)

    detail = await ledger.reading.lead_detail(lead_id)
    assert (detail.form.email, detail.company) == ("new@x.example", "Renamed")
    assert (await ledger.intake.arrival_of(lead_id)).email_key == "new@x.example"


async def test_a_note_with_a_nul_byte_is_refused(ledger: Ledger) -> None:
    """On both databases alike, naming the field; nothing is recorded."""
    lead_id = await a_lead(ledger)

    with pytest.raises(InvalidInputError, match=r"note holds the character U\+0000") as refused:
        await ledger.hearings.record(heard(lead_id, ReplyReceived, note="a\x00b"))

    assert refused.value.field == "note"
    assert (await ledger.reading.outstanding()).undelivered_facts == 0


async def test_a_fact_of_a_kind_that_is_gone_is_shown_all_the_same(ledger: Ledger) -> None:
    """A lead's timeline outlives the code that wrote it."""
    lead_id = await a_lead(ledger)
    await ledger.hearings.record(heard(lead_id, ReplyReceived, "old"), at=NOON)
    await ledger.database.write(
        lambda connection: connection.execute(facts.update().values(payload={"kind": "faxed"}, kind="faxed")).rowcount
    )

    [waiting] = await ledger.hearings.pending(NOON + MINUTE)
    await ledger.hearings.delivered("old", APPLIED, NOON)

    assert waiting.told == Carried(id="old", fact={"kind": "faxed"})
    assert (await ledger.reading.lead_detail(lead_id)).timeline[-1].kind == "faxed"
