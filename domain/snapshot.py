"""What travels in a workflow's history: frozen, forgiving, compact."""

from typing import Any

from pydantic import BaseModel, ConfigDict, SerializerFunctionWrapHandler, model_serializer


class Snapshot(BaseModel):
    """Base of what travels in a workflow's input: frozen, and forgiving to fields of other versions."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class Compact(Snapshot):
    """A snapshot that leaves out what is as the default says: it is carried, and kept in histories, a million times.

    Not for members of unions: their ``kind`` is a default, and is what tells them apart.
    """

    @model_serializer(mode="wrap")
    def _without_defaults(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        fields = type(self).model_fields
        return {
            name: value
            for name, value in dump(self).items()
            if fields[name].is_required() or getattr(self, name) != fields[name].get_default(call_default_factory=True)
        }
