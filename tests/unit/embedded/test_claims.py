"""Ports that are claimed before anybody listens on them."""

import socket
import subprocess
import sys
from collections.abc import Iterator

import pytest
from house import ROOT

from domain.errors import TransientError
from embedded import claims
from embedded.claims import FALLBACK_PORTS, claim_port, release_ports

ANOTHER_STACK = "from embedded.claims import claim_port; print(claim_port(0), flush=True); input()"


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def free() -> Iterator[int]:
    """A port that nobody listens on, and nobody holds."""
    port = claim_port(0)
    release_ports([port])
    yield port
    release_ports([port])


def test_the_preferred_port_is_given_when_it_is_free(free: int) -> None:
    """And none at random."""
    assert claim_port(free) == free


def test_another_port_is_given_when_somebody_listens_on_the_preferred_one(taken: int) -> None:
    """It lies outside outgoing connections' range."""
    given = claim_port(taken)
    release_ports([given])

    assert given != taken
    assert given in FALLBACK_PORTS


def test_a_port_is_given_once_until_it_is_released(free: int) -> None:
    """Although nobody listens on it yet."""
    claim_port(free)

    other = claim_port(free)
    release_ports([free, other])

    assert other != free
    assert claim_port(free) == free


def test_a_port_that_another_process_claimed_is_not_given_before_that_process_has_ended() -> None:
    """However it ends: the kernel lets go of what it held."""
    with subprocess.Popen(
        [sys.executable, "-c", ANOTHER_STACK], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        theirs = int(other.stdout.readline())
        meanwhile = claim_port(theirs)
        other.kill()
        other.wait()
    afterwards = claim_port(theirs)
    release_ports([meanwhile, afterwards])

    assert meanwhile != theirs
    assert afterwards == theirs


def test_a_machine_without_free_ports_is_refused_with_a_remedy(taken: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The error names the range and says what to do, and nothing stays claimed."""
    monkeypatch.setattr(claims, "is_free", lambda _port, _host: False)

    with pytest.raises(TransientError, match=r"no free port on 127\.0\.0\.1 between 20000 .* stop some servers"):
        claim_port(taken)

    assert not claims._ours.intersection(FALLBACK_PORTS)
