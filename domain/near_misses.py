"""Why a lead was classed as it was: the rule that decided, and the better rules that it missed by one thing."""

from typing import NamedTuple

from domain.agreement import Agreement, Qualification
from domain.conditions import Condition, Subject, holds, subject_of
from domain.lead import LeadProfile
from domain.triage import Verdict, triage

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


class NearMiss(NamedTuple):
    """A rule that would have classed the lead higher, and the one thing that it lacks for it."""

    rule: str
    qualification: Qualification
    lacks: str


class Explanation(NamedTuple):
    """A verdict, with its near misses in the order of the rules."""

    verdict: Verdict
    near_misses: tuple[NearMiss, ...]


def explain(agreement: Agreement, profile: LeadProfile) -> Explanation:
    """Class a lead as ``triage`` does, and say by how little it missed a better class."""
    verdict = triage(agreement, profile)
    subject = subject_of(profile)
    missed = []
    for rule in agreement.triage:
        lacks = unmet(rule.when, subject) if rule.when is not None else ()
        if len(lacks) == 1 and _RANK[rule.then] > _RANK[verdict.qualification]:
            missed.append(NearMiss(rule.name, rule.then, lacks[0]))
    return Explanation(verdict, tuple(missed))


def unmet(condition: Condition, subject: Subject) -> tuple[str, ...]:
    """The fewest things that would have to be otherwise for a condition to hold; none when it holds."""
    if holds(condition, subject):
        return ()
    if condition.all_ is not None:
        return tuple(lack for part in condition.all_ for lack in unmet(part, subject))
    if condition.any_ is not None:
        return min((unmet(part, subject) for part in condition.any_), key=len, default=("nothing can meet it",))
    if condition.not_ is not None:
        return (f"not ({in_words(condition.not_)})",)
    return (f"{in_words(condition)} ({_now(condition, subject)})",)


def _now(condition: Condition, subject: Subject) -> str:
    value = subject.get(condition.field or "")
    return "not known" if value in (None, "") else f"it is {value}"


def in_words(condition: Condition) -> str:
    """A condition as one would say it: ``company_size is at least 200``."""
    if condition.all_ is not None:
        return " and ".join(in_words(part) for part in condition.all_)
    if condition.any_ is not None:
        return " or ".join(in_words(part) for part in condition.any_)
    if condition.not_ is not None:
        return f"not ({in_words(condition.not_)})"
    if condition.outcome is not None:
        return f"somebody reported {condition.outcome}"
    if condition.known is not None:
        return f"{condition.field} is {'known' if condition.known else 'not known'}"
    name, word = next((name, word) for name, word in _WORDS.items() if getattr(condition, name) is not None)
    value = getattr(condition, name)
    said = (
        ", ".join(map(str, value)) if isinstance(value, tuple) else f"{value:g}" if isinstance(value, float) else value
    )
    return f"{condition.field} {word} {said}"
