"""Ledgers in which interest is measured, for tests."""

from datetime import datetime, timedelta
from typing import Any

from builders import MONDAY, a_playbook, an_agreement
from interest_table import TERMS

from domain.terms.playbook import Playbook
from domain.terms.scoring import SignalKind
from domain.triage.signals import Noticed

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0 Safari/537.36"


def a_measuring_playbook(**changes: Any) -> Playbook:
    """The builders' playbook, with the points of tests/scenarios/interest.yaml."""
    return a_playbook(agreement=an_agreement(scoring=TERMS), version="measuring", **changes)


def noticed(lead_id: str, did: str = "visit /pricing", at: datetime = MONDAY, **fields: Any) -> Noticed:
    """What a lead did, as in ``visit /pricing``."""
    kind, _, what = did.partition(" ")
    told = {"signal_id": f"{lead_id}:{did}:{at.isoformat()}", "kind": SignalKind(kind), "what": what, **fields}
    return Noticed(lead_id=lead_id, at=at, **told)


def after(days: float = 0, **length: float) -> datetime:
    """So long after Monday."""
    return MONDAY + timedelta(days=days, **length)
