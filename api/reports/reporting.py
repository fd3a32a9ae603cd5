"""Handles a report: records it, sends it to the lead's workflow, and answers with the result."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Literal

from fastapi import BackgroundTasks, Response
from pydantic import BaseModel, Field

from api.edge.collaborators import Collaborators, With
from api.edge.parameters import IdempotencyKey
from api.edge.paths import LeadId, status_url
from api.edge.problems import documented
from domain.errors import LeadEndedError, RefusedError
from domain.facts.happened import Happened, kind_of
from domain.facts.hearing import REQUEST, Delivery, Hearing
from domain.facts.unions import OptedOut, Reported
from domain.intake.arrival import Arrival
from domain.snapshot import replaced
from domain.text import plain
from ledger.database.keepable import refuse_unkeepable


class ReportAnswer(BaseModel):
    """The result of a report.

    ``applied``: the lead's workflow has applied the report; ``stands`` is the lead's stage or ending. ``pending``: the
    report is recorded and cannot be lost; the workflow gets it shortly. ``recorded``: the lead had already ended; the
    opt-out holds all the same.
    """

    lead_id: str
    report_id: str
    state: Literal["applied", "pending", "recorded"]
    stands: str = Field("", description="the lead's stage, or how it ended")
    detail: str = Field("", description="why the state is pending or recorded")
    status_url: str


REPORTED: dict[int | str, dict[str, Any]] = {
    202: {"model": ReportAnswer, "description": "Recorded; the lead's workflow gets it shortly"},
    **documented(400, 401, 403, 404, 409, 413, 415, 422, 503),
}
"""OpenAPI's entries of every route that takes reports, besides status 200."""


@dataclass(frozen=True)
class Reporter:
    """One request with a report about one lead.

    Attributes:
        at: when the request came.
        key: the sender's idempotency key, or empty.
        background: runs work after the answer.
    """

    collaborators: Collaborators
    lead_id: str
    key: str
    at: datetime
    response: Response
    background: BackgroundTasks | None = None

    def fact_id(self, what: str | type[Happened]) -> str:
        """The fact's id: the sender's key within this lead and kind of report or fact, or a new one."""
        kind = what if isinstance(what, str) else kind_of(what)
        return f"{self.lead_id}:{kind}:{self.key or uuid.uuid4().hex}"

    async def tell(
        self,
        fact: Reported,
        body: BaseModel,
        *,
        by: str,
        note: str = "",
        extra: dict[str, Any] | None = None,
        amended: Arrival | None = None,
    ) -> ReportAnswer:
        """Record the fact, send it to the lead's workflow, and answer with status 200 or 202.

        Args:
            fact: with an id from ``fact_id``.
            body: the request's body; the same key with another body is refused.
            by: who reports.
            note: free text for the ledger only.
            extra: the sender's own words, for the record.
            amended: the lead's updated form, if the fact changes it.

        Raises:
            InvalidInputError: a text in the body has characters that the ledger cannot store.
            NotFoundError: no lead has this id.
            LeadEndedError: the lead had already ended.
            RefusedError: the lead's state does not allow the report, or the key was used for another report.
        """
        refuse_unkeepable(body)
        told = {**(extra or {}), REQUEST: _body_key(body)}
        hearing = Hearing(lead_id=self.lead_id, fact=fact, note=note, by=by, extra=told)
        if amended is not None:
            await self.collaborators.ledger.hearings.record(hearing, amended=amended, at=self.at)
        # The rep waits for the workflow's answer, but not for the ledger's note that the fact was applied.
        afterwards = self.background.add_task if self.background is not None else None
        delivery = await self.collaborators.outbox.report(hearing, afterwards)
        return await self._answer(fact, delivery)

    async def is_known(self, fact_id: str) -> bool:
        """Whether this report was recorded before and gets the same answer again."""
        return bool(self.key) and await self.collaborators.ledger.hearings.is_recorded(fact_id)

    async def _answer(self, fact: Reported, delivery: Delivery) -> ReportAnswer:
        is_late = delivery.state in ("refused", "too_late")
        if is_late and not isinstance(fact, OptedOut):
            await self._refuse(delivery)
        self.response.status_code = 202 if delivery.state == "pending" else 200
        answer = ReportAnswer(
            lead_id=self.lead_id, report_id=fact.id, state="applied", status_url=status_url(self.lead_id)
        )
        if is_late:
            # An opt-out holds as soon as it is recorded, even if the lead has ended.
            detail = f"nothing more will be sent to this person; {delivery.answer}"
            return replaced(answer, partial(ReportAnswer, state="recorded", detail=detail))
        if delivery.state == "pending":
            detail = "the lead's workflow cannot be reached now and gets the report as soon as possible"
            return replaced(answer, partial(ReportAnswer, state="pending", detail=detail))
        return replaced(answer, partial(ReportAnswer, stands=delivery.answer))

    async def _refuse(self, delivery: Delivery) -> None:
        detail = await self.collaborators.ledger.reading.lead_detail(self.lead_id)
        if detail.disposition is not None:
            raise LeadEndedError(
                f"the lead has ended: {plain(detail.disposition)} ({detail.ending})", disposition=detail.disposition
            )
        if delivery.state == "too_late":
            raise LeadEndedError(delivery.answer, disposition="")
        raise RefusedError(delivery.answer)


def reporter_of(
    lead_id: LeadId,
    collaborators: With,
    response: Response,
    background: BackgroundTasks,
    idempotency_key: IdempotencyKey = "",
) -> Reporter:
    """The reporter for a request whose path has the lead's id."""
    return Reporter(collaborators, lead_id, idempotency_key, collaborators.now(), response, background)


def _body_key(body: BaseModel) -> str:
    return hashlib.sha256(body.model_dump_json(exclude_defaults=True).encode()).hexdigest()
