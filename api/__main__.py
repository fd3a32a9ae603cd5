"""The API's process: ``python -m api``.

The API listens even while Temporal is away: leads are recorded first and started as soon as possible. Exit codes: 0
after SIGTERM or SIGINT, 1 after a fatal error, 2 for a refused setting.
"""

import asyncio
import gc
import os
import signal
import sys
from datetime import timedelta

import structlog
import uvicorn
from temporalio.client import Client

from api.app import create_app
from connection import connect
from domain.errors import SettingsInvalidError, TransientError
from ledger.ledger import Ledger
from outbox import Outbox
from settings import Settings, read_settings
from telemetry import configure_logging

log = structlog.get_logger(__name__)

PROBE = timedelta(seconds=1.5)
LAST_PORT = 65_535
GOODBYE = timedelta(seconds=10)
"""How long a stopping API waits for open requests to be answered."""


async def serve(settings: Settings) -> int:
    """Serve until stopped by a signal; return the exit code."""
    ledger = Ledger.open(settings.ledger_url)
    try:
        await ledger.refuse_old_schema()
        client = await connect(settings, lazy=True)

        async def reach_temporal() -> None:
            await _reach(client)

        outbox = Outbox(ledger, client, settings.task_queue, under_way=settings.starts_under_way)
        app = create_app(settings, ledger, outbox, reach_temporal=reach_temporal)
        host, port = _address(settings.api_bind)
        server = uvicorn.Server(
            uvicorn.Config(
                app,
                host=host,
                port=port,
                # The application logs requests itself, without queries, and the root handler writes all lines.
                access_log=False,
                log_config=None,
                server_header=False,
                timeout_graceful_shutdown=int(GOODBYE.total_seconds()),
            )
        )
        gc.freeze()  # loaded modules never become garbage; scanning them would stop all requests for a moment
        await server.serve()
        return 0 if server.started else 1
    finally:
        await ledger.close()


async def _reach(client: Client) -> None:
    if not await client.service_client.check_health(timeout=PROBE):
        raise TransientError("Temporal answers, but is not serving yet")


def _address(bind: str) -> tuple[str, int]:
    host, _, port = bind.rpartition(":")
    if not host or not port.isdecimal() or int(port) > LAST_PORT:
        raise SettingsInvalidError(f"SEVENFOLD_API_BIND={bind!r}: expected host:port, for example 127.0.0.1:8070")
    return host.strip("[]"), int(port)


def main() -> None:
    """Run the API and exit with its code.

    A process that ran a Temporal client may abort while the interpreter shuts down (sdk-python#300), so we flush the
    streams and exit at once.
    """
    for name in (signal.SIGTERM, signal.SIGINT):
        # The server raises the signal again once it has stopped; by default that would end us before the ledger closes.
        signal.signal(name, lambda *_: None)
    try:
        settings = read_settings()
        settings.refuse_open_api()
        configure_logging(json=settings.log_json)
        code = asyncio.run(serve(settings))
    except SettingsInvalidError as error:
        sys.stderr.write(f"sevenfold api: {error}\n")
        code = 2
    except Exception as error:  # noqa: BLE001 - the outermost frame: the exit code must be told
        log.error("api_failed", error=type(error).__name__, why=str(error))  # noqa: TRY400 - no lead's data is at hand here
        code = 1
    except SystemExit:
        code = 1  # uvicorn exits like this when the address is taken, and has logged it
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
