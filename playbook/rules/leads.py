"""Rules for the criteria of a lead: each can hold, each excludes somebody, and unknown fields are handled."""

from collections.abc import Iterator

from domain.terms.conditions import Condition, fields_of
from playbook.files.sources import Source, Sources
from playbook.findings import Finding
from playbook.grammar.agreement import AgreementFile, CriterionRow
from playbook.rules.conditions import is_sound
from playbook.rules.flow import TRIAGE_WORLD, criteria_of
from playbook.rules.witnesses import World, can_be_unknown, is_possible, parts_of


def criteria_can_hold(sources: Sources) -> Iterator[Finding]:
    """Some leads must meet each criterion together with those above it, and some must not."""
    if sources.agreement is None:
        return
    rows = sources.agreement.written.lead
    for index, row in enumerate(rows):
        if fault := _fault_of(rows, index):
            yield sources.agreement.error(fault, "lead", index, "when", on_key=True)
        elif is_sound(row.when) and not is_possible([], [row.when], TRIAGE_WORLD):
            message = f"criterion {row.criterion!r} excludes nobody: every form meets it"
            yield sources.agreement.warning(message, "lead", index, "when", on_key=True)


def _fault_of(rows: tuple[CriterionRow, ...], index: int) -> str:
    """Why no lead can meet a criterion; empty if some lead can, or if another rule says more."""
    together = [row.when for row in rows[: index + 1]]
    if not all(is_sound(when) for when in together):
        return ""
    name = rows[index].criterion
    if not is_possible(together[-1:], [], TRIAGE_WORLD):
        return f"criterion {name!r} contradicts itself: nobody can meet it"
    if is_possible(together[:-1], [], TRIAGE_WORLD) and not is_possible(together, [], TRIAGE_WORLD):
        return f"criterion {name!r} and the criteria above it exclude each other: nobody can meet them all"
    return ""


def criteria_differ(sources: Sources) -> Iterator[Finding]:
    """People see a criterion's name as the reason, so names must differ."""
    if sources.agreement is None:
        return
    names = [row.criterion for row in sources.agreement.written.lead]
    for index, name in enumerate(names):
        if name in names[:index]:
            message = f"another criterion is already named {name!r}: give this one a different name"
            yield sources.agreement.error(message, "lead", index, "criterion")


def what_is_not_known_is_decided(sources: Sources) -> Iterator[Finding]:
    """A comparison with an unknown field fails, so a criterion must say what to do with leads who left it out."""
    if sources.agreement is None:
        return
    for index, row in enumerate(sources.agreement.written.lead):
        if is_sound(row.when) and is_possible([row.when], [], TRIAGE_WORLD):
            yield from _silent_refusals(sources.agreement, index, row.when)


def _silent_refusals(agreement: Source[AgreementFile], index: int, when: Condition) -> Iterator[Finding]:
    decided = {leaf.field for leaf in parts_of(when) if leaf.known is not None}
    for field in sorted(fields_of(when) - decided):
        unknown = Condition(field=field, known=False)
        if can_be_unknown(field) and not is_possible([when, unknown], [], TRIAGE_WORLD):
            message = (
                f"this excludes leads whose {field} is unknown: put {{field: {field}, known: false}} beside it "
                f"under 'any', or {{field: {field}, known: true}} under 'all' if you mean that"
            )
            yield agreement.warning(message, "lead", index, "when", on_key=True)


def criteria_leave_leads_to_route(sources: Sources) -> Iterator[Finding]:
    """A cadence must fit somebody who meets the criteria of a lead."""
    if sources.agreement is None or not (criteria := criteria_of(sources)):
        return
    if not is_possible(criteria, [], TRIAGE_WORLD):
        return
    for index, name in enumerate(sources.agreement.written.routes):
        source = sources.cadences.get(name)
        meant_for = source.written.for_ if source else None
        if meant_for is None or not is_possible([meant_for], [], World()):
            continue
        if not is_possible([*criteria, meant_for], [], World()):
            message = f"no lead reaches {name!r}: the criteria of 'lead' exclude everybody it is for"
            yield sources.agreement.error(message, "routes", index)
