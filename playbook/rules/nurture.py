"""Where ``nurture`` leads: a list of nurture cadences that exist, take everybody, and do not hide one another."""

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
"""Who never told enough is nurtured as well."""


def nurture_has_its_list(sources: Sources) -> Iterator[Finding]:
    """The word stands for the agreement's list, so there must be one; and a list is there to be meant."""
    if sources.agreement is None or NURTURE in sources.cadence_names:
        return
    listed = bool(sources.agreement.written.nurture)
    meant = [(sources.agreement, path) for path, name, _ in destinations(sources.agreement.written) if name == NURTURE]
    ends = [source for source in sources.cadences.values() if source.written.exhausted == NURTURE]
    message = "'nurture' stands for the list 'nurture:' of agreement.yaml, which is empty: name the cadences there"
    if not listed:
        yield from (source.error(message, *path) for source, path in meant)
        yield from (source.error(message, "exhausted") for source in ends)
    elif not (meant or ends):
        message = "no lead is ever sent there: say 'nurture' where a cadence follows, as in 'exhausted: nurture'"
        yield sources.agreement.warning(message, "nurture", on_key=True)


def nurture_is_a_word(sources: Sources) -> Iterator[Finding]:
    """Beside the list a cadence of that name could never be meant; and the list never leads to itself."""
    if sources.agreement is None or not sources.agreement.written.nurture:
        return
    for name, source in sources.cadences.items():
        if name == NURTURE:
            yield source.error("'nurture' stands for the agreement's list: call this cadence otherwise", "cadence")
        elif source.written.kind == "nurture" and source.written.exhausted == NURTURE:
            message = "it is where 'nurture' leads: name the cadence that follows, or end in 'close'"
            yield source.error(message, "exhausted")


def nurture_cadences_nurture(sources: Sources) -> Iterator[Finding]:
    """Each of the list is a cadence, of kind nurture, once."""
    if sources.agreement is None:
        return
    names = sources.agreement.written.nurture
    yield from names_of_cadences(sources, names, "nurture", "is in the list already")
    for index, name in enumerate(names):
        is_first = name not in names[:index]
        if is_first and name in sources.cadences and sources.cadences[name].written.kind != "nurture":
            message = f"{name!r} works its leads: say 'kind: nurture' in it, or take it out of the list"
            yield sources.agreement.error(message, "nurture", index)


def nurture_takes_everybody(sources: Sources) -> Iterator[Finding]:
    """Everybody who is not closed for good finds a cadence in the list."""
    listed = _listed(sources)
    conditions = [source.written.for_ for source in listed if source.written.for_]
    if sources.agreement is None or not listed or len(conditions) < len(listed):
        return
    try:
        gap = find(criteria_of(sources), conditions, NURTURED)
    except OpenQuestionError:
        return
    if gap:
        message = f"a lead that no nurture cadence is for: {described(gap)}; end the list with one that has no 'for'"
        yield sources.agreement.error(message, "nurture", on_key=True)


def nurture_cadences_are_reached(sources: Sources) -> Iterator[Finding]:
    """One that is left no lead by those before it is dead, unless it has a channel that they lack."""
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
    """The cadences of the list; none when one of them could not be read, or its ``for`` makes no sense."""
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
