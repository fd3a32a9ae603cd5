"""Every place of a playbook that names a message, with the channel and purpose it is used for."""

from collections.abc import Iterator
from dataclasses import dataclass

from domain.channels import MAIL_CHANNELS, Channel
from domain.decide.items import CHECK_DELIVERY
from playbook.compiling import variant_message
from playbook.files.positions import Path
from playbook.files.sources import Source, Sources
from playbook.files.yaml import Document
from playbook.findings import Finding
from playbook.grammar.cadence import CadenceFile, TouchWritten


@dataclass(frozen=True)
class Use:
    """One use of a message.

    Attributes:
        channel: what it is sent on; None for a script that only our own people read.
        is_bulk: a marketing email, for which the law asks more.
        is_answer: the acknowledgment, or a question for missing information: an answer to the lead's own request.
    """

    document: Document
    path: Path
    message: str
    channel: Channel | None = None
    is_bulk: bool = False
    is_answer: bool = False

    def error(self, message: str) -> Finding:
        """Make an error at the place that names the message."""
        return self.document.finding(message, self.path)

    @property
    def is_mail(self) -> bool:
        """Whether this use needs a subject."""
        return self.channel in MAIL_CHANNELS


def uses_of(sources: Sources) -> Iterator[Use]:
    """Every use, in file order."""
    for source in sources.cadences.values():
        yield from _uses_of_cadence(source)
    if sources.agreement:
        yield from _uses_of_agreement(sources)


def _uses_of_cadence(source: Source[CadenceFile]) -> Iterator[Use]:
    document = source.document
    if answer := source.written.acknowledge:
        for channel in answer.by:
            path = ("acknowledge", "message")
            yield Use(document, path, answer.message, channel, is_answer=True)
    for index, touch in enumerate(source.written.touches):
        yield from _uses_of_touch(document, ("touches", index), touch)


def _uses_of_touch(document: Document, path: Path, touch: TouchWritten) -> Iterator[Use]:
    channel = touch.channel
    for variant in touch.variants:
        message = variant_message(touch.message, variant)
        yield Use(document, (*path, "variants", variant), message, channel, is_bulk=touch.bulk)
    if not touch.variants:
        yield Use(document, (*path, channel.value), touch.message, channel, is_bulk=touch.bulk)
    if touch.left_voicemail:
        yield Use(document, (*path, "voicemail"), touch.left_voicemail, Channel.VOICEMAIL)
    if touch.otherwise:
        instead = touch.otherwise
        place = (*path, "otherwise", instead.channel.value)
        yield Use(document, place, instead.message, instead.channel, is_bulk=touch.bulk)


def _uses_of_agreement(sources: Sources) -> Iterator[Use]:
    if sources.agreement is None:
        return
    document, written = sources.agreement.document, sources.agreement.written
    missing = written.missing_information
    if missing.message:
        path = ("missing_information", "message")
        yield Use(document, path, missing.message, Channel.EMAIL, is_answer=True)
    if missing.script:
        yield Use(document, ("missing_information", "script"), missing.script, Channel.CALL)
    yield Use(document, ("hand_over", "message"), written.hand_over.message)
    yield Use(document, ("kick_back", "message"), written.kick_back.message)
    yield Use(document, ("review", "message"), written.review.message)
    yield Use(document, (), CHECK_DELIVERY)
