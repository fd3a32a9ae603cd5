"""Base models for what travels in a workflow's history, and how a frozen model is copied with changes."""

from functools import cache, partial
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer

Model = TypeVar("Model", bound=BaseModel)


def replaced(model: Model, change: partial[Model]) -> Model:
    """A copy of a frozen model with some of its fields replaced: ``replaced(task, partial(OpenTask, rung=1))``.

    Type checkers check the arguments of a partial by name and by type; ``model_copy(update={"rung": 1})`` takes any key
    and any value. The partial is never called.
    """
    return model.model_copy(update=change.keywords)


class Snapshot(BaseModel):
    """Base of what travels in a workflow's input: frozen, and tolerant of fields of other versions."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Compact(Snapshot):
    """A snapshot that leaves out fields with their default value, because histories keep it a million times.

    Not for members of unions: their ``kind`` is a default, and it distinguishes the members.
    """

    @model_serializer(mode="wrap")
    def _without_defaults(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        defaults = _defaults(type(self))
        return {
            name: value
            for name, value in dump(self).items()
            if name not in defaults or getattr(self, name) != defaults[name]
        }


@cache
def _defaults(model: type[BaseModel]) -> dict[str, Any]:
    """The default of each field that has one. Cached, because pydantic copies mutable defaults each time."""
    fields = model.model_fields.items()
    return {name: each.get_default(call_default_factory=True) for name, each in fields if not each.is_required()}
