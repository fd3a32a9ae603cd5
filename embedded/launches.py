"""How each part of the stack is started, and how to tell that it is ready."""

import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import assert_never

import httpx

from embedded.addresses import Part, Ports
from embedded.mail_server import mail_argv
from embedded.ports import LOOPBACK, Watched, until_ready, wait_for_port
from embedded.temporal_server import temporal_argv
from settings import Settings

READY_WITHIN = timedelta(seconds=60)
"""All parts take about two seconds on an idle laptop, and many times that on a busy one."""


@dataclass(frozen=True, slots=True)
class Launch:
    """One child of the stack.

    Attributes:
        part: the part; also the child's name.
        argv: the program and its arguments.
        health: URLs that all answer 200 once the part is ready.
        ports: loopback ports that all accept connections once the part is ready.
        says_who: whether health answers have the process id, so that another program on the port is recognised.
    """

    part: Part
    argv: tuple[str, ...]
    health: tuple[str, ...] = ()
    ports: tuple[int, ...] = ()
    says_who: bool = False

    async def until_ready(self, process: Watched) -> None:
        """Return when the part is ready.

        Raises:
            TransientError: the process ended or took too long; the message has the last lines of its log.
        """
        for port in self.ports:
            await wait_for_port(LOOPBACK, port, process, READY_WITHIN)
        async with httpx.AsyncClient(
            trust_env=False, timeout=5.0
        ) as client:  # a proxy of the environment cannot reach our loopback
            for url in self.health:
                await until_ready(
                    _healthy(client, url, process if self.says_who else None),
                    process,
                    READY_WITHIN,
                    what=f"answer {url}",
                )


def launch(part: Part, settings: Settings, ports: Ports) -> Launch:
    """How to start this part with the stack's settings and ports."""
    match part:
        case Part.TEMPORAL:
            return _temporal(settings, ports)
        case Part.MAIL:
            return _mail(settings, ports)
        case Part.WORKER:
            health = f"http://{settings.worker_health_bind}/healthz"
            return Launch(part, (sys.executable, "-m", "worker"), health=(health,), says_who=True)
        case Part.API:
            health = f"http://{settings.api_bind}/healthz"
            return Launch(part, (sys.executable, "-m", "api"), health=(health,), says_who=True)
        case _:
            assert_never(part)


def _temporal(settings: Settings, ports: Ports) -> Launch:
    argv = temporal_argv(
        port=ports.temporal,
        ui_port=ports.temporal_ui,
        http_port=ports.temporal_http,
        namespace=settings.temporal_namespace,
        database=settings.home / "temporal.db",
    )
    # The same frontend serves HTTP and gRPC, so a 200 means that the namespace can be used.
    health = f"http://{LOOPBACK}:{ports.temporal_http}/api/v1/namespaces/{settings.temporal_namespace}"
    return Launch(Part.TEMPORAL, argv, health=(health,), ports=(ports.temporal, ports.temporal_ui))


def _mail(settings: Settings, ports: Ports) -> Launch:
    argv = mail_argv(
        smtp_port=ports.smtp,
        imap_port=ports.imap,
        inbox_port=ports.mail_inbox,
        mail_domain=settings.mail_domain,
    )
    return Launch(Part.MAIL, argv, ports=(ports.smtp, ports.imap, ports.mail_inbox))


def _healthy(client: httpx.AsyncClient, url: str, expected: Watched | None) -> Callable[[], Awaitable[bool]]:
    async def answers() -> bool:
        try:
            answer = await client.get(url)
        except httpx.TransportError:
            return False
        is_it = expected is None or answer.headers.get("Sevenfold-Process") == str(expected.pid)
        return answer.status_code == httpx.codes.OK and is_it

    return answers
