"""Rules for response times: every class has one, no row hides another, and cadences can keep them."""

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
    """If there are response times, every class has one, whatever the lead's origin."""
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
    """Whether some lead that gets its class this way has none of these origins."""
    return is_sure(way.holding, [*way.failing, *(each for each in conditions if each)], _world(way.into))


def response_times_can_match(sources: Sources) -> Iterator[Finding]:
    """Each row must be the first to match some lead; the finding names what hides it."""
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
    """Why a row matches no lead of a class; empty if it matches some."""
    rows = sources.agreement.written.response_times if sources.agreement else ()
    wanted: list[Condition] = [when] if (when := rows[index].when) else []
    if name in QUALIFIED and not any(
        is_possible([*way.holding, *wanted], way.failing, _world(name))
        for way in ways_of_triage(sources)
        if way.into == name
    ):
        return f"triage gives no such lead the class {name!r}"
    above = {number: row.when for number, row in enumerate(rows[:index], start=1) if name in row.class_}
    for number, when in above.items():
        if when is None or not is_possible(wanted, [when], _world(name)):
            return f"row {number} above takes all of its leads"
    together = [when for when in above.values() if when]
    return "" if is_possible(wanted, together, _world(name)) else "the rows above take all of its leads"


def response_times_make_sense(sources: Sources) -> Iterator[Finding]:
    """Acknowledgments are due around the clock, attempts have a time limit, and each row promises something."""
    if sources.agreement is None:
        return
    for index, row in enumerate(sources.agreement.written.response_times):
        yield from _whom_it_promises(sources.agreement, index, row)
        yield from _how_long_it_takes(sources.agreement, index, row)


def _whom_it_promises(source: Source[AgreementFile], index: int, row: ResponseRow) -> Iterator[Finding]:
    place = ("response_times", index)
    given = [name for name in _TERMS if getattr(row, name) is not None]
    if "not qualified" in row.class_:
        message = "leads that are not qualified are not followed up: remove the class from this row"
        yield source.error(message, *place, "class")
    elif not given:
        yield source.error("this row promises nothing: add a response time, such as first_attempt", *place, on_key=True)
    elif set(row.class_) == {"not enough information"}:
        message = "a lead with missing information is only promised an acknowledgment: remove the other times"
        yield from (source.error(message, *place, name, on_key=True) for name in given if name in _BY_PEOPLE)


def _how_long_it_takes(source: Source[AgreementFile], index: int, row: ResponseRow) -> Iterator[Finding]:
    place = ("response_times", index)
    for name in _TERMS:
        span: Span | None = getattr(row, name)
        if span is not None and span == Span(is_business=span.is_business):
            yield source.error("a response time of zero is missed at once: give a longer time", *place, name)
    if row.acknowledged is not None and row.acknowledged.is_business:
        message = f"the engine works around the clock: use minutes or hours, not {str(row.acknowledged)!r}"
        yield source.error(message, *place, "acknowledged")
    if row.attempts is not None and row.attempts_within is None:
        yield source.error("'attempts' needs a time limit: add 'attempts_within'", *place, "attempts")
    if row.attempts is None and row.attempts_within is not None:
        yield source.error("'attempts_within' needs a number: add 'attempts'", *place, "attempts_within")


def red_zone_is_by_the_clock(sources: Sources) -> Iterator[Finding]:
    """The red zone is plain time, because a list shows leads of people with different hours."""
    if sources.agreement is not None and (zone := sources.agreement.written.red_zone).is_business:
        message = f"the red zone needs plain time, such as '2 hours', not {str(zone)!r}"
        yield sources.agreement.error(message, "red_zone")


def attempts_can_be_made(sources: Sources) -> Iterator[Finding]:
    """A lead's cadence makes at least as many attempts as its response times promise."""
    if sources.agreement is None:
        return
    for index, row in enumerate(sources.agreement.written.response_times):
        for cadence in _too_short(sources, row.attempts or 0):
            for name in (each for each in row.class_ if each in QUALIFIED and _gets(sources, index, each, cadence)):
                made = f"{cadence.name!r} makes only {cadence.touches}"
                message = (
                    f"class {name!r} is promised {row.attempts} attempts, but {made}: add touches, or promise fewer"
                )
                yield sources.agreement.error(message, "response_times", index, "attempts")


class _Short(NamedTuple):
    """A route with too few touches; ``failing`` has the conditions of the routes before it."""

    name: str
    touches: int
    holding: list[Condition]
    failing: list[Condition]


def _too_short(sources: Sources, attempts: int) -> Iterator[_Short]:
    """The routes with fewer attempts, up to the first route that takes every lead."""
    before: list[Condition] = []
    for name in sources.agreement.written.routes if sources.agreement else ():
        if name not in sources.cadences:
            return  # another rule reports it, and the leads of the routes below are not known
        written = sources.cadences[name].written
        if len(written.touches) < attempts:
            yield _Short(name, len(written.touches), [written.for_] if written.for_ else [], [*before])
        if written.for_ is None:
            return
        before.append(written.for_)


def _gets(sources: Sources, index: int, name: str, cadence: _Short) -> bool:
    """Whether some lead of a class matches a row and gets a cadence."""
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
    """The leads of a class that the rows are for; none means all of them."""
    return [row.when for row in rows if name in row.class_]


def _world(name: str) -> World:
    return World(priorities=(name,)) if name in QUALIFIED else TRIAGE_WORLD
