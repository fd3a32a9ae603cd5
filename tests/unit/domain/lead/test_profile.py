"""A profile: what the lead gave, for decisions."""

import pytest
from builders import a_profile

from domain.channels import Address, Channel


@pytest.mark.parametrize("channel", list(Channel))
def test_a_lead_has_a_channel_when_it_gave_its_address(channel: Channel) -> None:
    """And no other address will do; what needs none is there for everybody."""
    address = channel.way.address
    others = {other.value for other in Address if other is not address}

    assert a_profile(known={address.value} if address else set()).has(channel)
    assert a_profile(known=others).has(channel) is (address is None)
