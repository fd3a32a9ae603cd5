"""A real mail server for tests: the laptop's, as a process of its own on free loopback ports."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, nullcontext, suppress
from dataclasses import dataclass

from embedded.claims import claim_port, release_ports
from embedded.mail_server import MAILBOX_LOGIN, mail_argv, mailbox_url

MAIL_DOMAIN = "sevenfold.localhost"
REFUSALS_BORNE = 500


@dataclass(frozen=True)
class PostOffice:
    """Where it listens; every address has a mailbox, all with one password."""

    smtp_port: int
    imap_port: int
    password: str = MAILBOX_LOGIN

    @property
    def smtp_url(self) -> str:
        """For an SMTP channel."""
        return f"smtp://127.0.0.1:{self.smtp_port}"

    def mailbox(self, address: str) -> str:
        """The IMAP URL of an address's inbox."""
        return mailbox_url(address, self.imap_port)


@contextmanager
def claimed_ports(count: int) -> Iterator[list[int]]:
    """Loopback ports that are nobody else's inside the block."""
    ports = [claim_port(0) for _ in range(count)]
    try:
        yield ports
    finally:
        release_ports(ports)


@asynccontextmanager
async def post_office(ports: list[int] | None = None) -> AsyncIterator[PostOffice]:
    """The mail server, answering on three ports (SMTP, IMAP, web); stopped on leaving."""
    with nullcontext(ports) if ports else claimed_ports(3) as (smtp_port, imap_port, inbox_port):
        argv = mail_argv(smtp_port=smtp_port, imap_port=imap_port, inbox_port=inbox_port, mail_domain=MAIL_DOMAIN)
        process = await asyncio.create_subprocess_exec(*argv)
        try:
            await answering(smtp_port)
            await answering(imap_port)
            yield PostOffice(smtp_port, imap_port)
        finally:
            with suppress(ProcessLookupError):
                process.terminate()
            await process.wait()


async def answering(port: int) -> None:
    """Return once the port takes connections."""
    for _ in range(REFUSALS_BORNE):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except ConnectionRefusedError:
            await asyncio.sleep(0.02)
        else:
            writer.close()
            await writer.wait_closed()
            return
    message = f"nothing answers on port {port}"
    raise TimeoutError(message)
