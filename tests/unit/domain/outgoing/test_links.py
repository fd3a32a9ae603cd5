"""Tracked links lead where our own message says, and nowhere else."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.errors import InvalidInputError
from domain.outgoing.links import LONGEST_TARGET, TrackedLinks, fault_of, link_token, read_link
from domain.outgoing.tokens import reply_token

SECRET = "secret"
PAGE = "https://northbeam.example/pricing?plan=team&x=%20#top"


def links(written: str = "https://northbeam.example") -> TrackedLinks:
    return TrackedLinks("l1.1.intro", SECRET, "https://leads.example", written)


def test_a_link_brings_its_target_and_its_send_home() -> None:
    """From the token alone, which stands in a path as it is."""
    token = link_token("l1.1.intro", PAGE, SECRET)

    assert read_link(token, SECRET) == ("l1.1.intro", PAGE)
    assert all(part.replace("-", "").replace("_", "").isalnum() for part in token.split("."))
    assert token == link_token("l1.1.intro", PAGE, SECRET)


@pytest.mark.parametrize("secret", ["", "other", "secret "])
def test_a_token_of_another_secret_is_none(secret: str) -> None:
    """Nobody else makes our links."""
    assert read_link(link_token("l1", PAGE, secret), SECRET) is None


@given(text=st.text(max_size=200))
def test_no_text_is_a_token_by_chance(text: str) -> None:
    """Whatever is asked for, nothing is raised and nothing is led to."""
    assert read_link(text, SECRET) is None


@given(place=st.integers(0, 200), letter=st.sampled_from("AZaz09-_.~%/"))
def test_a_token_with_one_letter_changed_is_none(place: int, letter: str) -> None:
    """Neither the target nor the lead can be swapped for another."""
    token = link_token("l1.1.intro", PAGE, SECRET)
    place %= len(token)
    forged = token[:place] + letter + token[place + 1 :]

    assert forged == token or read_link(forged, SECRET) is None


def test_other_signatures_of_ours_are_no_links() -> None:
    """A reply address, or a signed payload without a target, leads nowhere."""
    token = link_token("l1", PAGE, SECRET)
    elsewhere = base64.urlsafe_b64encode(b"l1 https://evil.example").decode().rstrip("=")

    assert read_link(reply_token("l1", SECRET), SECRET) is None
    assert read_link(f"{elsewhere}.{token.partition('.')[2]}", SECRET) is None
    assert read_link("A" * 10_000 + token, SECRET) is None


@pytest.mark.parametrize(
    "address",
    [
        "",
        "northbeam.example",
        "/pricing",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://",
        "https:///pricing",
        "https://a.example/with space",
        "https://a.example/\r\nSet-Cookie: x",
        "https://northbeam.example@evil.example/",
        "https://[::1",
        "https://a.example/ünï",
        "https://a.example/" + "x" * LONGEST_TARGET,
    ],
)
def test_what_is_no_web_address_is_not_signed(address: str) -> None:
    """With the reason; in a mail it stays as it is."""
    assert fault_of(address)
    assert links(f"https://northbeam.example {address}")(address) == address
    with pytest.raises(InvalidInputError):
        link_token("l1", address, SECRET)


def test_a_send_id_that_is_none_is_not_signed() -> None:
    """It is what says whose click it was."""
    with pytest.raises(InvalidInputError, match="send_id"):
        link_token("L1 x", PAGE, SECRET)


@pytest.mark.parametrize("address", [PAGE, "HTTPS://Northbeam.example", "https://www.northbeam.example/x"])
def test_hosts_that_were_written_are_tracked(address: str) -> None:
    """The sender's website, what the message names, and what belongs to them."""
    made = links()(address)

    assert made.startswith("https://leads.example/l/")
    assert read_link(made.rpartition("/")[2], SECRET) == ("l1.1.intro", address)


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "https://northbeam.example.evil.example/",
        "https://evilnorthbeam.example/",
        "https://leads.example/u/token",
    ],
)
def test_hosts_that_nobody_wrote_are_not(address: str) -> None:
    """What a lead typed into a form gets no signature of ours; nor does the way out."""
    assert links("https://northbeam.example https://leads.example")(address) == address
