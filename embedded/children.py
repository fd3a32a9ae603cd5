"""One child process, with its log, pid file and process group; it ends when the parent ends."""

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

    Its output is appended to ``home/logs/NAME.log``. While it should be running, ``home/run/NAME.pid`` has its
    process id. It leads its own process group, so that Ctrl-C at a terminal reaches only the parent, which then
    stops its children in order. On Linux the kernel kills it when the parent dies, even by SIGKILL.

    Args:
        name: its name in logs, files and errors.
        argv: the program, by absolute path, and its arguments.
        home: folder with ``logs/`` and ``run/``.
        environment: variables in addition to the parent's own.
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
        """The child's name in logs, files and errors."""
        return self._name

    @property
    def pid(self) -> int | None:
        """Its process id, or None while it is not running."""
        running = self._process is not None and self._process.returncode is None
        return self._process.pid if self._process and running else None

    async def start(self) -> None:
        """Start the child unless it is running already. If it fails to start, its log says why."""
        async with self._changing:
            await self._start()

    async def wait(self) -> int:
        """Wait for the latest process to end, and return its exit code (minus the number of a signal)."""
        return await self._process.wait() if self._process else 0

    async def until_wanted(self) -> None:
        """Return once the child should be running: at once, or after `terminate`, when it is started again."""
        await self._wanted.wait()

    def next_start(self) -> asyncio.Future[int]:
        """A future with the process id of the next start; get it before whatever causes that start."""
        started: asyncio.Future[int] = asyncio.get_running_loop().create_future()
        self._awaiting_start.append(started)
        return started

    def kill(self) -> None:
        """End the child with SIGKILL, like a crash; its supervisor starts it again."""
        self._signal(signal.SIGKILL)

    async def terminate(self, grace: timedelta) -> None:
        """End the child for good: SIGTERM, then SIGKILL if it still runs after the grace period."""
        async with self._changing:
            await self._terminate(grace)

    async def restart(self, grace: timedelta) -> None:
        """End the child like `terminate`, and start it again."""
        async with self._changing:
            await self._terminate(grace)
            await self._start()

    def log_tail(self) -> str:
        """The last log lines since the latest start, below the log's path."""
        with suppress(FileNotFoundError), self.log.open("rb") as log:
            end = log.seek(0, os.SEEK_END)
            log.seek(max(self._log_start, end - TAIL_BYTES))
            lines = log.read().decode(errors="replace").strip()
            return f"the end of {self.log}:\n{lines}" if lines else f"{self.log} is empty"
        return f"{self.log} does not exist"

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
        # Rename a complete file into place, so that a reader never finds an empty one.
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
