"""What a run was measured on, in one line: figures mean nothing without it."""

import os
import platform
import subprocess
from datetime import UTC, datetime
from importlib.metadata import version

from embedded.temporal_server import temporal_binary


def described() -> str:
    """Cores, system, versions, how busy the machine was before the run, and when that was."""
    server = subprocess.run([str(temporal_binary()), "--version"], capture_output=True, text=True, check=True)
    busy = f"load before {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "load unknown"
    return " · ".join(
        (
            f"{os.cpu_count()} {platform.machine()} cores",
            f"{platform.system()}, Python {platform.python_version()}",
            f"temporalio {version('temporalio')}",
            server.stdout.strip(),
            busy,
            f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        )
    )
