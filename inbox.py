"""The inbox: mail that comes back becomes facts about the lead whose touch it answers."""

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
    """Correlates, classifies and reports; what belongs to nobody is kept for an operator."""

    def __init__(self, ledger: Ledger, outbox: Outbox, secret: str) -> None:
        """Over the ledger and the outbox; ``secret`` is what reply addresses were signed with."""
        self._ledger = ledger
        self._outbox = outbox
        self._secret = secret

    async def receive(self, mail: InboundMail) -> None:
        """Take one mail. Taken twice, it is one fact; it returns only when the ledger has it."""
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
        """By token, then by the thread; never by the sender's address alone, which anybody can write."""
        for send_id in send_ids(mail, self._secret):
            if send := await self._ledger.reading.find_send(send_id):
                return send.lead_id
        for message_id in candidate_message_ids(mail):
            if send := await self._ledger.reading.find_by_message_id(message_id):
                return send.lead_id
        return None


def _behind_its_second(received_at: datetime, now: datetime) -> datetime:
    """Mail servers tell whole seconds; a reply must not be dated before the mail it answers, which left in the same."""
    return max(min(received_at + A_SECOND, now), received_at)
