"""Promises as people read them: those of a lead, lists of them, and which leads are in the red zone."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict
from sqlalchemy import ColumnElement, Connection, Select, and_, select

from domain.journey.promise import PromiseKind, PromiseState, is_red, red_before
from domain.journey.state import Stage
from domain.terms.agreement import Qualification
from ledger.database.tables import leads, promises
from ledger.database.views import row_dict
from ledger.reading.views import PromiseView

IN_HAND = [stage.value for stage in Stage if stage.is_in_hand]
_SHOWN: Select[Any] = select(promises, leads.c.name, leads.c.company).join(leads, leads.c.lead_id == promises.c.lead_id)


class PromiseFilter(BaseModel):
    """Which promises to list; what is not given does not narrow.

    Attributes:
        since: only promises made at this instant or later.
        is_red: only those in the red zone, or only the others.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    state: PromiseState | None = None
    kind: PromiseKind | None = None
    owner: str = ""
    qualification: Qualification | None = None
    since: AwareDatetime | None = None
    is_red: bool | None = None


def promises_of(connection: Connection, lead_id: str, now: datetime, red_zone: timedelta) -> tuple[PromiseView, ...]:
    """What one lead was promised, in the order in which it was."""
    theirs = _SHOWN.where(promises.c.lead_id == lead_id).order_by(promises.c.since, promises.c.promise_id)
    return _views(connection, theirs, now, red_zone)


def list_promises(
    connection: Connection, chosen: PromiseFilter, *, now: datetime, red_zone: timedelta, limit: int
) -> tuple[PromiseView, ...]:
    """Promises, the newest first."""
    wanted = concerned(chosen)
    if chosen.state is not None:
        wanted.append(promises.c.state == chosen.state.value)
    if chosen.is_red is not None:
        red = in_red(red_before(now, red_zone))
        wanted.append(red if chosen.is_red else ~red)
    listed = _SHOWN.where(*wanted).order_by(promises.c.since.desc(), promises.c.promise_id).limit(limit)
    return _views(connection, listed, now, red_zone)


def concerned(chosen: PromiseFilter) -> list[ColumnElement[bool]]:
    """What a filter says of promises beside what became of them."""
    named = {"kind": chosen.kind, "owner": chosen.owner, "qualification": chosen.qualification}
    wanted: list[ColumnElement[bool]] = [promises.c[name] == str(value) for name, value in named.items() if value]
    if chosen.since is not None:
        wanted.append(promises.c.since >= chosen.since)
    return wanted


def in_red(late_before: datetime) -> ColumnElement[bool]:
    """``domain.journey.promise.is_red`` as a condition on rows; ``late_before`` is its ``red_before``."""
    # `NOT null` is still null in SQL: without the first part, an undated promise would be missing from both sides of
    # the filter.
    return and_(promises.c.late_at.isnot(None), promises.c.late_at < late_before)


def red_leads(connection: Connection, lead_ids: Iterable[str], late_before: datetime) -> frozenset[str]:
    """Of these leads, those that are in hand and have a promise in the red zone."""
    theirs = (
        select(promises.c.lead_id)
        .join(leads, leads.c.lead_id == promises.c.lead_id)
        .where(promises.c.lead_id.in_(list(lead_ids)), leads.c.stage.in_(IN_HAND), in_red(late_before))
    )
    return frozenset(connection.execute(theirs).scalars())


def _views(connection: Connection, query: Select[Any], now: datetime, red_zone: timedelta) -> tuple[PromiseView, ...]:
    return tuple(
        PromiseView(**row_dict(row), is_red=is_red(row.late_at, now, red_zone)) for row in connection.execute(query)
    )
