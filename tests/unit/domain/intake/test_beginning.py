"""A journey begins: what is known of the firm, and which cadence follows."""

from builders import MONDAY, a_cadence, a_playbook, a_profile, a_team, an_agreement

from domain.intake.arrival import Acquaintance, Arrival
from domain.intake.beginning import Asked, arrive, asked_by, profile_for
from domain.lead.form import LeadForm
from domain.terms.agreement import Qualification, Route, TriageRule
from domain.terms.conditions import Condition

FORM = LeadForm(email="dana@acme.example", attributes={"plan": "gold", "diary": "private"})


def came(**known: object) -> Arrival:
    """An arrival of somebody of whom this is known."""
    return Arrival(
        lead_id="lead1",
        form_key="f",
        form=FORM,
        arrived_at=MONDAY,
        playbook="p",
        acquaintance=Acquaintance.model_validate(known),
    )


def test_a_company_that_somebody_knows_is_an_account() -> None:
    """By its domain, or because sales accepted a lead of it before."""
    assert profile_for(came(), Asked(accounts=frozenset({"acme.example"}))).is_known_account
    assert profile_for(came(was_accepted=True), Asked()).is_known_account
    assert not profile_for(came(), Asked(accounts=frozenset({"b.example"}))).is_known_account


def test_only_what_rules_ask_for_is_taken_along() -> None:
    """Of the form's own attributes."""
    assert profile_for(came(earlier_leads=2), Asked(attribute_names=frozenset({"plan"}))).attributes == {"plan": "gold"}
    assert profile_for(came(earlier_leads=2), Asked()).earlier_leads == 2


def test_what_several_playbooks_ask_is_asked_together() -> None:
    """While one follows another, leads of both arrive."""
    person = a_team().people[0].model_copy(update={"accounts": ("acme.example",)})
    team = a_team().model_copy(update={"people": (person,)})
    rule = TriageRule(name="gold", when=Condition(field="attributes.plan", is_="gold"), then=Qualification.HIGH)

    asked = asked_by(a_playbook(team=team), a_playbook(agreement=an_agreement(triage=(rule,))))

    assert asked == Asked(frozenset({"plan"}), frozenset({"acme.example"}), of_the_firm=False)


def test_a_lead_is_triaged_once_and_put_into_the_cadence_that_follows() -> None:
    """By the first route that holds."""
    routes = (
        Route(cadence="cold", version="v1", applies=Condition(field="industry", is_="steel")),
        Route(cadence="hot", version="v1"),
    )
    playbook = a_playbook(a_cadence(), a_cadence(name="cold"), agreement=an_agreement(routes=routes))

    assert arrive(a_profile(industry="steel"), playbook).cadence.name == "cold"
    assert arrive(a_profile(), playbook).cadence.name == "hot"
    assert arrive(a_profile(), playbook).qualification is Qualification.HIGH
