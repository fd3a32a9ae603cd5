"""Of which of our mails an inbound one speaks."""

import pytest
from inbound_mails import RECEIVED_AT, REPLY_TO, SECRET, mail, read

from channels.incoming.mail import parse
from domain.incoming.mail import candidate_message_ids, send_ids


@pytest.mark.parametrize("header", ["Delivered-To", "X-Original-To", "Cc"])
def test_the_token_is_found_wherever_the_mail_system_left_it(header: str) -> None:
    """Aliases and forwards rewrite To; case folding does no harm."""
    reply = read(mail("Yes", f"{header}: {REPLY_TO.upper()}", to="sales@example.com"))

    assert send_ids(reply, SECRET) == ("lead1.intro.1",)


def test_the_envelope_gives_the_token_when_no_header_does() -> None:
    """A webhook or LMTP source knows whom the mail was delivered to."""
    reply = parse(mail("Yes", to="undisclosed:;"), RECEIVED_AT, envelope_to=(REPLY_TO,))

    assert send_ids(reply, SECRET) == ("lead1.intro.1",)


def test_references_are_candidates_newest_first_when_no_token_is_there() -> None:
    """The caller looks them up among its sends."""
    reply = read(
        mail("Yes", "References: <1@x.example>\n <2@x.example>", "In-Reply-To: <2@x.example>", to="a@b.example")
    )

    assert send_ids(reply, SECRET) == ()
    assert candidate_message_ids(reply) == ("<2@x.example>", "<1@x.example>")
