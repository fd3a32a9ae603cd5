"""All configuration, read once from ``SEVENFOLD_*`` environment variables and passed down.

Nothing else reads the environment. The defaults run the embedded stack on a laptop. Settings that are unsafe in
production are refused here, before anything starts, with a message that says what to change.
"""

import ipaddress
import json
import re
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from pydantic import AwareDatetime, Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from domain.errors import SettingsInvalidError

LOOPBACK_NAMES = frozenset({"localhost", "127.0.0.1", "::1"})


class Settings(BaseSettings):
    """The engine's settings; each field is read from the environment variable ``SEVENFOLD_<FIELD>``."""

    model_config = SettingsConfigDict(env_prefix="SEVENFOLD_", frozen=True, extra="ignore")

    temporal_address: str = Field("127.0.0.1:7233", description="host:port of the Temporal frontend")
    temporal_namespace: str = Field("default", description="Temporal namespace of the leads")
    task_queue: str = Field("sevenfold", description="task queue that the workers poll")
    database_url: str = Field("", description="SQLAlchemy URL of the ledger; empty: SQLite in the home folder")
    playbook: Path = Field(Path("cadences"), description="playbook folder for `publish` and `up`")
    smtp_url: str = Field(
        "smtp://127.0.0.1:4025",
        description="mail server for sending: smtp[s]://[user:password@]host:port; for STARTTLS add ?starttls=1",
    )
    imap_url: str = Field(
        "",
        description="mailbox that receives replies: imap[s]://user:password@host:port/FOLDER; empty: none",
    )
    journal_url: str = Field(
        "",
        description="IMAP URL of the journal mailbox, which gets a blind copy of each email; with it the engine finds "
        "out after a crash whether an email was sent",
    )
    journal_address: str = Field("", description="email address of the journal mailbox")
    journal_delay_seconds: float = Field(
        60.0,
        ge=3,
        description="how many seconds an email may take to reach the journal mailbox; if the mail server did not "
        "answer, the engine looks there after this time",
    )
    slack_webhooks: Annotated[dict[str, SecretStr], NoDecode] = Field(
        default_factory=dict,
        description="Slack incoming webhooks for alerts: name=address pairs, comma separated, or a JSON object",
    )
    api_bind: str = Field("127.0.0.1:8070", description="host:port that the API listens on")
    api_keys: Annotated[dict[str, SecretStr], NoDecode] = Field(
        default_factory=dict,
        description="API keys: role=key pairs, comma separated: rep=…,ops=…,ingest=…,admin=…",
    )
    home: Path = Field(
        Path(".sevenfold"),
        description="folder for the state of the embedded stack, and for text messages that are written to files",
    )
    pace: float = Field(1.0, description="demo only: how much faster than real time the story runs")
    pace_real_start: AwareDatetime | None = Field(None, description="demo only: real time at which the story began")
    pace_story_start: AwareDatetime | None = Field(None, description="demo only: story time at which the story began")
    demo: bool = Field(False, description="set by `sevenfold demo` for its child processes; allows the PACE settings")
    mail_domain: str = Field(
        "sevenfold.localhost",
        pattern=r"^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$",
        description="domain of the reply and bounce addresses",
    )
    token_secret: SecretStr = Field(
        SecretStr("laptop-only"),
        description="secret that signs reply addresses and links; must be set unless the API listens on loopback",
    )
    public_url: str = Field(
        "",
        description="base URL of the links in emails, at which people reach the API; empty: http://SEVENFOLD_API_BIND",
    )
    worker_metrics_bind: str = Field("", description="host:port of the worker's Prometheus endpoint; empty: off")
    worker_health_bind: str = Field("", description="host:port of the worker's /healthz; empty: off")
    deployment_name: str = Field(
        "sevenfold", description="name of the worker deployment; used only with SEVENFOLD_BUILD_ID"
    )
    build_id: str = Field("", description="build id of this worker; turns worker versioning on")
    max_concurrent_activities: int = Field(100, ge=1, description="activities that one worker runs at the same time")
    max_cached_workflows: int = Field(500, ge=1, description="leads that one worker keeps in memory")
    starts_under_way: int = Field(
        2,
        ge=1,
        description="leads that may be starting at the same time before further ones wait (hot leads never wait); "
        "about one for each CPU core of the workers",
    )
    shutdown_grace_seconds: float = Field(
        30.0, ge=0, description="how many seconds a stopping worker waits for its sends to finish"
    )
    log_json: bool = Field(True, description="true: JSON log lines; false: log lines for a terminal")

    @field_validator("slack_webhooks", mode="before")
    @classmethod
    def _parse_webhooks(cls, value: object) -> object:
        return _webhooks(value) if isinstance(value, str) else value

    @field_validator("slack_webhooks")
    @classmethod
    def _refuse_unsafe_webhooks(cls, value: dict[str, SecretStr]) -> dict[str, SecretStr]:
        for name, address in value.items():
            _refuse_unsafe_webhook(name, address.get_secret_value())
        return value

    @field_validator("api_keys", mode="before")
    @classmethod
    def _parse_keys(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        pairs = [pair.strip() for pair in value.split(",") if pair.strip()]
        if any("=" not in pair for pair in pairs):
            raise ValueError("expected role=key pairs, comma separated, for example rep=s3cret,ops=0ther")
        keys = {role.strip(): key.strip() for role, key in (pair.split("=", 1) for pair in pairs)}
        if len(keys) < len(pairs):
            raise ValueError("a role appears twice: give each role one key")
        return keys

    @model_validator(mode="after")
    def _refuse_unsafe(self) -> "Settings":
        if self.pace != 1.0 and not self.demo:
            raise ValueError("SEVENFOLD_PACE shortens all waits and is for `sevenfold demo` only: unset it")
        if self.pace < 1.0:
            raise ValueError("SEVENFOLD_PACE must be 1 or more")
        if bool(self.journal_url) != bool(self.journal_address):
            # Without copies in the mailbox, the engine would send every email without an answer again.
            raise ValueError(
                "SEVENFOLD_JOURNAL_URL and SEVENFOLD_JOURNAL_ADDRESS belong together: give both or neither"
            )
        return self

    @property
    def base_url(self) -> str:
        """The URL at which people reach the API, without a slash at the end."""
        return (self.public_url or f"http://{self.api_bind}").rstrip("/")

    @property
    def ledger_url(self) -> str:
        """The ledger's URL, with the SQLite default resolved under the home folder."""
        return self.database_url or f"sqlite:///{self.home.resolve() / 'ledger.db'}"

    def refuse_open_api(self) -> None:
        """Refuse to listen on the network without API keys, or with the laptop's token secret.

        Raises:
            SettingsInvalidError: names the setting to change.
        """
        host = self.api_bind.rpartition(":")[0].strip("[]")
        if is_loopback(host):
            return
        if not self.api_keys:
            raise SettingsInvalidError(
                f"SEVENFOLD_API_BIND={self.api_bind} is reachable from the network, but SEVENFOLD_API_KEYS is empty: "
                "set keys (role=key,…), or bind to 127.0.0.1"
            )
        if self.token_secret.get_secret_value() in ("", "laptop-only"):
            raise SettingsInvalidError("SEVENFOLD_TOKEN_SECRET is empty or has the laptop default: set your own secret")


def _webhooks(text: str) -> object:
    """The webhooks in ``name=address`` pairs or in a JSON object."""
    if text.lstrip().startswith("{"):
        try:
            return json.loads(text)
        except ValueError:
            raise ValueError("not valid JSON: write a JSON object, or name=https://… pairs") from None
    pairs = [pair.strip().partition("=") for pair in text.split(",") if pair.strip()]
    named = {name.strip(): address.strip() for name, _, address in pairs}
    if len(named) < len(pairs):
        raise ValueError("a webhook appears twice: give each name one address")
    return named


def _refuse_unsafe_webhook(name: str, address: str) -> None:
    """Refuse a name that an agreement cannot contain, and an address that would send leads unencrypted."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise ValueError("a webhook's name may only have a-z, 0-9 and -, for example webinar-leads=https://…")
    try:
        url = urlsplit(address)
        host = url.hostname or ""
    except ValueError:
        host, url = "", urlsplit("")
    if not host or url.scheme not in ("https", "http"):
        raise ValueError(f"the webhook {name} has no address: write {name}=https://…")
    if url.scheme == "http" and not is_loopback(host):
        raise ValueError(f"the webhook {name} is not encrypted: give an https address")


def is_loopback(host: str) -> bool:
    """Whether this host is reachable from this machine only."""
    if host in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def read_settings(**given: Any) -> Settings:
    """Read the settings from the environment; ``given`` values that are not None take precedence.

    Raises:
        SettingsInvalidError: names each refused setting and why, but not its value, which may be a secret.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise SettingsInvalidError("\n".join(_explained(problem) for problem in error.errors())) from None


def _explained(problem: Any) -> str:
    name = "_".join(str(part) for part in problem["loc"][:1]).upper()
    message = str(problem["msg"]).removeprefix("Value error, ")
    return f"SEVENFOLD_{name}: {message}" if name else message
