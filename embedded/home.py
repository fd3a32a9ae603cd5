"""The folder with a stack's state, which only one stack may use at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.errors import RefusedError


@contextmanager
def held(home: Path) -> Iterator[None]:
    """Lock the home folder, creating it if needed; the kernel releases the lock however this process ends.

    Raises:
        RefusedError: another stack has the lock; names its process.
    """
    lock = home / "run" / "lock"
    lock.parent.mkdir(parents=True, exist_ok=True)
    with lock.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            raise RefusedError(
                f"{home} is in use by a running stack (process {file.read().strip() or 'unknown'}): "
                "stop it, or give another folder with --home or SEVENFOLD_HOME"
            ) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
