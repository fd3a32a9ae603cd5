"""The worker process: builds adapters from settings and activities from adapters, and runs the leads' workflows.

It also runs the sweeper (which delivers what was accepted while Temporal was away), the inbox watcher and a health
endpoint. Exit codes: 0 after SIGTERM or SIGINT, 1 after a fatal error, 2 for a refused setting.
"""

import asyncio
import gc
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import structlog
from temporalio.client import Client
from temporalio.common import VersioningBehavior, WorkerDeploymentVersion
from temporalio.worker import Worker, WorkerDeploymentConfig

from activities.alert_writer import AlertWriter
from activities.alerts import AlertActivities
from activities.carriers import Carrier, Mailer, Texter
from activities.clock import Clock, SystemClock
from activities.companies import CompanyActivities
from activities.composer import Composer, Identity
from activities.interceptors import EDGE
from activities.ownership import OwnershipActivities
from activities.plans import PlanActivities, Planner
from activities.records import RecordActivities
from activities.tasks import TaskActivities
from activities.touches import TouchActivities
from channels.chat.slack import SlackChannel
from channels.mail.sent_copies import ImapJournal
from channels.mail.smtp import SmtpChannel
from channels.mail.watcher import ImapWatcher
from channels.texts.files import FileOutbox
from connection import connect
from domain.channels import Channel
from domain.errors import SettingsInvalidError, SevenfoldError
from domain.hours.pace import Pace
from domain.outgoing.chat import ChatChannel
from domain.outgoing.mail import EmailChannel
from inbox import Inbox
from ledger.ledger import Ledger
from outbox import Outbox
from playbook.templates.rendering import LiquidRenderer
from settings import Settings, read_settings
from telemetry import BoundActivityLogs, configure_logging, metrics_runtime, serve_health
from workflows.lead import LeadWorkflow

log = structlog.get_logger(__name__)

SWEEP_EVERY = timedelta(seconds=2)

KEEP_IDLE = timedelta(seconds=20)
"""How long an SMTP connection is kept for the next mail; opening and closing one costs as much as a mail."""

KNOCK_EVERY = timedelta(seconds=1)
"""How often a worker tries to reach a Temporal server that is not up yet."""

WORKFLOW_TASKS_AT_ONCE = 16
"""A workflow task times out ten seconds after it is taken, and one Python thread runs them all. A worker that starts
while hundreds of leads are due replays each from its beginning. With the default of a hundred tasks at once most would
time out and be retried, and leads would stand still for a minute. Tasks that wait at the server do not time out."""


class ToldToStopError(Exception):
    """The process got a stop signal while it was still starting."""


def mail_provider(settings: Settings) -> EmailChannel:
    """The adapter that sends emails. To add a provider, write an adapter next to SMTP and choose it here.

    Raises:
        SettingsInvalidError: an address is not valid.
    """
    journal = None
    if settings.journal_url:
        delay = timedelta(seconds=settings.journal_delay_seconds)
        journal = ImapJournal(settings.journal_url, settings.journal_address, delay=delay)
    patience = Channel.EMAIL.way.retries.answer_within
    return SmtpChannel(settings.smtp_url, journal, keep_idle=KEEP_IDLE, patience=patience)


def composer_of(ledger: Ledger, settings: Settings) -> Composer:
    """The composer of messages to leads, with our mail domain and token secret."""
    identity = Identity(settings.mail_domain, settings.token_secret.get_secret_value(), settings.base_url)
    return Composer(ledger.leads, ledger.publications, LiquidRenderer(), identity)


def carriers_of(settings: Settings, composer: Composer, mailer: Mailer) -> dict[Channel, Carrier]:
    """The carrier of each channel that the machine sends on."""
    return {  # partial: people do the rest
        Channel.EMAIL: mailer,
        Channel.SMS: Texter(FileOutbox(settings.home / "outbox", Channel.SMS), composer),
    }


def activity_list(
    ledger: Ledger,
    *,
    composer: Composer,
    carriers: Mapping[Channel, Carrier],
    email: EmailChannel,
    chat: ChatChannel,
    clock: Clock,
) -> list[Callable[..., Any]]:
    """All activities with their collaborators, for the worker and for tests.

    Alerts to our own people are sent with ``email`` and ``chat``.
    """
    planner = Planner(ledger.publications, ledger.timeline, clock, ledger.call_clues)
    touches = TouchActivities(ledger.touches, composer, planner, clock, carriers)
    tasks = TaskActivities(ledger.tasks, composer, planner, clock)
    owners = OwnershipActivities(ledger.leads, ledger.tasks, ledger.publications, composer, planner, clock)
    writer = AlertWriter(ledger.leads, ledger.publications, composer.identity)
    alerts = AlertActivities(ledger.alerts, email, chat, writer, planner, clock)
    records = RecordActivities(ledger.timeline, ledger.publications)
    return [
        PlanActivities(planner).plan_instant,
        touches.send_touch,
        tasks.open_task,
        owners.assign_owner,
        owners.give_lead,
        alerts.send_alert,
        CompanyActivities(ledger.companies, planner, clock).tell_company,
        records.record,
        records.fetch_cadence,
    ]


def build_worker(
    client: Client, settings: Settings, activities: Sequence[Callable[..., Any]], *, fail_fast: bool = False
) -> Worker:
    """The worker, in production and in tests.

    The sandbox, which keeps workflow code deterministic, stays on; it costs 13 ms of CPU per lead. With ``fail_fast``
    (for tests) an error in workflow code fails the lead at once; in production the lead waits for a fixed build.
    """
    return Worker(
        client,
        task_queue=settings.task_queue,
        workflows=[LeadWorkflow],
        activities=activities,
        interceptors=[BoundActivityLogs(), *EDGE],
        max_concurrent_workflow_tasks=WORKFLOW_TASKS_AT_ONCE,
        max_concurrent_activities=settings.max_concurrent_activities,
        max_cached_workflows=settings.max_cached_workflows,
        graceful_shutdown_timeout=timedelta(seconds=settings.shutdown_grace_seconds),
        identity=f"sevenfold-{os.getpid()}",
        deployment_config=_deployment(settings),
        workflow_failure_exception_types=[Exception] if fail_fast else [],
    )


def _deployment(settings: Settings) -> WorkerDeploymentConfig | None:
    """Worker versioning, for running two builds at once; leads live for months, so they move to the new build.

    The behaviour is set here and not on the workflow, because the server refuses it from a worker without versioning.
    """
    if not settings.build_id:
        return None
    return WorkerDeploymentConfig(
        version=WorkerDeploymentVersion(deployment_name=settings.deployment_name, build_id=settings.build_id),
        use_worker_versioning=True,
        default_versioning_behavior=VersioningBehavior.AUTO_UPGRADE,
    )


@asynccontextmanager
async def running(settings: Settings, told: asyncio.Task[Any]) -> AsyncIterator[Sequence[asyncio.Task[None]]]:
    """Start everything that the process runs, and stop it in reverse; yields the tasks that must not end.

    Raises:
        SettingsInvalidError: an address or the ledger cannot be used.
        ToldToStopError: ``told`` ended before everything was running.
    """
    ledger = Ledger.open(settings.ledger_url)
    await ledger.refuse_old_schema()
    email = mail_provider(settings)
    chat = SlackChannel({name: address.get_secret_value() for name, address in settings.slack_webhooks.items()})
    watcher = ImapWatcher(settings.imap_url, poll=timedelta(seconds=1)) if settings.imap_url else None
    client = await _reached(settings, told)  # last, so that wrong settings are refused without waiting for the server
    outbox = Outbox(ledger, client, settings.task_queue, under_way=settings.starts_under_way)
    clock, composer = SystemClock(pace_of(settings)), composer_of(ledger, settings)
    carriers = carriers_of(settings, composer, Mailer(email, composer, ledger.touches, clock))
    activities = activity_list(ledger, composer=composer, carriers=carriers, email=email, chat=chat, clock=clock)
    background = [asyncio.create_task(_sweep(outbox))]
    if watcher is not None:
        inbox = Inbox(ledger, outbox, settings.token_secret.get_secret_value())
        background.append(asyncio.create_task(watcher.watch(inbox.receive, ledger.cursors)))
    try:
        async with build_worker(client, settings, activities), serve_health(settings.worker_health_bind):
            yield background
    finally:
        for task in background:
            task.cancel()
        await asyncio.gather(*background, return_exceptions=True)
        await email.aclose()
        await chat.aclose()
        await ledger.close()


async def _reached(settings: Settings, told: asyncio.Task[Any]) -> Client:
    """Connect, waiting until the server answers, so that worker and server can be started in any order."""
    runtime = metrics_runtime(settings.worker_metrics_bind)
    while not told.done():
        try:
            return await connect(settings, runtime=runtime)
        except RuntimeError as error:  # what the SDK raises for a server that cannot be reached
            log.warning("temporal_awaited", server=settings.temporal_address, why=str(error))
        await asyncio.wait((told,), timeout=KNOCK_EVERY.total_seconds())
    raise ToldToStopError


async def _sweep(outbox: Outbox) -> None:
    """Start and deliver, every few seconds, what could not be started or delivered at first."""
    while True:
        try:
            swept = await outbox.sweep()
            if any(swept):
                log.info("outbox_swept", started=swept.started, delivered=swept.delivered)
            if swept.started:
                continue  # during an import, or after the server was away, there may be more
        except SevenfoldError as error:
            log.warning("sweep_failed", error=type(error).__name__)
        await asyncio.sleep(SWEEP_EVERY.total_seconds())


def _collect_seldom() -> None:
    """Make the garbage collector scan fewer objects, less often, because everything stops while it scans.

    Loaded modules never become garbage, so they are frozen. Each cached lead is about 500 objects; with Python's
    default thresholds an import scanned all of them every few seconds, for a quarter of a second each time.
    """
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def pace_of(settings: Settings) -> Pace:
    """The demo's pace, or real time."""
    if settings.pace == 1.0:
        return Pace()
    return Pace(factor=settings.pace, real_start=settings.pace_real_start, story_start=settings.pace_story_start)


async def serve(settings: Settings) -> int:
    """Run until stopped by a signal; return the exit code."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(name, stop.set)
    told = asyncio.create_task(stop.wait())
    async with running(settings, told) as background:
        _collect_seldom()
        log.info("worker_started", task_queue=settings.task_queue, namespace=settings.temporal_namespace)
        ended, _ = await asyncio.wait((told, *background), return_when=asyncio.FIRST_COMPLETED)
        log.info("worker_stopping")
        for task in ended - {told}:
            task.result()  # a background task only ends if it fails: exit with its error, so that we are restarted
    return 0


def main() -> None:
    """Run the worker and exit with its code.

    A process that ran a worker may abort while the interpreter shuts down (sdk-python#300), so we flush the streams
    and exit at once.
    """
    try:
        settings = read_settings()
        configure_logging(json=settings.log_json)
        code = asyncio.run(serve(settings))
    except ToldToStopError:
        code = 0
    except SettingsInvalidError as error:
        sys.stderr.write(f"sevenfold worker: {error}\n")
        code = 2
    except Exception:
        log.exception("worker_failed")
        code = 1
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
