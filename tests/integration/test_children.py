"""Child processes: they heal, they end, and none outlives its parent."""

import os
import select
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from embedded.children import Child
from embedded.ports import until_ready
from embedded.supervisor import Supervisor

GRACE = timedelta(seconds=10)
NO_GRACE = timedelta(0)
IDLE = (sys.executable, "-c", "import signal; print('at rest', flush=True); signal.pause()")
DEAF = (
    sys.executable,
    "-c",
    "import signal as s; s.signal(s.SIGTERM, s.SIG_IGN); print('cannot hear', flush=True); s.pause()",
)
PARENT = """
import asyncio, signal, sys
from pathlib import Path
from embedded.children import Child

async def main():
    child = Child("idle", (sys.executable, "-c", "import signal; signal.pause()"), Path(sys.argv[1]))
    await child.start()
    print(child.pid, flush=True)
    await child.wait()

asyncio.run(main())
"""


async def said(child: Child, word: str) -> None:
    """Return when the child has written this word."""

    async def has_said() -> bool:
        return word in child.log_tail()

    await until_ready(has_said, child, GRACE, what=f"say {word}")


async def test_a_killed_child_comes_back_under_a_new_pid(tmp_path: Path) -> None:
    """A supervised child that is killed is started again, and its pid file names the new process."""
    child, supervisor = Child("idle", IDLE, tmp_path), Supervisor(GRACE)
    supervisor.own(child)
    await child.start()
    supervisor.keep_running(child)
    first = child.pid

    restarted = child.next_start()
    child.kill()
    second = await restarted

    assert second != first
    assert child.pid_file.read_text() == f"{second}\n"
    await supervisor.stop()
    assert child.pid is None
    assert not child.pid_file.exists()


async def test_a_child_ended_on_purpose_stays_ended_until_it_is_started(tmp_path: Path) -> None:
    """A supervisor leaves a terminated child alone, and heals it again once somebody has started it."""
    child, supervisor = Child("idle", IDLE, tmp_path), Supervisor(GRACE)
    supervisor.own(child)
    await child.start()
    supervisor.keep_running(child)

    await child.terminate(GRACE)
    started = child.next_start()
    assert not started.done()

    await child.start()
    assert child.pid == await started
    healed = child.next_start()
    child.kill()
    assert await healed != await started
    await supervisor.stop()


async def test_starting_a_running_child_changes_nothing(tmp_path: Path) -> None:
    """A second start keeps the process of the first."""
    child = Child("idle", IDLE, tmp_path)
    await child.start()
    pid = child.pid

    await child.start()

    assert child.pid == pid
    await child.terminate(GRACE)


async def test_a_restart_replaces_the_process(tmp_path: Path) -> None:
    """After a restart another process runs under the same name."""
    child = Child("idle", IDLE, tmp_path)
    await child.start()
    pid = child.pid

    await child.restart(GRACE)

    assert child.pid not in {None, pid}
    await child.terminate(GRACE)


async def test_a_child_deaf_to_sigterm_is_killed_after_its_grace(tmp_path: Path) -> None:
    """A child that ignores SIGTERM ends by SIGKILL."""
    child = Child("deaf", DEAF, tmp_path)
    await child.start()
    await said(child, "cannot hear")

    await child.terminate(NO_GRACE)

    assert await child.wait() == -signal.SIGKILL


async def test_the_tail_of_the_log_begins_with_the_latest_start(tmp_path: Path) -> None:
    """What a former run wrote into the log is kept there, but is not what an error shows."""
    child = Child("idle", IDLE, tmp_path)
    assert child.log_tail().endswith("does not exist")
    child.log.parent.mkdir()
    child.log.write_text("yesterday's trouble\n")

    await child.start()
    await said(child, "at rest")

    assert "yesterday" not in child.log_tail()
    assert "yesterday" in child.log.read_text()
    await child.terminate(GRACE)


async def test_a_child_gets_its_environment_on_top_of_the_parents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A child sees the parent's variables, and its own where both have one."""
    monkeypatch.setenv("FROM_PARENT", "kept")
    monkeypatch.setenv("SEVENFOLD_PACE", "1")
    program = "import os; print(os.environ['FROM_PARENT'], os.environ['SEVENFOLD_PACE'])"
    child = Child("env", (sys.executable, "-c", program), tmp_path, environment={"SEVENFOLD_PACE": "9"})

    await child.start()

    assert await child.wait() == 0
    assert child.log.read_text() == "kept 9\n"


async def test_a_program_that_cannot_be_executed_is_named_in_the_log(tmp_path: Path) -> None:
    """A child whose program is missing ends at once, and its log says which file is missing."""
    child = Child("ghost", (str(tmp_path / "absent"),), tmp_path)

    await child.start()

    assert await child.wait() == 1
    assert child.log.read_text() == f"{tmp_path}/absent cannot be executed: No such file or directory\n"


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a process that its parent died")
def test_no_child_outlives_a_killed_parent(tmp_path: Path) -> None:
    """When the parent is killed with SIGKILL, the kernel ends the child too."""
    command = (sys.executable, "-c", PARENT, str(tmp_path))
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = os.pidfd_open(int(parent.stdout.readline()))
        parent.kill()

    ended, _, _ = select.select([child], [], [], GRACE.total_seconds())

    assert ended == [child]
    os.close(child)
