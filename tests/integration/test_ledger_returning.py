"""People who come back: begun again, told why not, or heard as new interest of their open lead; on both databases."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from again_table import ENDED_AT, Case, again_of, cases
from builders import a_cadence, a_playbook
from ledger_builders import MINUTE, NOON, a_lead, a_report, a_task, allow, an_arrival, an_entry, an_intent, heard
from ruamel.yaml import YAML

from domain.channels import Channel
from domain.dispositions import Disposition
from domain.facts.unions import Bounced, InformationAdded, OptedOut
from domain.intake.arrival import IntakeResult, email_key_of
from domain.lead.form import Direction, LeadForm
from domain.terms.cadence import Cadence
from domain.wire.requests import Carried, fact_in
from ledger.gate.suppressions import why_suppressed
from ledger.ledger import Ledger
from reception import arrival_from

pytest_plugins = ("ledgers",)

DAY = timedelta(days=1)
MARA = "mara@x.example"
DUPLICATES = YAML(typ="safe").load(Path(__file__).parents[1] / "scenarios" / "duplicates.yaml")
EXHAUSTED = Disposition.EXHAUSTED


def hot(again: str = "after 90 days") -> Cadence:
    """The cadence that the forms of these tests ask for, and its rule."""
    return a_cadence(name="inbound-hot", again=again_of(again))


async def ended(
    ledger: Ledger, lead_id: str, disposition: Disposition = EXHAUSTED, cadence: str = "inbound-hot"
) -> None:
    """The lead's end, on 1 February 2026."""
    entry = an_entry(f"{lead_id}:end", at=ENDED_AT)
    await ledger.timeline.record(a_report(lead_id, 1, entry, disposition=disposition, cadence=cadence))


async def test_the_table_of_returns(ledger: Ledger) -> None:
    """Each row of tests/scenarios/again.yaml: who may begins anew, who may not is told why."""
    for number, case in enumerate(cases()):
        email = f"person{number}@x.example"
        before = await a_lead(ledger, email=email, arrived_at=ENDED_AT - DAY)
        await ended(ledger, before, case.ended, case.went_through)

        reception = await ledger.intake.receive(
            an_arrival(email=email, arrived_at=case.comes_at), scope="web", into=case.into
        )

        assert reception.why == case.answer, case
        assert case.because in reception.reason, case
        await _check(ledger, case, before, reception)


async def _check(ledger: Ledger, case: Case, before: str, reception: IntakeResult) -> None:
    if case.answer == "new":
        assert reception.is_new
        assert (await ledger.reading.lead_detail(reception.lead_id)).previous_lead_id == before
        return
    assert (reception.is_new, reception.lead_id) == (False, before)
    last = (await ledger.reading.lead_detail(before)).timeline[-1]
    assert (last.kind, last.what) == ("form_received", "Asked again; no new follow-up was started")
    assert case.because in last.reason


@pytest.mark.parametrize("row", DUPLICATES, ids=lambda row: row["because"])
async def test_the_table_of_duplicates(ledger: Ledger, row: dict[str, Any]) -> None:
    """Each row of tests/scenarios/duplicates.yaml: one person is one lead, however they write themselves."""
    first, second = (
        arrival_from(LeadForm.model_validate(row[which]), received_at=NOON, playbook="playbook1")
        for which in ("first", "second")
    )
    before = await ledger.intake.receive(first, scope="web")

    after = await ledger.intake.receive(second, scope="web")

    assert (after.lead_id == before.lead_id) == (row["answer"] != "new")
    assert (after.merged is not None) == (row["answer"] == "same")
    timeline = (await ledger.reading.lead_detail(before.lead_id)).timeline
    assert ("form_received" in [line.kind for line in timeline]) == (row["answer"] == "same")


async def test_a_form_that_begins_nothing_is_kept_as_a_note(ledger: Ledger) -> None:
    """What they wrote can be read with the old lead."""
    before = await a_lead(ledger, email=MARA, arrived_at=ENDED_AT - DAY)
    await ended(ledger, before)

    later = an_arrival(email=MARA, arrived_at=ENDED_AT + DAY, form={"message": "We have budget now."})
    await ledger.intake.receive(later, into=hot())

    assert [note["text"] for note in (await ledger.leads.lead(before)).notes] == ["We have budget now."]
    assert (await ledger.reading.outstanding()).leads == 1


async def test_a_cadence_counts_as_gone_through_by_its_touches_and_tasks(ledger: Ledger) -> None:
    """A lead that ended in nurture had been through the cadence before it."""
    for number in range(2):
        email = f"person{number}@x.example"
        before = await a_lead(ledger, email=email, arrived_at=ENDED_AT - DAY)
        if number:
            await ledger.tasks.open(a_task(before, f"t{number}", cadence="inbound-hot"))
        else:
            await ledger.touches.claim(an_intent(before, cadence="inbound-hot"), allow)
        await ended(ledger, before, cadence="nurture-monthly")

        reception = await ledger.intake.receive(an_arrival(email=email, arrived_at=ENDED_AT + DAY), into=hot())

        assert (reception.why, reception.lead_id) == ("not restarted", before)


async def test_the_same_form_begins_anew_once_the_rule_allows(ledger: Ledger) -> None:
    """Without an opt-in's instant a form says the same years later; until then it is the same form, and says why."""
    form = an_arrival(email=MARA, arrived_at=ENDED_AT - DAY)
    first = (await ledger.intake.receive(form, into=hot())).lead_id
    await ended(ledger, first)

    early = form.model_copy(update={"lead_id": "early", "arrived_at": ENDED_AT + 30 * DAY})
    late = form.model_copy(update={"lead_id": "late", "arrived_at": ENDED_AT + 91 * DAY})
    too_early = await ledger.intake.receive(early, into=hot())
    again = await ledger.intake.receive(late, into=hot())
    resent = await ledger.intake.receive(late.model_copy(update={"lead_id": "x"}), into=hot("always"))

    assert (too_early.why, too_early.lead_id) == ("duplicate", first)
    assert "can run again after 90 days: 2026-05-02" in too_early.reason
    assert (again.why, again.lead_id, again.is_new) == ("new", "late", True)
    assert (resent.why, resent.lead_id) == ("duplicate", "late")
    await ended(ledger, "late")
    third = late.model_copy(update={"lead_id": "third", "arrived_at": ENDED_AT + 200 * DAY})
    assert (await ledger.intake.receive(third, into=hot())).lead_id == "third"


async def test_a_form_that_comes_twice_in_a_day_was_sent_twice(ledger: Ledger) -> None:
    """A sender that repeats itself makes no second lead, however the first one ended, whatever the rule."""
    form = an_arrival(email=MARA, arrived_at=ENDED_AT)
    first = (await ledger.intake.receive(form, into=hot("always"))).lead_id
    await ended(ledger, first)

    hour_later = form.model_copy(update={"lead_id": "x", "arrived_at": ENDED_AT + timedelta(hours=1)})
    year_later = form.model_copy(
        update={
            "lead_id": "y",
            "arrived_at": ENDED_AT + 365 * DAY,
            "form": form.form.model_copy(update={"opted_in_at": ENDED_AT}),
        }
    )

    assert (await ledger.intake.receive(hour_later, into=hot("always"))).why == "duplicate"
    assert (await ledger.intake.receive(year_later, into=hot("always"))).why == "duplicate"
    assert (await ledger.intake.receive(form.model_copy(update={"lead_id": "z"}))).lead_id == first


@pytest.mark.parametrize("direction", list(Direction))
async def test_who_asked_to_be_left_alone_is(ledger: Ledger, direction: Direction) -> None:
    """No form and no import begins anything, under any tag of their address; a new yes is told as what it is."""
    before = await a_lead(ledger, email=MARA, phone="+14155550100", arrived_at=ENDED_AT - DAY)
    await ledger.hearings.record(heard(before, OptedOut), at=ENDED_AT)
    await ended(ledger, before, Disposition.OPTED_OUT)
    form = {"direction": direction, "consent": {"email": True}}

    by_tag = an_arrival(
        email="Mara+new@x.example", email_key=MARA, arrived_at=ENDED_AT + 900 * DAY, form={**form, "campaign": "spring"}
    )
    by_number = an_arrival(email="other@x.example", phone="+14155550100", arrived_at=ENDED_AT + 900 * DAY, form=form)
    receptions = [await ledger.intake.receive(each, into=hot("always")) for each in (by_tag, by_number)]
    repeated = await ledger.intake.receive(
        by_tag.model_copy(update={"lead_id": "x", "arrived_at": ENDED_AT + 999 * DAY}), into=hot("always")
    )

    assert {(each.why, each.lead_id) for each in receptions} == {("not restarted", before)}
    assert all("opted out on 2026-02-01" in each.reason for each in receptions)
    assert all(("says yes to contact" in each.reason) is (direction is Direction.INBOUND) for each in receptions)
    assert (repeated.why, repeated.reason) == ("duplicate", receptions[0].reason)
    assert (await ledger.reading.outstanding()).leads == 1


async def test_a_bounce_bars_the_address_that_bounced_and_no_other(ledger: Ledger) -> None:
    """A host that knows no tags refuses the tagged address, and takes mail to the plain one."""
    lead_id = await a_lead(ledger, email="mara+web@x.example", email_key=MARA)

    await ledger.hearings.record(heard(lead_id, Bounced), at=NOON)

    barred = [
        await ledger.database.read(lambda connection, to=to: why_suppressed(connection, Channel.EMAIL, [to]))  # type: ignore[misc]  # a default binds it
        for to in ("mara+web@x.example", MARA)
    ]
    assert barred == ["mail to this address bounced for good", ""]


async def test_a_further_form_is_a_fact_for_the_open_lead(ledger: Ledger) -> None:
    """With what it fills in, under an id of its own, kept in one transaction with the form; once."""
    await ledger.publications.publish(a_playbook().model_copy(update={"version": "p1"}), NOON)
    lead_id = await a_lead(ledger, email=MARA, form={"intent": "content"})
    further = an_arrival(
        email=MARA,
        phone="+14155550100",
        arrived_at=NOON + MINUTE,
        form={"intent": "demo", "campaign": "spring", "last_name": "Kade"},
    )

    reception = await ledger.intake.receive(further, into=hot())
    again = await ledger.intake.receive(further.model_copy(update={"lead_id": "x"}), into=hot())

    assert (reception.why, reception.lead_id) == ("merged", lead_id)
    assert reception.reason == "the lead is open: same address"
    assert (again.why, again.merged) == ("duplicate", None)
    (waiting,) = await ledger.hearings.pending(NOON + DAY)
    fact = fact_in(Carried(id=waiting.told.id, fact=waiting.told.fact), NOON)
    assert isinstance(fact, InformationAdded)
    assert fact.id == f"{lead_id}:interest:{further.form_key}"
    assert (fact.profile.lead_id, fact.profile.arrived_at, fact.profile.opted_in_at) == (lead_id, NOON, NOON + MINUTE)
    assert (fact.profile.intent, {"phone", "last_name"} <= fact.profile.known) == ("demo", True)
    arrival = await ledger.intake.arrival_of(lead_id)
    assert (arrival.phone_key, arrival.form.phone, arrival.form.first_name) == ("+14155550100", "+14155550100", "Mara")


async def test_two_forms_of_one_person_at_once_are_one_lead_and_one_interest(
    ledger: Ledger, other_ledger: Ledger
) -> None:
    """Whichever comes first makes the lead; each of the others is heard once, and loses nothing of another's."""
    doors = (ledger.intake, other_ledger.intake)
    fields = ("last_name", "title", "industry", "locale", "device", "product_interest", "external_id", "source")
    arrivals = [
        an_arrival(email=f"mara+{name}@x.example", email_key=MARA, phone="+14155550100", form={name: f"from {name}"})
        for name in fields
    ]

    receptions = await asyncio.gather(
        *(doors[number % 2].receive(arrival, into=hot()) for number, arrival in enumerate(arrivals))
    )

    assert len({reception.lead_id for reception in receptions}) == 1
    assert sorted(reception.why for reception in receptions) == ["merged"] * 7 + ["new"]
    facts = await ledger.hearings.pending(NOON + DAY)
    assert len({waiting.told.id for waiting in facts}) == 7
    form = (await ledger.intake.arrival_of(receptions[0].lead_id)).form
    assert {name: getattr(form, name) for name in fields} == {name: f"from {name}" for name in fields}


async def test_a_retry_is_answered_as_the_first_time(ledger: Ledger) -> None:
    """Whatever was answered, and whatever became of the lead since; only the first arrival starts one."""
    new = an_arrival(email=MARA, idempotency_key="k1", arrived_at=ENDED_AT - DAY)
    known = an_arrival(email=MARA, idempotency_key="k2", arrived_at=ENDED_AT - DAY)
    came_back = an_arrival(email=MARA, idempotency_key="k3", arrived_at=ENDED_AT + DAY)
    first = [await ledger.intake.receive(arrival, scope="web", into=hot()) for arrival in (new, known)]
    await ended(ledger, first[0].lead_id)
    first.append(await ledger.intake.receive(came_back, scope="web", into=hot()))

    retried = [
        await ledger.intake.receive(arrival.model_copy(update={"lead_id": "x"}), scope="web", into=hot())
        for arrival in (new, known, came_back)
    ]

    assert [answer.why for answer in first] == ["new", "merged", "not restarted"]
    assert [(each.lead_id, each.why, each.reason) for each in retried] == [
        (each.lead_id, each.why, each.reason) for each in first
    ]
    assert not any(each.is_new for each in retried)


def test_the_builders_agree_with_intake_on_who_is_who() -> None:
    """What these tests pass as the key is what intake makes of the address."""
    assert email_key_of("Mara+new@x.example") == email_key_of("mara+web@x.example") == MARA
