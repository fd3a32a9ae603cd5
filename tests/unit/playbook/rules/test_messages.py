"""Lint of messages: they exist, and fit what they are sent on."""

from pathlib import Path

from playbook_folders import FOOTER, PlaybookFolder


def test_a_mail_without_a_subject_is_named_once(tmp_path: Path) -> None:
    """The message is used three times and lacks one subject."""
    folder = PlaybookFolder(tmp_path)
    folder.write("messages/mail.md", f"Hi, {FOOTER}\n")

    assert folder.lines() == [
        "messages/mail.md:1:1  an email needs a subject: begin the file with ---, subject: …, ---"
    ]


def test_a_text_needs_a_short_form_of_its_own(tmp_path: Path) -> None:
    """A mail's body is no text message."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("inbound.yaml", "by: [email]", "by: [sms, email]")

    assert folder.pointed("inbound.yaml") == ["ack → a text message needs messages/ack.txt; there is only ack.md"]


def test_a_message_that_names_its_channel_is_used_on_no_other(tmp_path: Path) -> None:
    """A call script that lands in a mail is caught."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("messages/mail.md", "subject: Hello", "subject: Hello\nchannel: call")

    assert folder.pointed("inbound.yaml")[0] == "mail → 'mail' is for call but is used for email"


def test_the_engine_needs_its_own_script(tmp_path: Path) -> None:
    """The task that asks whether a touch arrived has a script in every playbook."""
    folder = PlaybookFolder(tmp_path)
    (tmp_path / "messages/check-delivery.txt").unlink()

    assert folder.lines() == [
        "agreement.yaml:1:1  no message named 'check-delivery' in messages/ (the engine always uses it)"
    ]
