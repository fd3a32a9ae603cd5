"""What the response times must be: every class has one, no row hides another, and what is promised can be kept."""

from collections.abc import Iterator
from typing import NamedTuple

from domain.hours.spans import Span
from domain.terms.conditions import Condition
from playbook.files.sources import Source, Sources
from playbook.findings import Finding
from playbook.grammar.agreement import AgreementFile, ResponseRow
from playbook.rules.conditions import is_sound
from playbook.rules.flow import QUALIFIED, TRIAGE_WORLD, Way, ways_of_triage
from playbook.rules.witnesses import World, is_possible, is_sure

_BY_PEOPLE = ("first_attempt", "contact", "attempts_within")
_TERMS = ("acknowledged", *_BY_PEOPLE)


def classes_have_response_times(sources: Sources) -> Iterator[Finding]:
    """Once anything is promised, every class that triage gives is promised something, whatever the lead's origin."""
    if sources.agreement is None or not (rows := sources.agreement.written.response_times):
        return
    ways = list(ways_of_triage(sources))
    for name in (each for each in QUALIFIED if each in {way.into for way in ways}):
        conditions = _origins(rows, name)
        if not conditions:
            message = f"class {name!r} has no response time: add a row with 'class: {name}'"
            yield sources.agreement.error(message, "response_times", on_key=True)
        elif None not in conditions and any(_is_missed(way, conditions) for way in ways if way.into == name):
            message = f"some leads of class {name!r} have no response time: add a last row for it without 'when'"
            yield sources.agreement.error(message, "response_times", on_key=True)


def _is_missed(way: Way, conditions: list[Condition | None]) -> bool:
    """Whether some lead that comes this way has none of these origins."""
    return is_sure(way.holding, [*way.failing, *(each for each in conditions if each)], _world(way.into))


def response_times_can_match(sources: Sources) -> Iterator[Finding]:
    """A row that no lead falls under is dead; what hides it is named."""
    if sources.agreement is None:
        return
    for index, row in enumerate(sources.agreement.written.response_times):
        if row.when and not is_sound(row.when):
            continue
        reasons = [_why_dead(sources, index, name) for name in row.class_]
        if all(reasons):
            message = f"this row never matches: {', '.join(dict.fromkeys(reasons))}"
            yield sources.agreement.error(message, "response_times", index, "class")


def _why_dead(sources: Sources, index: int, name: str) -> str:
    """What leaves a row no lead of a class; empty when nothing does."""
    rows = sources.agreement.written.response_times if sources.agreement else ()
    wanted: list[Condition] = [when] if (when := rows[index].when) else []
    if name in QUALIFIED and not any(
        is_possible([*way.holding, *wanted], way.failing, _world(name))
        for way in ways_of_triage(sources)
        if way.into == name
    ):
        return f"triage makes no such lead {name!r}"
    above = {number: row.when for number, row in enumerate(rows[:index], start=1) if name in row.class_}
    for number, when in above.items():
        if when is None or not is_possible(wanted, [when], _world(name)):
            return f"row {number} above takes all of its leads"
    together = [when for when in above.values() if when]
    return "" if is_possible(wanted, together, _world(name)) else "the rows above take all of its leads"


def response_times_make_sense(sources: Sources) -> Iterator[Finding]:
    """Machines are held to the wall clock, attempts to a time, and a row promises something that somebody owes."""
    if sources.agreement is None:
        return
    for index, row in enumerate(sources.agreement.written.response_times):
        yield from _whom_it_promises(sources.agreement, index, row)
        yield from _how_long_it_takes(sources.agreement, index, row)


def _whom_it_promises(source: Source[AgreementFile], index: int, row: ResponseRow) -> Iterator[Finding]:
    place = ("response_times", index)
    given = [name for name in _TERMS if getattr(row, name) is not None]
    if "not qualified" in row.class_:
        message = "nobody follows up a lead that is not qualified: take the class out of the row"
        yield source.error(message, *place, "class")
    elif not given:
        yield source.error("this row promises nothing: give it first_attempt, for one", *place, on_key=True)
    elif set(row.class_) == {"not enough information"}:
        message = "a lead that is asked for what is missing is acknowledged, and promised nothing else until it told"
        yield from (source.error(message, *place, name, on_key=True) for name in given if name in _BY_PEOPLE)


def _how_long_it_takes(source: Source[AgreementFile], index: int, row: ResponseRow) -> Iterator[Finding]:
    place = ("response_times", index)
    for name in _TERMS:
        span: Span | None = getattr(row, name)
        if span is not None and span == Span(is_business=span.is_business):
            yield source.error("a promise for no time at all is broken at once", *place, name)
    if row.acknowledged is not None and row.acknowledged.is_business:
        message = f"machines never close: acknowledge within minutes or hours, and not {str(row.acknowledged)!r}"
        yield source.error(message, *place, "acknowledged")
    if row.attempts is not None and row.attempts_within is None:
        yield source.error("'attempts' needs 'attempts_within' beside it", *place, "attempts")
    if row.attempts is None and row.attempts_within is not None:
        yield source.error("'attempts_within' needs 'attempts' beside it", *place, "attempts_within")


def red_zone_is_by_the_clock(sources: Sources) -> Iterator[Finding]:
    """How late a lead is when it turns red is plain time, for a list of leads of many people."""
    if sources.agreement is not None and (zone := sources.agreement.written.red_zone).is_business:
        message = f"the red zone is plain time, such as '2 hours', and not {str(zone)!r}"
        yield sources.agreement.error(message, "red_zone")


def attempts_can_be_made(sources: Sources) -> Iterator[Finding]:
    """Nobody can keep a promise of more attempts than the cadence makes that such a lead gets."""
    if sources.agreement is None:
        return
    for index, row in enumerate(sources.agreement.written.response_times):
        for cadence in _too_short(sources, row.attempts or 0):
            for name in (each for each in row.class_ if each in QUALIFIED and _gets(sources, index, each, cadence)):
                made = f"{cadence.name!r} makes only {cadence.touches}"
                message = f"class {name!r} is promised {row.attempts} attempts, and {made}"
                yield sources.agreement.error(message, "response_times", index, "attempts")


class _Short(NamedTuple):
    """A route with too few touches; ``failing`` is what the routes before it are for."""

    name: str
    touches: int
    holding: list[Condition]
    failing: list[Condition]


def _too_short(sources: Sources, attempts: int) -> Iterator[_Short]:
    """The routes that make fewer attempts, up to the first that takes every lead."""
    before: list[Condition] = []
    for name in sources.agreement.written.routes if sources.agreement else ():
        if name not in sources.cadences:
            return  # said elsewhere, and whoever gets what follows is not known
        written = sources.cadences[name].written
        if len(written.touches) < attempts:
            yield _Short(name, len(written.touches), [written.for_] if written.for_ else [], [*before])
        if written.for_ is None:
            return
        before.append(written.for_)


def _gets(sources: Sources, index: int, name: str, cadence: _Short) -> bool:
    """Whether some lead of a class falls under a row and ends up in a cadence."""
    rows = sources.agreement.written.response_times if sources.agreement else ()
    above = _origins(rows[:index], name)
    if None in above:
        return False
    origin = [when] if (when := rows[index].when) else []
    failing = [*cadence.failing, *(each for each in above if each)]
    return any(
        is_sure([*way.holding, *origin, *cadence.holding], [*way.failing, *failing], _world(name))
        for way in ways_of_triage(sources)
        if way.into == name
    )


def _origins(rows: tuple[ResponseRow, ...], name: str) -> list[Condition | None]:
    """Which leads of a class the rows are for; none means all of them."""
    return [row.when for row in rows if name in row.class_]


def _world(name: str) -> World:
    return World(priorities=(name,)) if name in QUALIFIED else TRIAGE_WORLD
