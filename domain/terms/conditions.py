"""Conditions of the playbook: a closed set of structured matchers over declared fields, never code.

Conditions never raise: a comparison with a field that the lead does not have is false.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Annotated, Any, Final, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    SerializerFunctionWrapHandler,
    model_serializer,
    model_validator,
)

from domain.lead.field import type_of
from domain.lead.form import Interest, LeadTraits, Scalar
from domain.lead.profile import LeadProfile

_TYPES: Final = {name: type_of(LeadTraits, name) for name in LeadTraits.model_fields}
_OF_THE_FORM: Final = tuple(name for name, kind in _TYPES.items() if issubclass(kind, str | int))

FIELD_NAMES: Final = (
    *_OF_THE_FORM, "days_since_first_visit", "is_known_account", "earlier_leads", "interest", "score", "priority",
)  # fmt: skip
"""The fields of conditions. Each is an attribute of ``LeadProfile``, except ``priority``, which triage decides."""
NUMBER_FIELDS: Final = frozenset(name for name in _OF_THE_FORM if issubclass(_TYPES[name], int)) | {
    "days_since_first_visit", "earlier_leads", "score",
}  # fmt: skip
FLAG_FIELDS = frozenset({"is_known_account"})
CLOSED_FIELDS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {name: tuple(kind) for name in _OF_THE_FORM if issubclass(kind := _TYPES[name], StrEnum)}
    | {"interest": tuple(Interest)}
)
"""Fields with a closed set of values, and these values."""
FIRM_FIELDS = frozenset({"is_known_account", "earlier_leads"})
"""Fields that come from the ledger and the team, not from the form."""
SCORED_FIELDS = frozenset({"interest", "score"})
"""Fields that are only known with an agreement that has a ``scoring`` section."""
ATTRIBUTE_PREFIX = "attributes."
COMPARISONS = ("is_", "is_not", "in_", "not_in", "at_least", "at_most", "contains", "known")

Subject = Mapping[str, Scalar | None]


class Condition(BaseModel):
    """One matcher: exactly one of ``all``, ``any``, ``not``, ``outcome``, or ``field`` with one comparison.

    YAML: ``{field: priority, is: high}``, ``{field: company_size, at_least: 200}``,
    ``{any: [...]}``, ``{not: {...}}``, ``{outcome: connected}`` (what a person reported on any touch so far).
    """

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    all_: Annotated[tuple["Condition", ...] | None, Field(alias="all")] = None
    any_: Annotated[tuple["Condition", ...] | None, Field(alias="any")] = None
    not_: Annotated["Condition | None", Field(alias="not")] = None
    outcome: str | None = None
    field: str | None = None
    is_: Annotated[Scalar | None, Field(alias="is")] = None
    is_not: Scalar | None = None
    in_: Annotated[tuple[Scalar, ...] | None, Field(alias="in")] = None
    not_in: tuple[Scalar, ...] | None = None
    at_least: float | None = None
    at_most: float | None = None
    contains: str | None = None
    known: bool | None = None

    @model_serializer(mode="wrap")
    def _what_is_said(self, dump: SerializerFunctionWrapHandler) -> dict[str, Any]:
        """Only the fields in use: conditions travel with every lead, and most comparisons are not made."""
        return {name: value for name, value in dump(self).items() if value is not None}

    @model_validator(mode="after")
    def _exactly_one_form(self) -> Self:
        forms = [self.all_, self.any_, self.not_, self.outcome, self.field]
        if sum(form is not None for form in forms) != 1:
            raise ValueError("expected exactly one of all, any, not, outcome or field")
        compared = [name.rstrip("_") for name in COMPARISONS if getattr(self, name) is not None]
        if self.field is None and compared:
            raise ValueError(f"'{compared[0]}' compares a field: add field: …")
        if self.field is not None and len(compared) != 1:
            raise ValueError("a field needs exactly one of is, is_not, in, not_in, at_least, at_most, contains, known")
        return self


def holds(condition: Condition, subject: Subject, outcomes: frozenset[str] = frozenset()) -> bool:
    """Whether the condition is true of a subject and of the outcomes reported so far."""
    if condition.all_ is not None:
        return all(holds(part, subject, outcomes) for part in condition.all_)
    if condition.any_ is not None:
        return any(holds(part, subject, outcomes) for part in condition.any_)
    if condition.not_ is not None:
        return not holds(condition.not_, subject, outcomes)
    if condition.outcome is not None:
        return condition.outcome in outcomes
    return _compares(condition, subject.get(condition.field or ""))


def _compares(condition: Condition, value: Scalar | None) -> bool:
    if condition.known is not None:
        return (value not in (None, "")) is condition.known
    if value in (None, ""):
        return False
    if condition.is_ is not None:
        return _same(value, condition.is_)
    if condition.is_not is not None:
        return not _same(value, condition.is_not)
    if condition.in_ is not None:
        return any(_same(value, choice) for choice in condition.in_)
    if condition.not_in is not None:
        return not any(_same(value, choice) for choice in condition.not_in)
    if condition.contains is not None:
        return condition.contains.casefold() in str(value).casefold()
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    if condition.at_least is not None:
        return value >= condition.at_least
    return condition.at_most is not None and value <= condition.at_most


def _same(left: Scalar | None, right: Scalar) -> bool:
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold() == right.casefold()
    return left == right and isinstance(left, bool) == isinstance(right, bool)


def fields_of(condition: Condition) -> frozenset[str]:
    """Every field that the condition reads."""
    parts = [*(condition.all_ or ()), *(condition.any_ or ()), *([condition.not_] if condition.not_ else [])]
    own = frozenset({condition.field} if condition.field else ())
    return own.union(*(fields_of(part) for part in parts))


def subject_of(profile: LeadProfile, priority: str | None = None) -> dict[str, Scalar | None]:
    """A profile as conditions see it: its declared fields and its ``attributes.*``."""
    subject: dict[str, Scalar | None] = {name: getattr(profile, name) for name in FIELD_NAMES if name != "priority"}
    subject["priority"] = priority
    subject.update({f"{ATTRIBUTE_PREFIX}{name}": value for name, value in profile.attributes.items()})
    return subject
