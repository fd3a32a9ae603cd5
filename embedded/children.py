"""One child process: its log, its pid file, its process group, and its end when the parent ends."""

import asyncio
import os
import signal
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from embedded import bound_to_parent

TAIL_BYTES = 4_096


class Child:
    """A child process that can be started, killed and started again under the same name.

    Its output is appended to ``home/logs/NAME.log``; while it is wanted its pid stands in
    ``home/run/NAME.pid``. It leads its own process group, so that Ctrl-C at a terminal reaches the parent
    alone, which stops its children in order. On Linux the kernel kills it when the parent dies, even of
    SIGKILL.

    Args:
        name: what it is called in logs, files and errors.
        argv: the program, by absolute path, and its arguments.
        home: folder that holds ``logs/`` and ``run/``.
        environment: variables on top of the parent's own.
        directory: its working directory; the parent's when None.
    """

    def __init__(
        self,
        name: str,
        argv: tuple[str, ...],
        home: Path,
        *,
        environment: Mapping[str, str] | None = None,
        directory: Path | None = None,
    ) -> None:
        self._name = name
        self._argv = argv
        self._environment = dict(environment or {})
        self._directory = directory
        self.log = home / "logs" / f"{name}.log"
        self.pid_file = home / "run" / f"{name}.pid"
        self._log_start = 0
        self._process: asyncio.subprocess.Process | None = None
        self._changing = asyncio.Lock()
        self._wanted = asyncio.Event()
        self._awaiting_start: list[asyncio.Future[int]] = []

    @property
    def name(self) -> str:
        """What it is called in logs, files and errors."""
        return self._name

    @property
    def pid(self) -> int | None:
        """Its process id, or None while it is not running."""
        running = self._process is not None and self._process.returncode is None
        return self._process.pid if self._process and running else None

    async def start(self) -> None:
        """Start it; nothing happens when it is running already. What keeps it from starting is in its log."""
        async with self._changing:
            await self._start()

    async def wait(self) -> int:
        """The exit code of the process started last (negative: minus the signal), once it has ended."""
        return await self._process.wait() if self._process else 0

    async def until_wanted(self) -> None:
        """Return at once while it should be running; after `terminate`, when somebody starts it again."""
        await self._wanted.wait()

    def next_start(self) -> asyncio.Future[int]:
        """The pid it will have after its next start; ask before what causes that start."""
        started: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._awaiting_start.append(started)
        return started

    def kill(self) -> None:
        """End it with SIGKILL, as a crash would; whoever supervises it starts it again."""
        self._signal(signal.SIGKILL)

    async def terminate(self, grace: timedelta) -> None:
        """End it on purpose: SIGTERM, then SIGKILL when it is still there after the grace. It stays ended."""
        async with self._changing:
            await self._terminate(grace)

    async def restart(self, grace: timedelta) -> None:
        """End it as `terminate` does and start it again."""
        async with self._changing:
            await self._terminate(grace)
            await self._start()

    def log_tail(self) -> str:
        """The last lines it wrote since its latest start, headed by the path of the log."""
        with suppress(FileNotFoundError), self.log.open("rb") as log:
            end = log.seek(0, os.SEEK_END)
            log.seek(max(self._log_start, end - TAIL_BYTES))
            lines = log.read().decode(errors="replace").strip()
            return f"{self.log} ends\n{lines}" if lines else f"{self.log} is empty"
        return f"{self.log} was never written"

    async def _start(self) -> None:
        self._wanted.set()
        if self.pid is not None:
            return
        for folder in (self.log.parent, self.pid_file.parent):
            folder.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._log_start = log.tell()
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-IS", bound_to_parent.__file__, str(os.getpid())),
                *self._argv,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=asyncio.subprocess.STDOUT,
                cwd=self._directory,
                env={**os.environ, **self._environment},  # noqa: TID251 - a child inherits PATH, proxies and TEMPORAL_*
                process_group=0,
            )
        self._announce(self._process.pid)

    def _announce(self, pid: int) -> None:
        # Whole or not at all: a reader must never find the file empty.
        draft = self.pid_file.with_suffix(".new")
        draft.write_text(f"{pid}\n")
        draft.replace(self.pid_file)
        for started in self._awaiting_start:
            if not started.done():
                started.set_result(pid)
        self._awaiting_start.clear()

    async def _terminate(self, grace: timedelta) -> None:
        self._wanted.clear()
        self._signal(signal.SIGTERM)
        try:
            async with asyncio.timeout(grace.total_seconds()):
                await self.wait()
        except TimeoutError:
            self._signal(signal.SIGKILL)
            await self.wait()
        self.pid_file.unlink(missing_ok=True)

    def _signal(self, number: signal.Signals) -> None:
        if self.pid is not None:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, number)
