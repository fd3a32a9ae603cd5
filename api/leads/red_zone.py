"""The red zone of the current playbook."""

from datetime import timedelta

from api.edge.collaborators import Collaborators
from domain.errors import NotFoundError
from domain.terms.agreement import RED_ZONE


async def red_zone_of(collaborators: Collaborators) -> timedelta:
    """How long after a missed promise a lead is shown in red; the default if no playbook is published yet."""
    try:
        playbook = await collaborators.ledger.publications.current()
    except NotFoundError:
        return RED_ZONE
    return playbook.agreement.red_zone.wall
