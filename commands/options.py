"""Options and settings that several commands share, and where a running stack leaves its addresses."""

import json
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from domain.snapshot import replaced
from settings import Settings

Home = Annotated[
    Path | None,
    typer.Option(help="Folder for the state of the embedded stack.", show_default="SEVENFOLD_HOME or .sevenfold"),
]
ADDRESSES_FILE = "addresses.json"


def announce(home: Path, addresses: dict[str, object]) -> Path:
    """Write the addresses of the running stack to the file in which the other commands look for them."""
    file = home / "run" / ADDRESSES_FILE
    file.write_text(json.dumps(addresses, default=str) + "\n", encoding="utf-8")
    return file


def announced(settings: Settings) -> dict[str, str]:
    """The addresses of the stack that runs in the home folder; empty if none is running."""
    try:
        read = json.loads((settings.home / "run" / ADDRESSES_FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}


def announced_api(settings: Settings) -> str:
    """The API's address: of the stack that runs in the home folder, else from the settings."""
    if "api_bind" in settings.model_fields_set:
        return settings.base_url
    return announced(settings).get("api") or settings.base_url


def with_announced(settings: Settings) -> Settings:
    """The settings; addresses that were not given are those of the running stack."""
    running = announced(settings)
    given = settings.model_fields_set
    if "temporal_address" not in given and (temporal := running.get("temporal")):
        settings = replaced(settings, partial(Settings, temporal_address=temporal))
    if "smtp_url" not in given and (smtp := running.get("smtp")):
        settings = replaced(settings, partial(Settings, smtp_url=smtp))
    return settings
