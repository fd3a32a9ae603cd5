"""Triage by the shipped agreement: the table that marketing people read, and what origin and need rest on."""

from typing import Any

import pytest
from builders import MONDAY
from house import ROOT
from ruamel.yaml import YAML
from shipped import shipped_playbook

from api.reports.requests import Information
from domain.intake.arrival import Acquaintance, Arrival
from domain.intake.beginning import asked_by, journey_of, profile_for
from domain.intake.merging import merged
from domain.lead.form import LeadForm, LeadOrigin, Need
from domain.remember.promises_made import response_times
from domain.terms.agreement import Qualification
from domain.terms.playbook import Playbook
from domain.triage.near_misses import explain

TABLE: dict[str, Any] = YAML(typ="safe").load(ROOT / "tests" / "scenarios" / "triage.yaml")
KEYS = {
    "case", "lead", "earlier leads", "accepted before", "class", "because", "cadence", "called within",
    "a better class lacks",
}  # fmt: skip
MARA = {"first_name": "Mara", "last_name": "Vance", "company": "Acme", "email": "mara@gmail.com"}


@pytest.fixture(scope="module")
def shipped() -> Playbook:
    """The playbook in ``cadences/``."""
    return shipped_playbook()


def arrival(form: dict[str, Any], **changes: Any) -> Arrival:
    """Mara of Acme on a Monday, with changes to her form."""
    lead = LeadForm.model_validate({**MARA, **form})
    return Arrival(lead_id="l1", form=lead, arrived_at=MONDAY, form_key="k", playbook="p", **changes)


@pytest.mark.parametrize("row", TABLE["cases"], ids=lambda row: row["case"])
def test_a_lead_gets_the_class_that_the_table_says(shipped: Playbook, row: dict[str, Any]) -> None:
    """Its class, the rule, its cadence, what it is promised, and by how little it missed a better class."""
    assert row.keys() <= KEYS
    known = Acquaintance(earlier_leads=row.get("earlier leads", 0), was_accepted=row.get("accepted before", False))
    came = arrival(row["lead"], acquaintance=known)

    verdict, missed = explain(shipped.agreement, profile_for(came, asked_by(shipped)))
    journey = journey_of(came, shipped)
    promised = response_times(journey)

    assert (verdict.qualification, verdict.rule) == (Qualification(row["class"].replace(" ", "_")), row["because"])
    assert journey.cadence.name == row.get("cadence", journey.cadence.name)
    if "called within" in row:
        assert promised is not None
        assert str(promised.first_attempt) == row["called within"]
    told = {f"{miss.rule} ({miss.qualification.value}): {miss.lacks}" for miss in missed}
    assert set(row.get("a better class lacks", ())) <= told


def test_every_rule_of_the_shipped_triage_that_asks_for_origin_or_need_has_a_case(shipped: Playbook) -> None:
    """A rule that nobody has seen decide is a guess."""
    decided = {row["because"] for row in TABLE["cases"]}
    asked = {rule.name for rule in shipped.agreement.triage if rule.when and "need" in str(rule.when)}

    assert asked
    assert asked <= decided


def test_a_profile_of_before_knows_neither_origin_nor_need(shipped: Playbook) -> None:
    """Histories that were written before the fields were there mean what they meant."""
    profile = profile_for(arrival({}), asked_by(shipped))
    old = profile.model_dump(mode="json", exclude={"origin", "need"})

    assert type(profile).model_validate(old) == profile
    assert (profile.origin, profile.need) == (None, None)


@pytest.mark.parametrize(("field", "value"), [("origin", "web"), ("need", "soon")])
def test_other_words_for_them_are_refused(field: str, value: str) -> None:
    """Each has a closed set of values."""
    with pytest.raises(ValueError, match=field):
        LeadForm.model_validate({**MARA, field: value})


def test_who_was_met_at_a_fair_and_asks_on_the_website_is_online_from_then_on() -> None:
    """Both describe the request, so the newer one counts; where it says nothing, what was known stays."""
    before = arrival({"origin": "offline", "need": "new_problem"})
    further = arrival({"origin": "online"}).model_copy(update={"arrived_at": MONDAY.replace(day=MONDAY.day + 1)})

    form = merged(before, further).form

    assert (form.origin, form.need) == (LeadOrigin.ONLINE, Need.NEW_PROBLEM)


def test_the_need_may_be_told_later_and_the_origin_is_what_it_was() -> None:
    """A lead can be asked what it needs; nobody can change where it met us."""
    assert Information.model_validate({"need": "existing_need"}).need is Need.EXISTING_NEED
    with pytest.raises(ValueError, match="origin cannot change after arrival"):
        Information.model_validate({"origin": "online"})
