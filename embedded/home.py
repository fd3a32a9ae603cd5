"""The folder that holds one stack's state, used by one stack at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from domain.errors import RefusedError


@contextmanager
def held(home: Path) -> Iterator[None]:
    """Hold the home folder, making it if need be; the kernel lets go of it when this process ends in any way.

    Raises:
        RefusedError: another stack holds it; names its process.
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
                "stop that one, or give another folder with --home or SEVENFOLD_HOME"
            ) from None
        file.truncate(0)
        file.write(f"{os.getpid()}\n")
        file.flush()
        yield
