"""Values as templates see them: what is empty is also no, so that ``{% if learned.pains %}`` asks what it seems to ask.

In Liquid only ``false`` and ``nil`` are no: a text of no letters and a list of nothing are yes, which nobody expects
who writes a mail. Compared and printed they stay what they are: ``lead.phone == ""`` and ``notes.size`` go on to hold.
"""

from collections.abc import Mapping
from typing import Any, Final

from liquid.undefined import Undefined


class _Nothing(str):
    """The empty text, and no."""

    __slots__ = ()


# The language asks whether a value is Undefined to tell yes from no, and compares it as the text it is.
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
    """Values of any name: one that is not there is the empty text.

    A name is found as it was written, else without regard to case and with dashes and underscores for spaces: a person
    wrote ``Team size``, and a template can ask for ``team_size``.
    """

    def __missing__(self, name: str) -> Any:
        wanted = _loosely(name)
        return next((value for key, value in self.items() if _loosely(key) == wanted), _Text(""))


def _loosely(name: str) -> str:
    return name.casefold().replace("_", " ").replace("-", " ")


def askable(value: Any) -> Any:
    """The value, and all that is in it, as a condition of a template can ask for it."""
    if isinstance(value, str):
        return _Text(value)
    if isinstance(value, Mapping):
        return _Named({name: askable(each) for name, each in value.items()})
    if isinstance(value, list | tuple):
        return _List(askable(each) for each in value)
    return value


def of_any_name(values: Mapping[str, Any]) -> dict[str, Any]:
    """As ``askable``, for values whose names nobody declared."""
    return _Open({name: askable(each) for name, each in values.items()})
