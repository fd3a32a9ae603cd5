"""An arrival: whose it is."""

import pytest

from domain.intake.arrival import email_key_of


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
