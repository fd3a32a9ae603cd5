"""Tokens in mail addresses: they survive what mail systems do to them, and nothing else passes for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInputError
from domain.outgoing.tokens import (
    SEND_ID,
    alert_token,
    message_id,
    read_alert_token,
    read_token,
    reply_token,
    tokened_address,
)

SECRET = "a secret"
send_ids = st.from_regex(SEND_ID, fullmatch=True).filter(lambda send_id: ".." not in send_id)


@given(send_ids)
def test_a_token_is_read_back_in_any_case(send_id: str) -> None:
    """Case folding, a display name and angle brackets around it do no harm."""
    address = tokened_address("bounce", send_id, SECRET, "In.Example.com")

    assert read_token(address, SECRET) == send_id
    assert read_token(f'"Jane" <{address.upper()}>', SECRET) == send_id


@given(send_ids)
def test_a_tokened_local_part_fits_64_octets(send_id: str) -> None:
    """RFC 5321 allows a local part 64 octets, and the longest prefix leaves room for every send_id."""
    local_part = tokened_address("bounce", send_id, SECRET, "in.example.com").partition("@")[0]

    assert len(local_part) <= 64


@given(send_ids, st.text(max_size=80))
def test_another_secret_reads_nothing(send_id: str, noise: str) -> None:
    """A token is genuine for one secret only, wherever it stands."""
    text = f"{noise} {reply_token(send_id, 'another secret')} {noise}"

    assert read_token(text, SECRET) is None


def test_a_changed_send_id_is_refused() -> None:
    """The signature is over the send_id: it can't be moved to another."""
    token = reply_token("lead1.intro.1", SECRET)

    assert read_token(token.replace("lead1", "lead2"), SECRET) is None


def test_the_genuine_token_is_found_beside_a_forged_one() -> None:
    """The first token that verifies counts, not the first that looks like one."""
    text = f"reply+x-aaaaaaaaaaaaaaaa@in.example.com, {tokened_address('reply', 'y1', SECRET, 'in.example.com')}"

    assert read_token(text, SECRET) == "y1"


@pytest.mark.parametrize("send_id", ["", "Upper", "a b", "a@b", "a..b", "x" * 41, "a-b"])
def test_a_send_id_that_no_address_could_carry_is_refused(send_id: str) -> None:
    """The refusal names the field and the letters that are allowed."""
    with pytest.raises(InvalidInputError, match="a-z, 0-9") as refusal:
        reply_token(send_id, SECRET)

    assert refusal.value.field == "send_id"


def test_a_message_id_is_the_same_each_time_and_differs_between_sends() -> None:
    """The journal is asked by it after a crash, so it depends on nothing but the send."""
    first = message_id("lead1.intro.1", "Example.com")

    assert first == message_id("lead1.intro.1", "example.com")
    assert first != message_id("lead1.intro.2", "example.com")
    assert first.startswith("<")
    assert first.endswith("@example.com>")


@given(
    st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,60}", fullmatch=True),
    st.from_regex(r"([a-z0-9][a-z0-9-]{0,20})?", fullmatch=True),
)
def test_an_alerts_token_is_read_back_and_is_no_other_token(alert_id: str, person: str) -> None:
    """Whoever holds the link of an alert cannot opt its lead out with it, nor the other way round."""
    token = alert_token(alert_id, person.strip(), SECRET)

    assert read_alert_token(token, SECRET) == (alert_id, person.strip())
    assert read_token(token, SECRET) is None


@given(st.text(max_size=60))
def test_nothing_else_passes_for_an_alerts_token(text: str) -> None:
    """Whatever is typed, a link of a mail, or one that another secret signed."""
    assert read_alert_token(text, SECRET) is None
    assert read_alert_token(reply_token("lead1.1.intro", SECRET), SECRET) is None
    assert read_alert_token(alert_token("lead1:1:alert:0", "ana", "another"), SECRET) is None
