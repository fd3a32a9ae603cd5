"""Composing: what a message, a script or an alert says to this lead or about it, from ledger and playbook."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from domain.errors import InvalidInputError, NotFoundError
from domain.gate.claims import SentMail
from domain.journey.steps import AskRep, HandOverLead, KickBackLead
from domain.lead.form import LeadRecord
from domain.lead.package import LeadPackage
from domain.letters.values import references_of, subject_in_thread, variables_for
from domain.outgoing.links import TrackedLinks
from domain.outgoing.mail import OutgoingEmail
from domain.outgoing.tokens import MailPurpose, form_token, message_id, reply_token, tokened_address
from domain.ports import LeadDirectory, Publications, Renderer
from domain.terms.playbook import Message, Playbook, Rendered
from domain.terms.team import Person
from domain.terms.variables import OF_THE_RECORD, SCRIPTS_ONLY
from domain.wire.requests import AskSend


@dataclass(frozen=True)
class Identity:
    """Under which domain and key tokens are made, and where the world reaches us.

    Attributes:
        mail_domain: domain of reply and bounce addresses.
        secret: signs tokens.
        public_url: base of links in mails, without a slash at its end.
    """

    mail_domain: str
    secret: str
    public_url: str


class Scripts(NamedTuple):
    """A task's script, and the voicemail to leave."""

    script: str
    voicemail: str = ""


class Composer:
    """Writes for one lead what the playbook says."""

    def __init__(
        self, directory: LeadDirectory, publications: Publications, renderer: Renderer, identity: Identity
    ) -> None:
        """Take the ports that the worker builds."""
        self._directory = directory
        self._publications = publications
        self._renderer = renderer
        self.identity = identity

    async def addressee(self, ask: AskSend) -> LeadRecord:
        """Whom the touch is for, with what is on record of them only if the touch's message may quote it."""
        playbook, step = await self.playbook(ask.playbook), ask.step
        written = playbook.messages.get(step.message)
        if written is not None and written.on(step.channel).mentions(OF_THE_RECORD):
            return await self._directory.lead(ask.lead_id)
        return await self._directory.addressee(ask.lead_id)

    async def playbook(self, version: str) -> Playbook:
        """The playbook the lead runs on."""
        return await self._publications.version(version)

    async def write(self, ask: AskSend, lead: LeadRecord) -> Rendered:
        """The touch's message for this lead.

        Raises:
            InvalidInputError: the template does not render for it.
        """
        playbook = await self.playbook(ask.playbook)
        step = ask.step
        owner = playbook.team.person(ask.owner)
        variables = self._variables(lead, playbook, owner, step.send_id, step.touch_id, step.number)
        message = playbook.message(step.message, step.channel)
        return self._renderer.render(message, variables, self._links(message, playbook, lead, step.send_id))

    def _links(self, message: Message, playbook: Playbook, lead: LeadRecord, send_id: str) -> TrackedLinks | None:
        """What makes this mail's tracked links; none where nobody counts this lead's clicks."""
        scoring = playbook.agreement.scoring
        if scoring is None or lead.form.country.upper() in scoring.untracked:
            return None
        written = f"{message.body} {playbook.team.sender.website}"
        return TrackedLinks(send_id, self.identity.secret, self.identity.public_url, written)

    def _variables(
        self,
        lead: LeadRecord,
        playbook: Playbook,
        owner: Person | None,
        send_id: str,
        touch_id: str,
        number: int,
        package: LeadPackage | None = None,
    ) -> dict[str, Any]:
        token = reply_token(send_id, self.identity.secret)
        return variables_for(
            lead,
            playbook,
            owner=owner,
            unsubscribe_url=f"{self.identity.public_url}/u/{token}",
            form_url=f"{self.identity.public_url}/form/{form_token(lead.lead_id, self.identity.secret)}",
            reply_to=self._address("reply", send_id),
            touch={"id": touch_id, "number": number},
            package=package,
        )

    def _address(self, purpose: MailPurpose, send_id: str) -> str:
        return tokened_address(purpose, send_id, self.identity.secret, self.identity.mail_domain)

    def message_id(self, send_id: str) -> str:
        """The Message-ID that the mail of this send has, whenever it is written."""
        return message_id(send_id, self.identity.mail_domain)

    async def email(
        self, ask: AskSend, lead: LeadRecord, written: Rendered, thread: Sequence[SentMail], dated_at: datetime
    ) -> OutgoingEmail:
        """The touch as a mail: in the thread of the mails before, with tokens that bring answers home."""
        step = ask.step
        sender = (await self.playbook(ask.playbook)).team.sender
        token = reply_token(step.send_id, self.identity.secret)
        form = lead.form
        return OutgoingEmail(
            send_id=step.send_id,
            sender_name=sender.name,
            sender_address=sender.address,
            recipient_name=" ".join(f"{form.first_name} {form.last_name}".split()),  # pasted names bring line ends
            recipient_address=form.email,
            subject=written.subject if step.bulk else subject_in_thread(written.subject, thread),
            text=written.text,
            html=written.html,
            message_id=self.message_id(step.send_id),
            in_reply_to=thread[-1].message_id if thread and not step.bulk else None,
            references=() if step.bulk else references_of(thread),
            reply_to=self._address("reply", step.send_id),
            envelope_sender=self._address("bounce", step.send_id),
            dated_at=dated_at,
            kind="bulk" if step.bulk else "personal",
            unsubscribe_url=f"{self.identity.public_url}/u/{token}",
        )

    async def scripts(
        self, lead_id: str, version: str, step: AskRep | HandOverLead | KickBackLead, assignee: str
    ) -> Scripts:
        """What a person is given to say or do, written for this lead; a broken template never hides the task."""
        lead = await self._directory.lead(lead_id)
        playbook = await self.playbook(version)
        person = playbook.team.person(assignee)
        touch = step.touch_id if isinstance(step, AskRep) else step.kind
        number = step.number if isinstance(step, AskRep) else 0
        voicemail = step.voicemail if isinstance(step, AskRep) else ""
        asked = [playbook.messages[name] for name in (step.script, voicemail) if name in playbook.messages]
        wants_package = any(message.mentions((SCRIPTS_ONLY,)) for message in asked)
        package = await self._directory.package(lead_id) if wants_package else None
        variables = self._variables(lead, playbook, person, step.task_id, touch, number, package)
        return Scripts(self._script(playbook, step.script, variables), self._script(playbook, voicemail, variables))

    def _script(self, playbook: Playbook, name: str, variables: dict[str, Any]) -> str:
        if not name:
            return ""
        try:
            written = self._renderer.render(playbook.message(name), variables)
        except (InvalidInputError, NotFoundError) as error:
            return f"(the script {name!r} could not be written for this lead: {error})"
        return f"Subject: {written.subject}\n\n{written.text}" if written.subject else written.text
