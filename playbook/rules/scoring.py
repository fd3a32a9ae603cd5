"""Rules for ``scoring``: signals can give points, levels are in order, and no row hides another."""

import re
from collections.abc import Iterator
from datetime import timedelta

from domain.terms.conditions import SCORED_FIELDS
from domain.terms.scoring import SignalKind
from playbook.files.sources import Sources, all_messages
from playbook.findings import Finding, Severity
from playbook.grammar.scoring import ScoringWritten, SignalRow
from playbook.rules.conditions_written import conditions_of, matchers_of

SHORTEST, LONGEST = timedelta(hours=1), timedelta(days=365)
"""Bounds of the half-life: below, interest fades before anybody can act on it; above, it never fades."""

_TRACKED = re.compile(r"\|\s*track\b")


def _scoring(sources: Sources) -> ScoringWritten | None:
    return sources.agreement.written.scoring if sources.agreement else None


def interest_is_measured(sources: Sources) -> Iterator[Finding]:
    """``interest`` and ``score`` are known only if the agreement has a section ``scoring``."""
    if sources.agreement is None or _scoring(sources) is not None:
        return
    for written in conditions_of(sources):
        for path, matcher in matchers_of(written.condition, written.path):
            if matcher.field in SCORED_FIELDS:
                message = f"{matcher.field} is never known: add a section 'scoring' to agreement.yaml"
                yield written.document.finding(message, (*path, "field"))


def levels_are_in_order(sources: Sources) -> Iterator[Finding]:
    """Strong is more than little, and little is more than nothing."""
    scoring, agreement = _scoring(sources), sources.agreement
    if scoring is None or agreement is None:
        return
    if scoring.little < 1:
        yield agreement.error("'little' must be at least 1: otherwise every lead shows interest", "scoring", "little")
    if scoring.strong <= scoring.little:
        message = f"'strong' must be more than 'little', which is {scoring.little}"
        yield agreement.error(message, "scoring", "strong")


def half_life_is_sane(sources: Sources) -> Iterator[Finding]:
    """The half-life is plain time, between an hour and a year."""
    scoring, agreement = _scoring(sources), sources.agreement
    if scoring is None or agreement is None:
        return
    if scoring.half_life.is_business:
        message = f"a half-life needs plain time, such as '14 days', not {str(scoring.half_life)!r}"
        yield agreement.error(message, "scoring", "half_life")
    elif not SHORTEST <= scoring.half_life.wall <= LONGEST:
        message = f"a half-life is between 1 hour and 365 days, not {scoring.half_life}"
        yield agreement.error(message, "scoring", "half_life")


def something_gives_points(sources: Sources) -> Iterator[Finding]:
    """Some signal gives points, and an opened email alone does not make interest."""
    scoring, agreement = _scoring(sources), sources.agreement
    if scoring is None or agreement is None:
        return
    if not any(row.points for row in scoring.signals):
        yield agreement.error(
            "no signal gives points, so no lead ever shows interest: give one points", "scoring", "signals"
        )
    for index, row in enumerate(scoring.signals):
        if row.signal is SignalKind.OPEN and row.points >= max(scoring.little, 1):
            message = "mail programs open emails by themselves: give an open fewer points than 'little', or none"
            yield agreement.warning(message, "scoring", "signals", index, "points")


def rows_can_match(sources: Sources) -> Iterator[Finding]:
    """Each row is the first to fit some signal; the finding names the row that hides it."""
    scoring, agreement = _scoring(sources), sources.agreement
    if scoring is None or agreement is None:
        return
    for index, row in enumerate(scoring.signals):
        place = ("scoring", "signals", index)
        if row.page and row.contains:
            yield agreement.error("give 'page' or 'contains', not both", *place, "contains", on_key=True)
        elif (row.page or row.contains) and not row.signal.is_on_a_page:
            key = "page" if row.page else "contains"
            yield agreement.error(
                f"a {row.signal} has no page: only visits and clicks have one", *place, key, on_key=True
            )
        elif hiding := next((above for above in scoring.signals[:index] if _hides(above, row)), None):
            yield agreement.error(
                f"this row is never used: {_named(hiding)} above it takes all of its signals", *place, "signal"
            )


def _hides(above: SignalRow, row: SignalRow) -> bool:
    if above.signal is not row.signal:
        return False
    page, contained = (row.page or "").casefold(), (row.contains or "").casefold()
    if above.page is not None:
        return page.startswith(above.page.casefold())
    if above.contains is not None:
        wanted = above.contains.casefold()
        return wanted in contained or wanted in page
    return True


def _named(row: SignalRow) -> str:
    where = f", page: {row.page}" if row.page else f", contains: {row.contains}" if row.contains else ""
    return f"{{signal: {row.signal}{where}}}"


def clicks_are_counted(sources: Sources) -> Iterator[Finding]:
    """Tracked links need a section ``scoring``."""
    if sources.agreement is None or _scoring(sources) is not None:
        return
    for source in all_messages(sources):
        if found := _TRACKED.search(source.message.body):
            before = source.message.body[: found.start()]
            line = source.message.first_line + before.count("\n")
            column = found.start() - (before.rfind("\n") + 1) + 1
            message = (
                "clicks on tracked links are not counted: add a section 'scoring' to agreement.yaml, or remove 'track'"
            )
            yield Finding(source.file, line, column, message, Severity.WARNING)
