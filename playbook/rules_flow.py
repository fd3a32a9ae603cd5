"""How leads flow between cadences: every qualified lead gets one, and every way ends."""

from collections.abc import Iterator

from domain.cadence import CLOSE, KICK_BACK
from domain.conditions import Condition
from playbook.findings import Finding, did_you_mean
from playbook.grammar_agreement import AgreementFile
from playbook.sources import Source, Sources
from playbook.witnesses import OpenQuestionError, Witness, World, find, is_possible

QUALIFIED = ("high", "medium", "low")
TRIAGE_WORLD = World(priorities=(None,))


def destinations_exist(sources: Sources) -> Iterator[Finding]:
    """What is left over goes to a cadence that exists; only a lead that never told enough may be closed."""
    if sources.agreement is None:
        return
    written = sources.agreement.written
    places: tuple[tuple[tuple[str, ...], str, bool], ...] = (
        (("missing_information", "otherwise"), written.missing_information.otherwise, True),
        (("not_interested",), written.not_interested, False),
        (("hand_over", "silence"), written.hand_over.silence, False),
        (("hand_over", "rejected"), written.hand_over.rejected, False),
        (("kick_back", "silence"), written.kick_back.silence, False),
    )
    for path, name, may_close in places:
        choices = sources.cadence_names | ({CLOSE} if may_close else set())
        if name not in choices:
            yield sources.agreement.error(f"there is no cadence {name!r}{did_you_mean(name, choices)}", *path)


def routes_exist(sources: Sources) -> Iterator[Finding]:
    """A route is the name of a cadence, once."""
    if sources.agreement is None:
        return
    routes = sources.agreement.written.routes
    for index, name in enumerate(routes):
        if name not in sources.cadence_names:
            hint = did_you_mean(name, sources.cadence_names)
            yield sources.agreement.error(f"there is no cadence {name!r}{hint}", "routes", index)
        elif name in routes[:index]:
            yield sources.agreement.error(f"{name!r} is a route already", "routes", index)


def routes_are_reached(sources: Sources) -> Iterator[Finding]:
    """A route that an earlier one leaves no lead to is dead."""
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
    """A lead that triage qualifies must find a cadence."""
    if sources.agreement is None or (conditions := _route_conditions(sources)) is None or None in conditions:
        return
    routes = [condition for condition in conditions if condition]
    try:
        gap = _uncovered(sources.agreement, routes)
    except OpenQuestionError:
        return
    if gap:
        yield sources.agreement.error(
            f"a qualified lead without a cadence: {_described(gap)}; end with a cadence that has no 'for'",
            "routes", on_key=True,
        )  # fmt: skip


def _uncovered(agreement: Source[AgreementFile], routes: list[Condition]) -> Witness | None:
    rows = agreement.written.triage
    for index, row in enumerate(rows):
        earlier = [above.when for above in rows[:index]]
        if row.then not in QUALIFIED or None in earlier:
            continue
        wanted = [row.when] if row.when else []
        missed = [*(when for when in earlier if when), *routes]
        if gap := find(wanted, missed, World(priorities=(row.then,))):
            return Witness({"priority": row.then, **gap.subject}, gap.outcomes)
    return None


def _described(gap: Witness) -> str:
    return ", ".join(f"{field} {'not given' if value is None else value}" for field, value in gap.subject.items())


def _route_conditions(sources: Sources) -> list[Condition | None] | None:
    """What each route's cadence is for; None when a cadence could not be read."""
    routes = sources.agreement.written.routes if sources.agreement else ()
    if any(name not in sources.cadences for name in routes):
        return None
    return [sources.cadences[name].written.for_ for name in routes]


def every_way_ends(sources: Sources) -> Iterator[Finding]:
    """Followed by ``exhausted`` only, a silent lead must come to an end."""
    told: set[str] = set()
    for name in sources.cadences:
        cycle = _cycle_from(name, sources)
        if cycle and not told.intersection(cycle):
            told.update(cycle)
            way = " → ".join((*cycle, cycle[0]))
            message = f"a silent lead goes round forever: {way}; let one of them end in 'close'"
            yield sources.cadences[cycle[0]].error(message, "exhausted")


def _cycle_from(start: str, sources: Sources) -> tuple[str, ...]:
    way: list[str] = []
    name = start
    while name in sources.cadences:
        if name in way:
            return tuple(way[way.index(name) :])
        way.append(name)
        name = _after(name, sources)
    return ()


def _after(name: str, sources: Sources) -> str:
    exhausted = sources.cadences[name].written.exhausted
    if exhausted == KICK_BACK and sources.agreement:
        return sources.agreement.written.kick_back.silence
    return exhausted
