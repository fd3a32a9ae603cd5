"""What the embedded servers' addresses make of the settings, and how settings travel to child processes."""

from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from embedded.addresses import Addresses, Part, Ports
from embedded.mail_server import journal_address, mailbox_url, replies_address
from embedded.ports import LOOPBACK
from settings import Settings

GIVEN_BY = {Part.TEMPORAL: "temporal_address", Part.MAIL: "smtp_url"}
"""The setting that says where a part runs outside: whoever gives it does not want ours."""


def embedded_parts(wanted: frozenset[Part], settings: Settings) -> frozenset[Part]:
    """The wanted parts less those whose address was given from outside."""
    given = settings.model_fields_set
    return frozenset(part for part in wanted if GIVEN_BY.get(part) not in given)


def resolved(settings: Settings, parts: frozenset[Part], ports: Ports) -> Settings:
    """The settings that the processes of the stack share: absolute paths, the embedded parts' addresses.

    What was given from outside stays as it was given.
    """
    found: dict[str, object] = {"playbook": settings.playbook.resolve(), "home": settings.home.resolve()}
    if Part.TEMPORAL in parts:
        found["temporal_address"] = f"{LOOPBACK}:{ports.temporal}"
    if Part.MAIL in parts:
        found |= _mail_settings(settings, ports)
    if Part.WORKER in parts:
        found["worker_health_bind"] = settings.worker_health_bind or f"{LOOPBACK}:{ports.worker_health}"
    if Part.API in parts and "api_bind" not in settings.model_fields_set:
        found["api_bind"] = f"{LOOPBACK}:{ports.api}"
    return settings.model_copy(update=found)


def _mail_settings(settings: Settings, ports: Ports) -> dict[str, object]:
    journal = journal_address(settings.mail_domain)
    found: dict[str, object] = {
        "smtp_url": f"smtp://{LOOPBACK}:{ports.smtp}",
        "imap_url": mailbox_url(replies_address(settings.mail_domain), ports.imap),
        "journal_url": mailbox_url(journal, ports.imap),
        "journal_address": journal,
    }
    return {name: url for name, url in found.items() if name not in settings.model_fields_set}


def addresses(settings: Settings, parts: frozenset[Part], ports: Ports) -> Addresses:
    """Where people reach the stack, from its resolved settings."""
    api = f"http://{settings.api_bind}" if Part.API in parts else ""
    return Addresses(
        temporal=settings.temporal_address,
        temporal_ui=f"http://{LOOPBACK}:{ports.temporal_ui}" if Part.TEMPORAL in parts else "",
        api=api,
        mail_inbox=f"http://{LOOPBACK}:{ports.mail_inbox}/" if Part.MAIL in parts else "",
        smtp=settings.smtp_url,
        imap=settings.imap_url,
        home=settings.home,
        database=settings.ledger_url,
    )


def as_environment(settings: Settings) -> dict[str, str]:
    """The ``SEVENFOLD_*`` variables that a child process reads back as exactly these settings."""
    return {f"SEVENFOLD_{name.upper()}": _written(value) for name, value in settings if value is not None}


def _written(value: object) -> str:
    match value:
        case SecretStr():
            return value.get_secret_value()
        case dict():
            return ",".join(f"{key}={_written(held)}" for key, held in value.items())
        case bool():
            return str(value).lower()
        case datetime():
            return value.isoformat()
        case Path() | str() | int() | float():
            return str(value)
        case _:
            raise TypeError(f"{type(value).__name__} has no form as an environment variable yet: write it here")
