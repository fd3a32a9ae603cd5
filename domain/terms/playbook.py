"""A playbook as published: everything marketing ops wrote, compiled and hashed.

Workers read playbooks from the ledger by version, so a lead finishes with the texts and rules it started with.
"""

from collections.abc import Iterable, Iterator
from typing import Literal

from domain.channels import TEXT_CHANNELS, Channel
from domain.errors import NotFoundError
from domain.hours.calendars import BusinessCalendar
from domain.snapshot import Snapshot
from domain.terms.agreement import Agreement
from domain.terms.cadence import Cadence
from domain.terms.conditions import ATTRIBUTE_PREFIX, FIRM_FIELDS, Condition, fields_of
from domain.terms.team import Team


class Message(Snapshot):
    """One message: a Liquid template.

    Attributes:
        name: its name in touches.
        kind: ``md`` gives text and HTML, ``txt`` text only.
        title: its name in the console.
        subject: template of a mail's subject.
        channel: the only channel it is meant for, if its front matter names one.
        first_line: line of its file on which the body begins, for error messages.
        short: the ``.txt`` beside an ``.md`` of the same name: the same message as a short text.
    """

    name: str
    kind: Literal["md", "txt"]
    title: str = ""
    subject: str = ""
    body: str
    channel: Channel | None = None
    first_line: int = 1
    short: "Message | None" = None

    def mentions(self, names: Iterable[str]) -> bool:
        """Whether the template contains any of these names; otherwise it cannot use such a variable."""
        return any(name in text for name in names for text in (self.subject, self.body))

    @property
    def file(self) -> str:
        """The file's name in ``messages/``."""
        return f"{self.name}.{self.kind}"

    def on(self, channel: Channel | None) -> "Message":
        """The variant of this message for a channel: the short one for texts."""
        return self.short if channel in TEXT_CHANNELS and self.short is not None else self


class Rendered(Snapshot):
    """A message rendered for one lead; ``html`` is None if the message is plain text."""

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
        """The ``X`` of every ``attributes.X`` in a condition; these attributes travel with the lead."""
        fields = self._fields()
        return frozenset(name.removeprefix(ATTRIBUTE_PREFIX) for name in fields if name.startswith(ATTRIBUTE_PREFIX))

    @property
    def asks_of_the_firm(self) -> bool:
        """Whether any condition reads what the ledger knows about a lead's company."""
        return not FIRM_FIELDS.isdisjoint(self._fields())

    def _fields(self) -> frozenset[str]:
        return frozenset[str]().union(*(fields_of(condition) for condition in self._conditions()))

    def _conditions(self) -> Iterator[Condition]:
        written: list[Condition | None] = [criterion.when for criterion in self.agreement.lead]
        written += [rule.when for rule in self.agreement.triage]
        written += [route.applies for route in self.agreement.routes]
        written += [route.when for route in self.agreement.alerts.routes]
        written += [row.applies for row in self.agreement.response_times]
        for cadence in self.cadences.values():
            written.append(cadence.applies)
            for touch in cadence.touches:
                written += [touch.only_if, touch.unless]
        return (condition for condition in written if condition is not None)

    def message(self, name: str, channel: Channel | None = None) -> Message:
        """The message of that name, in its variant for the channel.

        Raises:
            NotFoundError: the playbook has none of that name.
        """
        if name not in self.messages:
            raise NotFoundError(f"playbook {self.version} has no message {name!r}")
        return self.messages[name].on(channel)
