"""Views."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class View(BaseModel):
    """Base of every view."""

    model_config = ConfigDict(frozen=True, extra="ignore", from_attributes=True)


def row_dict(row: Any) -> dict[str, Any]:
    """A database row as the keyword arguments of a view."""
    return dict(row._mapping)  # noqa: SLF001 - the documented way to a row's names, despite the underscore
