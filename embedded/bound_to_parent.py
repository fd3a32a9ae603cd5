"""Replaces itself by another program that the Linux kernel kills when the parent dies, even by SIGKILL.

Run as ``python -IS bound_to_parent.py PARENT_PID PROGRAM ARGUMENT…``. It is a program of its own and not a
``preexec_fn``, because Python code that runs between fork and exec may deadlock if the parent has threads, and a
Temporal client has many. The program keeps the process id, group and open files.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
"""``prctl(2)``: the signal that a process gets when its parent dies; it outlasts exec."""


def become(parent: int, program: str, arguments: list[str]) -> None:
    """Replace this process by the program; return only if the parent has already died.

    On systems other than Linux the program runs on when the parent dies.

    Raises:
        SystemExit: the program cannot be executed; says why.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # the parent died before prctl, so no signal will come
        return
    try:
        os.execv(program, [program, *arguments])  # noqa: S606 - the stack's own servers, by absolute path
    except OSError as error:
        sys.exit(f"{program} cannot be executed: {error.strerror}")


if __name__ == "__main__":
    become(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
