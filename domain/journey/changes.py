"""How a journey is changed: by keyword. Names and types are checked, whichever part of the journey a field is in."""

from datetime import datetime
from typing import Any, Final, TypedDict, Unpack

from domain.channels import Channel
from domain.dispositions import Disposition
from domain.journey.in_hand import InHand, OpenTask, Pause, Plan
from domain.journey.owed import AlertDue, Owed, Watch
from domain.journey.promise import Promise
from domain.journey.run import Run, TouchRecord
from domain.journey.state import Counts, Journey, Past, Sales, Stage
from domain.lead.profile import LeadProfile
from domain.snapshot import Compact
from domain.terms.agreement import Agreement, Qualification
from domain.terms.cadence import Cadence
from domain.terms.company import NewsOwed

PARTS: Final[dict[str, type[Compact]]] = {
    "run": Run,
    "in_hand": InHand,
    "owed": Owed,
    "sales": Sales,
    "past": Past,
    "counts": Counts,
}
"""The parts of a journey, by the names of its fields."""

_HOME: Final = {
    **dict.fromkeys(Journey.model_fields, ""),
    **{field: name for name, part in PARTS.items() for field in part.model_fields},
}
"""The part that each field is in; empty for the journey's own fields."""


class Changes(TypedDict, total=False):
    """Every field of a journey and of its parts, with its type. A test keeps the list complete."""

    profile: LeadProfile
    agreement: Agreement
    cadence: Cadence
    stage: Stage
    qualification: Qualification
    rule: str
    owner: str
    disposition: Disposition | None
    ending: str

    run: Run
    number: int
    anchor_at: datetime
    cursor: int
    epoch: int
    provider_refusals: int
    is_acknowledged: bool
    tried: int
    asked: int
    touches: tuple[TouchRecord, ...]
    silent: tuple[str, ...]

    in_hand: InHand
    plan: Plan | None
    task: OpenTask | None
    is_reassigning: bool
    pause: Pause | None
    call_back_at: datetime | None
    moving_to: tuple[str, str] | None

    owed: Owed
    alerts: tuple[AlertDue, ...]
    promises: tuple[Promise, ...]
    watch: Watch | None
    company_news: tuple[NewsOwed, ...]

    sales: Sales
    engaged: int
    engagement: str
    follow_up_at: datetime | None
    reviewed: int

    past: Past
    outcomes: frozenset[str]
    dead: frozenset[Channel]
    been: frozenset[str]
    interest_changes: int
    applied: tuple[str, ...]

    counts: Counts
    call_backs: int
    alerts_raised: int
    promised: int
    company_informed: int
    revision: int


def changed(journey: Journey, **changes: Unpack[Changes]) -> Journey:
    """The journey with these fields changed: ``changed(journey, plan=None, owner="ana")``.

    Raises:
        KeyError: no part has a field of that name. Type checkers see this mistake first.
    """
    own: dict[str, Any] = {}
    of_parts: dict[str, dict[str, Any]] = {}
    for name, value in changes.items():
        part = _HOME[name]
        if part:
            of_parts.setdefault(part, {})[name] = value
        else:
            own[name] = value
    for part, fields in of_parts.items():
        own[part] = own.get(part, getattr(journey, part)).model_copy(update=fields)
    return journey.model_copy(update=own)


def without_task(journey: Journey) -> Journey:
    """The journey without a task in hand and without a search for somebody to do it.

    A pause, a requested call-back and a move that is under way stay.
    """
    return changed(journey, task=None, is_reassigning=False, plan=None)


def nothing_in_hand(journey: Journey) -> Journey:
    """The journey without a task, plan, pause, requested call-back or move."""
    return changed(journey, in_hand=InHand())
