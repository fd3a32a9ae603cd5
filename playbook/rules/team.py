"""Rules for the team: each role has a person, the fallback exists, and ids and addresses are unique."""

from collections.abc import Iterator

from playbook.files.sources import Sources
from playbook.findings import Finding, did_you_mean


def roles_have_people(sources: Sources) -> Iterator[Finding]:
    """Somebody has each role that the agreement names."""
    if sources.agreement is None or sources.team is None:
        return
    written = sources.agreement.written
    roles = {role for person in sources.team.written.people for role in person.roles}
    owed: tuple[tuple[str, tuple[str, ...]], ...] = (
        (written.working_role, ("working_role",)),
        (written.outbound_role, ("outbound_role",)),
        (written.manager_role, ("manager_role",)),
        (written.hand_over.role, ("hand_over", "role")),
        (written.kick_back.role, ("kick_back", "role")),
    )
    for role, path in owed:
        if role not in roles:
            yield sources.agreement.error(
                f"nobody in team.yaml has the role {role!r}{did_you_mean(role, roles)}", *path
            )


def fallback_is_in_the_team(sources: Sources) -> Iterator[Finding]:
    """The fallback, who takes leads that nobody else can, is a member of the team."""
    if sources.team is None:
        return
    ids = [person.id for person in sources.team.written.people]
    fallback = sources.team.written.fallback
    if fallback not in ids:
        yield sources.team.error(
            f"nobody in team.yaml has the id {fallback!r}{did_you_mean(fallback, ids)}", "fallback"
        )


def people_differ(sources: Sources) -> Iterator[Finding]:
    """Each id and each address belongs to one person."""
    if sources.team is None:
        return
    people = sources.team.written.people
    for index, person in enumerate(people):
        for key, value in (("id", person.id), ("email", person.email)):
            if value.casefold() in {getattr(other, key).casefold() for other in people[:index]}:
                yield sources.team.error(f"somebody else already has the {key} {value!r}", "people", index, key)


def people_calendars_exist(sources: Sources) -> Iterator[Finding]:
    """A person's own calendar is a file in ``calendars/``."""
    if sources.team is None:
        return
    for index, person in enumerate(sources.team.written.people):
        if person.calendar and person.calendar not in sources.calendar_names:
            hint = did_you_mean(person.calendar, sources.calendar_names)
            message = f"no calendar named {person.calendar!r} in calendars/{hint}"
            yield sources.team.error(message, "people", index, "calendar")
