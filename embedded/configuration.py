"""Fills the embedded servers' addresses into the settings, and passes settings on to child processes."""

from datetime import datetime
from functools import partial
from pathlib import Path

from pydantic import SecretStr

from domain.snapshot import replaced
from embedded.addresses import Addresses, Part, Ports
from embedded.mail_server import journal_address, mailbox_url, replies_address
from embedded.ports import LOOPBACK
from settings import Settings

GIVEN_BY = {Part.TEMPORAL: "temporal_address", Part.MAIL: "smtp_url"}
"""The setting with the address of an external server; if it is given, the stack does not start its own."""


def embedded_parts(wanted: frozenset[Part], settings: Settings) -> frozenset[Part]:
    """The wanted parts without those whose address was given."""
    given = settings.model_fields_set
    return frozenset(part for part in wanted if GIVEN_BY.get(part) not in given)


def resolved(settings: Settings, parts: frozenset[Part], ports: Ports) -> Settings:
    """The settings for the processes of the stack: with absolute paths and the embedded parts' addresses.

    Settings that were given stay as they are.
    """
    shared = replaced(settings, partial(Settings, playbook=settings.playbook.resolve(), home=settings.home.resolve()))
    if Part.TEMPORAL in parts:
        shared = replaced(shared, partial(Settings, temporal_address=f"{LOOPBACK}:{ports.temporal}"))
    if Part.MAIL in parts:
        shared = _with_mail(shared, ports)
    if Part.WORKER in parts:
        bind = settings.worker_health_bind or f"{LOOPBACK}:{ports.worker_health}"
        shared = replaced(shared, partial(Settings, worker_health_bind=bind))
    if Part.API in parts and "api_bind" not in settings.model_fields_set:
        shared = replaced(shared, partial(Settings, api_bind=f"{LOOPBACK}:{ports.api}"))
    return shared


def _with_mail(settings: Settings, ports: Ports) -> Settings:
    journal, given = journal_address(settings.mail_domain), settings.model_fields_set
    replies = mailbox_url(replies_address(settings.mail_domain), ports.imap)
    mail = partial(
        Settings,
        smtp_url=settings.smtp_url if "smtp_url" in given else f"smtp://{LOOPBACK}:{ports.smtp}",
        imap_url=settings.imap_url if "imap_url" in given else replies,
        journal_url=settings.journal_url if "journal_url" in given else mailbox_url(journal, ports.imap),
        journal_address=settings.journal_address if "journal_address" in given else journal,
    )
    return replaced(settings, mail)


def addresses(settings: Settings, parts: frozenset[Part], ports: Ports) -> Addresses:
    """The addresses of the stack, from its resolved settings."""
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
    """The settings as ``SEVENFOLD_*`` variables for a child process."""
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
            raise TypeError(f"cannot write a {type(value).__name__} as an environment variable: add a case here")
