"""What is written about one lead: the values of a message's variables, mail threads, and the text of an alert."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from domain.lead import LeadForm, known_in
from domain.playbook import Playbook, Rendered
from domain.ports import AlertNote, LeadRecord, SentMail
from domain.steps import About
from domain.team import Person
from domain.time_zones import zone_of
from domain.triage import in_plain_words, missing_information
from domain.variables import complete
from domain.wording import plain

ABOUT = {
    About.NEW_LEAD: "New lead for you",
    About.NOBODY_AVAILABLE: "Nobody could take this lead",
    About.TASK_OVERDUE: "Overdue: this lead is waiting for you",
    About.TASK_PASSED_ON: "A lead was passed on to you",
    About.HANDED_OVER: "Handed over to you: accept it, or say why not",
    About.HAND_OVER_OVERDUE: "Overdue: accept this lead, or say why not",
    About.ESCALATED: "Escalated: nobody acted on this lead",
    About.REPLIED: "Your lead was heard from",
    About.REPLY_UNCLEAR: "A mail needs your eye",
    About.PAUSE_ENDED: "A pause ended",
    About.SENDER_REFUSED: "A touch could not leave: action needed",
}


def variables_for(
    lead: LeadRecord,
    playbook: Playbook,
    *,
    owner: Person | None,
    unsubscribe_url: str,
    reply_to: str,
    touch: dict[str, Any],
) -> dict[str, Any]:
    """Every variable of ``domain.variables.VARIABLES`` for one lead."""
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
            "reply_to": reply_to,
            "missing": list(in_plain_words(missing_information(playbook.agreement, known_in(form)))),
            "notes": [dict(note) for note in lead.notes],
            "history": list(lead.history),
            "opted_in": opted_in(form, lead.arrived_at),
            "touch": touch,
        }
    )


def opted_in(form: LeadForm, arrived_at: datetime) -> str:
    """When and how the lead asked, in words, at its own place where that is known."""
    at = form.opted_in_at or arrived_at
    local = at.astimezone(zone_of(form.time_zone or "UTC"))
    how = f", {plain(form.intent.value)}" + (f", from {form.source}" if form.source else "")
    return f"{local:%A} {local.day} {local:%B %Y, %H:%M}{'' if form.time_zone else ' UTC'}{how}"


def subject_in_thread(subject: str, thread: Sequence[SentMail]) -> str:
    """A mail's subject: the thread's own, answered, when there is one; mail readers group by it."""
    if not thread:
        return subject
    first = thread[0].subject
    return first if first.lower().startswith("re:") else f"Re: {first}"


def references_of(thread: Sequence[SentMail]) -> tuple[str, ...]:
    """Message-IDs of the thread, oldest first."""
    return tuple(mail.message_id for mail in thread)


def alert_text(lead: LeadRecord, note: AlertNote, public_url: str) -> Rendered:
    """An alert: what is owed, and everything that is known, so that nobody has to look it up first."""
    form = lead.form
    who = " ".join(filter(None, (form.first_name, form.last_name))) or form.email or form.phone
    company = f" at {form.company}" if form.company else ""
    known = {
        "Asked": opted_in(form, lead.arrived_at),
        "Wrote": form.message,
        "Title": form.title,
        "Email": form.email,
        "Phone": form.phone,
        "Interest": form.product_interest,
        "Campaign": form.campaign,
        "Device": form.device,
        "Funnel": form.funnel_stage.value if form.funnel_stage else "",
    }
    lines = [
        f"{ABOUT[note.about]}.",
        f"Why: {note.reason}." if note.reason else "",
        "",
        f"{who}{company}",
        *(f"{name}: {value}" for name, value in known.items() if value),
        "",
        *(f"{note['by']}, {note['at']}: {note['text']}" for note in lead.notes[-3:]),
        *lead.history[-8:],
        "",
        f"{public_url}/v1/leads/{lead.lead_id}",
    ]
    subject = " ".join(f"{ABOUT[note.about]}: {who}{company}".split())
    return Rendered(subject=subject, text="\n".join(lines))
