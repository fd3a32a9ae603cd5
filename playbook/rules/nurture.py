"""Rules for the list ``nurture``: its cadences exist, fit every lead together, and do not hide one another."""

from collections.abc import Iterator

from domain.channels import Channel
from domain.terms.agreement import Qualification
from domain.terms.cadence import NURTURE
from domain.terms.conditions import Condition
from playbook.files.sources import Source, Sources
from playbook.findings import Finding
from playbook.grammar.cadence import CadenceFile
from playbook.rules.conditions import is_sound
from playbook.rules.flow import criteria_of, described, destinations, names_of_cadences
from playbook.rules.witnesses import PRIORITIES, OpenQuestionError, World, find, is_possible

NURTURED = World(priorities=(*PRIORITIES, Qualification.NOT_ENOUGH_INFORMATION.value))
"""Leads with missing information may be nurtured too."""


def nurture_has_its_list(sources: Sources) -> Iterator[Finding]:
    """The word ``nurture`` needs a list in the agreement, and the list needs a use."""
    if sources.agreement is None or NURTURE in sources.cadence_names:
        return
    listed = bool(sources.agreement.written.nurture)
    meant = [(sources.agreement, path) for path, name, _ in destinations(sources.agreement.written) if name == NURTURE]
    ends = [source for source in sources.cadences.values() if source.written.exhausted == NURTURE]
    message = "'nurture' refers to the list 'nurture:' in agreement.yaml, which is empty: list the cadences there"
    if not listed:
        yield from (source.error(message, *path) for source, path in meant)
        yield from (source.error(message, "exhausted") for source in ends)
    elif not (meant or ends):
        message = "nothing uses this list: write 'nurture' where a cadence ends, such as 'exhausted: nurture'"
        yield sources.agreement.warning(message, "nurture", on_key=True)


def nurture_is_a_word(sources: Sources) -> Iterator[Finding]:
    """No cadence may be named ``nurture``, and a nurture cadence must not end in ``nurture``."""
    if sources.agreement is None or not sources.agreement.written.nurture:
        return
    for name, source in sources.cadences.items():
        if name == NURTURE:
            yield source.error(
                "'nurture' refers to the list in agreement.yaml: give this cadence another name", "cadence"
            )
        elif source.written.kind == "nurture" and source.written.exhausted == NURTURE:
            message = "a nurture cadence cannot end in 'nurture': name the cadence that follows, or end in 'close'"
            yield source.error(message, "exhausted")


def nurture_cadences_nurture(sources: Sources) -> Iterator[Finding]:
    """Each entry of the list is a cadence that exists, of kind nurture, and stands there once."""
    if sources.agreement is None:
        return
    names = sources.agreement.written.nurture
    yield from names_of_cadences(sources, names, "nurture", "is already in the list: delete one of the two")
    for index, name in enumerate(names):
        is_first = name not in names[:index]
        if is_first and name in sources.cadences and sources.cadences[name].written.kind != "nurture":
            message = f"{name!r} is not a nurture cadence: add 'kind: nurture' to it, or take it out of the list"
            yield sources.agreement.error(message, "nurture", index)


def nurture_takes_everybody(sources: Sources) -> Iterator[Finding]:
    """Every lead that may be nurtured fits a cadence of the list."""
    listed = _listed(sources)
    conditions = [source.written.for_ for source in listed if source.written.for_]
    if sources.agreement is None or not listed or len(conditions) < len(listed):
        return
    try:
        gap = find(criteria_of(sources), conditions, NURTURED)
    except OpenQuestionError:
        return
    if gap:
        message = f"no nurture cadence fits a lead with {described(gap)}: end the list with one that has no 'for'"
        yield sources.agreement.error(message, "nurture", on_key=True)


def nurture_cadences_are_reached(sources: Sources) -> Iterator[Finding]:
    """Each cadence of the list is the first to fit some lead, or has a channel that those before it lack."""
    listed = _listed(sources)
    if sources.agreement is None:
        return
    for index, source in enumerate(listed):
        hiding = [above for above in listed[:index] if _channels(above) >= _channels(source)]
        before = [above.written.for_ for above in hiding]
        wanted = [source.written.for_] if source.written.for_ else []
        if None in before or (before and not is_possible(wanted, [each for each in before if each], NURTURED)):
            names = ", ".join(repr(above.written.cadence) for above in hiding)
            message = f"no lead reaches {source.written.cadence!r}: {names} above takes all of its leads"
            yield sources.agreement.error(message, "nurture", index)


def _listed(sources: Sources) -> list[Source[CadenceFile]]:
    """The cadences of the list; none if one could not be read, or its ``for`` has errors."""
    names = sources.agreement.written.nurture if sources.agreement else ()
    if any(name not in sources.cadences for name in names):
        return []
    conditions: list[Condition | None] = [sources.cadences[name].written.for_ for name in names]
    return [sources.cadences[name] for name in names] if all(is_sound(each) for each in conditions if each) else []


def _channels(source: Source[CadenceFile]) -> frozenset[Channel]:
    touches = source.written.touches
    return frozenset(
        {each.channel for each in touches} | {each.otherwise.channel for each in touches if each.otherwise}
    )
