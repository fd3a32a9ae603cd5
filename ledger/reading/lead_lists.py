"""Lists of leads: filters, and pages that neither skip nor repeat while leads arrive."""

import base64
import binascii
from datetime import datetime
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from domain.errors import InvalidInputError
from ledger.database.tables import interests, leads
from ledger.database.views import row_dict
from ledger.reading.promise_lists import red_leads
from ledger.reading.views import LeadPage, LeadSummary

_MEASURED = ("interest", "score", "is_red")


def _shown(name: str) -> ColumnElement[Any]:
    """The column of that name; what has none is a field of the form."""
    return leads.c[name] if name in leads.c else leads.c.form[name].as_string().label(name)


_SHOWN = [
    *(_shown(name) for name in LeadSummary.model_fields if name not in _MEASURED),
    func.nullif(interests.c.level, "").label("interest"),
    interests.c.score,
]
_WITH_INTEREST = leads.outerjoin(interests, interests.c.lead_id == leads.c.lead_id)


class LeadFilter(BaseModel):
    """Which leads to list; what is not given does not narrow.

    Attributes:
        q: part of a name, company, address, number or external id, in any case.
        overdue_at: only open leads whose next thing was due before this instant.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    stage: str = ""
    owner: str = ""
    cadence: str = ""
    disposition: str = ""
    interest: str = ""
    is_open: bool | None = None
    q: str = Field("", max_length=200)
    overdue_at: AwareDatetime | None = None


def list_leads(
    connection: Connection, chosen: LeadFilter, *, cursor: str, limit: int, late_before: datetime
) -> LeadPage:
    """One page, newest arrivals first; ``late_before`` is the red zone before now.

    Raises:
        InvalidInputError: the cursor is none of ours.
    """
    wanted = [*_conditions(chosen)]
    if cursor:
        arrived_at, lead_id = _read_cursor(cursor)
        older = leads.c.arrived_at < arrived_at
        wanted.append(or_(older, and_(leads.c.arrived_at == arrived_at, leads.c.lead_id < lead_id)))
    query = select(*_SHOWN).select_from(_WITH_INTEREST).where(*wanted)
    newest = query.order_by(leads.c.arrived_at.desc(), leads.c.lead_id.desc())
    rows = connection.execute(newest.limit(limit + 1)).all()
    red = red_leads(connection, [row.lead_id for row in rows[:limit]], late_before)
    page = tuple(LeadSummary(**row_dict(row), is_red=row.lead_id in red) for row in rows[:limit])
    return LeadPage(leads=page, next_cursor=_cursor(page[-1]) if len(rows) > limit else "")


def _conditions(chosen: LeadFilter) -> list[ColumnElement[bool]]:
    named = {"stage": chosen.stage, "owner": chosen.owner, "cadence": chosen.cadence, "disposition": chosen.disposition}
    wanted: list[ColumnElement[bool]] = [leads.c[name] == value for name, value in named.items() if value]
    if chosen.interest:
        wanted.append(interests.c.level == chosen.interest)
    if chosen.is_open is not None:
        wanted.append(leads.c.disposition.is_(None) if chosen.is_open else leads.c.disposition.isnot(None))
    if chosen.q:
        wanted.append(leads.c.search_text.contains(chosen.q.replace("\x00", "").casefold(), autoescape=True))
    if chosen.overdue_at is not None:
        wanted += [leads.c.disposition.is_(None), leads.c.next_due_at < chosen.overdue_at]
    return wanted


def _cursor(last: LeadSummary) -> str:
    return base64.urlsafe_b64encode(f"{last.arrived_at.isoformat()} {last.lead_id}".encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, str]:
    try:
        instant, _, lead_id = base64.urlsafe_b64decode(cursor.encode()).decode().partition(" ")
        arrived_at = datetime.fromisoformat(instant)
    except (binascii.Error, ValueError):
        arrived_at, lead_id = datetime.min, ""  # noqa: DTZ901 - naive on purpose: refused below
    if arrived_at.tzinfo is None or not lead_id or "\x00" in lead_id:
        raise InvalidInputError(
            "the cursor can't be read: take next_cursor of the page before, or none for the first page", field="cursor"
        )
    return arrived_at, lead_id
