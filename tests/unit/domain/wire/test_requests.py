"""What crosses between the API, the workflow and its activities."""

from builders import MONDAY, a_journey

from domain.facts.unions import MailUnclear, OptedOut
from domain.wire.requests import Carried, LeadInput, fact_in, workflow_id


def test_a_lead_has_one_workflow_id() -> None:
    """So that it can never run twice."""
    assert workflow_id("lead1") == "lead-lead1"


def test_a_fact_is_read_under_the_id_that_it_travelled_with() -> None:
    """Whatever its body says."""
    told = Carried(id="f1", fact=OptedOut(id="another", at=MONDAY).model_dump(mode="json"))

    assert fact_in(told, MONDAY) == OptedOut(id="f1", at=MONDAY)


def test_a_fact_that_this_code_cannot_read_goes_to_a_person() -> None:
    """It never fails: a workflow that cannot decode its signal would be stuck."""
    for body in ({"kind": "telepathy"}, {}, {"kind": "opted_out", "at": "someday"}):
        heard = fact_in(Carried(id="f1", fact=body), MONDAY)

        assert isinstance(heard, MailUnclear)
        assert (heard.id, heard.at) == ("f1", MONDAY)


def test_a_workflows_input_survives_its_json() -> None:
    """Also with fields that this code does not know."""
    given = LeadInput(journey=a_journey())

    assert LeadInput.model_validate_json(given.model_dump_json()) == given
    assert LeadInput.model_validate({**given.model_dump(), "since_then": 1}) == given
