"""How late is red: as the playbook in force says."""

from datetime import timedelta

from api.edge.collaborators import Collaborators
from domain.errors import NotFoundError
from domain.terms.agreement import RED_ZONE


async def red_zone_of(collaborators: Collaborators) -> timedelta:
    """How long past its promise a lead is shown in red; the usual length where no playbook is published yet."""
    try:
        playbook = await collaborators.ledger.publications.current()
    except NotFoundError:
        return RED_ZONE
    return playbook.agreement.red_zone.wall
