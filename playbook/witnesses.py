"""Finds a lead for which some conditions hold and others do not, or shows that there is none.

Conditions compare fields with constants only, so a field has finitely many values that matter: those that are
mentioned, those just beside them, one that nobody mentions, and none. Of values that no matcher tells apart one is
enough. Trying every combination of them is a proof.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, product
from typing import NamedTuple

from domain.conditions import ATTRIBUTE_PREFIX, FIRM_FIELDS, FLAG_FIELDS, NUMBER_FIELDS, Condition, holds
from domain.lead import Direction, FunnelStage, Intent, Interest, LeadOrigin, Need, Scalar
from domain.outcomes import Outcome

LIMIT = 20_000
"""Combinations tried before the question is left open; a playbook written by people stays far below."""

PRIORITIES = ("high", "medium", "low")
_ANOTHER = "(anything else)"
_CLOSED: dict[str, tuple[Scalar | None, ...]] = {
    "direction": tuple(Direction),
    "origin": (None, *LeadOrigin),
    "intent": tuple(Intent),
    "funnel_stage": (None, *FunnelStage),
    "need": (None, *Need),
    "interest": (None, *Interest),
    **dict.fromkeys(FLAG_FIELDS, (False, True)),
}
_ALWAYS_KNOWN = FIRM_FIELDS
"""Numbers and flags that every lead has, because the engine gives them and not the form."""


class Witness(NamedTuple):
    """A lead, as conditions see it, and what people have reported of it."""

    subject: dict[str, Scalar | None]
    outcomes: frozenset[str]


@dataclass(frozen=True)
class World:
    """What can be: the classes a lead may be in, and the outcomes that may have been reported."""

    priorities: tuple[str | None, ...] = PRIORITIES
    outcomes: frozenset[Outcome] = frozenset()


class OpenQuestionError(Exception):
    """There are too many combinations to try."""


def find(holding: Sequence[Condition], failing: Sequence[Condition], world: World) -> Witness | None:
    """A lead for which all of ``holding`` and none of ``failing`` hold, or None when there can be none.

    Raises:
        OpenQuestionError: there are too many combinations to try.
    """
    for witness in _candidates([*holding, *failing], world):
        if all(holds(each, *witness) for each in holding) and not any(holds(each, *witness) for each in failing):
            return witness
    return None


def is_possible(holding: Sequence[Condition], failing: Sequence[Condition], world: World) -> bool:
    """Whether there can be such a lead; an open question counts as yes."""
    try:
        return find(holding, failing, world) is not None
    except OpenQuestionError:
        return True


def is_sure(holding: Sequence[Condition], failing: Sequence[Condition], world: World) -> bool:
    """Whether there surely is such a lead; an open question counts as no."""
    try:
        return find(holding, failing, world) is not None
    except OpenQuestionError:
        return False


def parts_of(condition: Condition) -> Iterator[Condition]:
    """The matchers at the leaves."""
    below = [*(condition.all_ or ()), *(condition.any_ or ()), *([condition.not_] if condition.not_ else [])]
    if not below:
        yield condition
    for part in below:
        yield from parts_of(part)


def _candidates(conditions: Sequence[Condition], world: World) -> Iterator[Witness]:
    leaves = [leaf for condition in conditions for leaf in parts_of(condition)]
    fields = sorted({leaf.field for leaf in leaves if leaf.field})
    choices = [_choices(field, [leaf for leaf in leaves if leaf.field == field], world) for field in fields]
    outcomes = list(_subsets({leaf.outcome for leaf in leaves if leaf.outcome} & set(world.outcomes)))
    count = len(outcomes)
    for values in choices:
        count *= len(values)
    if count > LIMIT:
        raise OpenQuestionError
    for combination in product(*choices):
        for reported in outcomes:
            yield Witness(dict(zip(fields, combination, strict=True)), reported)


def _subsets(outcomes: Iterable[str]) -> Iterator[frozenset[str]]:
    members = sorted(outcomes)
    sizes = range(len(members) + 1)
    return (frozenset(chosen) for chosen in chain.from_iterable(combinations(members, size) for size in sizes))


def can_be_unknown(field: str) -> bool:
    """Whether there are leads that do not have this field."""
    return None in _values(field, (), World())


def _choices(field: str, leaves: Sequence[Condition], world: World) -> tuple[Scalar | None, ...]:
    """The values that matter, one of those that no matcher tells apart: a proof needs no more."""
    told_apart: dict[tuple[bool, ...], Scalar | None] = {}
    for value in _values(field, leaves, world):
        told_apart.setdefault(tuple(holds(leaf, {field: value}) for leaf in leaves), value)
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
