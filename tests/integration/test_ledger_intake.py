"""Leads on arrival: never lost, never twice, on both databases."""

import asyncio
from typing import Any

import pytest
from ledger_builders import MINUTE, NOON, a_lead, a_report, an_arrival

from domain.dispositions import Disposition
from domain.errors import InvalidInputError, NotFoundError, RefusedError
from ledger.ledger import Ledger

pytest_plugins = ("ledgers",)

HOSTILE = [
    "Robert'); DROP TABLE leads;--",
    '{"$ne": null} %s :lead_id %(x)s ?',
    "Ẑ͖͘a҉lgo \u202e 🧨 \ufeff \\ \" ' ` \r\n\t",
    "x" * 300,
]


async def test_a_form_is_kept_whole(ledger: Ledger) -> None:
    """What arrives comes back field for field, instants in UTC."""
    arrival = an_arrival(form={"attributes": {"plan": "team", "seats": 40}, "opted_in_at": "2026-03-06T06:59:30-05:00"})

    reception = await ledger.intake.receive(arrival, scope="ingest")

    assert (reception.is_new, reception.why, reception.lead_id) == (True, "new", arrival.lead_id)
    assert await ledger.intake.arrival_of(arrival.lead_id) == arrival


async def test_the_same_form_twice_is_one_lead(ledger: Ledger) -> None:
    """A second arrival of one form answers the first one's id."""
    first = an_arrival()
    again = first.model_copy(update={"lead_id": "other"})

    await ledger.intake.receive(first, scope="a")
    reception = await ledger.intake.receive(again, scope="b")

    assert (reception.lead_id, reception.is_new, reception.why) == (first.lead_id, False, "duplicate")
    assert (await ledger.reading.outstanding()).leads == 1


async def test_an_arrival_repeated_after_a_lost_answer_is_still_new(ledger: Ledger) -> None:
    """The very same arrival answers as it did the first time."""
    arrival = an_arrival()

    first = await ledger.intake.receive(arrival, scope="a")
    second = await ledger.intake.receive(arrival, scope="a")

    assert first == second


async def test_a_hundred_concurrent_copies_of_a_form_are_one_lead(ledger: Ledger, other_ledger: Ledger) -> None:
    """Two processes receive one form a hundred times at once: one lead, one answer."""
    form = an_arrival(idempotency_key="k1")
    copies = [form.model_copy(update={"lead_id": f"copy{number}"}) for number in range(100)]
    doors = (ledger.intake, other_ledger.intake)

    receptions = await asyncio.gather(
        *(doors[number % 2].receive(copy, scope="web") for number, copy in enumerate(copies))
    )

    assert len({reception.lead_id for reception in receptions}) == 1
    assert sum(reception.is_new for reception in receptions) == 1
    assert (await ledger.reading.outstanding()).leads == 1


async def test_concurrent_forms_of_one_person_are_one_lead(ledger: Ledger, other_ledger: Ledger) -> None:
    """Different forms of one person, by address or by number, meet in one open lead."""
    doors = (ledger.intake, other_ledger.intake)
    forms = [
        an_arrival(email="mara@x.example" if number % 3 else "m@y.example", phone="+14155550100")
        for number in range(30)
    ]

    receptions = await asyncio.gather(
        *(doors[number % 2].receive(form, scope="web") for number, form in enumerate(forms))
    )

    assert len({reception.lead_id for reception in receptions}) == 1
    assert sorted({reception.why for reception in receptions}) == ["merged", "new"]


async def test_an_idempotency_key_with_another_form_is_refused(ledger: Ledger) -> None:
    """The key is named, and nothing is kept of the second form."""
    await ledger.intake.receive(an_arrival(idempotency_key="order-1"), scope="web")

    with pytest.raises(RefusedError, match="'order-1' came before with another form"):
        await ledger.intake.receive(an_arrival(idempotency_key="order-1"), scope="web")

    assert (await ledger.reading.outstanding()).leads == 1


async def test_idempotency_keys_of_different_senders_are_different_keys(ledger: Ledger) -> None:
    """Two senders may choose the same key."""
    first = await ledger.intake.receive(an_arrival(idempotency_key="1"), scope="web")
    second = await ledger.intake.receive(an_arrival(idempotency_key="1"), scope="partner")

    assert first.lead_id != second.lead_id


async def test_another_form_of_an_open_lead_is_new_interest(ledger: Ledger) -> None:
    """It is told on the lead's timeline, its message becomes a note, and what it adds is known of the lead."""
    lead_id = await a_lead(ledger, email="mara@x.example")
    later = an_arrival(
        email="mara@x.example", arrived_at=NOON + MINUTE, form={"message": "Now we are 40.", "campaign": "spring"}
    )

    reception = await ledger.intake.receive(later, scope="web")

    assert (reception.lead_id, reception.why) == (lead_id, "merged")
    detail = await ledger.reading.lead_detail(lead_id)
    assert [line.kind for line in detail.timeline] == ["arrived", "form_received", "information_added"]
    assert detail.timeline[1].reason == "other, spring; merged, same address"
    assert (detail.form.campaign, detail.form.message) == ("spring", "")
    record = await ledger.leads.lead(lead_id)
    assert record.notes == ({"at": "6 March 2026, 12:01 UTC", "by": "the lead", "text": "Now we are 40."},)
    assert (await ledger.intake.receive(later, scope="web")).why == "duplicate"


async def test_a_person_whose_lead_has_ended_is_a_new_lead(ledger: Ledger) -> None:
    """The new lead knows the one before."""
    before = await a_lead(ledger, email="mara@x.example")
    await ledger.timeline.record(a_report(before, 1, disposition=Disposition.EXHAUSTED))

    reception = await ledger.intake.receive(an_arrival(email="mara@x.example"), scope="web")

    assert reception.is_new
    assert (await ledger.reading.lead_detail(reception.lead_id)).previous_lead_id == before


async def test_leads_without_address_or_number_are_not_one_person(ledger: Ledger) -> None:
    """An empty key names nobody."""
    post: dict[str, Any] = {"email": "", "form": {"attributes": {"postal_address": "1 Dock Road"}}}

    first = await ledger.intake.receive(an_arrival(**post), scope="web")
    second = await ledger.intake.receive(an_arrival(**post), scope="web")

    assert first.is_new
    assert second.is_new


async def test_accepted_leads_wait_for_their_start_in_order(ledger: Ledger) -> None:
    """What was accepted is there to be started, oldest first, until it was."""
    late = await a_lead(ledger, arrived_at=NOON + MINUTE)
    early = await a_lead(ledger)

    assert await ledger.intake.unstarted(10) == (early, late)

    await ledger.intake.mark_started(early, NOON)
    await ledger.intake.mark_started(early, NOON + MINUTE)

    assert await ledger.intake.unstarted(10) == (late,)
    assert (await ledger.reading.lead_detail(early)).started_at == NOON


async def test_a_lead_is_under_way_from_its_start_until_it_waits_or_ends(ledger: Ledger) -> None:
    """Who was started lately counts until its next thing lies ahead; who was not started, or long ago, never does."""
    new, busy, resting, ended, old, waiting = [await a_lead(ledger) for _ in range(6)]
    for lead_id in (new, busy, resting, ended):
        await ledger.intake.mark_started(lead_id, NOON)
    await ledger.intake.mark_started(old, NOON - MINUTE)

    await ledger.timeline.record(a_report(busy, 1, next_due_at=NOON))
    await ledger.timeline.record(a_report(resting, 1, next_due_at=NOON + 2 * MINUTE))
    await ledger.timeline.record(a_report(ended, 1, next_due_at=None, disposition=Disposition.NOT_QUALIFIED))

    assert await ledger.intake.unstarted(10) == (waiting,)
    assert await ledger.intake.under_way(NOON + MINUTE, started_after=NOON - MINUTE) == 2


@pytest.mark.parametrize("text", HOSTILE)
async def test_hostile_text_is_only_text(ledger: Ledger, text: str) -> None:
    """Nothing that a form says is read as SQL, as a pattern or as a placeholder."""
    arrival = an_arrival(form={"last_name": text, "message": text, "attributes": {text: text}})

    await ledger.intake.receive(arrival, scope=text)

    assert await ledger.intake.arrival_of(arrival.lead_id) == arrival
    assert await ledger.reading.find_send(text) is None


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"message": "zero \x00 byte"}, "form.message"),
        ({"attributes": {"plan": "te\x00am"}}, "form.attributes.plan"),
        ({"attributes": {"pl\x00an": "team"}}, "form.attributes.pl\x00an"),
    ],
)
async def test_a_nul_byte_is_refused_with_its_field(ledger: Ledger, form: dict[str, object], field: str) -> None:
    """PostgreSQL cannot keep it, so neither database takes it, and the answer says where it stands."""
    with pytest.raises(InvalidInputError, match=r"U\+0000 at position \d+, which cannot be stored") as refused:
        await ledger.intake.receive(an_arrival(form=form), scope="web")

    assert refused.value.field == field


async def test_an_unknown_lead_is_not_found(ledger: Ledger) -> None:
    """The answer names the id."""
    with pytest.raises(NotFoundError, match="no lead nobody"):
        await ledger.intake.arrival_of("nobody")
    with pytest.raises(NotFoundError, match="no lead nobody"):
        await ledger.leads.lead("nobody")
    with pytest.raises(NotFoundError, match="no lead nobody"):
        await ledger.reading.lead_detail("nobody")


@pytest.mark.parametrize("lead_id", ["no\x00body", "no\ud800body"])
async def test_an_id_that_cannot_be_kept_is_the_callers_mistake(ledger: Ledger, lead_id: str) -> None:
    """It names nothing, and is answered as such by both databases."""
    with pytest.raises((NotFoundError, InvalidInputError)):
        await ledger.reading.lead_detail(lead_id)
    with pytest.raises((NotFoundError, InvalidInputError)):
        await ledger.reading.task(lead_id)
