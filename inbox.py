"""The inbox: turns incoming mail into facts about the lead whose touch it answers."""

from datetime import UTC, datetime, timedelta
from functools import partial

import structlog

from domain.facts.hearing import Hearing
from domain.incoming.facts import fact_of
from domain.incoming.kinds import classify
from domain.incoming.mail import InboundMail, candidate_message_ids, send_ids
from domain.snapshot import replaced
from ledger.ledger import Ledger
from outbox import Outbox

log = structlog.get_logger(__name__)

KEPT_TEXT = 4_000
"""Characters of a reply that are kept as its note."""


A_SECOND = timedelta(seconds=1)


class Inbox:
    """Finds the lead, classifies the mail and records the fact; mail without a lead is kept for an operator."""

    def __init__(self, ledger: Ledger, outbox: Outbox, secret: str) -> None:
        """Take the ledger and the outbox; ``secret`` signs the reply addresses."""
        self._ledger = ledger
        self._outbox = outbox
        self._secret = secret

    async def receive(self, mail: InboundMail) -> None:
        """Process one mail. A mail received twice makes one fact; returns only once the ledger has the fact."""
        mail = replaced(mail, partial(InboundMail, received_at=_behind_its_second(mail.received_at, datetime.now(UTC))))
        lead_id = await self._lead_of(mail)
        classification = classify(mail)
        if lead_id is None:
            await self._ledger.unmatched.keep(mail, classification.reason)
            log.info("mail_unmatched", kind=classification.kind.value)
            return
        lead = await self._ledger.leads.addressee(lead_id)
        fact = fact_of(mail, classification, lead_address=lead.form.email)
        if fact is None:
            return
        hearing = Hearing(
            lead_id=lead_id,
            fact=fact,
            note=mail.stripped_text[:KEPT_TEXT],
            by="inbox",
            extra={"class": classification.kind.value, "why": classification.reason, "return": mail.return_sentence},
        )
        delivery = await self._outbox.report(hearing)
        log.info("mail_heard", lead_id=lead_id, kind=fact.kind, state=delivery.state)

    async def _lead_of(self, mail: InboundMail) -> str | None:
        """Find the lead by token, then by thread; never by the sender's address alone, which anybody can forge."""
        for send_id in send_ids(mail, self._secret):
            if send := await self._ledger.reading.find_send(send_id):
                return send.lead_id
        for message_id in candidate_message_ids(mail):
            if send := await self._ledger.reading.find_by_message_id(message_id):
                return send.lead_id
        return None


def _behind_its_second(received_at: datetime, now: datetime) -> datetime:
    """The time plus a second: mail servers cut fractions, and a reply must not be dated before the mail it answers."""
    return max(min(received_at + A_SECOND, now), received_at)
