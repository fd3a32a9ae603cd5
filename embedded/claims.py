"""Ports that are chosen before anybody listens on them, and that no other stack chooses meanwhile.

Seconds pass between the choice of a port and the child that listens on it, and again whenever a child that died is
started anew. Looking whether the port is free does not bridge them: two stacks that start at one instant both find it
so. Each port is one byte of a file, and whoever means to use the port holds a lock on that byte. The kernel lets go of
it when the process ends in any way.
"""

import fcntl
import os
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from random import SystemRandom

from domain.errors import TransientError
from embedded.ports import LOOPBACK, is_free

FALLBACK_PORTS = range(20_000, 32_000)
"""Below the range that Linux (32768 up) and macOS (49152 up) give to outgoing connections.

A port that the kernel hands out for ``bind(0)`` lies inside that range: while a killed server is down, some
client's outgoing connection can take it, or a client that retries can connect to itself. The restart then
fails.
"""

_ours: set[int] = set()
"""What this process holds: a lock of this kind keeps out other processes only."""


def claim_port(preferred: int, host: str = LOOPBACK) -> int:
    """The preferred port if it is free, else a free one at random; nobody else is given it until it is released.

    Args:
        preferred: the port to try first; 0 when any will do.
        host: the address that the server will bind.

    Raises:
        TransientError: no port was free among a hundred tried.
    """
    candidates = SystemRandom().sample(FALLBACK_PORTS, 100)
    for port in (preferred, *candidates) if preferred else candidates:
        if _is_claimed_now(port):
            if is_free(port, host):
                return port
            release_ports([port])
    raise TransientError(
        f"no free port on {host} between {FALLBACK_PORTS.start} and {FALLBACK_PORTS.stop}: stop some servers"
    )


def release_ports(ports: Iterable[int]) -> None:
    """Let others have ports that this process claimed; those that it did not are passed over."""
    for port in _ours.intersection(ports):
        fcntl.lockf(_file(), fcntl.LOCK_UN, 1, port)
        _ours.remove(port)


def _is_claimed_now(port: int) -> bool:
    """Claim a port, whether anybody listens on it or not; False when somebody else holds it."""
    if port in _ours:
        return False
    try:
        fcntl.lockf(_file(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
    except OSError:  # EACCES or EAGAIN, as the system likes
        return False
    _ours.add(port)
    return True


@cache
def _file() -> int:
    """The file of this user's locks, open as long as this process: closing it would give up all of them."""
    path = Path(tempfile.gettempdir()) / f"sevenfold-ports-{os.getuid()}"
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
