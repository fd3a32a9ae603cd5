"""Triage: which of the five classes a lead is in, which rule decides, and which cadence follows."""

from typing import NamedTuple

from domain.lead.form import asked_for
from domain.lead.profile import LeadProfile
from domain.terms.agreement import Agreement, Criterion, Qualification, Route
from domain.terms.conditions import holds, subject_of

NOT_A_LEAD = "not a lead"


class TriageResult(NamedTuple):
    """A class, the name of the rule that decided, and the needed fields that are missing.

    Attributes:
        fails: the criterion that it does not meet; None if it is a lead.
    """

    qualification: Qualification
    rule: str
    missing: tuple[str, ...] = ()
    fails: Criterion | None = None

    @property
    def ending(self) -> str:
        """The reason with which a lead that is not qualified ends."""
        return self.rule if self.fails is not None else f"not qualified: {self.rule}"


def missing_information(agreement: Agreement, known: frozenset[str]) -> tuple[str, ...]:
    """The needed fields, or alternatives such as ``email|phone``, that are not known."""
    return tuple(need for need in agreement.missing.needed if known.isdisjoint(need.split("|")))


def triage(agreement: Agreement, profile: LeadProfile) -> TriageResult:
    """Class a lead: the first rule that holds decides. A qualified lead must have the information sales needs, too.

    Whoever fails a criterion is not qualified, whatever the rules say. Nor is a lead that no rule matches.
    """
    subject = subject_of(profile)
    failed = next((criterion for criterion in agreement.lead if not holds(criterion.when, subject)), None)
    if failed is not None:
        return TriageResult(
            Qualification.NOT_QUALIFIED, f"{NOT_A_LEAD}: fails the criterion '{failed.name}'", fails=failed
        )
    rule = next((row for row in agreement.triage if row.when is None or holds(row.when, subject)), None)
    if rule is None:
        return TriageResult(Qualification.NOT_QUALIFIED, "no triage rule matches this lead")
    missing = missing_information(agreement, profile.known)
    if rule.then.is_qualified and missing:
        return TriageResult(
            Qualification.NOT_ENOUGH_INFORMATION, f"{rule.name}; missing: {', '.join(missing)}", missing
        )
    return TriageResult(rule.then, rule.name, missing)


def route(agreement: Agreement, profile: LeadProfile, qualification: Qualification) -> Route | None:
    """The first route whose condition holds; None if there is none."""
    subject = subject_of(profile, priority=qualification.value)
    return next((r for r in agreement.routes if r.applies is None or holds(r.applies, subject)), None)


def in_plain_words(missing: tuple[str, ...]) -> tuple[str, ...]:
    """Missing fields in the words in which a person is asked for them."""
    return tuple(" or ".join(asked_for(name) for name in need.split("|")) for need in missing)
