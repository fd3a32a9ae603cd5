"""What operators can list leads by in Temporal: five search attributes, written only when they say something new."""

from datetime import datetime, timedelta

from temporalio import workflow
from temporalio.common import SearchAttributeKey, SearchAttributePair, TypedSearchAttributes

with workflow.unsafe.imports_passed_through():
    from domain.journey.state import Journey

STAGE = SearchAttributeKey.for_keyword("LeadStage")
PRIORITY = SearchAttributeKey.for_keyword("LeadPriority")
OWNER = SearchAttributeKey.for_keyword("LeadOwner")
CADENCE = SearchAttributeKey.for_keyword("LeadCadence")
NEXT_DUE = SearchAttributeKey.for_datetime("LeadNextDue")

DUE_LAG = timedelta(days=3)
"""Each upsert is a billable action and a write, so the due date is only refreshed when it has moved this far; the exact
one is in the ledger. A lead is overdue for operators when ``LeadNextDue`` lies further back than this."""


def search_attributes(journey: Journey, due_at: datetime | None = None) -> TypedSearchAttributes:
    """The attributes of a journey; without a due date yet, the instant it counts from."""
    return TypedSearchAttributes(
        [
            SearchAttributePair(STAGE, journey.stage.value),
            SearchAttributePair(PRIORITY, journey.qualification.value),
            SearchAttributePair(OWNER, journey.owner or "nobody"),
            SearchAttributePair(CADENCE, f"{journey.cadence.name}@{journey.cadence.version}"),
            SearchAttributePair(NEXT_DUE, due_at or journey.run.anchor_at),
        ]
    )


class ListedAs:
    """What the server was last told, and whether that still says enough."""

    def __init__(self, journey: Journey) -> None:
        """As told when the workflow started."""
        self._told = _key(journey)
        self._due_at = journey.run.anchor_at

    def refresh(self, journey: Journey, due_at: datetime | None) -> None:
        """Tell the server, if stage, priority, owner or cadence changed, or the due date moved far."""
        due_at = due_at or self._due_at
        if _key(journey) == self._told and due_at - self._due_at <= DUE_LAG:
            return
        told = search_attributes(journey, due_at)
        workflow.upsert_search_attributes([pair.key.value_set(pair.value) for pair in told])
        self._told, self._due_at = _key(journey), due_at


def _key(journey: Journey) -> tuple[str, str, str, str]:
    return (journey.stage.value, journey.qualification.value, journey.owner, journey.cadence.version)
