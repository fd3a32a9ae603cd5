"""What the API answers the demo of leads, promises and alerts, as far as the demo reads it."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from commands.api_client import Api
from demo.letters import read
from demo.scenes import Evidence
from demo.watch import Watch

NOW = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)


def a_promise(lead_id: str = "l1", **changes: Any) -> dict[str, Any]:
    promise = {
        "promise_id": f"{lead_id}:1:promise:first_attempt",
        "lead_id": lead_id,
        "name": "Diego Ramos",
        "company": "Sunfield",
        "kind": "first_attempt",
        "owner": "ben",
        "within": "15 minutes",
        "owed": 1,
        "due_at": (NOW + timedelta(minutes=5)).isoformat(),
        "state": "running",
        "state_at": NOW.isoformat(),
        "fulfilled_at": None,
        "reason": "",
    }
    return promise | changes


def a_lead(lead_id: str = "l1", **changes: Any) -> dict[str, Any]:
    form = {"first_name": "Diego", "last_name": "Ramos", "email": "diego@sunfield.example"}
    cadence = {"name": "inbound-hot"}
    lead = {"lead_id": lead_id, "form": form, "stage": "working", "owner": "ben", "cadence": cadence}
    return lead | {"promises": [], "timeline": [], "disposition": None} | changes


def a_line(kind: str, what: str = "", reason: str = "", **changes: Any) -> dict[str, Any]:
    line = {"at": NOW.isoformat(), "run": 1, "kind": kind, "what": what, "reason": reason, "by": "", "note": ""}
    return line | changes


def an_escalation(lead_id: str) -> dict[str, Any]:
    return {"alert_id": f"{lead_id}:9", "lead_id": lead_id, "about": "escalated", "to": "manager", "owner": "ana"}


def a_new_lead(lead_id: str, to: str = "ana", **changes: Any) -> dict[str, Any]:
    alert = {"alert_id": f"{lead_id}:1", "lead_id": lead_id, "about": "new_lead", "to": to, "owner": to}
    return alert | changes


def watching(*leads: tuple[str, dict[str, Any]], to_come: tuple[str, ...] = ()) -> Watch:
    """A watch that has read these leads, each with its part, and waits for others."""
    watch = Watch(Api("http://127.0.0.1:1"), [*to_come, *(role for role, _ in leads)])
    for role, lead in leads:
        watch.take(lead["lead_id"], role)
        watch.leads[lead["lead_id"]] = lead
    return watch


def a_touch() -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["Return-Path"] = "<bounce+l1.1.2-abcdefghijklmnop@sevenfold.localhost>"
    mail["From"] = "Northbeam <hello@northbeam.example>"
    mail["To"] = "nora@brightworks.example"
    mail["Reply-To"] = "reply+l1.1.2-abcdefghijklmnop@sevenfold.localhost"
    mail["Subject"] = "Your question"
    mail["Message-ID"] = "<one@sevenfold.localhost>"
    mail["Date"] = "Thu, 19 Nov 2026 12:00:00 +0000"
    mail.set_content("Hello.\n\nTo hear no more: http://127.0.0.1:8070/u/l1.1.2-abcdefghijklmnop\n")
    return read(mail.as_bytes())


BROKEN = a_promise(state="breached", due_at=NOW.isoformat(), fulfilled_at=NOW.isoformat(), reason="first attempt")
EVIDENCE = Evidence(
    roles={"diego": "diego's"},
    paused_reps={"ana": "diego's", "ben": "diego's"},
    pains={"with pains": ["the forecast"]},
)
