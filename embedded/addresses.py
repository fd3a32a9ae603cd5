"""The parts of the embedded stack, their ports, and their addresses."""

from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from embedded.claims import claim_port, release_ports


class Part(StrEnum):
    """A server of the stack, in the order of starting."""

    TEMPORAL = "temporal"
    MAIL = "mail"
    WORKER = "worker"
    API = "api"


class Ports(BaseModel):
    """The port of each server; in a wish, 0 means any free port."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    temporal: int = 7233
    temporal_ui: int = 8233
    temporal_http: int = 7243
    smtp: int = 4025
    imap: int = 4143
    mail_inbox: int = 4080
    worker_health: int = 8071
    api: int = 8070

    def claimed(self) -> "Ports":
        """Claim these ports, or another one for each that is taken, until they are released."""
        return Ports(**{name: claim_port(wish) for name, wish in self})

    def release(self) -> None:
        """Release the ports for other stacks."""
        release_ports(port for _, port in self)


ANY_PORTS = Ports(**dict.fromkeys(Ports.model_fields, 0))
"""The wish for random free ports, for a stack that must not collide with another one."""


class Addresses(BaseModel):
    """The addresses once the stack is up; a part that runs elsewhere has the address from the settings.

    Attributes:
        temporal: host:port of the gRPC frontend.
        temporal_ui: URL of Temporal's web UI; empty when Temporal is not embedded.
        api: URL of the HTTP API; empty when it is not started.
        mail_inbox: URL of the web inbox; empty when the mail server is not embedded.
        smtp: URL of the mail server for sending.
        imap: URL of the mailbox that receives replies, with the user percent-encoded; empty when there is none.
        home: folder with the state, the logs and the pid files.
        database: the ledger's SQLAlchemy URL.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    temporal: str
    temporal_ui: str
    api: str
    mail_inbox: str
    smtp: str
    imap: str
    home: Path
    database: str
