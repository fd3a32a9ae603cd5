"""An alert as it is listed: what it is about, what was tracked of its lead, and who acknowledged it."""

from datetime import datetime
from typing import Any

from domain.lead.form import LeadForm
from domain.terms.alerts import About
from ledger.database.views import View, row_dict


class AlertView(View):
    """One alert.

    Attributes:
        to: the person or the role it is for; ``owner`` has the lead now.
        told: the ways that reached somebody; ``detail`` has the failures.
        owed: what was owed when it was raised, and ``owed_at`` by when.
        stage, qualification, rule, disposition: where the lead stands now.
    """

    alert_id: str
    lead_id: str
    to: str
    about: About
    reason: str
    raised_at: datetime
    tried_at: datetime | None
    told: tuple[str, ...]
    detail: str
    owed: str
    owed_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str
    name: str
    company: str
    title: str
    email: str
    phone: str
    opted_in_at: datetime
    intent: str
    source: str
    campaign: str
    device: str
    product_interest: str
    message: str
    stage: str
    qualification: str
    rule: str
    owner: str
    disposition: str | None

    @property
    def is_open(self) -> bool:
        """Whether nobody has acknowledged it yet."""
        return self.acknowledged_at is None and self.disposition is None

    @property
    def key(self) -> str:
        """Its key within the lead's journey."""
        return self.alert_id.removeprefix(f"{self.lead_id}:")


_OF_FORM = ("title", "email", "phone", "source", "campaign", "device", "product_interest", "message")


def view_of(row: Any) -> AlertView:
    """The view of a row of alerts with its lead's form, arrival and standing."""
    form = LeadForm.model_validate(row.form)
    return AlertView.model_validate(
        {
            **row_dict(row),
            **form.model_dump(include=set(_OF_FORM)),
            "intent": form.intent.value,
            "opted_in_at": form.opted_in_at or row.arrived_at,
            "told": tuple(filter(None, row.told.split("\n"))),
        }
    )
