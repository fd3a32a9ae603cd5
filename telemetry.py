"""Logs and metrics: one JSON line per event on standard error, and Temporal's own metrics for Prometheus.

Names, addresses, phone numbers and texts are never logged. Log lines have ids, and a processor redacts keys that could
hold personal data.
"""

import asyncio
import logging
import os
import sys
from collections.abc import AsyncIterator, MutableMapping
from contextlib import asynccontextmanager
from typing import Any

import structlog
from temporalio import activity, workflow
from temporalio.runtime import PrometheusConfig, Runtime, TelemetryConfig
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    Interceptor,
)

PERSONAL = frozenset({"email", "phone", "recipient", "address", "body", "text", "subject", "first_name", "last_name"})


def configure_logging(*, json: bool) -> None:
    """Send all log lines through one handler. Call this once per process."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(),
        _without_personal_data,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    last = structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                last,
            ],
        )
    )
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.INFO)
    logging.getLogger("httpx").setLevel(logging.WARNING)
    workflow.logger.workflow_info_on_message = False
    activity.logger.activity_info_on_message = False
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def _without_personal_data(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    for key in PERSONAL & event.keys():
        event[key] = "[redacted]"
    return event


def metrics_runtime(bind: str) -> Runtime | None:
    """A runtime that serves Temporal's worker metrics at ``bind`` (host:port), or None if ``bind`` is empty."""
    if not bind:
        return None
    metrics = PrometheusConfig(
        bind_address=bind, durations_as_seconds=True, unit_suffix=True, counters_total_suffix=True
    )
    return Runtime(telemetry=TelemetryConfig(metrics=metrics))


@asynccontextmanager
async def serve_health(bind: str) -> AsyncIterator[None]:
    """Answer ``GET /healthz`` with 200 at ``bind`` (host:port) while the body runs; do nothing if it is empty."""
    if not bind:
        yield
        return
    host, _, port = bind.rpartition(":")
    server = await asyncio.start_server(_answer_ok, host.strip("[]"), int(port))
    async with server:
        yield


async def _answer_ok(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.readline()
    head = ("HTTP/1.1 200 OK", "Content-Type: text/plain", "Content-Length: 3", f"Sevenfold-Process: {os.getpid()}")
    writer.write("\r\n".join((*head, "Connection: close", "", "ok\n")).encode())
    await writer.drain()
    writer.close()


class BoundActivityLogs(Interceptor):
    """Adds the workflow id, the activity and the attempt to every log line of an activity."""

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:  # noqa: A002 - the SDK's own parameter name
        """Wrap the chain."""
        return _BindingInterceptor(next)


class _BindingInterceptor(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: A002 - as above
        info = activity.info()
        with structlog.contextvars.bound_contextvars(
            workflow_id=info.workflow_id, activity=info.activity_type, attempt=info.attempt
        ):
            return await self.next.execute_activity(input)
