"""The reception: a form from any source becomes a lead on record, and its follow-up begins.

The API, imports and every later source (a CRM, an ad form, a webhook) come in here, so that a lead is received by the
same rules wherever it came from.
"""

import base64
import hashlib
import json
import secrets
from datetime import datetime, timedelta
from functools import partial
from typing import Protocol

from channels.phones.numbers import read_phone
from domain.errors import InvalidInputError, NotFoundError, NotPublishedError
from domain.facts.hearing import Hearing
from domain.hours.zones import to_utc, zone_of
from domain.intake.arrival import Arrival, IntakeResult, email_key_of
from domain.intake.beginning import journey_of
from domain.intake.returning import cadence_asked_for
from domain.journey.state import Journey
from domain.lead.form import LeadForm
from domain.lead.phones import Phone
from domain.snapshot import replaced
from domain.terms.playbook import Playbook
from ledger.database.keepable import refuse_unkeepable
from ledger.ledger import Ledger

CLOCK_SKEW = timedelta(minutes=5)
"""How far a sender's clock may run ahead of ours."""

_ID_BYTES = 8  # 64 bits: 13 letters of base32 without padding


class Beginnings(Protocol):
    """Whoever starts workflows and tells them, after the sender was answered."""

    async def soon(self, journey: Journey) -> None:
        """Start the lead of this journey; returns when that is on its way, or has to wait for its turn."""
        ...

    def tell(self, hearing: Hearing) -> None:
        """Tell a lead's workflow of a fact that is on record."""
        ...


class Reception:
    """Takes forms: each is on record before its sender is answered, and belongs to exactly one lead."""

    def __init__(self, ledger: Ledger, beginnings: Beginnings) -> None:
        self._ledger = ledger
        self._beginnings = beginnings

    async def receive(
        self, form: LeadForm, *, received_at: datetime, scope: str, idempotency_key: str = ""
    ) -> IntakeResult:
        """Receive a form; its lead's workflow is started, or told, right after.

        Args:
            form: as it was sent.
            received_at: when, aware.
            scope: who sends it; idempotency keys of different senders are different keys.
            idempotency_key: what the sender chose; the same key is answered the same each time.

        Raises:
            InvalidInputError: a value cannot be used or kept; names the field.
            NotPublishedError: there is no playbook yet, so no lead can be followed up.
            RefusedError: the idempotency key came before with another form.
        """
        refuse_unkeepable(form)
        playbook = await self._current_playbook()
        arrival = arrival_from(
            form, received_at=received_at, playbook=playbook.version, idempotency_key=idempotency_key
        )
        if playbook.asks_of_the_firm:
            arrival = await self._ledger.intake.acquainted(arrival)
        journey = journey_of(arrival, playbook)
        result = await self._ledger.intake.receive(arrival, scope=scope, into=cadence_asked_for(journey, playbook))
        if result.is_new:
            await self._beginnings.soon(journey)
        if result.merged is not None:
            self._beginnings.tell(result.merged)
        return result

    async def _current_playbook(self) -> Playbook:
        try:
            return await self._ledger.publications.current()
        except NotFoundError:
            raise NotPublishedError(
                "no playbook is published yet: run `sevenfold publish`, then send the lead again"
            ) from None


def new_lead_id() -> str:
    """An id that nobody can guess, of lower-case letters and digits: it stands in mail addresses and workflow ids."""
    return "l" + base64.b32encode(secrets.token_bytes(_ID_BYTES)).decode("ascii").rstrip("=").lower()


def arrival_from(
    form: LeadForm, *, received_at: datetime, playbook: str, idempotency_key: str = "", lead_id: str = ""
) -> Arrival:
    """The arrival that a form makes.

    Args:
        form: as it was sent.
        received_at: when, aware.
        playbook: version of the playbook in force, which the lead will finish on.
        idempotency_key: what the sender chose, scoped to the sender already.
        lead_id: the id it gets if it is new; a fresh one when empty.

    Raises:
        InvalidInputError: the number, the time zone or an instant cannot be used; names the field.
    """
    phone = read_phone(form.phone, form.country or None) if form.phone else None
    return Arrival(
        lead_id=lead_id or new_lead_id(),
        form=normal_form(form, phone, received_at),
        arrived_at=to_utc(received_at, "received_at"),
        email_key=email_key_of(form.email),
        phone_key=phone.e164 if phone else "",
        form_key=form_key(form),
        idempotency_key=idempotency_key,
        zones=zones_of(form, phone),
        playbook=playbook,
    )


def form_key(form: LeadForm) -> str:
    """SHA-256 over what was sent, the same whatever order and spacing it came in.

    Defaults are left out, so that a field added to forms later does not make old forms new ones.
    """
    told = form.model_dump(mode="json", exclude_defaults=True)
    canonical = json.dumps(told, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode("ascii")).hexdigest()


def zones_of(form: LeadForm, phone: Phone | None) -> tuple[str, ...]:
    """The zone that the lead gave, else every candidate of its number, else none.

    Raises:
        InvalidInputError: the zone given is none; the field is ``time_zone``.
    """
    if form.time_zone:
        return (zone_of(form.time_zone).key,)
    return phone.zones if phone else ()


def normal_form(form: LeadForm, phone: Phone | None, received_at: datetime) -> LeadForm:
    """The form with its number in E.164, its country in capitals and its instants in UTC.

    Raises:
        InvalidInputError: an instant lies in the future or where time-zone rules are guesses.
    """
    attributes = form.attributes
    if phone and phone.extension:
        attributes = attributes | {"phone_extension": phone.extension}
    normal = partial(
        LeadForm,
        phone=phone.e164 if phone else "",
        country=form.country.upper(),
        attributes=attributes,
        first_visit=_past(form.first_visit, "first_visit", received_at),
        opted_in_at=_past(form.opted_in_at, "opted_in_at", received_at),
    )
    return replaced(form, normal)


def _past(instant: datetime | None, name: str, received_at: datetime) -> datetime | None:
    if instant is None:
        return None
    if to_utc(instant, name) > received_at + CLOCK_SKEW:
        raise InvalidInputError(
            f"{name} lies in the future: give the instant at which it happened, with its offset from UTC", field=name
        )
    return instant.astimezone(received_at.tzinfo)
