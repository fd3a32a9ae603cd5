"""Rules for the agreement: its triage rows can match, its ladder ends at the manager, forms can fill its needs."""

from collections.abc import Iterator

from domain.lead.form import FIELDS, FIXED_ON_ARRIVAL
from domain.terms.agreement import LONGEST_CAP
from domain.terms.alerts import RungAction
from domain.terms.conditions import Condition
from playbook.files.sources import Sources
from playbook.findings import Finding, did_you_mean
from playbook.grammar.agreement import TriageRow
from playbook.rules.conditions import is_sound
from playbook.rules.flow import QUALIFIED, TRIAGE_WORLD, criteria_of
from playbook.rules.witnesses import is_possible

FORM_FIELDS = FIELDS.keys() - {"consent", "attributes"}


def rules_can_match(sources: Sources) -> Iterator[Finding]:
    """Each row of triage must be the first to match some lead; the finding names the rows that hide it."""
    if sources.agreement is None:
        return
    rows = sources.agreement.written.triage
    criteria = criteria_of(sources)
    for index, row in enumerate(rows):
        if row.when and not is_sound(row.when):
            continue
        if row.when and not is_possible([row.when], [], TRIAGE_WORLD):
            message = f"rule {row.rule!r} contradicts itself: no lead can match it"
            yield sources.agreement.error(message, "triage", index, "when", on_key=True)
        elif row.when and is_possible(criteria, [], TRIAGE_WORLD) and _is_no_lead(row.when, criteria):
            message = f"rule {row.rule!r} never matches: the criteria of 'lead' exclude everybody it is for"
            yield sources.agreement.error(message, "triage", index, "rule")
        elif hiding := _hiding(rows, index):
            message = f"rule {row.rule!r} never matches: {hiding} above it takes all of its leads"
            yield sources.agreement.error(message, "triage", index, "rule")


def _is_no_lead(when: Condition, criteria: list[Condition]) -> bool:
    return not is_possible([*criteria, when], [], TRIAGE_WORLD)


def _hiding(rows: tuple[TriageRow, ...], index: int) -> str:
    """The row above, or all rows above together, that match every lead this one could."""
    wanted = [when] if (when := rows[index].when) else []
    for above in rows[:index]:
        if above.when is None or not is_possible(wanted, [above.when], TRIAGE_WORLD):
            return repr(above.rule)
    before = [above.when for above in rows[:index] if above.when]
    return "everything" if before and not is_possible(wanted, before, TRIAGE_WORLD) else ""


def rule_names_differ(sources: Sources) -> Iterator[Finding]:
    """People see a rule's name as the reason, so names must differ."""
    if sources.agreement is None:
        return
    names = [row.rule for row in sources.agreement.written.triage]
    for index, name in enumerate(names):
        if name in names[:index]:
            yield sources.agreement.error(
                f"another rule is already named {name!r}: give this one a different name", "triage", index, "rule"
            )


def somebody_qualifies(sources: Sources) -> Iterator[Finding]:
    """Triage must qualify somebody, and should end with a rule that matches every lead."""
    if sources.agreement is None:
        return
    rows = sources.agreement.written.triage
    if not any(row.then in QUALIFIED for row in rows):
        yield sources.agreement.error(
            "no rule qualifies a lead: give at least one rule the class high, medium or low", "triage", on_key=True
        )
    failing: list[Condition] = [row.when for row in rows if row.when]
    if all(row.when for row in rows) and is_possible(criteria_of(sources), failing, TRIAGE_WORLD):
        message = "a lead that matches no rule is not qualified: add a last rule without 'when' that says so"
        yield sources.agreement.warning(message, "triage", on_key=True)


def needs_can_be_filled(sources: Sources) -> Iterator[Finding]:
    """Forms can bring every field that sales needs, and something asks for missing ones."""
    if sources.agreement is None:
        return
    missing = sources.agreement.written.missing_information
    for index, need in enumerate(missing.needed):
        for field in need.split("|"):
            if field not in FORM_FIELDS:
                hint = did_you_mean(field, FORM_FIELDS)
                message = f"no form has the field {field!r}{hint}"
                yield sources.agreement.error(message, "missing_information", "needed", index)
        if FIXED_ON_ARRIVAL.issuperset(need.split("|")):
            message = f"a lead cannot supply {need!r} after arrival: remove it from 'needed'"
            yield sources.agreement.warning(message, "missing_information", "needed", index)
    if missing.needed and not (missing.message or missing.script):
        message = "nothing asks for missing fields: add a 'message', a 'script' or both"
        yield sources.agreement.error(message, "missing_information", on_key=True)


def not_enough_information_is_defined(sources: Sources) -> Iterator[Finding]:
    """A rule for 'not enough information' needs a list of the fields to ask for."""
    if sources.agreement is None or sources.agreement.written.missing_information.needed:
        return
    for index, row in enumerate(sources.agreement.written.triage):
        if row.then == "not enough information":
            message = "'missing_information: needed:' is empty: list the fields to ask for"
            yield sources.agreement.error(message, "triage", index, "then")


def ladder_leads_somewhere(sources: Sources) -> Iterator[Finding]:
    """A hand-over that is not answered escalates, and the manager hears of it last."""
    if sources.agreement is None:
        return
    ladder = sources.agreement.written.hand_over.ladder
    if not ladder:
        message = "the ladder is empty, so nobody hears of an unanswered hand-over: add a rung for the manager"
        yield sources.agreement.error(message, "hand_over", "ladder", on_key=True)
    elif ladder[-1].then is not RungAction.MANAGER:
        message = "the last rung of the ladder must be the manager"
        yield sources.agreement.error(message, "hand_over", "ladder", len(ladder) - 1, "then")


def agreement_calendar_exists(sources: Sources) -> Iterator[Finding]:
    """The agreement's calendar is a file in ``calendars/``."""
    if sources.agreement is None:
        return
    name = sources.agreement.written.calendar
    if name not in sources.calendar_names:
        hint = did_you_mean(name, sources.calendar_names)
        yield sources.agreement.error(f"no calendar named {name!r} in calendars/{hint}", "calendar")


def caps_are_by_the_clock(sources: Sources) -> Iterator[Finding]:
    """A cap looks back over plain time: counting business time backwards would need a calendar."""
    if sources.agreement is None:
        return
    for index, cap in enumerate(sources.agreement.written.caps):
        if cap.within.is_business or not cap.within.wall:
            message = f"a cap needs plain time, such as '1 day', not {str(cap.within)!r}"
            yield sources.agreement.error(message, "caps", index, "within")
        elif cap.within.wall > LONGEST_CAP:
            message = f"a cap looks back {LONGEST_CAP.days} days at most, not {cap.within}"
            yield sources.agreement.error(message, "caps", index, "within")
