"""Merging: how a further form of a person changes the person's open lead. Pure.

Fields about the person are filled in if they were empty. Fields about the request are taken from the newer form.
"""

from datetime import datetime
from functools import partial
from typing import Any, Final

from domain.channels import Consent
from domain.intake.arrival import Arrival
from domain.lead.field import Of
from domain.lead.form import FIELDS, Direction, Intent, LeadForm, Scalar
from domain.snapshot import replaced

EMPTY: Final = ("", None, Intent.OTHER)
MOST_ATTRIBUTES: Final = 50
EXTENSION: Final = "phone_extension"


def asked_at(arrival: Arrival) -> datetime | None:
    """When the person asked: at the opt-in, else when their own form arrived; None for an import."""
    if arrival.form.opted_in_at is not None or arrival.form.direction is Direction.OUTBOUND:
        return arrival.form.opted_in_at
    return arrival.arrived_at


def merged(before: Arrival, further: Arrival) -> Arrival:
    """The lead's arrival with a further form of the same person merged in. The form's message stays a separate note."""
    old, new = before.form, further.form
    asked = asked_at(further)
    is_newer = asked is not None and asked > (old.opted_in_at or before.arrived_at)
    told: dict[str, Any] = {
        name: getattr(new, name)
        for name in LeadForm.model_fields
        if _is_taken(name, FIELDS[name].of, old, new, is_newer=is_newer)
    }
    is_inbound = is_newer and new.direction is Direction.INBOUND
    form = partial(
        LeadForm,
        **told,
        consent=_consent(old.consent, new.consent, is_newer=is_newer),
        attributes=_attributes(old, new, told.get("phone", old.phone)),
        opted_in_at=asked if is_newer else old.opted_in_at,
        direction=Direction.INBOUND if is_inbound else old.direction,
    )
    arrival = partial(
        Arrival,
        form=replaced(old, form),
        email_key=before.email_key or further.email_key,
        phone_key=before.phone_key or further.phone_key,
        zones=_zones(before, further),
    )
    return replaced(before, arrival)


def _is_taken(name: str, of: Of, old: LeadForm, new: LeadForm, *, is_newer: bool) -> bool:
    """Whether the further form's value replaces the lead's."""
    is_empty = getattr(old, name) in EMPTY
    match of:
        case Of.PERSON:
            return is_empty
        case Of.PLACE:
            return is_empty and _may_be_the_same(old.country, new.country)
        case Of.COMPANY:
            return is_empty and _may_be_the_same(old.company, new.company)
        case Of.REQUEST:
            return getattr(new, name) not in EMPTY and (is_newer or is_empty)
        case Of.OWN_RULE:
            return False


def _may_be_the_same(ours: str, theirs: str) -> bool:
    """Whether two forms may mean the same country or company: a region is not filled in from another country."""
    return not ours or not theirs or ours.casefold() == theirs.casefold()


def _consent(old: Consent, new: Consent, *, is_newer: bool) -> Consent:
    """The merged consent. A no always holds; a yes replaces a no only if the person said it later."""
    said = {}
    for channel in Consent.model_fields:
        before, now = getattr(old, channel), getattr(new, channel)
        said[channel] = before if now is None or (before is False and not is_newer) else now
    return Consent(**said)


def _attributes(old: LeadForm, new: LeadForm, phone: str) -> dict[str, Scalar]:
    added = {
        name: value
        for name, value in new.attributes.items()
        if name not in old.attributes and (name != EXTENSION or new.phone == phone)
    }
    room = max(MOST_ATTRIBUTES - len(old.attributes), 0)
    return {**old.attributes, **dict(list(added.items())[:room])}


def _zones(before: Arrival, further: Arrival) -> tuple[str, ...]:
    """The merged zones. A zone that was given wins over a number's, and known zones win over later ones."""
    if further.form.time_zone and not before.form.time_zone:
        return further.zones
    return before.zones or further.zones
