"""Rules for conditions: their fields and values exist, and are known when the condition is evaluated."""

import re
from collections.abc import Iterator

from domain.lead.form import Scalar
from domain.outcomes import Outcome
from domain.terms.conditions import ATTRIBUTE_PREFIX, CLOSED_FIELDS, FIELD_NAMES, FLAG_FIELDS, NUMBER_FIELDS, Condition
from playbook.files.positions import Path
from playbook.files.sources import Sources
from playbook.findings import Finding, did_you_mean
from playbook.rules.conditions_written import Moment, conditions_of, matchers_of
from playbook.rules.witnesses import PRIORITIES

_VALUES: dict[str, tuple[str, ...]] = {**CLOSED_FIELDS, "priority": PRIORITIES}
_TEXT_KEYS = (("is", "is_"), ("is_not", "is_not"), ("in", "in_"), ("not_in", "not_in"))


def is_sound(condition: Condition) -> bool:
    """Whether all fields and values of the condition exist: if not, a contradiction may just be a misspelling."""
    for path, matcher in matchers_of(condition, ()):
        if matcher.outcome is not None and matcher.outcome not in set(Outcome):
            return False
        if matcher.field and not _is_declared(matcher.field):
            return False
        if any(_fault_of(matcher.field or "", value) for _, value in _compared(matcher, path)):
            return False
    return True


def _is_declared(field: str) -> bool:
    return field in FIELD_NAMES or field.startswith(ATTRIBUTE_PREFIX)


def fields_are_declared(sources: Sources) -> Iterator[Finding]:
    """A condition uses a lead's declared fields, or ``attributes.X``."""
    for written in conditions_of(sources):
        for path, matcher in matchers_of(written.condition, written.path):
            name = matcher.field
            if name is None or _is_declared(name):
                continue
            hint = did_you_mean(name, FIELD_NAMES) or f"; fields are {', '.join(FIELD_NAMES)} and attributes.…"
            yield written.document.finding(f"no lead has the field {name!r}{hint}", (*path, "field"))


def values_exist(sources: Sources) -> Iterator[Finding]:
    """A field with a fixed set of values is compared with those values only."""
    for written in conditions_of(sources):
        for path, matcher in matchers_of(written.condition, written.path):
            for place, value in _compared(matcher, path):
                if fault := _fault_of(matcher.field or "", value):
                    yield written.document.finding(fault, place)


def _compared(matcher: Condition, path: Path) -> Iterator[tuple[Path, Scalar]]:
    for key, attribute in _TEXT_KEYS:
        value = getattr(matcher, attribute)
        if isinstance(value, tuple):
            for index, item in enumerate(value):
                yield (*path, key, index), item
        elif value is not None:
            yield (*path, key), value


def _fault_of(field: str, value: Scalar) -> str:
    if field in _VALUES and str(value).lower() not in _VALUES[field]:
        return f"{field} is never {value!r}{did_you_mean(str(value), _VALUES[field])}"
    if field == "country" and not re.fullmatch("[A-Za-z]{2}", str(value)):
        return f"country is a two-letter code, such as US, never {value!r}"
    if field in FLAG_FIELDS:
        return "" if isinstance(value, bool) else f"{field} is true or false, never {value!r}"
    if field in NUMBER_FIELDS:
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        return "" if is_number else f"{field} is a number, never {value!r}"
    if field in FIELD_NAMES and not isinstance(value, str):
        return f"{field} is text: put {value} in quotes"
    return ""


def numbers_are_numbers(sources: Sources) -> Iterator[Finding]:
    """``at_least`` and ``at_most`` need a number; an attribute may be one."""
    for written in conditions_of(sources):
        for path, matcher in matchers_of(written.condition, written.path):
            name = matcher.field or ""
            key = "at_least" if matcher.at_least is not None else "at_most" if matcher.at_most is not None else ""
            if key and name in FIELD_NAMES and name not in NUMBER_FIELDS:
                kind = "true or false" if name in FLAG_FIELDS else "a text"
                yield written.document.finding(f"{name} is {kind}: {key} needs a number", (*path, key), on_key=True)


def lists_are_not_empty(sources: Sources) -> Iterator[Finding]:
    """An empty ``any`` never holds and an empty ``all`` always does, so neither can be intended."""
    for written in conditions_of(sources):
        for path, matcher in matchers_of(written.condition, written.path):
            for key, parts in (("all", matcher.all_), ("any", matcher.any_), ("in", matcher.in_)):
                if parts == ():
                    yield written.document.finding(
                        f"{key!r} is empty: list at least one condition", (*path, key), on_key=True
                    )


def outcomes_exist(sources: Sources) -> Iterator[Finding]:
    """An outcome must be one that reps can report, and only conditions after a touch may ask for it."""
    for written in conditions_of(sources):
        for path, matcher in matchers_of(written.condition, written.path):
            if (outcome := matcher.outcome) is None:
                continue
            place = (*path, "outcome")
            if outcome not in set(Outcome):
                hint = did_you_mean(outcome, Outcome) or f"; outcomes are {', '.join(Outcome)}"
                yield written.document.finding(f"{outcome!r} is not an outcome{hint}", place)
            elif written.moment is not Moment.TOUCH:
                yield written.document.finding(f"at {written.moment} nothing has been reported yet", place)


def triage_decides_priority(sources: Sources) -> Iterator[Finding]:
    """Triage sets ``priority``, so its own conditions cannot use it."""
    for written in conditions_of(sources):
        for path, matcher in matchers_of(written.condition, written.path):
            if matcher.field == "priority" and written.moment is Moment.TRIAGE:
                yield written.document.finding(
                    "triage sets the priority, so its conditions cannot use it", (*path, "field")
                )
