"""The table of settings that docs/settings.md holds, made from ``settings.Settings``; `make docs` writes it."""

import sys
from typing import Any

from pydantic import SecretStr
from pydantic.fields import FieldInfo

from settings import Settings

HEAD = """\
# Settings

Environment variables configure everything. A process reads them once, at its start. A bad value stops the process with
exit code 2 and a line that says what to do. `.env.example` lists all variables. `make docs` writes this table from
`settings.py`.

| variable | default | meaning |
|---|---|---|
"""


def variable(field: str) -> str:
    """The environment variable of a field."""
    return f"SEVENFOLD_{field.upper()}"


def default(field: FieldInfo) -> str:
    """A field's default, written as its variable would be; empty when it has none to write."""
    return _written(field.get_default(call_default_factory=True, validated_data={}))


def settings_table() -> str:
    """The whole page."""
    rows = (_row(name, field) for name, field in Settings.model_fields.items())
    return HEAD + "".join(rows)


def _row(name: str, field: FieldInfo) -> str:
    value = default(field)
    what = (field.description or "").replace("|", "\\|")
    return f"| `{variable(name)}` | {f'`{value}`' if value else ''} | {what} |\n"


def _written(value: Any) -> str:
    match value:
        case None:
            return ""
        case SecretStr():
            return value.get_secret_value()
        case bool():
            return str(value).lower()
        case dict():
            return ",".join(f"{key}={_written(held)}" for key, held in value.items())
        case _:
            return str(value)


if __name__ == "__main__":
    sys.stdout.write(settings_table())
