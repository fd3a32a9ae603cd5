"""New information about a lead: its form as it is now, and the profile that decisions will be taken on."""

from typing import Any

from pydantic import ValidationError

from api.collaborators import Collaborators
from api.intake import arrival_from
from api.reporting import Reporter
from api.requests import Information
from domain.errors import InvalidInputError
from domain.facts import InformationAdded
from domain.intake import Arrival
from domain.lead import LeadForm, profile_of


async def informed(reporter: Reporter, information: Information) -> tuple[InformationAdded, Arrival]:
    """The fact that the information means, and the lead's form as it makes it.

    Raises:
        InvalidInputError: it does not go together with what is known; names the field.
        NotFoundError: there is no such lead.
    """
    collaborators = reporter.collaborators
    before = await collaborators.ledger.intake.arrival_of(reporter.lead_id)
    amended = arrival_from(
        _merged(before.form, information),
        received_at=reporter.at,
        playbook=before.playbook,
        lead_id=reporter.lead_id,
    )
    profile = profile_of(
        amended.form,
        lead_id=reporter.lead_id,
        arrived_at=before.arrived_at,
        zones=amended.zones,
        attribute_names=await _attribute_names(collaborators, before.playbook),
    )
    fact = InformationAdded(id=reporter.fact_id("information_added"), at=reporter.at, profile=profile)
    return fact, amended


async def _attribute_names(collaborators: Collaborators, version: str) -> frozenset[str]:
    """Those that the lead's own playbook asks for, and the current one, whose cadences it may move to."""
    published = collaborators.ledger.publications
    return (await published.version(version)).attribute_names | (await published.current()).attribute_names


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
        raise InvalidInputError(f"with what is known already, {field}: {first['msg']}", field=field) from None
