"""New information about a lead: updates its form, and the profile that decisions are based on."""

from functools import partial
from typing import Any

from pydantic import ValidationError

from api.edge.collaborators import Collaborators
from api.reports.reporting import Reporter
from api.reports.requests import Information
from domain.errors import InvalidInputError
from domain.facts.unions import InformationAdded
from domain.intake.arrival import Arrival
from domain.intake.beginning import Asked, asked_by, profile_for
from domain.lead.form import LeadForm
from domain.lead.learned import Learned
from domain.snapshot import replaced
from domain.text import plain
from reception import arrival_from

MOST_OF_AN_ANSWER = 1_000
"""Characters of a value that are kept as an answer; the form keeps all of them."""


async def informed(
    reporter: Reporter, information: Information, *, by_lead: bool = False
) -> tuple[InformationAdded, Arrival]:
    """The fact for this information, and the lead's updated form; ``by_lead`` if the lead filled it in.

    Raises:
        InvalidInputError: the information contradicts what is known; names the field.
        NotFoundError: no lead has this id.
    """
    collaborators = reporter.collaborators
    before = await collaborators.ledger.intake.arrival_of(reporter.lead_id)
    told = arrival_from(
        _merged(before.form, information),
        received_at=reporter.at,
        playbook=before.playbook,
        lead_id=reporter.lead_id,
    )
    # Look up the company that the form names now, but count only leads that arrived before this one.
    as_then = replaced(told, partial(Arrival, arrived_at=before.arrived_at))
    amended = await collaborators.ledger.intake.acquainted(as_then)
    profile = profile_for(amended, await _asked(collaborators, before.playbook))
    fact_id = reporter.fact_id(InformationAdded)
    fact = InformationAdded(id=fact_id, at=reporter.at, profile=profile, by_lead=by_lead)
    return fact, amended


async def _asked(collaborators: Collaborators, version: str) -> Asked:
    """The questions of the lead's own playbook, with the current playbook, whose cadences the lead may move to."""
    published = collaborators.ledger.publications
    return asked_by(await published.version(version), await published.current())


def _merged(form: LeadForm, information: Information) -> LeadForm:
    told: dict[str, Any] = {
        name: value
        for name, value in information.model_dump(include=information.model_fields_set).items()
        if value not in ("", None)
    }
    attributes = form.attributes | told.get("attributes", {})
    try:
        return LeadForm.model_validate({**form.model_dump(), **told, "attributes": attributes})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise InvalidInputError(
            f"{field} does not fit what is known about the lead: {first['msg']}", field=field
        ) from None


def answers_in(information: Information) -> Learned:
    """The information as answers by field name; a message is left out, because people read it as it is."""
    told = information.model_dump(mode="json", include=information.model_fields_set - {"message", "attributes"})
    answers = {plain(name): value for name, value in (told | information.attributes).items() if value not in ("", None)}
    return Learned(answers={question: str(value)[:MOST_OF_AN_ANSWER] for question, value in answers.items()})
