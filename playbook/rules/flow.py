"""Rules for routes: every qualified lead gets a cadence, and no chain of cadences goes on forever."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from domain.terms.cadence import CLOSE, KICK_BACK, NURTURE
from domain.terms.conditions import Condition
from playbook.files.positions import Path
from playbook.files.sources import Sources
from playbook.findings import Finding, did_you_mean
from playbook.grammar.agreement import AgreementFile
from playbook.rules.witnesses import OpenQuestionError, Witness, World, find, is_possible

QUALIFIED = ("high", "medium", "low")
TRIAGE_WORLD = World(priorities=(None,))


def criteria_of(sources: Sources) -> list[Condition]:
    """The criteria that every lead meets."""
    return [row.when for row in sources.agreement.written.lead] if sources.agreement else []


def destinations(written: AgreementFile) -> Iterator[tuple[Path, str, bool]]:
    """Each place of the agreement that names a cadence for leads, and whether it may close them instead."""
    yield ("missing_information", "otherwise"), written.missing_information.otherwise, True
    yield ("not_interested",), written.not_interested, False
    yield ("hand_over", "silence"), written.hand_over.silence, False
    yield ("hand_over", "rejected"), written.hand_over.rejected, False
    yield ("kick_back", "silence"), written.kick_back.silence, False


def destinations_exist(sources: Sources) -> Iterator[Finding]:
    """Each of these places names a cadence that exists; only leads with missing information may be closed instead."""
    if sources.agreement is None:
        return
    for path, name, may_close in destinations(sources.agreement.written):
        choices = sources.cadence_names | ({CLOSE} if may_close else set())
        if name not in choices and name != NURTURE:  # another rule checks where 'nurture' leads
            yield sources.agreement.error(f"no cadence named {name!r}{did_you_mean(name, choices)}", *path)


def routes_exist(sources: Sources) -> Iterator[Finding]:
    """A route names a cadence that exists, and each cadence once."""
    if sources.agreement is not None:
        yield from names_of_cadences(
            sources, sources.agreement.written.routes, "routes", "is already a route: delete one of the two"
        )


def names_of_cadences(sources: Sources, names: Sequence[str], key: str, twice: str) -> Iterator[Finding]:
    """Findings about a list of cadences in the agreement: names that do not exist, or stand there twice."""
    if sources.agreement is None:
        return
    for index, name in enumerate(names):
        if name not in sources.cadence_names:
            hint = did_you_mean(name, sources.cadence_names)
            yield sources.agreement.error(f"no cadence named {name!r}{hint}", key, index)
        elif name in names[:index]:
            yield sources.agreement.error(f"{name!r} {twice}", key, index)


def routes_are_reached(sources: Sources) -> Iterator[Finding]:
    """Each route must be the first to fit some lead."""
    if sources.agreement is None or (conditions := _route_conditions(sources)) is None:
        return
    routes = sources.agreement.written.routes
    for index, condition in enumerate(conditions):
        wanted = [condition] if condition else []
        before = conditions[:index]
        if None in before or not is_possible(wanted, [each for each in before if each], World()):
            hiding = ", ".join(repr(name) for name in routes[:index])
            yield sources.agreement.error(
                f"no lead reaches {routes[index]!r}: {hiding} above takes all of its leads", "routes", index
            )


def every_qualified_lead_has_a_route(sources: Sources) -> Iterator[Finding]:
    """Every qualified lead must fit a route."""
    if sources.agreement is None or (conditions := _route_conditions(sources)) is None or None in conditions:
        return
    routes = [condition for condition in conditions if condition]
    try:
        gap = _uncovered(sources, routes)
    except OpenQuestionError:
        return
    if gap:
        yield sources.agreement.error(
            f"no route fits a qualified lead with {described(gap)}: end with a cadence that has no 'for'",
            "routes", on_key=True,
        )  # fmt: skip


class Way(NamedTuple):
    """One way to get a class: its rule matches, and all rules above it do not."""

    into: str
    holding: list[Condition]
    failing: list[Condition]


def ways_of_triage(sources: Sources) -> Iterator[Way]:
    """The ways to get each class: one for each rule that some lead reaches."""
    rows = sources.agreement.written.triage if sources.agreement else ()
    for index, row in enumerate(rows):
        earlier = [above.when for above in rows[:index]]
        if None not in earlier:
            wanted = [*criteria_of(sources), *([row.when] if row.when else [])]
            yield Way(row.then, wanted, [when for when in earlier if when])


def _uncovered(sources: Sources, routes: list[Condition]) -> Witness | None:
    for way in ways_of_triage(sources):
        if way.into in QUALIFIED and (gap := find(way.holding, [*way.failing, *routes], World(priorities=(way.into,)))):
            return Witness({"priority": way.into, **gap.subject}, gap.outcomes)
    return None


def described(gap: Witness) -> str:
    """The lead in words: its fields that matter."""
    return ", ".join(f"{field} {'not given' if value is None else value}" for field, value in gap.subject.items())


def _route_conditions(sources: Sources) -> list[Condition | None] | None:
    """The ``for`` of each route's cadence; None if a cadence could not be read."""
    routes = sources.agreement.written.routes if sources.agreement else ()
    if any(name not in sources.cadences for name in routes):
        return None
    return [sources.cadences[name].written.for_ for name in routes]


def every_way_ends(sources: Sources) -> Iterator[Finding]:
    """A lead that never answers must come to an end when each cadence is followed by its ``exhausted``."""
    told: set[str] = set()
    for name in sources.cadences:
        cycle = _cycle_from(name, sources)
        if cycle and not told.intersection(cycle):
            told.update(cycle)
            way = " → ".join((*cycle, cycle[0]))
            message = f"a lead that never answers goes round forever: {way}; let one of them end in 'close'"
            yield sources.cadences[cycle[0]].error(message, "exhausted")


def _cycle_from(start: str, sources: Sources, way: tuple[str, ...] = ()) -> tuple[str, ...]:
    if start in way:
        return way[way.index(start) :]
    if start not in sources.cadences:
        return ()
    cycles = (_cycle_from(name, sources, (*way, start)) for name in _after(start, sources))
    return next(filter(None, cycles), ())


def _after(name: str, sources: Sources) -> tuple[str, ...]:
    """The cadences that may follow a cadence; several if it says ``nurture``."""
    written = sources.agreement.written if sources.agreement else None
    exhausted = sources.cadences[name].written.exhausted
    if exhausted == KICK_BACK and written:
        exhausted = written.kick_back.silence
    return written.nurture if written and written.nurture and exhausted == NURTURE else (exhausted,)
