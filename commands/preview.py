"""``preview``: the timeline that a lead would get, each line with its reason, without sending anything."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from commands.terminal import AsJson, print_json, print_table, table
from domain.errors import InvalidInputError

if TYPE_CHECKING:
    from domain.lead.form import LeadForm


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command()(preview)


def preview(
    cadence: Annotated[str, typer.Argument(help="A cadence of the playbook, or 'triage' for the one triage picks.")],
    lead: Annotated[Path, typer.Option(help="JSON file with the fields of a lead.")],
    at: Annotated[str, typer.Option(help="When it arrives, as in 2026-03-06T16:50-05:00.  [default: now]")] = "",
    playbook: Annotated[Path, typer.Option(help="The playbook's folder.")] = Path("cadences"),
    as_json: AsJson = False,
) -> None:
    """Show what a lead that never answers would get, and why each line stands where it does."""
    from playbook.linting import load_playbook
    from simulation.preview import preview as timeline_of

    form = read_form(lead)
    arrived_at = read_instant(at) if at else datetime.now(UTC)
    named = None if cadence == "triage" else cadence
    lines = timeline_of(load_playbook(playbook), form, arrived_at, cadence=named, zones=_zones(form))
    if as_json:
        print_json([line.model_dump(mode="json") for line in lines])
        return
    made = table("at the lead's place", "what", "touch", "why")
    for line in lines:
        said_already = f" of {cadence}: {line.touch}"
        reason = line.reason.replace(said_already, "", 1)
        made.add_row(f"{line.local_at:%a %Y-%m-%d %H:%M %Z}", line.what, line.touch, reason)
    print_table(made)


def read_instant(text: str) -> datetime:
    """An instant as people write it, with its offset from UTC.

    Raises:
        InvalidInputError: it is none, or has no offset.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise InvalidInputError(f"{text!r} is no instant: write it with its offset, as in 2026-03-06T16:50-05:00")
    return at


def read_form(file: Path) -> "LeadForm":
    """The lead of a JSON file.

    Raises:
        InvalidInputError: the file cannot be read; names each field that is wrong.
    """
    from pydantic import ValidationError

    from domain.lead.form import LeadForm

    try:
        return LeadForm.model_validate_json(file.read_bytes())
    except OSError as error:
        raise InvalidInputError(f"{file} cannot be read: {error.strerror}") from None
    except ValidationError as error:
        wrong = [f"{file}: {'.'.join(map(str, one['loc'])) or 'the lead'}: {one['msg']}" for one in error.errors()]
        raise InvalidInputError("\n".join(wrong)) from None


def _zones(form: "LeadForm") -> tuple[str, ...]:
    """The candidates of its phone number; a number that cannot be used has none."""
    from channels.phones.numbers import read_phone

    return read_phone(form.phone, form.country or None).zones if form.phone else ()
