"""The worker process: settings become adapters, adapters become activities, and leads move.

Besides leads it runs the sweeper (what was accepted while Temporal was away), the inbox watcher and a health endpoint.
Leaves with 0 after SIGTERM or SIGINT, 1 when something fatal happened, 2 when a setting is refused.
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
from channels.mail.journal import ImapJournal
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
"""How long an SMTP connection waits for the next mail; greeting and closing cost as much as the mail itself."""

KNOCK_EVERY = timedelta(seconds=1)
"""How often a worker that was started before its Temporal server tries again."""

WORKFLOW_TASKS_AT_ONCE = 16
"""A task must be done within ten seconds of being taken, and one thread of Python does them all. A worker that starts
with hundreds of leads due replays each from its beginning: were it to take a hundred at once, as is the default, most
would time out and be taken again, and the leads would stand still for a minute. What waits at the server does not."""


class ToldToStopError(Exception):
    """The process was told to stop while it was still starting."""


def mail_provider(settings: Settings) -> EmailChannel:
    """What emails leave by. Another provider is an adapter beside SMTP, and a line here that chooses it.

    Raises:
        SettingsInvalidError: one of the addresses cannot be understood.
    """
    journal = None
    if settings.journal_url:
        delay = timedelta(seconds=settings.journal_delay_seconds)
        journal = ImapJournal(settings.journal_url, settings.journal_address, delay=delay)
    patience = Channel.EMAIL.way.retries.answer_within
    return SmtpChannel(settings.smtp_url, journal, keep_idle=KEEP_IDLE, patience=patience)


def composer_of(ledger: Ledger, settings: Settings) -> Composer:
    """Who writes for one lead what the playbook says, under our domain and key."""
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
    """Every activity, with its collaborators: what the worker registers and tests run.

    Alerts to our own people go out by ``email`` and ``chat``.
    """
    planner = Planner(ledger.publications, ledger.journal, clock, ledger.call_clues)
    touches = TouchActivities(ledger.touches, composer, planner, clock, carriers)
    tasks = TaskActivities(ledger.tasks, composer, planner, clock)
    owners = OwnershipActivities(ledger.leads, ledger.tasks, ledger.publications, composer, planner, clock)
    writer = AlertWriter(ledger.leads, ledger.publications, composer.identity)
    alerts = AlertActivities(ledger.alerts, email, chat, writer, planner, clock)
    records = RecordActivities(ledger.journal, ledger.publications)
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
    """The worker of production, and of every test of it.

    The sandbox, which guards workflow code against clocks and chance, stays on: it costs 13 ms of CPU per lead. With
    ``fail_fast`` an error in workflow code fails the lead at once, for tests; in production the lead waits for the
    build that mends it.
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
    """Worker versioning, where two builds run at once: leads live for months, so they move to the new build.

    Said here and not on the workflow: the server refuses a behaviour from a worker that runs without versions.
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
    """Everything the process runs, from the ledger up, taken down in reverse; yields the tasks that must not end.

    Raises:
        SettingsInvalidError: one of the addresses, or the ledger, cannot be used.
        ToldToStopError: ``told`` ended before everything ran.
    """
    ledger = Ledger.open(settings.ledger_url)
    await ledger.refuse_old_schema()
    email = mail_provider(settings)
    chat = SlackChannel({name: address.get_secret_value() for name, address in settings.slack_webhooks.items()})
    watcher = ImapWatcher(settings.imap_url, poll=timedelta(seconds=1)) if settings.imap_url else None
    client = await _reached(settings, told)  # after all that can be refused at once
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
    """A client, once the server answers: whoever starts both, or restarts the server, need not mind the order."""
    runtime = metrics_runtime(settings.worker_metrics_bind)
    while not told.done():
        try:
            return await connect(settings, runtime=runtime)
        except RuntimeError as error:  # all that the SDK says of a server that cannot be reached
            log.warning("temporal_awaited", server=settings.temporal_address, why=str(error))
        await asyncio.wait((told,), timeout=KNOCK_EVERY.total_seconds())
    raise ToldToStopError


async def _sweep(outbox: Outbox) -> None:
    """Catch up with what could not be started or delivered when it came."""
    while True:
        try:
            swept = await outbox.sweep()
            if any(swept):
                log.info("outbox_swept", started=swept.started, delivered=swept.delivered)
            if swept.started:
                continue  # an import, or what came while the server was away: there may be more
        except SevenfoldError as error:
            log.warning("sweep_failed", error=type(error).__name__)
        await asyncio.sleep(SWEEP_EVERY.total_seconds())


def _collect_seldom() -> None:
    """Let the collector of cyclic garbage look at less, and less often: everything stands still while it looks.

    What is loaded by now stays, so it is taken out of sight. Each lead in the cache is half a thousand objects; with
    Python's thresholds all of them were looked through every few seconds of an import, a quarter of a second each time.
    """
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)


def pace_of(settings: Settings) -> Pace:
    """Real time, or the demo's story."""
    if settings.pace == 1.0:
        return Pace()
    return Pace(factor=settings.pace, real_start=settings.pace_real_start, story_start=settings.pace_story_start)


async def serve(settings: Settings) -> int:
    """Run until told to stop; the exit code."""
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
            task.result()  # a watcher that ended has failed: leave with its error, a supervisor starts us anew
    return 0


def main() -> None:
    """Run the worker and leave with the exit code that is meant.

    A process that ran a worker may abort while the interpreter shuts down (sdk-python#300), so the last act is to
    leave at once, with everything flushed and closed before.
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
