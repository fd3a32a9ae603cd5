"""Rules against dead parts: cadences that no lead enters, and touches that no lead gets."""

from collections.abc import Iterator

from domain.lead.form import LeadForm, written_as
from domain.outcomes import OUTCOMES, Outcome
from domain.terms.cadence import CLOSE, KICK_BACK, NURTURE
from domain.terms.conditions import Condition
from playbook.files.sources import Sources
from playbook.findings import Finding
from playbook.grammar.cadence import CadenceFile, TouchWritten
from playbook.rules.cadence import touches_of
from playbook.rules.conditions import is_sound
from playbook.rules.witnesses import World, is_possible, parts_of

_ENDING = frozenset(outcome for outcome, row in OUTCOMES.items() if row.ends_cadence)


def entered_otherwise(sources: Sources) -> frozenset[str]:
    """Cadences that leads may enter other than by a route; their ``for`` does not limit those leads."""
    named = {source.written.exhausted for source in sources.cadences.values()}
    if sources.agreement:
        written = sources.agreement.written
        named |= {written.hand_over.silence, written.hand_over.rejected, written.kick_back.silence}
        named |= {written.missing_information.otherwise, written.not_interested}
        named |= set(written.nurture) if NURTURE in named else set()
    return frozenset(named - {CLOSE, KICK_BACK})


def cadences_can_apply(sources: Sources) -> Iterator[Finding]:
    """``for`` must hold for some lead."""
    for source in sources.cadences.values():
        wanted = source.written.for_
        if wanted and is_sound(wanted) and not is_possible([wanted], [], World()):
            yield source.error("this contradicts itself: no lead can match it", "for", on_key=True)


def cadences_are_entered(sources: Sources) -> Iterator[Finding]:
    """Every cadence has a route, or another place that leads to it."""
    if sources.agreement is None:
        return
    used = {*sources.agreement.written.routes, *entered_otherwise(sources)}
    for name, source in sources.cadences.items():
        if name not in used:
            yield source.warning(
                f"no lead enters {name!r}: name it in the routes of agreement.yaml, or let another cadence end in it",
                "cadence",
            )


def touches_can_happen(sources: Sources) -> Iterator[Finding]:
    """``only_if`` must hold for some lead, and ``unless`` must not hold for every lead."""
    others = entered_otherwise(sources)
    for source, index, touch in touches_of(sources):
        if not all(is_sound(each) for each in (touch.only_if, touch.unless) if each):
            continue
        held = _held(source.written, others)
        world = World(outcomes=_reported_before(source.written, index))
        if not is_possible(held, [], world):
            continue  # already reported for the cadence
        wanted = [touch.only_if] if touch.only_if else []
        if not is_possible([*held, *wanted], [], world):
            reason = _why_never(source.written, index, touch.only_if)
            yield source.error(f"touch {touch.id!r} never happens: {reason}", "touches", index, "only_if", on_key=True)
        elif touch.unless and not is_possible([*held, *wanted], [touch.unless], world):
            message = f"touch {touch.id!r} never happens: 'unless' holds for every lead that gets this far"
            yield source.error(message, "touches", index, "unless", on_key=True)


def _held(written: CadenceFile, entered: frozenset[str]) -> list[Condition]:
    return [] if written.for_ is None or written.cadence in entered else [written.for_]


def _why_never(written: CadenceFile, index: int, wanted: Condition | None) -> str:
    named = {leaf.outcome for leaf in parts_of(wanted) if leaf.outcome} if wanted else set[str]()
    ended = sorted(named & _ENDING)
    if ended:
        return f"{ended[0]!r} ends the cadence, so nothing comes after it"
    early = sorted(named - _reported_before(written, index))
    if early:
        return f"no earlier touch can be reported as {early[0]!r}"
    return "'only_if' contradicts itself, or the cadence's 'for'"


def _reported_before(written: CadenceFile, index: int) -> frozenset[Outcome]:
    """The outcomes that reps may have reported on earlier touches without ending the cadence."""
    reported = frozenset[Outcome]().union(*(_reports(touch) for touch in written.touches[:index]))
    return reported - _ENDING


def _reports(touch: TouchWritten) -> frozenset[Outcome]:
    channels = [touch.channel, *([touch.otherwise.channel] if touch.otherwise else [])]
    return frozenset[Outcome]().union(*(each.way.outcomes for each in channels))


def outcomes_come_before(sources: Sources) -> Iterator[Finding]:
    """An ``unless`` uses outcomes that some earlier touch can have."""
    for source, index, touch in touches_of(sources):
        known = {leaf.outcome for leaf in parts_of(touch.unless) if leaf.outcome} if touch.unless else set[str]()
        for outcome in sorted(known & set(Outcome)):
            if outcome not in _reported_before(source.written, index) | _ENDING:
                message = f"touch {touch.id!r}: no earlier touch can be reported as {outcome!r}"
                yield source.warning(message, "touches", index, "unless")


def channels_can_be_had(sources: Sources) -> Iterator[Finding]:
    """A touch's channel needs an address that leads of the cadence may have, such as a postal address for a letter."""
    others = entered_otherwise(sources)
    for source, index, touch in touches_of(sources):
        address = touch.channel.way.address
        if address is None or (field := written_as(address)) in LeadForm.model_fields:
            continue
        held = [*_held(source.written, others), *([touch.only_if] if touch.only_if else [])]
        if not is_possible([*held, Condition(field=field, known=True)], [], World()):
            message = f"touch {touch.id!r} needs {field}, which no lead of this cadence has"
            yield source.error(message, "touches", index, touch.channel.value)
