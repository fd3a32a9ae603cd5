"""What messages say about one lead: the values of their variables, and their place in a mail thread."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.gate.claims import SentMail
from domain.hours.zones import zone_of
from domain.lead.form import LeadForm, LeadRecord, known_in
from domain.lead.package import LeadPackage, for_script
from domain.terms.playbook import Playbook
from domain.terms.team import Person
from domain.terms.variables import complete
from domain.text import plain
from domain.triage.triage import in_plain_words, missing_information


def variables_for(
    lead: LeadRecord,
    playbook: Playbook,
    *,
    owner: Person | None,
    unsubscribe_url: str,
    form_url: str,
    reply_to: str,
    touch: dict[str, Any],
    package: LeadPackage | None = None,
) -> dict[str, Any]:
    """Every variable of ``domain.terms.variables.VARIABLES`` for one lead."""
    form = lead.form
    sender = playbook.team.sender
    return complete(
        {
            "lead": {
                **form.model_dump(mode="json", exclude={"attributes", "consent"}, exclude_none=True),
                "attributes": dict(form.attributes),
            },
            "owner": owner.model_dump(include={"name", "email", "phone"}) if owner is not None else {},
            "sender": sender.model_dump(),
            "unsubscribe_url": unsubscribe_url,
            "form_url": form_url,
            "reply_to": reply_to,
            "missing": list(in_plain_words(missing_information(playbook.agreement, known_in(form)))),
            "notes": [dict(note) for note in lead.notes],
            "history": list(lead.history),
            "opted_in": opted_in(form, lead.arrived_at),
            "touch": touch,
            "learned": lead.learned.model_dump(),
            "package": for_script(package) if package is not None else {},
        }
    )


def opted_in(form: LeadForm, arrived_at: datetime) -> str:
    """When and how the lead asked, in words, in its own time zone if that is known."""
    at = form.opted_in_at or arrived_at
    local = at.astimezone(zone_of(form.time_zone or "UTC"))
    how = f", {plain(form.intent.value)}" + (f", from {form.source}" if form.source else "")
    return f"{local:%A} {local.day} {local:%B %Y, %H:%M %Z}{how}"


def subject_in_thread(subject: str, thread: Sequence[SentMail]) -> str:
    """A mail's subject: ``Re:`` and the thread's subject if there is a thread, because mail programs group by it."""
    if not thread:
        return subject
    first = thread[0].subject
    return first if first.lower().startswith("re:") else f"Re: {first}"


def references_of(thread: Sequence[SentMail]) -> tuple[str, ...]:
    """Message-IDs of the thread, oldest first."""
    return tuple(mail.message_id for mail in thread)
