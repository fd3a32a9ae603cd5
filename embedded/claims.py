"""Claims ports for a stack before its servers listen on them, so that no other stack chooses the same ones.

Seconds pass between choosing a port and listening on it, also whenever a dead child is restarted. Checking whether the
port is free is not enough: two stacks that start at the same time would both find it free. So each port has one byte in
a shared file, and a stack locks the bytes of its ports. The kernel releases the locks however the process ends.
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
"""Below the range for outgoing connections of Linux (from 32768) and macOS (from 49152).

The kernel's own choice (``bind(0)``) would be inside that range. While a killed server is down, an outgoing connection
could then take its port, or a client that retries could connect to itself, and the restart would fail.
"""

_ours: set[int] = set()
"""The ports that this process has claimed. The file locks only exclude other processes."""


def claim_port(preferred: int, host: str = LOOPBACK) -> int:
    """Claim the preferred port if it is free, else a random free one.

    Args:
        preferred: the port to try first; 0 for any port.
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
    """Release ports that this process has claimed; others are ignored."""
    for port in _ours.intersection(ports):
        fcntl.lockf(_file(), fcntl.LOCK_UN, 1, port)
        _ours.remove(port)


def _is_claimed_now(port: int) -> bool:
    """Claim a port, even if a server listens on it; False if it is already claimed."""
    if port in _ours:
        return False
    try:
        fcntl.lockf(_file(), fcntl.LOCK_EX | fcntl.LOCK_NB, 1, port)
    except OSError:  # EACCES or EAGAIN, depending on the system
        return False
    _ours.add(port)
    return True


@cache
def _file() -> int:
    """This user's lock file, kept open for the life of the process, because closing it would release all locks."""
    path = Path(tempfile.gettempdir()) / f"sevenfold-ports-{os.getuid()}"
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
