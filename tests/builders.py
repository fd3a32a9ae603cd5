"""Builders of what tests work with: everything has a sensible default, and a test names only what it is about."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from domain.channels import Channel, Consent
from domain.hours.calendars import BusinessCalendar
from domain.hours.spans import parse_span
from domain.journey.changes import changed
from domain.journey.state import Journey
from domain.journey.steps import InstantKind, PlanRequest
from domain.lead.profile import LeadProfile
from domain.places import Place
from domain.remember.beginnings import begin
from domain.terms.agreement import (
    Agreement,
    HandOver,
    KickBackTerms,
    MissingInformation,
    Qualification,
    Review,
    Route,
    TriageRule,
)
from domain.terms.alerts import Rung, RungAction
from domain.terms.cadence import Acknowledgment, Cadence, Touch
from domain.terms.playbook import Playbook
from domain.terms.team import Person, SenderDetails, Team

MONDAY = datetime(2026, 3, 2, 15, 0, tzinfo=UTC)
"""A Monday, 10:00 in New York, when the office is open."""

EVERYTHING_KNOWN = frozenset({"first_name", "last_name", "email", "phone", "company", "postal_address"})


def a_profile(**changes: Any) -> LeadProfile:
    """An inbound lead of New York who can be reached in every way, and said yes to all of them."""
    fields: dict[str, Any] = {
        "lead_id": "lead1",
        "arrived_at": MONDAY,
        "opted_in_at": MONDAY,
        "zones": ("America/New_York",),
        "country": "US",
        "region": "NY",
        "consent": Consent(email=True, sms=True, voice=True),
        "known": EVERYTHING_KNOWN,
    }
    return LeadProfile(**{**fields, **changes})


def a_touch(touch_id: str, channel: Channel = Channel.EMAIL, after: str = "1 day", **changes: Any) -> Touch:
    """One touch, with the message of its own name."""
    return Touch(id=touch_id, channel=channel, message=touch_id, after=parse_span(after), **changes)


def a_cadence(*touches: Touch, **changes: Any) -> Cadence:
    """Cadence ``hot``: acknowledged by text or mail, then a call, a mail and a text unless touches are given."""
    fields: dict[str, Any] = {
        "name": "hot",
        "title": "Hot leads",
        "version": "v1",
        "calendar": "office",
        "acknowledge": Acknowledgment(
            within=parse_span("1 minute"), by=(Channel.SMS, Channel.EMAIL), message="thank-you"
        ),
        "touches": touches
        or (
            a_touch("first-call", Channel.CALL, "5 minutes", within=parse_span("1 hour")),
            a_touch("intro", Channel.EMAIL),
            a_touch("nudge", Channel.SMS),
        ),
        "exhausted": "nurture",
    }
    return Cadence(**{**fields, **changes})


def a_nurture(**changes: Any) -> Cadence:
    """Cadence ``nurture``: two mails a month apart, then the end."""
    fields: dict[str, Any] = {
        "name": "nurture",
        "title": "Keeping in touch",
        "kind": "nurture",
        "acknowledge": None,
        "exhausted": "close",
        **changes,
    }
    return a_cadence(a_touch("news", after="30 days"), a_touch("last-news", after="30 days"), **fields)


def an_agreement(**changes: Any) -> Agreement:
    """Everybody qualifies and is routed to ``hot``; sales is reminded, replaced and told on; the rest is nurtured."""
    fields: dict[str, Any] = {
        "version": "playbook1",
        "calendar": "office",
        "triage": (TriageRule(name="everybody", then=Qualification.HIGH),),
        "missing": MissingInformation(message="what-is-missing", script="ask-what-is-missing", otherwise="close"),
        "routes": (Route(cadence="hot", version="v1"),),
        "not_interested": "nurture",
        "hand_over": HandOver(
            ladder=(
                Rung(after=parse_span("1 hour"), then=RungAction.REMIND),
                Rung(after=parse_span("1 hour"), then=RungAction.REASSIGN),
                Rung(after=parse_span("1 hour"), then=RungAction.MANAGER),
            ),
            silence="nurture",
            rejected="nurture",
        ),
        "kick_back": KickBackTerms(silence="nurture"),
        "review": Review(times=2),
    }
    return Agreement(**{**fields, **changes})


def an_agreement_that_needs(*fields: str, **missing: Any) -> Agreement:
    """As ``an_agreement``, but a lead without these fields is asked for them."""
    terms = MissingInformation(
        needed=fields, **{"message": "what-is-missing", "script": "ask-what-is-missing", **missing}
    )
    return an_agreement(missing=terms)


def a_journey(
    *touches: Touch,
    profile: LeadProfile | None = None,
    agreement: Agreement | None = None,
    cadence: Cadence | None = None,
    **changes: Any,
) -> Journey:
    """The journey of a lead that has just arrived, with changes to its state."""
    begun = begin(profile or a_profile(), agreement or an_agreement(), cadence or a_cadence(*touches))
    return changed(begun, **changes)


def a_working_journey(*touches: Touch, **changes: Any) -> Journey:
    """As ``a_journey``, acknowledged, and owned by Ana."""
    return a_journey(*touches, **{"is_acknowledged": True, "owner": "ana", **changes})


def a_plan_request(**changes: Any) -> PlanRequest:
    """A request for a touch at once, for a lead of New York; what is said of its place is given beside the rest."""
    place: dict[str, Any] = {"calendar": "office", "zones": ("America/New_York",), "country": "US", "region": "NY"}
    place |= {name: changes.pop(name) for name in place.keys() & changes.keys()}
    fields = {"kind": InstantKind.TOUCH, "anchor_at": MONDAY, "wait": parse_span("0 minutes"), **changes}
    return PlanRequest(place=Place(**place), **fields)


def an_office(**changes: Any) -> BusinessCalendar:
    """Open on workdays from nine to five in New York."""
    workdays = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), "09:00-17:00")
    fields = {"name": "office", "time_zone": "America/New_York", "weekly": workdays, **changes}
    return BusinessCalendar.model_validate(fields)


def a_team() -> Team:
    """Ana and Ben work leads and sell, Tom prospects, Mia manages and takes what nobody else could."""
    roles = {
        "ana": ("rep", "sales"),
        "ben": ("rep", "sales"),
        "tom": ("teleprospector",),
        "mia": ("manager",),
    }
    people = tuple(
        Person(id=name, name=name.title(), email=f"{name}@seller.example", roles=held) for name, held in roles.items()
    )
    sender = SenderDetails(company="Seller", name="Ana", address="hello@seller.example", postal_address="1 Road, Town")
    return Team(people=people, fallback="mia", sender=sender)


def a_playbook(*cadences: Cadence, agreement: Agreement | None = None, **changes: Any) -> Playbook:
    """A playbook of these cadences (else ``hot``) with ``nurture``, one office and one team."""
    written: Iterable[Cadence] = (a_nurture(), *(cadences or (a_cadence(),)))
    fields: dict[str, Any] = {
        "version": "playbook1",
        "cadences": {cadence.name: cadence for cadence in written},
        "agreement": agreement or an_agreement(),
        "team": a_team(),
        "calendars": {"office": an_office()},
        "messages": {},
    }
    return Playbook(**{**fields, **changes})


def later(**length: float) -> datetime:
    """So long after ``MONDAY``."""
    return MONDAY + timedelta(**length)
