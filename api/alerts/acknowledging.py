"""Acknowledges an alert: one fact, however often it is sent, from the API, an email link, the console or the chat."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from api.edge.collaborators import Collaborators
from domain.facts.hearing import Hearing
from domain.facts.unions import AlertAcknowledged

State = Literal["applied", "pending", "recorded"]


class Acknowledged(BaseModel):
    """The alert is acknowledged.

    ``applied``: the lead's workflow knows, and stops the escalation. ``pending``: recorded; the workflow gets it
    shortly. ``recorded``: the lead has ended, so no escalation was running.
    """

    alert_id: str
    lead_id: str
    state: State
    acknowledged_by: str = Field(description="who acknowledged the alert first")
    acknowledged_at: datetime
    detail: str = Field("", description="why the state is pending or recorded")


async def acknowledge(collaborators: Collaborators, alert_id: str, by: str, note: str = "") -> Acknowledged:
    """Record the acknowledgment and tell the lead's workflow; only the first person who acknowledges is recorded.

    Raises:
        NotFoundError: there is no such alert.
        InvalidInputError: the name or the note cannot be kept.
    """
    alert = await collaborators.ledger.alerts.alert(alert_id)
    at = collaborators.now()
    fact = AlertAcknowledged(id=f"{alert_id}:acknowledged", at=at, alert=alert.key, by=by)
    delivery = await collaborators.outbox.report(Hearing(lead_id=alert.lead_id, fact=fact, by=by, note=note))
    now = await collaborators.ledger.alerts.alert(alert_id)
    state: State = "recorded"
    if delivery.state in ("applied", "pending"):
        state = delivery.state
    return Acknowledged(
        alert_id=alert_id,
        lead_id=alert.lead_id,
        state=state,
        acknowledged_by=now.acknowledged_by or by,
        acknowledged_at=now.acknowledged_at or at,
        detail="" if state == "applied" else delivery.answer,
    )
