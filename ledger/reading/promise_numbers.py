"""Promises in numbers: how many were kept and how fast, by class and by owner."""

from datetime import datetime
from typing import Any

from sqlalchemy import Column, Connection, Select, Subquery, and_, case, func, select

from domain.journey.promise import PromiseKind, PromiseState
from ledger.database.instants import seconds_between
from ledger.database.tables import promises
from ledger.database.views import View, row_dict
from ledger.reading.promise_lists import PromiseFilter, concerned, in_red
from ledger.reading.views import PromiseView

BY_MACHINES = [kind.value for kind in PromiseKind if kind.is_owed_by_machines]


class Tally(View):
    """What became of the promises of one kind.

    Attributes:
        red: those of the running and the breached ones that are in the red zone.
        kept: the share of the decided ones that was met, from 0 to 1; none while none is decided.
        median_seconds, p90_seconds: from when the clock began until what was owed was done, be it late; none where
            nothing was. Nine of ten were done within ``p90_seconds``.
    """

    kind: PromiseKind
    met: int
    breached: int
    running: int
    paused: int
    void: int
    red: int
    kept: float | None
    median_seconds: int | None
    p90_seconds: int | None


class ClassTally(Tally):
    """Of the leads of one class."""

    qualification: str


class OwnerTally(Tally):
    """Of the leads of one person; empty while a lead had nobody."""

    owner: str


class PromiseReport(View):
    """Promises, the newest first, and all that the filter concerns in numbers, whatever became of them."""

    promises: tuple[PromiseView, ...]
    by_class: tuple[ClassTally, ...]
    by_owner: tuple[OwnerTally, ...]


def tally_by_class(connection: Connection, chosen: PromiseFilter, late_before: datetime) -> tuple[ClassTally, ...]:
    """For each kind and class; ``late_before`` is the red zone before now."""
    query = _tallied(_measured(chosen, late_before, promises.c.qualification), "qualification")
    return tuple(ClassTally(**_shared(row)) for row in connection.execute(query))


def tally_by_owner(connection: Connection, chosen: PromiseFilter, late_before: datetime) -> tuple[OwnerTally, ...]:
    """For each kind and owner, without what machines owe."""
    by_people = _measured(chosen, late_before, promises.c.owner).where(promises.c.kind.notin_(BY_MACHINES))
    return tuple(OwnerTally(**_shared(row)) for row in connection.execute(_tallied(by_people, "owner")))


def _measured(chosen: PromiseFilter, late_before: datetime, group: Column[str]) -> Select[Any]:
    """Each promise with how long it took, and its place among those of its group by that."""
    took = seconds_between(promises.c.since, promises.c.fulfilled_at)
    together = (promises.c.kind, group)
    return select(
        promises.c.kind,
        group,
        promises.c.state,
        case((in_red(late_before), 1), else_=0).label("red"),
        took.label("took"),
        func.row_number().over(partition_by=together, order_by=took.nulls_last()).label("place"),
        func.count(took).over(partition_by=together).label("done"),
    ).where(*concerned(chosen))


def _tallied(measured: Select[Any], group: str) -> Select[Any]:
    each = measured.subquery()
    together = (each.c.kind, each.c[group])
    counts = [func.sum(case((each.c.state == state.value, 1), else_=0)).label(state.value) for state in PromiseState]
    percentiles = [_percentile(each, 50).label("median"), _percentile(each, 90).label("p90")]
    return (
        select(*together, *counts, func.sum(each.c.red).label("red"), *percentiles)
        .group_by(*together)
        .order_by(*together)
    )


def _percentile(each: Subquery, percent: int) -> Any:
    """The least time within which so many of a hundred were done; SQLite has no percentiles of its own."""
    enough = and_(each.c.took.isnot(None), each.c.place * 100 >= each.c.done * percent)
    return func.min(case((enough, each.c.took)))


def _shared(row: Any) -> dict[str, Any]:
    decided = row.met + row.breached
    return {
        **row_dict(row),
        "kept": round(row.met / decided, 4) if decided else None,
        "median_seconds": None if row.median is None else round(row.median),
        "p90_seconds": None if row.p90 is None else round(row.p90),
    }
