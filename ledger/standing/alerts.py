"""Alerts raised, whether or not they could be delivered, and who acknowledged them."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, func, or_, select, update

from domain.errors import NotFoundError
from domain.facts.hearing import Hearing
from domain.facts.unions import AlertAcknowledged
from domain.journey.promise import PromiseState
from domain.letters.alerts import AlertNote, Raised
from domain.letters.owed import OwedLine, of_promise, of_task, soonest
from domain.text import keepable
from ledger.database.engine import Database
from ledger.database.inserts import insert_new
from ledger.database.tables import alerts, leads, promises, tasks
from ledger.standing.alert_views import AlertView, view_of

_SHOWN = select(
    alerts,
    leads.c.name,
    leads.c.company,
    leads.c.form,
    leads.c.arrived_at,
    leads.c.stage,
    leads.c.qualification,
    leads.c.rule,
    leads.c.owner,
    leads.c.disposition,
).join(leads, leads.c.lead_id == alerts.c.lead_id)
_IS_OPEN = alerts.c.acknowledged_at.is_(None) & leads.c.disposition.is_(None)
_BETWEEN = "\n"


class Alerts:
    """``AlertLog`` on the database, and the list of alerts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def owed(self, lead_id: str) -> OwedLine:
        """What people owe this lead next, by its open tasks and its running promises."""
        return await self._database.read(lambda connection: soonest(_owed(connection, lead_id)))

    async def raise_alert(self, note: AlertNote) -> Raised:
        """Keep the alert; the same one again answers what became of it."""
        return await self._database.write(lambda connection: _raise(connection, note))

    async def told(self, alert_id: str, ways: Sequence[str]) -> None:
        """Note the ways that reached somebody, so that the next attempt does not repeat them."""
        noted = update(alerts).where(alerts.c.alert_id == alert_id).values(told=_BETWEEN.join(ways))
        await self._database.write(lambda connection: connection.execute(noted).rowcount)

    async def delivered(self, alert_id: str, at: datetime, detail: str, ways: Sequence[str] = ()) -> None:
        """Note that the alert needs no further attempt, with the ways that reached somebody and the failures."""
        tried = update(alerts).where(alerts.c.alert_id == alert_id, alerts.c.tried_at.is_(None))
        noted = tried.values(tried_at=at, detail=keepable(detail), told=_BETWEEN.join(ways))
        await self._database.write(lambda connection: connection.execute(noted).rowcount)

    async def listed(
        self, to: Sequence[str] = (), *, is_open: bool | None = None, limit: int = 500
    ) -> tuple[AlertView, ...]:
        """Alerts, the newest first.

        Args:
            to: ids and roles that they are for; everybody's without.
            is_open: nobody has acknowledged it, and the lead has not ended; or the contrary.
            limit: how many at most.
        """
        return await self._database.read(lambda connection: _list(connection, to, is_open, limit))

    async def waiting(self) -> dict[str, int]:
        """How many open alerts there are for each person and role that has any."""
        return await self._database.read(_waiting)

    async def alert(self, alert_id: str) -> AlertView:
        """One alert.

        Raises:
            NotFoundError: there is none.
        """
        return await self._database.read(lambda connection: _alert(connection, alert_id))


def take_up(connection: Connection, hearing: Hearing, by: str, at: datetime) -> None:
    """Note who acknowledged alerts: the one the fact names, and all alerts of the lead to whoever reports on it."""
    mine = [alerts.c.to == by] if by else []
    if isinstance(hearing.fact, AlertAcknowledged):
        mine.append(alerts.c.alert_id == f"{hearing.lead_id}:{hearing.fact.alert}")
    if not mine:
        return
    waiting = (alerts.c.lead_id == hearing.lead_id) & alerts.c.acknowledged_at.is_(None)
    connection.execute(update(alerts).where(waiting, or_(*mine)).values(acknowledged_at=at, acknowledged_by=by))


def _raise(connection: Connection, note: AlertNote) -> Raised:
    if insert_new(connection, alerts, {**note.model_dump(), "about": note.about.value}):
        return Raised(is_due=True)
    kept = connection.execute(select(alerts.c.tried_at, alerts.c.told).where(alerts.c.alert_id == note.alert_id)).one()
    return Raised(is_due=kept.tried_at is None, told=tuple(filter(None, kept.told.split(_BETWEEN))))


def _owed(connection: Connection, lead_id: str) -> Iterator[OwedLine]:
    open_tasks = select(tasks.c.kind, tasks.c.touch_id, tasks.c.due_at)
    for row in connection.execute(open_tasks.where(tasks.c.lead_id == lead_id, tasks.c.state == "open")):
        yield of_task(row.kind, row.touch_id, row.due_at)
    running = select(promises.c.kind, promises.c.owed, promises.c.due_at)
    mine = (promises.c.lead_id == lead_id) & (promises.c.state == PromiseState.RUNNING.value)
    for row in connection.execute(running.where(mine)):
        yield of_promise(row.kind, row.owed, row.due_at)


def _list(connection: Connection, to: Sequence[str], is_open: bool | None, limit: int) -> tuple[AlertView, ...]:
    wanted = _SHOWN
    if to:
        wanted = wanted.where(alerts.c.to.in_(to))
    if is_open is not None:
        wanted = wanted.where(_IS_OPEN if is_open else ~_IS_OPEN)
    newest = wanted.order_by(alerts.c.raised_at.desc(), alerts.c.alert_id.desc()).limit(limit)
    return tuple(view_of(row) for row in connection.execute(newest))


def _waiting(connection: Connection) -> dict[str, int]:
    of_leads = alerts.join(leads, leads.c.lead_id == alerts.c.lead_id)
    counted = select(alerts.c.to, func.count().label("many")).select_from(of_leads).where(_IS_OPEN)
    return {row.to: row.many for row in connection.execute(counted.group_by(alerts.c.to))}


def _alert(connection: Connection, alert_id: str) -> AlertView:
    found = connection.execute(_SHOWN.where(alerts.c.alert_id == alert_id)).one_or_none()
    if found is None:
        raise NotFoundError(f"no alert has the id {alert_id}: use an alert_id from GET /v1/alerts")
    return view_of(found)
