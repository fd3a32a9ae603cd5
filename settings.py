"""All configuration, read once from ``SEVENFOLD_*`` environment variables and passed down.

Nothing else reads the environment. Defaults run the embedded stack on a laptop; what would be unsafe in
production is refused here, with the remedy, before anything starts.
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
    """The engine's settings; each field is the environment variable ``SEVENFOLD_<FIELD>``."""

    model_config = SettingsConfigDict(env_prefix="SEVENFOLD_", frozen=True, extra="ignore")

    temporal_address: str = Field("127.0.0.1:7233", description="host:port of the Temporal frontend")
    temporal_namespace: str = Field("default", description="Temporal namespace that holds the leads")
    task_queue: str = Field("sevenfold", description="task queue that workers poll")
    database_url: str = Field("", description="SQLAlchemy URL of the ledger; empty means SQLite in the home folder")
    playbook: Path = Field(Path("cadences"), description="folder that `publish` and `up` read the playbook from")
    smtp_url: str = Field(
        "smtp://127.0.0.1:4025", description="smtp[s]://[user:password@]host:port; add ?starttls=1 to upgrade"
    )
    imap_url: str = Field(
        "", description="imap[s]://user:password@host:port/FOLDER that receives replies; empty watches none"
    )
    journal_url: str = Field(
        "",
        description="imap URL of the journal mailbox: a blind copy of each email goes there, to settle unknown sends",
    )
    journal_address: str = Field("", description="address of the journal mailbox")
    journal_delay_seconds: float = Field(
        60.0,
        ge=3,
        description="how long an email may take to reach the journal mailbox; unknown sends are looked up then",
    )
    slack_webhooks: Annotated[dict[str, SecretStr], NoDecode] = Field(
        default_factory=dict,
        description="name=address of each incoming webhook that alerts may go to, comma separated, or a JSON object",
    )
    api_bind: str = Field("127.0.0.1:8070", description="host:port that the API listens on")
    api_keys: Annotated[dict[str, SecretStr], NoDecode] = Field(
        default_factory=dict, description="role=key pairs, comma separated: rep=…,ops=…,ingest=…,admin=…"
    )
    home: Path = Field(Path(".sevenfold"), description="folder for state of the embedded stack and file outboxes")
    pace: float = Field(1.0, description="demo only: how much faster than real time the story runs")
    pace_real_start: AwareDatetime | None = Field(
        None, description="demo only: the real instant at which the story began"
    )
    pace_story_start: AwareDatetime | None = Field(None, description="demo only: the same instant in story time")
    demo: bool = Field(False, description="set by `sevenfold demo` for its child processes; permits the PACE settings")
    mail_domain: str = Field(
        "sevenfold.localhost",
        pattern=r"^[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*$",
        description="domain of reply and bounce addresses",
    )
    token_secret: SecretStr = Field(
        SecretStr("laptop-only"), description="key that signs reply addresses and links; required beyond the laptop"
    )
    public_url: str = Field("", description="base of links in emails, as people reach the API; empty means its bind")
    worker_metrics_bind: str = Field("", description="host:port of the worker's Prometheus endpoint; empty is off")
    worker_health_bind: str = Field("", description="host:port of the worker's /healthz; empty is off")
    deployment_name: str = Field("sevenfold", description="name of the worker deployment, with BUILD_ID")
    build_id: str = Field("", description="the build that this worker runs; turns worker versioning on")
    max_concurrent_activities: int = Field(100, ge=1, description="activities that one worker runs at once")
    max_cached_workflows: int = Field(500, ge=1, description="leads that one worker keeps in memory")
    starts_under_way: int = Field(
        2,
        ge=1,
        description="just-started leads under way beyond which a lead that is not hot waits; about one per worker core",
    )
    shutdown_grace_seconds: float = Field(
        30.0, ge=0, description="how long a stopping worker waits for sends to finish"
    )
    log_json: bool = Field(True, description="JSON log lines; false prints for a terminal")

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
            raise ValueError("expected role=key pairs, comma separated, as in rep=s3cret,ops=0ther")
        keys = {role.strip(): key.strip() for role, key in (pair.split("=", 1) for pair in pairs)}
        if len(keys) < len(pairs):
            raise ValueError("a role is named twice, and only one of its keys would be asked for: name each role once")
        return keys

    @model_validator(mode="after")
    def _refuse_unsafe(self) -> "Settings":
        if self.pace != 1.0 and not self.demo:
            raise ValueError("SEVENFOLD_PACE compresses time and is for `sevenfold demo` only: unset it")
        if self.pace < 1.0:
            raise ValueError("SEVENFOLD_PACE divides waits: give 1 or more")
        if bool(self.journal_url) != bool(self.journal_address):
            # Looked up in a mailbox that gets no copies, every mail without an answer would be sent again.
            raise ValueError(
                "SEVENFOLD_JOURNAL_URL and SEVENFOLD_JOURNAL_ADDRESS are one mailbox: give both or neither"
            )
        return self

    @property
    def base_url(self) -> str:
        """Where people reach the API, without a slash at the end."""
        return (self.public_url or f"http://{self.api_bind}").rstrip("/")

    @property
    def ledger_url(self) -> str:
        """The ledger's URL, with the SQLite default resolved under the home folder."""
        return self.database_url or f"sqlite:///{self.home.resolve() / 'ledger.db'}"

    def refuse_open_api(self) -> None:
        """Refuse to listen where strangers reach us without keys, or with the laptop's token secret.

        Raises:
            SettingsInvalidError: naming the setting to mend.
        """
        host = self.api_bind.rpartition(":")[0].strip("[]")
        if is_loopback(host):
            return
        if not self.api_keys:
            raise SettingsInvalidError(
                f"SEVENFOLD_API_BIND={self.api_bind} is not loopback and SEVENFOLD_API_KEYS is empty: "
                "give keys (role=key,…) or bind 127.0.0.1"
            )
        if self.token_secret.get_secret_value() in ("", "laptop-only"):
            raise SettingsInvalidError(
                "SEVENFOLD_TOKEN_SECRET still has its laptop default, or is empty: set a secret of your own"
            )


def _webhooks(text: str) -> object:
    """``name=address`` pairs, or a JSON object of the same."""
    if text.lstrip().startswith("{"):
        try:
            return json.loads(text)
        except ValueError:
            raise ValueError("this is not JSON: write a JSON object, or name=https://… pairs") from None
    pairs = [pair.strip().partition("=") for pair in text.split(",") if pair.strip()]
    named = {name.strip(): address.strip() for name, _, address in pairs}
    if len(named) < len(pairs):
        raise ValueError("a webhook is named twice, and only one of its addresses would be used: name each once")
    return named


def _refuse_unsafe_webhook(name: str, address: str) -> None:
    """Refuse a name that no agreement can use, and an address that would carry leads in the clear."""
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]*", name):
        raise ValueError("a webhook's name is of a-z, 0-9 and -, as in webinar-leads=https://…")
    try:
        url = urlsplit(address)
        host = url.hostname or ""
    except ValueError:
        host, url = "", urlsplit("")
    if not host or url.scheme not in ("https", "http"):
        raise ValueError(f"the webhook {name} has no address: write {name}=https://…")
    if url.scheme == "http" and not is_loopback(host):
        raise ValueError(f"the webhook {name} would be posted to unencrypted: give an https address")


def is_loopback(host: str) -> bool:
    """Whether a bind host is reachable from this machine only."""
    if host in LOOPBACK_NAMES:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def read_settings(**given: Any) -> Settings:
    """The settings of the environment, with what is given on top; None is not given.

    Raises:
        SettingsInvalidError: names each setting that is refused, and why; never its value, which may be a secret.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise SettingsInvalidError("\n".join(_explained(problem) for problem in error.errors())) from None


def _explained(problem: Any) -> str:
    name = "_".join(str(part) for part in problem["loc"][:1]).upper()
    message = str(problem["msg"]).removeprefix("Value error, ")
    return f"SEVENFOLD_{name}: {message}" if name else message
