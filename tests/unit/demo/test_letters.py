"""The demo's mails, which the engine reads as what they are meant to be."""

from datetime import UTC, date, datetime

from demo_answers import a_touch

from channels.incoming.mail import parse
from demo.letters import bounce, envelope_sender, out_of_office, reply, unsubscribe_url
from domain.incoming.kinds import InboundKind, classify

NOW = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
"""A Thursday; the Monday after the next lies before a holiday."""


def test_a_reply_is_read_as_a_persons() -> None:
    """It goes to where the mail wants answers sent, and its quote is not taken for its text."""
    answer = reply(a_touch(), "nora@brightworks.example", "Yes, please.")

    mail = parse(answer.as_bytes(), received_at=NOW)
    assert answer["To"] == "reply+l1.1.2-abcdefghijklmnop@sevenfold.localhost"
    assert classify(mail).kind is InboundKind.HUMAN_REPLY
    assert mail.stripped_text == "Yes, please."


def test_an_absence_is_read_with_its_date() -> None:
    """By the rules that hold for every mail."""
    mail = parse(out_of_office(a_touch(), "nora@brightworks.example", date(2026, 11, 26)).as_bytes(), received_at=NOW)

    assert classify(mail).kind is InboundKind.OUT_OF_OFFICE
    assert mail.return_date == date(2026, 11, 26)


def test_a_report_is_read_as_a_dead_address() -> None:
    """It goes to the envelope's sender and names the mail that came back."""
    touch = a_touch()

    mail = parse(bounce(touch, "nora@brightworks.example"), received_at=NOW)

    assert envelope_sender(touch) in mail.recipients
    assert classify(mail).kind is InboundKind.HARD_BOUNCE
    assert mail.reported_message_id == "<one@sevenfold.localhost>"


def test_a_stop_is_read_as_an_opt_out() -> None:
    """Although the mail that it quotes says more."""
    mail = parse(reply(a_touch(), "nora@brightworks.example", "STOP").as_bytes(), received_at=NOW)

    assert classify(mail).kind is InboundKind.OPT_OUT


def test_the_way_out_is_found_in_the_text_and_in_the_header() -> None:
    """The header goes first."""
    mail = a_touch()
    assert unsubscribe_url(mail) == "http://127.0.0.1:8070/u/l1.1.2-abcdefghijklmnop"

    mail["List-Unsubscribe"] = "<http://127.0.0.1:8070/u/l1.1.3-abcdefghijklmnop>"
    assert unsubscribe_url(mail) == "http://127.0.0.1:8070/u/l1.1.3-abcdefghijklmnop"
