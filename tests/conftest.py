"""What every test has: Hypothesis profiles, an order, and for unit tests a guard that refuses the network."""

import socket
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile("quick", deadline=None, max_examples=40, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("deep", deadline=None, max_examples=2000, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("quick")

FASTEST_FIRST = ("unit", "architecture", "replay", "temporal", "integration", "e2e")
"""The folders in the order they are run: most of what can fail has run after a quarter of the time."""

LOOPBACK = ("127.", "::1", "localhost")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put fast folders first, and within one what may take longest: nothing long is left alone at the end."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> tuple[int, float]:
    folder = item.path.relative_to(Path(__file__).parent).parts[0]
    patience = item.get_closest_marker("timeout")
    return FASTEST_FIRST.index(folder), -patience.args[0] if patience else 0


@pytest.fixture(autouse=True)
def _only_loopback(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A unit test that connects to anything but this machine fails, and says to what."""
    if "unit" in request.path.parts:
        monkeypatch.setattr(socket.socket, "connect", _guarded(socket.socket.connect))
        monkeypatch.setattr(socket.socket, "connect_ex", _guarded(socket.socket.connect_ex))


def _guarded(connect: Any) -> Any:
    def guarded(self: socket.socket, address: Any) -> Any:
        if isinstance(address, tuple) and not str(address[0]).startswith(LOOPBACK):
            pytest.fail(f"a unit test must not open a connection to {address[0]}:{address[1]}")
        return connect(self, address)

    return guarded
