"""Standings, timelines and tasks, as workflows tell them, on both databases."""

import pytest
from ledger_builders import MINUTE, NOON, a_lead, a_report, a_task, an_entry

from domain.dispositions import Disposition
from domain.errors import NotFoundError
from domain.terms.team import Assignment
from ledger.ledger import Ledger

pytest_plugins = ("ledgers",)


async def test_a_newer_standing_replaces_an_older(ledger: Ledger) -> None:
    """An old one that is written late changes nothing; its entries are kept all the same."""
    lead_id = await a_lead(ledger)

    await ledger.timeline.record(a_report(lead_id, 7, an_entry("7"), stage="engaged"))
    await ledger.timeline.record(a_report(lead_id, 6, an_entry("6"), stage="working"))

    detail = await ledger.reading.lead_detail(lead_id)
    assert detail.stage == "engaged"
    assert [line.kind for line in detail.timeline] == ["arrived", "touch_sent", "touch_sent"]


async def test_an_entry_is_written_once(ledger: Ledger) -> None:
    """A report that is told again adds nothing."""
    lead_id = await a_lead(ledger)
    report = a_report(lead_id, 1, an_entry("a"), an_entry("b", at=NOON + MINUTE))

    await ledger.timeline.record(report)
    await ledger.timeline.record(report)

    assert len((await ledger.reading.lead_detail(lead_id)).timeline) == 3


async def test_the_same_standing_told_again_with_its_instant_is_written(ledger: Ledger) -> None:
    """A plan changes when a lead is due and not where it stands."""
    lead_id = await a_lead(ledger)

    await ledger.timeline.record(a_report(lead_id, 1, next_due_at=None))
    await ledger.timeline.record(a_report(lead_id, 1, next_due_at=NOON + 5 * MINUTE, next_reason="5 minutes later"))

    detail = await ledger.reading.lead_detail(lead_id)
    assert (detail.next_due_at, detail.next_reason) == (NOON + 5 * MINUTE, "5 minutes later")


async def test_an_ended_lead_has_nothing_next(ledger: Ledger) -> None:
    """It ended when the last thing happened, and stays ended then however often that is told."""
    lead_id = await a_lead(ledger)
    ended = {"disposition": Disposition.OPTED_OUT, "ending": "asked", "next_due_at": None, "stage": "closed"}

    await ledger.timeline.record(a_report(lead_id, 3, an_entry("end", at=NOON + MINUTE), **ended))
    await ledger.timeline.record(a_report(lead_id, 4, an_entry("late", at=NOON + 9 * MINUTE), **ended))

    detail = await ledger.reading.lead_detail(lead_id)
    assert (detail.disposition, detail.ended_at, detail.next_due_at) == ("opted_out", NOON + MINUTE, None)
    ending = await ledger.reading.ending(lead_id)
    assert ending is not None
    assert (ending.disposition, ending.reason) == ("opted_out", "asked")


async def test_tasks_that_the_lead_no_longer_holds_are_void(ledger: Ledger) -> None:
    """Only the one in hand stays open; what was done stays done."""
    lead_id, other = await a_lead(ledger), await a_lead(ledger)
    for task_id in ("old", "in-hand"):
        await ledger.tasks.open(a_task(lead_id, task_id))
    await ledger.tasks.open(a_task(other, "others"))

    await ledger.timeline.record(a_report(lead_id, 4, open_task="in-hand"))

    states = {task_id: (await ledger.reading.task(task_id)).state for task_id in ("old", "in-hand", "others")}
    assert states == {"old": "void", "in-hand": "open", "others": "open"}


async def test_a_stale_standing_voids_nothing(ledger: Ledger) -> None:
    """A report that is told again after the task was opened leaves the task alone."""
    lead_id = await a_lead(ledger)
    await ledger.timeline.record(a_report(lead_id, 4))
    await ledger.tasks.open(a_task(lead_id, "t1"))

    await ledger.timeline.record(a_report(lead_id, 4))
    await ledger.timeline.record(a_report(lead_id, 3))

    assert (await ledger.reading.task("t1")).state == "open"


async def test_the_standing_after_a_step_keeps_the_task_that_the_step_opened(ledger: Ledger) -> None:
    """It names its own task; the one before is void."""
    lead_id = await a_lead(ledger)
    await ledger.tasks.open(a_task(lead_id, "old"))
    await ledger.tasks.open(a_task(lead_id, "new", opened_at=NOON + MINUTE))

    await ledger.timeline.record(a_report(lead_id, 5, open_task="new"))

    assert (await ledger.reading.task("new")).state == "open"
    assert (await ledger.reading.task("old")).state == "void"


async def test_an_owner_found_just_now_is_not_taken_away(ledger: Ledger) -> None:
    """The standing from before the assignment names nobody."""
    lead_id = await a_lead(ledger)
    await ledger.leads.assign(lead_id, "k", lambda _: Assignment(owner="ben", reason="room"), NOON)

    await ledger.timeline.record(a_report(lead_id, 1, owner=""))
    assert (await ledger.reading.lead_detail(lead_id)).owner == "ben"

    await ledger.timeline.record(a_report(lead_id, 3, owner="cleo"))
    assert (await ledger.reading.lead_detail(lead_id)).owner == "cleo"


async def test_a_task_is_opened_once_and_keeps_its_new_assignee(ledger: Ledger) -> None:
    """Opening it again answers who has it by now."""
    lead_id = await a_lead(ledger)
    task = a_task(lead_id, "t1")

    assert await ledger.tasks.open(task) == "ana"
    await ledger.tasks.give("t1", "ben", NOON)
    await ledger.tasks.give("unknown", "ben", NOON)

    assert await ledger.tasks.open(task) == "ben"
    assert [shown.task_id for shown in await ledger.reading.tasks("ben")] == ["t1"]
    assert await ledger.reading.tasks("ana") == ()


async def test_a_closed_task_is_not_given_away(ledger: Ledger) -> None:
    """Who closed it had it."""
    lead_id = await a_lead(ledger)
    await ledger.tasks.open(a_task(lead_id, "t1"))
    await ledger.timeline.record(a_report(lead_id, 1))

    await ledger.tasks.give("t1", "ben", NOON)

    assert (await ledger.reading.task("t1")).assignee == "ana"


async def test_a_report_of_nobody_is_not_found(ledger: Ledger) -> None:
    """Nothing is written for a lead that is not there."""
    with pytest.raises(NotFoundError, match="no lead nobody"):
        await ledger.timeline.record(a_report("nobody", 1, an_entry("e")))
    with pytest.raises(NotFoundError, match="no task nothing"):
        await ledger.reading.task("nothing")
