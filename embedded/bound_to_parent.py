"""Becomes another program that the Linux kernel kills when the parent dies, even of SIGKILL.

Run as ``python -IS bound_to_parent.py PARENT_PID PROGRAM ARGUMENT…``. It is a program of its own, rather than
a ``preexec_fn``, because Python code that runs between fork and exec may deadlock in a parent with threads,
and a Temporal client has many. Process id, group and files stay those of the program it becomes.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1
"""``prctl(2)``: the signal that a process gets when its parent dies; it outlasts exec."""


def become(parent: int, program: str, arguments: list[str]) -> None:
    """Turn into the program; returns only when the parent has died already.

    Elsewhere than on Linux no kernel ends an orphan, and it only turns into the program.

    Raises:
        SystemExit: the program cannot be executed; says why.
    """
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before the call above, and no signal will come
        return
    try:
        os.execv(program, [program, *arguments])  # noqa: S606 - the stack's own servers, by absolute path
    except OSError as error:
        sys.exit(f"{program} cannot be executed: {error.strerror}")


if __name__ == "__main__":
    become(int(sys.argv[1]), sys.argv[2], sys.argv[3:])
