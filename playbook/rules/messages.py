"""Rules for messages: they exist, are used, and fit their channel."""

from collections.abc import Iterator
from pathlib import Path

from domain.channels import TEXT_CHANNELS
from domain.decide.items import CHECK_DELIVERY
from playbook.files.sources import Sources, all_messages, message_for
from playbook.findings import Finding, Severity, did_you_mean
from playbook.rules.messages_used import uses_of


def messages_exist(sources: Sources) -> Iterator[Finding]:
    """Every message that is named is a file in ``messages/``."""
    for use in uses_of(sources):
        if use.message not in sources.message_names:
            hint = did_you_mean(use.message, sources.message_names)
            hint = hint if "did you mean" in hint else ""
            why = " (the engine always uses it)" if use.message == CHECK_DELIVERY else ""
            yield use.error(f"no message named {use.message!r} in messages/{why}{hint}")


def messages_are_used(sources: Sources) -> Iterator[Finding]:
    """Every message is used somewhere; otherwise it is forgotten, or its name is misspelled elsewhere."""
    used = {use.message for use in uses_of(sources)}
    unread = len(sources.cadence_names) > len(sources.cadences) or sources.agreement is None
    if unread:
        return  # a file that could not be read may use them
    for source in all_messages(sources):
        if source.message.name not in used:
            yield Finding(
                source.file,
                1,
                1,
                f"nothing uses the message {source.message.name!r}: use it in a touch, or delete the file",
                Severity.WARNING,
            )


def texts_are_short(sources: Sources) -> Iterator[Finding]:
    """A text message needs a ``.txt`` file: Markdown is for emails."""
    for use in uses_of(sources):
        files = sources.messages.get(use.message, [])
        if use.channel in TEXT_CHANNELS and files and message_for(files, short=True).message.kind != "txt":
            yield use.error(
                f"a text message needs messages/{use.message}.txt; there is only {Path(files[0].file).name}"
            )


def mails_have_subjects(sources: Sources) -> Iterator[Finding]:
    """An email has a subject, in the front matter of its message."""
    told: set[str] = set()
    for use in uses_of(sources):
        files = sources.messages.get(use.message, [])
        if not use.is_mail or not files:
            continue
        source = message_for(files, short=False)
        if not source.message.subject.strip() and source.file not in told:
            told.add(source.file)
            message = "an email needs a subject: begin the file with ---, subject: …, ---"
            yield Finding(source.file, 1, 1, message)


def channels_are_as_meant(sources: Sources) -> Iterator[Finding]:
    """A message that names its channel is used on that channel only."""
    for use in uses_of(sources):
        files = sources.messages.get(use.message, [])
        if not files:
            continue
        meant = message_for(files, short=use.channel in TEXT_CHANNELS).message.channel
        if meant and use.channel and meant is not use.channel:
            yield use.error(f"{use.message!r} is for {meant.value} but is used for {use.channel.value}")
