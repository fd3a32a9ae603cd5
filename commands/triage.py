"""``triage``: shows the class of each lead in a file, the rule behind it, and what a better class would take."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.exits import Exit
from commands.lead_files import Row, rows_of
from commands.terminal import AsJson, console, print_json, print_table, table, words

if TYPE_CHECKING:
    from commands.lead_files import EarlierRows
    from domain.terms.playbook import Playbook


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command()(triage)


def triage(
    file: Annotated[Path, typer.Argument(help="CSV file with a header, JSON array, or JSON lines, as for `enrol`.")],
    explain: Annotated[bool, typer.Option(help="Show what each lead lacks for a better class.")] = False,
    playbook: Annotated[Path, typer.Option(help="The playbook's folder.")] = Path("cadences"),
    as_json: AsJson = False,
) -> None:
    """Classify the leads of a file without enrolling them. Exits with 1 if a row cannot be read.

    Rules about companies see the team's accounts and the earlier rows of the file, but not the ledger.
    """
    from commands.lead_files import EarlierRows
    from playbook.linting import load_playbook

    loaded = load_playbook(playbook)
    earlier = EarlierRows()
    judged = [_judge(row, loaded, earlier) for row in rows_of(file)]
    if as_json:
        print_json(judged)
    else:
        _show(judged, explain=explain)
    if any(each["fault"] for each in judged):
        raise typer.Exit(Exit.FOUND)


def _judge(row: Row, playbook: "Playbook", earlier: "EarlierRows") -> dict[str, Any]:
    from pydantic import ValidationError

    from domain.lead.company import company_of, is_account
    from domain.lead.form import LeadForm, reached_at
    from domain.lead.profile import profile_of
    from domain.triage.near_misses import explain
    from domain.triage.triage import route

    try:
        form = LeadForm.model_validate(row.form)
    except ValidationError as error:
        first = error.errors()[0]
        fault = row.fault or f"{'.'.join(map(str, first['loc']))}: {first['msg']}"
        return {
            "row": row.number,
            "lead": "",
            "class": "",
            "rule": "",
            "cadence": "",
            "near_misses": [],
            "fault": fault,
        }
    profile = profile_of(
        form,
        lead_id=f"row{row.number}",
        arrived_at=datetime.now(UTC),
        zones=(),
        attribute_names=playbook.attribute_names,
        is_known_account=is_account(company_of(form), playbook.team.accounts),
        earlier_leads=earlier.count_and_add(form),
    )
    verdict, near_misses = explain(playbook.agreement, profile)
    taken = route(playbook.agreement, profile, verdict.qualification) if verdict.qualification.is_qualified else None
    return {
        "row": row.number,
        "lead": " ".join(filter(None, (form.first_name, form.last_name))) or reached_at(form),
        "class": verdict.qualification.value,
        "rule": verdict.rule,
        "cadence": taken.cadence if taken is not None else "",
        "near_misses": [
            {"rule": miss.rule, "class": miss.qualification.value, "lacks": miss.lacks} for miss in near_misses
        ],
        "fault": "",
    }


def _show(judged: list[dict[str, Any]], *, explain: bool) -> None:
    made = table("row", "lead", "class", "rule", "cadence", *(("missing for a better class",) if explain else ()))
    for each in judged:
        if each["fault"]:
            console(stderr=True).print(f"row {each['row']}: {each['fault']}")
            continue
        lacks = "\n".join(f"{words(miss['class'])}: {miss['lacks']}" for miss in each["near_misses"])
        cells = (str(each["row"]), each["lead"], words(each["class"]), each["rule"], each["cadence"])
        made.add_row(*cells, *((lacks,) if explain else ()))
    print_table(made)
