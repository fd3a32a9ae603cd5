"""``preview``: shows the timeline of a lead, with the reason for each step, without sending anything."""

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
    cadence: Annotated[str, typer.Argument(help="A cadence of the playbook, or 'triage' to let triage choose.")],
    lead: Annotated[Path, typer.Option(help="JSON file with the fields of a lead.")],
    at: Annotated[
        str, typer.Option(help="When the lead arrives, for example 2026-03-06T16:50-05:00.", show_default="now")
    ] = "",
    playbook: Annotated[Path, typer.Option(help="The playbook's folder.")] = Path("cadences"),
    as_json: AsJson = False,
) -> None:
    """Show the timeline of a lead that never answers, with the reason for each step."""
    from playbook.linting import load_playbook
    from simulation.preview import preview as timeline_of

    form = read_form(lead)
    arrived_at = read_instant(at) if at else datetime.now(UTC)
    named = None if cadence == "triage" else cadence
    lines = timeline_of(load_playbook(playbook), form, arrived_at, cadence=named, zones=_zones(form))
    if as_json:
        print_json([line.model_dump(mode="json") for line in lines])
        return
    made = table("lead's local time", "what", "touch", "reason")
    for line in lines:
        said_already = f" of {cadence}: {line.touch}"
        reason = line.reason.replace(said_already, "", 1)
        made.add_row(f"{line.local_at:%a %Y-%m-%d %H:%M %Z}", line.what, line.touch, reason)
    print_table(made)


def read_instant(text: str) -> datetime:
    """Read a date and time with time zone.

    Raises:
        InvalidInputError: the text is not a date and time, or has no time zone.
    """
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        at = None
    if at is None or at.tzinfo is None:
        raise InvalidInputError(
            f"{text!r}: please give a date and time with time zone, for example 2026-03-09T15:00-05:00"
        )
    return at


def read_form(file: Path) -> "LeadForm":
    """Read the lead of a JSON file.

    Raises:
        InvalidInputError: the file cannot be read, or fields are wrong; the message lists each of them.
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
    """The possible time zones of the lead's phone number; none if the number cannot be used."""
    from channels.phones.numbers import read_phone

    return read_phone(form.phone, form.country or None).zones if form.phone else ()
