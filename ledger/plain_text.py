"""Text that both databases can keep: PostgreSQL has no NUL in a text, and neither encodes half a surrogate pair."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel

from domain.errors import InvalidInputError

_UNKEEPABLE = re.compile("[\x00\ud800-\udfff]")


def refuse_unkeepable(model: BaseModel) -> None:
    """Refuse a model with text that cannot be kept.

    Raises:
        InvalidInputError: names the field and the character.
    """
    for path, value in _texts(model.model_dump(), ""):
        if found := _UNKEEPABLE.search(value):
            raise InvalidInputError(
                f"{path} holds the character U+{ord(found.group()):04X} at position {found.start() + 1}, "
                "which cannot be kept: remove it",
                field=path,
            )


def keepable(text: str) -> str:
    """The text with U+FFFD for each such character: for a provider's own words, which nobody can mend."""
    return _UNKEEPABLE.sub("\ufffd", text)


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
