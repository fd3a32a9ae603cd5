"""Why a lead has its class: the rule that decided, and the better rules that the lead missed by one condition."""

from functools import partial
from typing import NamedTuple

from domain.lead.form import Scalar
from domain.lead.profile import LeadProfile
from domain.outcomes import LIVE_CONTACT
from domain.snapshot import replaced
from domain.terms.agreement import Agreement, Qualification
from domain.terms.conditions import SCORED_FIELDS, Condition, Subject, fields_of, holds, subject_of
from domain.text import plain
from domain.triage.triage import TriageResult, triage

_WORDS = {
    "is_": "is",
    "is_not": "is not",
    "in_": "is one of",
    "not_in": "is none of",
    "at_least": "is at least",
    "at_most": "is at most",
    "contains": "contains",
}
_RANK = {
    Qualification.HIGH: 3,
    Qualification.MEDIUM: 2,
    Qualification.LOW: 1,
    Qualification.NOT_ENOUGH_INFORMATION: 4,  # it lacks information, not a rule
    Qualification.NOT_QUALIFIED: 0,
}


A_LEAD = "a lead"


class NearMiss(NamedTuple):
    """A rule or criterion that would give the lead a better class, and the one condition that is not met."""

    rule: str
    qualification: Qualification
    lacks: str


class Explanation(NamedTuple):
    """A verdict and its near misses, in the order of the rules."""

    verdict: TriageResult
    near_misses: tuple[NearMiss, ...]


def explain(agreement: Agreement, profile: LeadProfile) -> Explanation:
    """Class a lead as ``triage`` does, and list the better classes that it nearly missed."""
    verdict = triage(agreement, profile)
    subject = subject_of(profile)
    if verdict.fails is not None:
        return Explanation(verdict, _nearly_a_lead(agreement, profile, subject))
    missed = []
    for rule in agreement.triage:
        lacks = unmet(rule.when, subject) if rule.when is not None and not _is_to_come(rule.when, profile) else ()
        if len(lacks) == 1 and _RANK[rule.then] > _RANK[verdict.qualification]:
            missed.append(NearMiss(rule.name, rule.then, lacks[0]))
    return Explanation(verdict, tuple(missed))


def _is_to_come(condition: Condition, profile: LeadProfile) -> bool:
    """Whether only later signals can meet the condition: no lead shows interest on arrival."""
    fields = fields_of(condition)
    return profile.interest is None and bool(fields) and fields <= SCORED_FIELDS


def _nearly_a_lead(agreement: Agreement, profile: LeadProfile, subject: Subject) -> tuple[NearMiss, ...]:
    """The one criterion that keeps this from being a lead, with the class that it would have."""
    lacks = [(criterion, lack) for criterion in agreement.lead for lack in unmet(criterion.when, subject)]
    otherwise = triage(replaced(agreement, partial(Agreement, lead=())), profile).qualification
    if len(lacks) != 1 or otherwise is Qualification.NOT_QUALIFIED:
        return ()
    criterion, lack = lacks[0]
    return (NearMiss(f"{A_LEAD}: {criterion.name}", otherwise, lack),)


def unmet(condition: Condition, subject: Subject) -> tuple[str, ...]:
    """The fewest conditions that would have to change for this one to hold; empty if it holds."""
    if holds(condition, subject):
        return ()
    if condition.all_ is not None:
        return tuple(lack for part in condition.all_ for lack in unmet(part, subject))
    if condition.any_ is not None:
        return min(
            (unmet(part, subject) for part in condition.any_), key=len, default=("nothing can meet the condition",)
        )
    if condition.not_ is not None:
        return (f"not ({condition_in_words(condition.not_)})",)
    return (f"{condition_in_words(condition)} ({_now(condition, subject)})",)


def _now(condition: Condition, subject: Subject) -> str:
    value = subject.get(condition.field or "")
    return "not known" if value in (None, "") else f"it is {_said(value)}"


def condition_in_words(condition: Condition) -> str:
    """A condition in words: ``company_size is at least 200``."""
    if condition.all_ is not None:
        return " and ".join(condition_in_words(part) for part in condition.all_)
    if condition.any_ is not None:
        return " or ".join(condition_in_words(part) for part in condition.any_)
    if condition.not_ is not None:
        return f"not ({condition_in_words(condition.not_)})"
    if condition.outcome is not None:
        if condition.outcome in LIVE_CONTACT:
            return f"somebody has already spoken to the lead ({plain(condition.outcome)})"
        return f"somebody has already reported: {plain(condition.outcome)}"
    if condition.known is not None:
        return f"{condition.field} is {'known' if condition.known else 'not known'}"
    name, word = next((name, word) for name, word in _WORDS.items() if getattr(condition, name) is not None)
    value = getattr(condition, name)
    said = ", ".join(map(_said, value)) if isinstance(value, tuple) else _said(value)
    return f"{condition.field} {word} {said}"


def _said(value: Scalar) -> str:
    """A value as playbooks write it: ``true``, ``200``."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"{value:g}" if isinstance(value, float) else str(value)
