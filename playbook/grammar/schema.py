"""JSON Schemas for editors, generated from the grammars: completion and first checks while typing.

Lint checks more: a schema cannot check names, times or conditions. After a change of a grammar, run
``sevenfold schema``.
"""

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from playbook.grammar.agreement import AgreementFile
from playbook.grammar.cadence import CHANNEL_KEYS, CadenceFile
from playbook.grammar.calendar import CalendarFile
from playbook.grammar.team import TeamFile

GRAMMARS: dict[str, type[BaseModel]] = {
    "agreement": AgreementFile,
    "cadence": CadenceFile,
    "calendar": CalendarFile,
    "team": TeamFile,
}
_ONE_CHANNEL = ("TouchWritten", "AlternativeWritten")


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of one kind of file."""
    schema = GRAMMARS[kind].model_json_schema(by_alias=True)
    for name in _ONE_CHANNEL:
        if definition := schema.get("$defs", {}).get(name):
            definition["anyOf"] = [{"required": [channel]} for channel in CHANNEL_KEYS]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def schema_text(kind: str) -> str:
    """The schema as its file holds it."""
    return json.dumps(schema_of(kind), indent=2, ensure_ascii=False) + "\n"


def write_schemas(folder: Path) -> None:
    """Writes every schema into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for kind in GRAMMARS:
        (folder / f"{kind}.json").write_text(schema_text(kind), encoding="utf-8")
