"""Promises on record, listed and counted, on both databases."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from ledger_builders import MINUTE, NOON, a_lead
from promise_rows import DUE, HOUR, a_promise, breached, met, tell

from domain.journey.promise import PromiseKind, PromiseState, is_red, late_since
from domain.terms.agreement import Qualification
from domain.wire.standing import PromiseRow
from ledger.ledger import Ledger
from ledger.reading.promise_lists import PromiseFilter
from ledger.reading.promise_numbers import PromiseReport
from ledger.reading.views import PromiseView

pytest_plugins = ("ledgers",)

NOW = NOON + 3 * HOUR
RED = 2 * HOUR


async def reported(ledger: Ledger, now: datetime = NOW, **chosen: Any) -> PromiseReport:
    """What a filter finds."""
    return await ledger.reading.promises(PromiseFilter(**chosen), now=now, red_zone=RED)


async def the_only(ledger: Ledger) -> PromiseView:
    """The one promise on record."""
    (promise,) = (await reported(ledger)).promises
    return promise


async def test_a_promise_is_one_row_as_it_was_told_last(ledger: Ledger) -> None:
    """Its instant is fixed later, and whose it is may change while it runs."""
    lead_id = await a_lead(ledger)
    await tell(ledger, lead_id, a_promise(due_at=None, owner=""))
    await tell(ledger, lead_id, a_promise(owner="ben"))

    promise = await the_only(ledger)

    assert (promise.lead_id, promise.name, promise.owner, promise.due_at) == (lead_id, "Mara", "ben", DUE)
    assert promise.state is PromiseState.RUNNING


@pytest.mark.parametrize("decided", [met(), breached(), a_promise(state=PromiseState.VOID, reason="it answered")])
async def test_a_report_that_comes_late_opens_nothing_again(ledger: Ledger, decided: PromiseRow) -> None:
    """What was decided stays as it was, whatever an older report says."""
    lead_id = await a_lead(ledger)
    await tell(ledger, lead_id, decided)
    before = await the_only(ledger)

    await tell(ledger, lead_id, a_promise(owner="ben"))
    await tell(ledger, lead_id, a_promise(state=PromiseState.PAUSED, owner="ben"))

    assert await the_only(ledger) == before


async def test_what_is_done_late_keeps_the_owner_with_whom_it_broke(ledger: Ledger) -> None:
    """Ben did what Ana had let lie; and an old report does not undo that it was done."""
    lead_id = await a_lead(ledger)
    await tell(ledger, lead_id, breached())
    await tell(ledger, lead_id, breached(owner="ben", qualification="low", fulfilled_at=NOON + HOUR))
    await tell(ledger, lead_id, breached())

    promise = await the_only(ledger)

    assert (promise.state, promise.state_at, promise.fulfilled_at) == (PromiseState.BREACHED, DUE, NOON + HOUR)
    assert (promise.owner, promise.qualification) == ("ana", "high")


async def test_lists_are_narrowed_by_every_filter(ledger: Ledger) -> None:
    """And begin with the newest."""
    first, second = await a_lead(ledger, "first"), await a_lead(ledger, "second")
    await tell(ledger, first, breached(), met(key="1:promise:contact:0", kind=PromiseKind.CONTACT))
    later: dict[str, Any] = {"since": NOON + HOUR, "due_at": NOW + HOUR, "owner": "ben", "qualification": "low"}
    await tell(ledger, second, a_promise(**later))

    async def found(**chosen: Any) -> list[tuple[str, str]]:
        return [(each.lead_id, each.kind.value) for each in (await reported(ledger, **chosen)).promises]

    broken, kept, running = ("first", "first_attempt"), ("first", "contact"), ("second", "first_attempt")
    assert await found() == [running, kept, broken]
    assert await found(state=PromiseState.BREACHED) == [broken]
    assert await found(kind=PromiseKind.CONTACT) == [kept]
    assert await found(owner="ben") == [running]
    assert await found(qualification=Qualification.HIGH) == [kept, broken]
    assert await found(since=NOON + MINUTE) == [running]
    assert await found(is_red=True) == [broken]
    assert await found(is_red=False) == [running, kept]


LATER = NOW - RED
"""Whoever is late since then is just not red."""


@pytest.mark.parametrize(
    ("promise", "red"),
    [
        (breached(state_at=LATER), False),
        (breached(state_at=LATER - timedelta(seconds=1)), True),
        (breached(state_at=LATER - MINUTE, fulfilled_at=NOW), False),
        (a_promise(due_at=LATER), False),
        (a_promise(due_at=LATER - MINUTE), True),
        (a_promise(due_at=None), False),
        (a_promise(state=PromiseState.PAUSED), False),
        (a_promise(state=PromiseState.VOID), False),
        (met(), False),
    ],
)
async def test_red_is_the_same_in_the_core_and_in_sql(ledger: Ledger, promise: PromiseRow, *, red: bool) -> None:
    """Not done, and more than the red zone late: for the list, its filter, the numbers, the lead and its line."""
    lead_id = await a_lead(ledger)
    await tell(ledger, lead_id, promise)

    (shown,) = (await reported(ledger)).promises
    (line,) = (await ledger.reading.leads(now=NOW, red_zone=RED)).leads
    detail = await ledger.reading.lead_detail(lead_id, NOW, RED)

    assert is_red(late_since(promise), NOW, RED) is red
    assert (shown.is_red, line.is_red, detail.is_red, detail.promises) == (red, red, red, (shown,))
    assert len((await reported(ledger, is_red=True)).promises) == red
    assert [tally.red for tally in (await reported(ledger)).by_class] == [red]


@pytest.mark.parametrize("stage", ["nurture", "closed"])
async def test_a_lead_that_nobody_has_in_hand_is_not_marked(ledger: Ledger, stage: str) -> None:
    """What was broken stays broken in the report, and nobody can make it good any more."""
    lead_id = await a_lead(ledger)
    await tell(ledger, lead_id, breached(), stage=stage)

    (line,) = (await ledger.reading.leads(now=NOW, red_zone=RED)).leads
    detail = await ledger.reading.lead_detail(lead_id, NOW, RED)

    assert (line.is_red, detail.is_red) == (False, False)
    assert [promise.is_red for promise in detail.promises] == [True]


async def test_numbers_are_by_kind_and_class_and_by_owner(ledger: Ledger) -> None:
    """The share that was kept is of those that are decided; what takes longest is seen beside what is usual."""
    for number in range(9):
        await tell(ledger, await a_lead(ledger), met(number * MINUTE + timedelta(seconds=1)))
    await tell(ledger, await a_lead(ledger), breached(owner="ben", fulfilled_at=NOON + HOUR))
    await tell(ledger, await a_lead(ledger), a_promise(owner="ben", due_at=NOW + HOUR))
    await tell(ledger, await a_lead(ledger), a_promise(owner="ben", state=PromiseState.PAUSED))
    await tell(ledger, await a_lead(ledger), a_promise(qualification="low", state=PromiseState.VOID))
    acknowledged: dict[str, Any] = {"key": "1:promise:acknowledged:0", "kind": PromiseKind.ACKNOWLEDGED}
    await tell(ledger, await a_lead(ledger), met(timedelta(seconds=4), **acknowledged))

    found = await reported(ledger)

    machine, high, low = found.by_class
    assert (machine.kind, machine.qualification, machine.kept) == (PromiseKind.ACKNOWLEDGED, "high", 1.0)
    assert (machine.median_seconds, machine.p90_seconds) == (4, 4)
    assert (high.met, high.breached, high.running, high.paused, high.void, high.red) == (9, 1, 1, 1, 0, 0)
    assert (high.kept, high.median_seconds, high.p90_seconds) == (0.9, 4 * 60 + 1, 8 * 60 + 1)
    assert (low.qualification, low.void, low.kept, low.median_seconds) == ("low", 1, None, None)
    assert [(each.owner, each.met, each.breached, each.kept) for each in found.by_owner] == [
        ("ana", 9, 0, 1.0),
        ("ben", 0, 1, 0.0),
    ]
    assert found.by_owner[1].p90_seconds == HOUR.total_seconds()


async def test_numbers_are_of_all_states_whatever_is_listed(ledger: Ledger) -> None:
    """A share of the breached ones alone would say nothing; kind, class, owner and time narrow both."""
    await tell(ledger, await a_lead(ledger), met())
    await tell(ledger, await a_lead(ledger), breached(owner="ben"))

    broken = await reported(ledger, state=PromiseState.BREACHED)
    bens = await reported(ledger, owner="ben")

    assert ([each.owner for each in broken.promises], broken.by_class[0].kept) == (["ben"], 0.5)
    assert bens.by_class[0].kept == 0.0


async def test_where_nothing_was_promised_there_is_nothing_to_count(ledger: Ledger) -> None:
    """Neither lines nor numbers."""
    await a_lead(ledger)

    assert await reported(ledger) == PromiseReport(promises=(), by_class=(), by_owner=())
