"""A form as it was sent becomes an arrival: number, zones and keys made comparable, nothing guessed."""

import base64
import hashlib
import json
import secrets
from datetime import datetime, timedelta

from channels.phones.numbers import read_phone
from domain.errors import InvalidInputError
from domain.hours.zones import to_utc, zone_of
from domain.intake.arrival import Arrival, email_key_of
from domain.lead.form import LeadForm
from domain.lead.phones import Phone

CLOCK_SKEW = timedelta(minutes=5)
"""How far a sender's clock may run ahead of ours."""

_ID_BYTES = 8  # 64 bits: 13 letters of base32 without padding


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
    return form.model_copy(
        update={
            "phone": phone.e164 if phone else "",
            "country": form.country.upper(),
            "attributes": attributes,
            "first_visit": _past(form.first_visit, "first_visit", received_at),
            "opted_in_at": _past(form.opted_in_at, "opted_in_at", received_at),
        }
    )


def _past(instant: datetime | None, name: str, received_at: datetime) -> datetime | None:
    if instant is None:
        return None
    if to_utc(instant, name) > received_at + CLOCK_SKEW:
        raise InvalidInputError(
            f"{name} lies in the future: give the instant at which it happened, with its offset from UTC", field=name
        )
    return instant.astimezone(received_at.tzinfo)
