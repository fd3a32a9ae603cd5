"""Values as templates see them: an empty value is false, so ``{% if learned.pains %}`` means what it seems to mean.

In Liquid only ``false`` and ``nil`` are false; empty texts and lists are true, which surprises people who write
emails. Comparing and printing empty values works as usual: ``lead.phone == ""`` and ``notes.size`` still hold.
"""

from collections.abc import Mapping
from typing import Any, Final

from liquid.undefined import Undefined


class _Nothing(str):
    """The empty text, which is false in conditions."""

    __slots__ = ()


# Liquid treats an Undefined as false in conditions, and compares this one as the text it is.
Undefined.register(_Nothing)
_NOTHING: Final = _Nothing()


class _Text(str):
    __slots__ = ()

    def __liquid__(self) -> object:
        return str(self) or _NOTHING


class _List(list[Any]):
    def __liquid__(self) -> object:
        return self or _NOTHING


class _Named(dict[str, Any]):
    def __liquid__(self) -> object:
        return self or _NOTHING


class _Open(_Named):
    """Values of any name; a name that does not exist is the empty text.

    Names match exactly, or else without regard to case, with dashes and underscores as spaces: a template finds
    ``Team size`` as ``team_size``.
    """

    def __missing__(self, name: str) -> Any:
        wanted = _loosely(name)
        return next((value for key, value in self.items() if _loosely(key) == wanted), _Text(""))


def _loosely(name: str) -> str:
    return name.casefold().replace("_", " ").replace("-", " ")


def askable(value: Any) -> Any:
    """Wrap a value and everything in it for use in templates."""
    if isinstance(value, str):
        return _Text(value)
    if isinstance(value, Mapping):
        return _Named({name: askable(each) for name, each in value.items()})
    if isinstance(value, list | tuple):
        return _List(askable(each) for each in value)
    return value


def of_any_name(values: Mapping[str, Any]) -> dict[str, Any]:
    """Like ``askable``, for values whose names are not declared."""
    return _Open({name: askable(each) for name, each in values.items()})
