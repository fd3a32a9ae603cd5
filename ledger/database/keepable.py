"""Refuses text that neither database can store, while its sender can still fix it."""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from domain.errors import InvalidInputError
from domain.text import UNKEEPABLE


def refuse_unkeepable(model: BaseModel) -> None:
    """Refuse a model with text that cannot be kept.

    Raises:
        InvalidInputError: names the field and the character.
    """
    for path, value in _texts(model.model_dump(), ""):
        if found := UNKEEPABLE.search(value):
            raise InvalidInputError(
                f"{path} holds the character U+{ord(found.group()):04X} at position {found.start() + 1}, "
                "which cannot be stored: remove it",
                field=path,
            )


def _texts(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            inner = f"{path}.{key}" if path else str(key)
            yield inner, str(key)
            yield from _texts(item, inner)
    elif isinstance(value, (list, tuple)):
        for index, item in enumerate(value):
            yield from _texts(item, f"{path}.{index}")
