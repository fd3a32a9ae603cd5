"""Every condition of a playbook with its position in the file."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from domain.terms.conditions import Condition
from playbook.files.positions import Path
from playbook.files.sources import Sources
from playbook.files.yaml import Document


class Moment(StrEnum):
    """When a condition is evaluated, which decides what is known by then."""

    TRIAGE = "triage"
    ROUTING = "routing"
    TOUCH = "touch"


@dataclass(frozen=True)
class WrittenCondition:
    """One condition and its position."""

    document: Document
    path: Path
    condition: Condition
    moment: Moment


def conditions_of(sources: Sources) -> Iterator[WrittenCondition]:
    """Every condition of the playbook."""
    for source in sources.cadences.values():
        written, document = source.written, source.document
        if written.for_:
            yield WrittenCondition(document, ("for",), written.for_, Moment.ROUTING)
        for index, touch in enumerate(written.touches):
            for key, condition in (("only_if", touch.only_if), ("unless", touch.unless)):
                if condition:
                    yield WrittenCondition(document, ("touches", index, key), condition, Moment.TOUCH)
    if sources.agreement:
        document = sources.agreement.document
        for index, criterion in enumerate(sources.agreement.written.lead):
            yield WrittenCondition(document, ("lead", index, "when"), criterion.when, Moment.TRIAGE)
        for index, told in enumerate(sources.agreement.written.alerts.routes):
            if told.when:
                yield WrittenCondition(document, ("alerts", "routes", index, "when"), told.when, Moment.ROUTING)
        for index, promised in enumerate(sources.agreement.written.response_times):
            if promised.when:
                yield WrittenCondition(document, ("response_times", index, "when"), promised.when, Moment.ROUTING)
        for index, row in enumerate(sources.agreement.written.triage):
            if row.when:
                yield WrittenCondition(document, ("triage", index, "when"), row.when, Moment.TRIAGE)


def matchers_of(condition: Condition, path: Path) -> Iterator[tuple[Path, Condition]]:
    """The condition and everything inside it, each with its path."""
    yield path, condition
    for key, parts in (("all", condition.all_), ("any", condition.any_)):
        for index, part in enumerate(parts or ()):
            yield from matchers_of(part, (*path, key, index))
    if condition.not_:
        yield from matchers_of(condition.not_, (*path, "not"))


def direction_is(direction: str) -> Condition:
    """The condition that holds for one direction."""
    return Condition(field="direction", is_=direction)
