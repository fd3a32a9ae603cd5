"""Finds a lead for which some conditions hold and others do not, or shows that there is none.

Conditions compare fields with constants only, so a field has finitely many values that matter: those that are
mentioned, those just beside them, one that is not mentioned, and none. Values that no single-field condition
distinguishes are equivalent, so the search tries one of each class. Trying every combination is a proof; a branch
whose fields already contradict a condition is skipped.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import NamedTuple

from domain.lead.form import Scalar
from domain.lead.profile import LeadProfile
from domain.outcomes import Outcome
from domain.terms.conditions import (
    ATTRIBUTE_PREFIX,
    CLOSED_FIELDS,
    FIRM_FIELDS,
    FLAG_FIELDS,
    NUMBER_FIELDS,
    Condition,
    fields_of,
    holds,
)

LIMIT = 20_000
"""The search gives up after so many values. Playbooks written by people stay far below."""

PRIORITIES = ("high", "medium", "low")
_ANOTHER = "(anything else)"
_CLOSED: dict[str, tuple[Scalar | None, ...]] = {
    **{
        name: (None, *words) if LeadProfile.model_fields[name].default is None else words
        for name, words in CLOSED_FIELDS.items()
    },
    **dict.fromkeys(FLAG_FIELDS, (False, True)),
}
_ALWAYS_KNOWN = FIRM_FIELDS
"""Numbers and flags that every lead has, because the engine sets them and not the form."""


class Witness(NamedTuple):
    """A lead, as conditions see it, and the outcomes that reps have reported."""

    subject: dict[str, Scalar | None]
    outcomes: frozenset[str]


@dataclass(frozen=True)
class World:
    """The possible classes of a lead, and the outcomes that may have been reported."""

    priorities: tuple[str | None, ...] = PRIORITIES
    outcomes: frozenset[Outcome] = frozenset()


class OpenQuestionError(Exception):
    """There are too many combinations to try."""


def find(holding: Sequence[Condition], failing: Sequence[Condition], world: World) -> Witness | None:
    """A lead for which all of ``holding`` and none of ``failing`` hold, or None when there can be none.

    Raises:
        OpenQuestionError: there are too many combinations to try.
    """
    demands = [demand for condition in holding for demand in _demands(condition, is_to_hold=True)]
    demands += [demand for condition in failing for demand in _demands(condition, is_to_hold=False)]
    return _Search(demands, world).run()


def is_possible(holding: Sequence[Condition], failing: Sequence[Condition], world: World) -> bool:
    """Whether such a lead may exist; yes if the search gave up."""
    try:
        return find(holding, failing, world) is not None
    except OpenQuestionError:
        return True


def is_sure(holding: Sequence[Condition], failing: Sequence[Condition], world: World) -> bool:
    """Whether such a lead certainly exists; no if the search gave up."""
    try:
        return find(holding, failing, world) is not None
    except OpenQuestionError:
        return False


def parts_of(condition: Condition) -> Iterator[Condition]:
    """The single comparisons of a condition."""
    below = [*(condition.all_ or ()), *(condition.any_ or ()), *([condition.not_] if condition.not_ else [])]
    if not below:
        yield condition
    for part in below:
        yield from parts_of(part)


def _about_one_field(condition: Condition) -> Iterator[Condition]:
    """The largest parts of a condition that use one field only; they are enough to classify the field's values."""
    parts = [*(condition.all_ or ()), *(condition.any_ or ()), *([condition.not_] if condition.not_ else [])]
    leaves = list(parts_of(condition))
    if parts and (len(fields_of(condition)) > 1 or any(leaf.field is None for leaf in leaves)):
        for part in parts:
            yield from _about_one_field(part)
    elif any(leaf.field for leaf in leaves):
        yield condition


class _Demand(NamedTuple):
    """The parts that must each hold, or must each fail, for the whole to do so."""

    condition: Condition
    is_to_hold: bool
    fields: frozenset[str]


def _demands(condition: Condition, *, is_to_hold: bool) -> Iterator[_Demand]:
    if condition.not_ is not None:
        yield from _demands(condition.not_, is_to_hold=not is_to_hold)
    elif (parts := condition.all_ if is_to_hold else condition.any_) is not None:
        for part in parts:
            yield from _demands(part, is_to_hold=is_to_hold)
    else:
        yield _Demand(condition, is_to_hold, fields_of(condition))


class _Search:
    """Backtracking search: sets one field after the other, and goes back if a demand is not met.

    A demand is checked once all its fields are set. ``_due`` lists the demands to check by the number of fields set.
    """

    def __init__(self, demands: Sequence[_Demand], world: World) -> None:
        conditions = [demand.condition for demand in demands]
        leaves = [leaf for condition in conditions for leaf in parts_of(condition)]
        parts = [part for condition in conditions for part in _about_one_field(condition)]
        self._choices = {
            field: _choices(
                field,
                [leaf for leaf in leaves if leaf.field == field],
                [part for part in parts if field in fields_of(part)],
                world,
            )
            # Fields that a demand uses alone come first: they leave the fewest values.
            for field in sorted({leaf.field for leaf in leaves if leaf.field}, key=lambda name: _rank(name, demands))
        }
        self._fields = tuple(self._choices)
        self._due: list[list[_Demand]] = [[] for _ in range(len(self._fields) + 1)]
        for demand in demands:
            self._due[max((self._fields.index(field) + 1 for field in demand.fields), default=0)].append(demand)
        self._outcomes = {leaf.outcome for leaf in leaves if leaf.outcome} & set(world.outcomes)
        self._tried = 0

    def run(self) -> Witness | None:
        """The first witness.

        Raises:
            OpenQuestionError: there are too many combinations to try.
        """
        found = (self._given({}, reported) for reported in _subsets(self._outcomes))
        return next((witness for witness in found if witness is not None), None)

    def _given(self, subject: dict[str, Scalar | None], reported: frozenset[str]) -> Witness | None:
        self._tried += 1
        if self._tried > LIMIT:
            raise OpenQuestionError
        for demand in self._due[len(subject)]:
            if holds(demand.condition, subject, reported) is not demand.is_to_hold:
                return None
        if len(subject) == len(self._fields):
            return Witness(subject, reported)
        field = self._fields[len(subject)]
        found = (self._given({**subject, field: value}, reported) for value in self._choices[field])
        return next((witness for witness in found if witness is not None), None)


def _rank(field: str, demands: Sequence[_Demand]) -> tuple[int, str]:
    return min(len(demand.fields) for demand in demands if field in demand.fields), field


def _subsets(outcomes: Iterable[str]) -> Iterator[frozenset[str]]:
    members = sorted(outcomes)
    sizes = range(len(members) + 1)
    return (frozenset(chosen) for chosen in chain.from_iterable(combinations(members, size) for size in sizes))


def can_be_unknown(field: str) -> bool:
    """Whether some leads do not have this field."""
    return None in _values(field, (), World())


def _choices(
    field: str, leaves: Sequence[Condition], parts: Sequence[Condition], world: World
) -> tuple[Scalar | None, ...]:
    """One value of each class of values that the parts do not distinguish."""
    told_apart: dict[tuple[bool, ...], Scalar | None] = {}
    for value in _values(field, leaves, world):
        told_apart.setdefault(tuple(holds(part, {field: value}) for part in parts), value)
    return tuple(told_apart.values())


def _values(field: str, leaves: Sequence[Condition], world: World) -> tuple[Scalar | None, ...]:
    if field == "priority":
        return world.priorities
    if field in _CLOSED:
        return _CLOSED[field]
    numbers = {beside for leaf in leaves for beside in _beside(leaf)}
    if field in NUMBER_FIELDS:
        known = sorted({0, *(number for number in numbers if number >= 0)})
        return tuple(known) if field in _ALWAYS_KNOWN else (None, *known)
    texts = _mentioned(leaves)
    booleans = (True, False) if any(isinstance(text, bool) for text in texts) else ()
    if not field.startswith(ATTRIBUTE_PREFIX):
        numbers = set()
    return (None, _ANOTHER, *(text for text in texts if not isinstance(text, bool)), *booleans, *sorted(numbers))


def _beside(leaf: Condition) -> Iterator[float]:
    bounds = [leaf.at_least, leaf.at_most, leaf.is_, leaf.is_not, *(leaf.in_ or ()), *(leaf.not_in or ())]
    for bound in bounds:
        if isinstance(bound, int | float) and not isinstance(bound, bool):
            yield from (bound - 1, bound, bound + 1)


def _mentioned(leaves: Sequence[Condition]) -> tuple[Scalar, ...]:
    compared = [value for leaf in leaves for value in (leaf.is_, leaf.is_not, *(leaf.in_ or ()), *(leaf.not_in or ()))]
    contained = [leaf.contains for leaf in leaves if leaf.contains]
    together = [" ".join(contained)] if len(contained) > 1 else []
    unique = dict.fromkeys((type(value), value) for value in [*compared, *contained, *together] if value is not None)
    return tuple(value for kind, value in unique if kind in (str, bool))
