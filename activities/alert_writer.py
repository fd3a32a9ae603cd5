"""Writes alerts for one lead: an email to each recipient, and a message to the team's chat."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from activities.composer import Identity
from domain.letters.alert_routes import Recipients, recipients_of
from domain.letters.alerts import AlertLetter, AlertNote, alert_letter, as_chat, as_mail
from domain.outgoing.chat import OutgoingChat
from domain.outgoing.mail import OutgoingEmail
from domain.outgoing.tokens import alert_token, message_id
from domain.ports import LeadDirectory, Publications
from domain.terms.conditions import subject_of
from domain.terms.playbook import Playbook
from domain.terms.team import Person
from domain.wire.requests import AskAlert


@dataclass(frozen=True)
class WrittenAlert:
    """An alert, ready to leave: a mail for each person by id (also for when the chat fails), and the chat's message."""

    telling: Recipients
    mails: Mapping[str, OutgoingEmail]
    chat: OutgoingChat | None


class AlertWriter:
    """Writes the email and chat message of an alert, by the routes of the agreement."""

    def __init__(self, directory: LeadDirectory, publications: Publications, identity: Identity) -> None:
        """Take the ports that the worker builds."""
        self._directory = directory
        self._publications = publications
        self._identity = identity

    async def write(self, ask: AskAlert, note: AlertNote) -> WrittenAlert:
        """The alert for everybody whom the lead's own agreement names."""
        lead = await self._directory.lead(ask.lead_id)
        playbook = await self._publications.version(ask.playbook)
        telling = _recipients(playbook, ask, note)
        letter = alert_letter(lead, note, ask.dispatch.standing, playbook)
        return WrittenAlert(
            telling=telling,
            mails={
                person.id: self._mail(letter, ask, note, playbook, person, number)
                for number, person in enumerate(telling.people)
            },
            chat=self._chat(letter, note, telling.slack) if telling.slack else None,
        )

    def _mail(
        self, letter: AlertLetter, ask: AskAlert, note: AlertNote, playbook: Playbook, person: Person, number: int
    ) -> OutgoingEmail:
        sender, domain = playbook.team.sender, self._identity.mail_domain
        written = as_mail(
            letter,
            acknowledge_url=self._acknowledge_url(note, person.id),
            lead_url=self._lead_url(note.lead_id),
            console_url=f"{self._console_url}?to={quote(person.id)}",
        )
        return OutgoingEmail(
            send_id=f"{ask.lead_id}.{ask.run}.alert",
            sender_name=f"{sender.company} leads",
            sender_address=f"leads@{domain}",
            recipient_name=person.name,
            recipient_address=person.email,
            subject=written.subject,
            text=written.text,
            message_id=message_id(_send_id(note, number), domain),
            reply_to=sender.address,
            envelope_sender=f"leads@{domain}",
            dated_at=note.raised_at,
        )

    def _chat(self, letter: AlertLetter, note: AlertNote, webhook: str) -> OutgoingChat:
        """The whole team may read it, so its link asks who acknowledges the alert."""
        return as_chat(
            letter,
            webhook=webhook,
            acknowledge_url=self._acknowledge_url(note, ""),
            lead_url=self._lead_url(note.lead_id),
            console_url=self._console_url,
        )

    @property
    def _console_url(self) -> str:
        return f"{self._identity.public_url}/console/alerts"

    def _acknowledge_url(self, note: AlertNote, person: str) -> str:
        return f"{self._identity.public_url}/a/{alert_token(note.alert_id, person, self._identity.secret)}"

    def _lead_url(self, lead_id: str) -> str:
        return f"{self._identity.public_url}/v1/leads/{lead_id}"


def _recipients(playbook: Playbook, ask: AskAlert, note: AlertNote) -> Recipients:
    lead = subject_of(ask.profile, ask.dispatch.standing.qualification) if ask.profile is not None else {}
    return recipients_of(playbook.agreement.alerts, playbook.team, to=note.to, about=note.about, lead=lead)


def _send_id(note: AlertNote, number: int) -> str:
    return note.alert_id.replace(":", ".").lower()[:36] + f".{number}"
