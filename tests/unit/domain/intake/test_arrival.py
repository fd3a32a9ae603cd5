"""An arrival: whose it is."""

import pytest

from domain.channels import Address
from domain.intake.arrival import address_key_of, email_key_of


@pytest.mark.parametrize(
    ("address", "key"),
    [
        ("Maya.Lindqvist@Continental.Example", "maya.lindqvist@continental.example"),
        ("maya+news@continental.example", "maya@continental.example"),
        ("maya+a+b@continental.example", "maya@continental.example"),
        ("+maya@continental.example", "+maya@continental.example"),
        ("ma.ya@gmail.com", "ma.ya@gmail.com"),
        ("STRASSE@x.example", "strasse@x.example"),
        ("", ""),
    ],
)
def test_one_mailbox_has_one_key(address: str, key: str) -> None:
    """Case and tags make no other person; dots may."""
    assert email_key_of(address) == key


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("https://www.LinkedIn.com/in/Mara-Quill/", "linkedin.com/in/mara-quill"),
        ("https://linkedin.com/in/mara-quill?trk=mail#top", "linkedin.com/in/mara-quill"),
        ("https://linkedin.com/in/mara-quill-2", "linkedin.com/in/mara-quill-2"),
        ("https://mastodon.social/@mara", "mastodon.social/@mara"),
        ("", ""),
    ],
)
def test_one_page_has_one_key(url: str, key: str) -> None:
    """However it was copied."""
    assert address_key_of(Address.SOCIAL_URL, url) == key


def test_a_house_names_nobody() -> None:
    """A postal address has no key: what is barred for one person in the house is not for the next."""
    assert address_key_of(Address.POSTAL_ADDRESS, "1 Dock Road") == ""
    assert address_key_of(Address.EMAIL, "Mara+a@x.example") == "mara@x.example"
    assert address_key_of(Address.PHONE, "+14155550123") == "+14155550123"
