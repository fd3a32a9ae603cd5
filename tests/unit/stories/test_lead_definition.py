"""Who is a lead at all, and the firm before the contact: the table that marketing people read, and what it rests on."""

from typing import Any

import pytest
from builders import MONDAY, a_playbook, a_team, an_agreement, an_agreement_that_needs
from house import SCENARIOS
from pydantic import TypeAdapter
from ruamel.yaml import YAML

from domain.dispositions import Disposition
from domain.facts.unions import InformationAdded
from domain.intake.arrival import Acquaintance, Arrival
from domain.intake.beginning import Asked, asked_by, journey_of, profile_for
from domain.journey.state import Stage
from domain.lead.form import LeadForm
from domain.remember.apply import apply
from domain.terms.agreement import Agreement, Criterion, MissingInformation, Qualification, TriageRule
from domain.terms.conditions import Condition
from domain.triage.near_misses import explain
from domain.triage.triage import in_plain_words
from playbook.grammar.agreement import CriterionRow, TriageRow

TABLE: dict[str, Any] = YAML(typ="safe").load(SCENARIOS / "lead_definition.yaml")
KEYS = {
    "case", "lead", "earlier leads", "accepted before", "class", "because", "missing", "a better class lacks",
}  # fmt: skip
MARA = {"first_name": "Mara", "last_name": "Vance", "company": "Acme", "country": "US", "source": "website"}


def agreement_of(written: dict[str, Any]) -> Agreement:
    """The agreement of the table."""
    criteria = TypeAdapter(tuple[CriterionRow, ...]).validate_python(written["lead"])
    rules = TypeAdapter(tuple[TriageRow, ...]).validate_python(written["triage"])
    return an_agreement(
        lead=tuple(Criterion(name=row.criterion, when=row.when) for row in criteria),
        triage=tuple(
            TriageRule(name=row.rule, when=row.when, then=Qualification(row.then.replace(" ", "_"))) for row in rules
        ),
        missing=MissingInformation(needed=tuple(written["needed"]), message="what-is-missing"),
    )


def arrival(form: dict[str, Any], **changes: Any) -> Arrival:
    """Mara of Acme on a Monday, with changes to her form."""
    lead = LeadForm.model_validate({"email": "mara@gmail.com", "phone": "+14155550100", **MARA, **form})
    return Arrival(lead_id="l1", form=lead, arrived_at=MONDAY, form_key="k", playbook="p", **changes)


AGREEMENT = agreement_of(TABLE["agreement"])
ASKED = Asked(accounts=frozenset(TABLE["agreement"]["accounts"]))


@pytest.mark.parametrize("row", TABLE["cases"], ids=lambda row: row["case"])
def test_a_lead_is_what_the_table_says(row: dict[str, Any]) -> None:
    """Its class, the reason, what it still has to tell, and by how little it missed a better class."""
    assert row.keys() <= KEYS
    known = Acquaintance(earlier_leads=row.get("earlier leads", 0), was_accepted=row.get("accepted before", False))

    verdict, missed = explain(AGREEMENT, profile_for(arrival(row["lead"], acquaintance=known), ASKED))

    assert verdict.qualification is Qualification(row["class"].replace(" ", "_"))
    assert verdict.rule == row["because"]
    if "missing" in row or verdict.qualification is Qualification.NOT_ENOUGH_INFORMATION:
        assert list(in_plain_words(verdict.missing)) == row["missing"]
    if "a better class lacks" in row:
        told = [f"{miss.rule} ({miss.qualification.value}): {miss.lacks}" for miss in missed]
        assert told == row["a better class lacks"]


def test_whoever_is_no_lead_ends_at_once_with_the_criterion() -> None:
    """Closed before anything is owed, and the ending says which criterion."""
    playbook = a_playbook(agreement=AGREEMENT)

    journey = journey_of(arrival({"country": "FR"}), playbook)

    assert (journey.stage, journey.disposition) == (Stage.CLOSED, Disposition.NOT_QUALIFIED)
    assert journey.ending == "not a lead: fails the criterion 'Is somewhere we sell'"


def test_what_a_lead_tells_later_may_show_that_it_is_none() -> None:
    """The criteria are asked again with triage, when missing information comes."""
    playbook = a_playbook(agreement=AGREEMENT)
    before = arrival({"country": "", "company": ""})
    journey = journey_of(before, playbook)
    assert journey.stage is Stage.INCOMPLETE

    told = before.model_copy(update={"form": before.form.model_copy(update={"company": "Acme", "country": "FR"})})
    fact = InformationAdded(id="f1", at=MONDAY, profile=profile_for(told, asked_by(playbook)))

    assert apply(journey, fact).ending == "not a lead: fails the criterion 'Is somewhere we sell'"


def test_without_a_definition_everybody_is_a_lead() -> None:
    """As before there was one: agreements of leads under way have none."""
    assert an_agreement().lead == ()
    assert "lead" not in an_agreement().model_dump(mode="json")
    assert journey_of(arrival({"country": "FR"}), a_playbook()).stage is Stage.WORKING


def test_a_profile_of_before_means_what_it_meant() -> None:
    """Nothing is known of first visit and firm in histories that were written before they were."""
    profile = profile_for(arrival({}), Asked())
    old = profile.model_dump(mode="json", exclude={"first_visit", "is_known_account", "earlier_leads"})

    assert type(profile).model_validate(old) == profile
    assert (profile.days_since_first_visit, profile.is_known_account, profile.earlier_leads) == (None, False, 0)


def test_a_playbook_says_whether_it_asks_for_the_firm() -> None:
    """The ledger is not asked for what no condition names; accounts are those of the whole team."""
    person = a_team().people[0]
    team = a_team().model_copy(update={"people": (person.model_copy(update={"accounts": ("acme.example",)}),)})
    of_firms = an_agreement(lead=(Criterion(name="New", when=Condition(field="earlier_leads", at_most=0)),))

    assert not asked_by(a_playbook()).of_the_firm
    assert asked_by(a_playbook(), a_playbook(agreement=of_firms, team=team)) == Asked(
        accounts=frozenset({"acme.example"}), of_the_firm=True
    )


def test_the_criteria_may_name_attributes() -> None:
    """They travel with the lead as those of other conditions do."""
    criterion = Criterion(name="Has a plan", when=Condition(field="attributes.plan", known=True))
    agreement = an_agreement_that_needs("company").model_copy(update={"lead": (criterion,)})

    assert a_playbook(agreement=agreement).attribute_names == {"plan"}
