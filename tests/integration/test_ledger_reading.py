"""Lists, details and the alarm, on both databases."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from ledger_builders import MINUTE, NOON, a_lead, a_report, a_sent_mail, a_task, an_arrival, an_entry, an_intent, heard

from domain.channels import Channel
from domain.dispositions import Disposition
from domain.errors import InvalidInputError
from domain.facts.hearing import Delivery
from domain.facts.unions import ReplyReceived
from ledger.ledger import Ledger
from ledger.reading.lead_lists import LeadFilter

pytest_plugins = ("ledgers",)


async def test_pages_neither_skip_nor_repeat(ledger: Ledger) -> None:
    """Also when leads arrive in one instant, and when more arrive between two pages."""
    leads = [await a_lead(ledger, arrived_at=NOON + (number // 5) * MINUTE) for number in range(23)]

    seen: list[str] = []
    page = await ledger.reading.leads(limit=4)
    seen += [lead.lead_id for lead in page.leads]
    await a_lead(ledger, "newcomer", arrived_at=NOON + 99 * MINUTE)
    while page.next_cursor:
        page = await ledger.reading.leads(cursor=page.next_cursor, limit=4)
        seen += [lead.lead_id for lead in page.leads]

    assert len(seen) == len(set(seen)) == 23
    assert set(seen) == set(leads)
    assert (await ledger.reading.leads(limit=1)).leads[0].lead_id == "newcomer"


@pytest.mark.parametrize("cursor", ["nonsense", "bm8gY3Vyc29y", "ÿ", "MjAyNi0wMy0wNlQxMjowMCBsMQ=="])
async def test_a_cursor_of_somebody_else_is_refused(ledger: Ledger, cursor: str) -> None:
    """The answer says where cursors come from."""
    with pytest.raises(InvalidInputError, match="take next_cursor of the page before") as refused:
        await ledger.reading.leads(cursor=cursor)

    assert refused.value.field == "cursor"


async def test_a_page_has_bounds(ledger: Ledger) -> None:
    """Neither none nor everything."""
    with pytest.raises(InvalidInputError, match="give 1 to 500"):
        await ledger.reading.leads(limit=0)


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({}, {"mara", "noor", "old"}),
        ({"stage": "working"}, {"mara", "noor"}),
        ({"owner": "ana"}, {"mara"}),
        ({"cadence": "outbound"}, {"noor"}),
        ({"disposition": "lost"}, {"old"}),
        ({"is_open": True}, {"mara", "noor"}),
        ({"is_open": False}, {"old"}),
        ({"q": "ÉLOD"}, {"noor"}),
        ({"q": "continental"}, {"mara", "old"}),
        ({"q": "mara@X"}, {"mara"}),
        ({"q": "100%_"}, {"noor"}),
        ({"q": "%"}, {"noor"}),
        ({"q": "'; --"}, set()),
        ({"q": "a\x00b"}, set()),
        ({"overdue_at": NOON + 2 * MINUTE}, {"mara"}),
        ({"owner": "ana", "stage": "engaged"}, set()),
    ],
)
async def test_leads_are_found(ledger: Ledger, chosen: dict[str, Any], found: set[str]) -> None:
    """By what is given, all of it; what is typed is only text."""
    await a_lead(ledger, "mara", email="Mara@x.example")
    await ledger.timeline.record(a_report("mara", 1, owner="ana"))
    await a_lead(ledger, "noor", email="noor@y.example", form={"last_name": "Élodie", "company": "100%_Wool"})
    await ledger.timeline.record(a_report("noor", 1, cadence="outbound", next_due_at=NOON + 9 * MINUTE))
    await a_lead(ledger, "old", form={"first_name": "Otto"})
    await ledger.timeline.record(a_report("old", 1, disposition=Disposition.LOST, stage="closed"))

    page = await ledger.reading.leads(LeadFilter(**chosen))

    assert {lead.lead_id for lead in page.leads} == found


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=40))
async def test_every_name_is_found_by_itself(ledger: Ledger, words: str) -> None:
    """Whatever characters it is made of, in both databases."""
    arrival = an_arrival(form={"company": words})
    await ledger.intake.receive(arrival, scope="t")

    page = await ledger.reading.leads(LeadFilter(q=arrival.form.company), limit=500)

    assert arrival.lead_id in {lead.lead_id for lead in page.leads}


async def test_a_lead_in_detail(ledger: Ledger) -> None:
    """Everything about it, and the timeline in order with the notes that never left the ledger."""
    lead_id = await a_lead(ledger, email="mara@x.example")
    await a_sent_mail(ledger, an_intent(lead_id))
    await ledger.tasks.open(a_task(lead_id, "t1", due_at=NOON + MINUTE))
    await ledger.hearings.record(heard(lead_id, ReplyReceived, "r1", at=NOON + 3 * MINUTE, note="Call me.", by="inbox"))
    await ledger.hearings.record(heard(lead_id, ReplyReceived, "r2", at=NOON + 2 * MINUTE, note="Hello?"))
    await ledger.hearings.delivered("r2", Delivery(state="refused", answer="not now"), NOON)
    told = an_entry(f"{lead_id}:r1", kind="reply_received", at=NOON + 3 * MINUTE)
    await ledger.timeline.record(
        a_report(lead_id, 2, an_entry("sent", at=NOON + MINUTE), told, open_task="t1", dead=("sms",))
    )

    detail = await ledger.reading.lead_detail(lead_id)

    assert [(line.kind, line.note) for line in detail.timeline] == [
        ("arrived", ""),
        ("touch_sent", ""),
        ("reply_received", "Hello?"),
        ("reply_received", "Call me."),
    ]
    assert detail.timeline[2].delivery == Delivery(state="refused", answer="not now")
    assert (detail.stage, detail.qualification, detail.rule) == ("working", "high", "asked for a demo")
    assert (detail.cadence, detail.cadence_version, detail.dead) == ("inbound-hot", "c1", ("sms",))
    assert (detail.next_what, detail.next_reason, detail.next_due_at) == (
        "send_touch",
        "intro is next",
        NOON + MINUTE,
    )
    assert [task.task_id for task in detail.open_tasks] == ["t1"]
    assert [touch.touch_id for touch in detail.touches] == ["intro"]
    assert detail.zones == ("America/New_York",)


async def test_tasks_are_listed_by_what_is_due_first(ledger: Ledger) -> None:
    """Those without a deadline come last; each shows its lead."""
    lead_id = await a_lead(ledger)
    await ledger.tasks.open(a_task(lead_id, "no-deadline"))
    await ledger.tasks.open(a_task(lead_id, "later", due_at=NOON + 2 * MINUTE))
    await ledger.tasks.open(a_task(lead_id, "sooner", due_at=NOON + MINUTE, kind=Channel.POST))
    await ledger.tasks.open(a_task(lead_id, "bens", assignee="ben"))

    tasks = await ledger.reading.tasks("ana")

    assert [task.task_id for task in tasks] == ["sooner", "later", "no-deadline"]
    assert (tasks[0].kind, tasks[0].lead_name, tasks[0].company) == (Channel.POST, "Mara", "Continental")
    assert len(await ledger.reading.tasks()) == 4
    assert await ledger.reading.tasks(state="done") == ()
    assert len(await ledger.reading.tasks(state=None, lead_id=lead_id)) == 4


async def test_the_alarm_names_leads_that_nothing_is_done_about(ledger: Ledger) -> None:
    """Not started, nothing due, or overdue by more than the grace; the longest waiting first."""
    hour = timedelta(hours=1)
    await a_lead(ledger, "unstarted", arrived_at=NOON - 3 * hour)
    for lead_id, due_at in (("idle", None), ("late", NOON - 2 * hour), ("fine", NOON + hour), ("ended", None)):
        await a_lead(ledger, lead_id, arrived_at=NOON - hour)
        disposition = Disposition.LOST if lead_id == "ended" else None
        await ledger.timeline.record(a_report(lead_id, 1, next_due_at=due_at, disposition=disposition))

    alarmed = await ledger.reading.overdue(NOON, grace=10 * MINUTE)

    assert [(lead.lead_id, lead.why) for lead in alarmed] == [
        ("unstarted", "not started"),
        ("late", "overdue"),
        ("idle", "nothing due"),
    ]
    assert alarmed[1].since == NOON - 2 * hour
    assert await ledger.reading.overdue(NOON - 3 * hour, grace=10 * MINUTE) == ()


async def test_the_whole_in_numbers(ledger: Ledger) -> None:
    """What is outstanding and what became of the rest."""
    first, second = await a_lead(ledger), await a_lead(ledger)
    await a_lead(ledger)
    await ledger.intake.mark_started(first, NOON)
    await ledger.timeline.record(a_report(first, 1))
    await ledger.timeline.record(a_report(second, 1, disposition=Disposition.CONVERTED, next_due_at=None))
    await ledger.tasks.open(a_task(first, "t1"))
    await a_sent_mail(ledger, an_intent(first))
    await ledger.hearings.record(heard(first, ReplyReceived))

    numbers = await ledger.reading.outstanding()

    assert (numbers.leads, numbers.open, numbers.unstarted) == (3, 2, 2)
    assert (numbers.by_stage, numbers.by_disposition) == ({"working": 1}, {"converted": 1})
    assert (numbers.open_tasks, numbers.touches, numbers.undelivered_facts) == ({"call": 1}, {"sending": 1}, 1)
    assert numbers.next_due_at == NOON + MINUTE
