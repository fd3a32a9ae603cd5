"""A playbook as published: everything marketing ops wrote, compiled, hashed and kept whole; and what messages may say.

Workers read it by version from the ledger, so a lead finishes on the texts and rules it started with.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Literal

from domain.agreement import Agreement
from domain.cadence import Cadence, Snapshot
from domain.calendars import BusinessCalendar
from domain.conditions import ATTRIBUTE_PREFIX, Condition, fields_of
from domain.errors import NotFoundError
from domain.lead import Channel
from domain.team import Team


class Message(Snapshot):
    """One message: a Liquid template.

    Attributes:
        name: what touches call it.
        kind: ``md`` gives text and HTML, ``txt`` text only.
        title: what people in the console see it called.
        subject: template of a mail's subject.
        channel: the only channel it is meant for, when its front matter says so.
        first_line: line of its file on which the body begins, for errors.
        short: the ``.txt`` beside an ``.md`` of the same name: the same thing said in a text.
    """

    name: str
    kind: Literal["md", "txt"]
    title: str = ""
    subject: str = ""
    body: str
    channel: Channel | None = None
    first_line: int = 1
    short: "Message | None" = None

    @property
    def file(self) -> str:
        """The file's name in ``messages/``."""
        return f"{self.name}.{self.kind}"

    def on(self, channel: Channel | None) -> "Message":
        """The form of this message for a channel: the short one for texts."""
        return self.short if channel is Channel.SMS and self.short is not None else self


class Rendered(Snapshot):
    """A message written for one lead; ``html`` is None where the message is text only."""

    subject: str
    text: str
    html: str | None = None


class Playbook(Snapshot):
    """Everything marketing ops wrote, compiled.

    Attributes:
        version: first 12 hex digits of the hash of everything in it.
    """

    version: str
    cadences: dict[str, Cadence]
    agreement: Agreement
    team: Team
    calendars: dict[str, BusinessCalendar]
    messages: dict[str, Message]

    @property
    def attribute_names(self) -> frozenset[str]:
        """The ``X`` of every ``attributes.X`` that a condition asks about: those travel with the lead."""
        fields = frozenset[str]().union(*(fields_of(condition) for condition in self._conditions()))
        return frozenset(name.removeprefix(ATTRIBUTE_PREFIX) for name in fields if name.startswith(ATTRIBUTE_PREFIX))

    def _conditions(self) -> Iterator[Condition]:
        written = [rule.when for rule in self.agreement.triage]
        written += [route.applies for route in self.agreement.routes]
        for cadence in self.cadences.values():
            written.append(cadence.applies)
            for touch in cadence.touches:
                written += [touch.only_if, touch.unless]
        return (condition for condition in written if condition is not None)

    def message(self, name: str, channel: Channel | None = None) -> Message:
        """The message of that name, in its form for the channel.

        Raises:
            NotFoundError: the playbook has none of that name.
        """
        if name not in self.messages:
            raise NotFoundError(f"playbook {self.version} has no message {name!r}")
        return self.messages[name].on(channel)


VARIABLES: Mapping[str, str] = MappingProxyType(
    {
        "lead.first_name": "given name",
        "lead.last_name": "family name",
        "lead.title": "job title",
        "lead.email": "email address",
        "lead.phone": "phone number",
        "lead.company": "company's name",
        "lead.company_domain": "company's domain, as in northbeam.example",
        "lead.industry": "industry",
        "lead.country": "country, ISO 3166-1 alpha-2",
        "lead.region": "state or province code",
        "lead.product_interest": "what the lead is interested in",
        "lead.message": "what the lead wrote",
        "lead.campaign": "the campaign that brought the lead",
        "lead.source": "where the lead came from",
        "lead.intent": "demo, pricing, call, immediate_need, content, event or other",
        "lead.device": "the device the form was sent from",
        "lead.attributes": "attributes.X: whatever else the form sent, by name",
        "owner.name": "the person who has the lead",
        "owner.email": "their address",
        "owner.phone": "their number",
        "sender.company": "our company",
        "sender.name": "the name mails come from",
        "sender.address": "the address mails come from",
        "sender.postal_address": "our postal address, which the law wants in commercial mail",
        "sender.website": "our website",
        "unsubscribe_url": "where this lead says no, with one click",
        "reply_to": "address whose mail reaches this lead's record",
        "missing": "list: what is missing, in plain words",
        "notes": "list: what reps wrote, each with at, by and text",
        "history": "list: one line for each thing done so far",
        "opted_in": "when and how the lead asked, in words",
        "touch.id": "the touch's id",
        "touch.number": "the touch's number in its cadence, from 1",
    }
)
"""Every variable a message may use, and what it holds. What is optional and not known is the empty string."""

LIST_VARIABLES = frozenset({"missing", "notes", "history"})
OPEN_VARIABLES = frozenset({"lead.attributes"})
"""Variables under which any name may be asked for; a name that the lead does not have is the empty string."""


def complete(variables: Mapping[str, Any]) -> dict[str, Any]:
    """The variables with every known one present, so that a template sees the empty string and not an error."""
    whole: dict[str, Any] = {}
    for path in VARIABLES:
        root, _, name = path.partition(".")
        given = variables.get(root)
        if not name:
            whole[root] = given if given is not None else ([] if root in LIST_VARIABLES else "")
            continue
        group = whole.setdefault(root, dict(given or {}))
        if group.get(name) is None:
            group[name] = {} if path in OPEN_VARIABLES else ""
    return whole


_SENDER = {
    "company": "Northbeam Analytics",
    "name": "Northbeam Analytics",
    "address": "hello@northbeam.example",
    "postal_address": "Northbeam Analytics, 410 Harbor Street, Boston, MA 02210, USA",
    "website": "https://northbeam.example",
}
_OWNER = {"name": "Ana Whitfield", "email": "ana@northbeam.example", "phone": "+1 415 555 0101"}
_AROUND: dict[str, Any] = {
    "owner": _OWNER,
    "sender": _SENDER,
    "unsubscribe_url": "https://northbeam.example/u/3f9c2a7d51e84b06",
    "reply_to": "reply+3f9c2a7d51e84b06@northbeam.example",
    "opted_in": "Friday 6 March 2026, 16:50, form 'Book a demo'",
    "touch": {"id": "intro", "number": 2},
}

SAMPLE_LEADS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "full": complete(
            {
                **_AROUND,
                "lead": {
                    "first_name": "Maximilian",
                    "last_name": "Featherstonehaugh",
                    "title": "Vice President of Revenue Operations",
                    "email": "maximilian.featherstonehaugh@continental-logistics.example",
                    "phone": "+1 415 555 0123",
                    "company": "Continental Logistics Group",
                    "company_domain": "continental-logistics.example",
                    "industry": "Transportation",
                    "country": "US",
                    "region": "CA",
                    "product_interest": "forecast accuracy",
                    "message": "Our forecast is off by 20% every quarter.\nCan you help before June?",
                    "campaign": "spring-forecasting-webinar",
                    "source": "website",
                    "intent": "demo",
                    "device": "desktop",
                    "attributes": {"postal_address": "1 Dock Road, Oakland, CA 94607"},
                },
                "missing": ["a phone number", "your company's name"],
                "notes": [{"at": "9 March 2026, 10:15", "by": "Ana Whitfield", "text": "Back after 15:00."}],
                "history": ["6 March 2026, 16:55: call, no answer", "6 March 2026, 17:20: email 'intro'"],
            }
        ),
        "minimal": complete({**_AROUND, "lead": {"email": "a@b.example"}, "opted_in": ""}),
        "hostile": complete(
            {
                **_AROUND,
                "lead": {
                    "first_name": "<b>Zoë</b> [x](https://evil.example)",
                    "last_name": 'O\'Neil "Z" {{ sender.name }}',
                    "email": "z@b.example",
                    "phone": "+1 415 555 0199",
                    "company": "<script>alert(1)</script> & Söhne 🚀",
                    "product_interest": "**all**\n\n# of it",
                    "message": "line one\n\n---\n1. two\n\u202ethree",
                    "attributes": {"postal_address": "<i>nowhere</i>"},
                },
                "missing": ["<b>your name</b>"],
                "notes": [{"at": "today", "by": "<i>rep</i>", "text": "{% raw %}\n* note"}],
                "history": ["<hr>"],
            }
        ),
    }
)
"""Variables to try every message with: everything known, almost nothing known, and a lead that means harm."""
