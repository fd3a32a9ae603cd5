"""The settings that a command runs with, and how one learns which of them is wrong."""

import json
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from domain.snapshot import replaced
from settings import Settings

Home = Annotated[
    Path | None,
    typer.Option(help="Folder for the state of the embedded stack.  [default: SEVENFOLD_HOME or .sevenfold]"),
]
ADDRESSES_FILE = "addresses.json"


def announce(home: Path, addresses: dict[str, object]) -> Path:
    """Leave the addresses of the running stack where the other commands look for them."""
    file = home / "run" / ADDRESSES_FILE
    file.write_text(json.dumps(addresses, default=str) + "\n", encoding="utf-8")
    return file


def announced(settings: Settings) -> dict[str, str]:
    """The addresses of the stack that runs in the home folder; empty when none does."""
    try:
        read = json.loads((settings.home / "run" / ADDRESSES_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def announced_api(settings: Settings) -> str:
    """The API's address: of the stack that runs in the home folder, else where the settings have it."""
    if "api_bind" in settings.model_fields_set:
        return settings.base_url
    return announced(settings).get("api") or settings.base_url


def with_announced(settings: Settings) -> Settings:
    """The settings, with the addresses of the running stack where none were given."""
    running = announced(settings)
    given = settings.model_fields_set
    if "temporal_address" not in given and (temporal := running.get("temporal")):
        settings = replaced(settings, partial(Settings, temporal_address=temporal))
    if "smtp_url" not in given and (smtp := running.get("smtp")):
        settings = replaced(settings, partial(Settings, smtp_url=smtp))
    return settings
