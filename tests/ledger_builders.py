"""What tests put into a ledger: leads, touches, tasks, facts and standings, plain unless told otherwise."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from domain.channels import Channel
from domain.facts.hearing import Hearing
from domain.facts.unions import Reported
from domain.gate.claims import NewTask, TouchIntent
from domain.gate.permission import ALLOW, Circumstances, Verdict
from domain.intake.arrival import Arrival
from domain.journey.steps import Purpose
from domain.lead.form import LeadForm
from domain.wire.standing import Dispatch, Entry, Standing
from ledger.ledger import Ledger

NOON = datetime(2026, 3, 6, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)

_numbers = count(1)


def an_arrival(lead_id: str = "", **changed: Any) -> Arrival:
    """A lead on arrival, a person of its own unless told otherwise; fields of the form may be given as ``form``."""
    number = next(_numbers)
    email = changed.pop("email", f"mara.{number}@continental.example")
    phone = changed.pop("phone", "")
    form = LeadForm(
        **{"first_name": "Mara", "email": email, "phone": phone, "company": "Continental", **changed.pop("form", {})}
    )
    fields: dict[str, Any] = {
        "lead_id": lead_id or f"l{number}",
        "form": form,
        "arrived_at": NOON,
        "email_key": email.casefold(),
        "phone_key": phone,
        "form_key": f"form-{number}",
        "zones": ("America/New_York",),
        "playbook": "p1",
    }
    return Arrival(**{**fields, **changed})


async def a_lead(ledger: Ledger, lead_id: str = "", **changed: Any) -> str:
    """A new lead in the ledger; its id."""
    reception = await ledger.intake.receive(an_arrival(lead_id, **changed), scope="test")
    assert reception.is_new
    return reception.lead_id


def an_intent(lead_id: str, send_id: str = "", **changed: Any) -> TouchIntent:
    """The intent to send one follow-up mail."""
    fields: dict[str, Any] = {
        "send_id": send_id or f"{lead_id}.1.{next(_numbers)}",
        "lead_id": lead_id,
        "run": 1,
        "key": "1:intro:0:0",
        "touch_id": "intro",
        "number": 1,
        "channel": Channel.EMAIL,
        "message": "intro",
        "purpose": Purpose.FOLLOW_UP,
        "cadence": "inbound-hot",
        "cadence_version": "c1",
        "recipient": "mara@continental.example",
        "intent_at": NOON,
        "counted": frozenset({"person"}),
    }
    return TouchIntent(**{**fields, **changed})


def allow(_: Circumstances) -> Verdict:
    """The verdict of somebody who does not look."""
    return ALLOW


async def a_sent_mail(ledger: Ledger, intent: TouchIntent, *, at: datetime = NOON, message_id: str = "") -> None:
    """A mail that is about to leave: claimed, and its provider about to be called."""
    await ledger.touches.claim(intent, allow)
    identity = message_id or f"<{intent.send_id}@sevenfold.localhost>"
    await ledger.touches.sending(
        intent.send_id, body_sha256="ab" * 32, message_id=identity, subject="Your forecast", at=at
    )


def a_task(lead_id: str, task_id: str, **changed: Any) -> NewTask:
    """A call to be made."""
    fields: dict[str, Any] = {
        "task_id": task_id,
        "lead_id": lead_id,
        "run": 1,
        "kind": Channel.CALL,
        "touch_id": "first-call",
        "number": 1,
        "assignee": "ana",
        "reason": "first call is due",
        "script": "Hello Mara",
        "opened_at": NOON,
    }
    return NewTask(**{**fields, **changed})


def a_report(lead_id: str, revision: int, *entries: Entry, **changed: Any) -> Dispatch:
    """A standing of that revision, and entries."""
    fields: dict[str, Any] = {
        "lead_id": lead_id,
        "run": 1,
        "revision": revision,
        "stage": "working",
        "qualification": "high",
        "rule": "asked for a demo",
        "owner": "",
        "cadence": "inbound-hot",
        "cadence_version": "c1",
        "is_paused": False,
        "dead": (),
        "next_what": "send_touch",
        "next_key": "1:intro:0:0",
        "next_reason": "intro is next",
        "next_due_at": NOON + MINUTE,
        "open_task": "",
        "disposition": None,
        "ending": "",
    }
    return Dispatch(standing=Standing(**{**fields, **changed}), entries=entries)


def an_entry(entry_id: str, *, kind: str = "touch_sent", at: datetime = NOON, key: str = "") -> Entry:
    """A line of the timeline."""
    return Entry(entry_id=entry_id, at=at, run=1, kind=kind, key=key, what=kind.replace("_", " "), reason="")


def heard(lead_id: str, fact: type[Any], fact_id: str = "", *, note: str = "", by: str = "", **fields: Any) -> Hearing:
    """A fact of that kind, as it was heard."""
    told: Reported = fact(**{"id": fact_id or f"fact-{next(_numbers)}", "at": NOON, **fields})
    return Hearing(lead_id=lead_id, fact=told, note=note, by=by)
