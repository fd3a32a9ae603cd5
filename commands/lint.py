"""``lint`` and ``schema``: check a playbook, and write the schemas for editors."""

from pathlib import Path
from typing import Annotated

import typer

from commands.exits import Exit
from commands.terminal import AsJson, print_json


def register(app: typer.Typer) -> None:
    """Add this module's commands."""
    app.command()(lint)
    app.command()(schema)


def lint(
    folder: Annotated[Path, typer.Argument(help="The playbook's folder.")] = Path("cadences"),
    as_json: AsJson = False,
) -> None:
    """Check a playbook and list every problem. Exits with 1 if it cannot be published."""
    from playbook.linting import lint as findings_of

    findings = findings_of(folder)
    errors = sum(finding.is_error for finding in findings)
    if as_json:
        names = ("file", "line", "column", "severity", "message")
        print_json([{name: getattr(finding, name) for name in names} for finding in findings])
    else:
        for finding in findings:
            typer.echo(str(finding) if finding.is_error else f"{finding} (warning)")
        typer.echo(_verdict(folder, errors, len(findings) - errors), err=bool(errors))
    raise typer.Exit(Exit.FOUND if errors else Exit.OK)


def _verdict(folder: Path, errors: int, warnings: int) -> str:
    also = f", {warnings} {'warning' if warnings == 1 else 'warnings'}" if warnings else ""
    if errors:
        return f"{folder}: {errors} {'error' if errors == 1 else 'errors'}{also}"
    return f"{folder}: can be published{also}"


def schema(
    folder: Annotated[Path, typer.Argument(help="Folder to write the schemas to.")] = Path("cadences/.schema"),
) -> None:
    """Write the JSON Schemas with which editors complete and check playbook files."""
    from playbook.grammar.schema import GRAMMARS, write_schemas

    write_schemas(folder)
    typer.echo(f"Wrote {', '.join(f'{kind}.json' for kind in GRAMMARS)} to {folder}")
