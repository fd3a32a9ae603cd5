"""Rules for the section ``company``: it has an effect, and its pauses have a length."""

from collections.abc import Iterator

from domain.hours.spans import by_the_wall
from domain.terms.company import CompanyEvent, CompanyReaction
from playbook.files.sources import Sources
from playbook.findings import Finding


def company_does_something(sources: Sources) -> Iterator[Finding]:
    """The section must change something for some lead."""
    if sources.agreement is None or (company := sources.agreement.written.company) is None:
        return
    if not company.does_anything:
        message = "this section has no effect: set answers, books or opted_out to 'pause' or 'tell', or delete it"
        yield sources.agreement.error(message, "company", on_key=True)


def company_pauses_last(sources: Sources) -> Iterator[Finding]:
    """A length needs a pause, and must be longer than zero."""
    if sources.agreement is None or (company := sources.agreement.written.company) is None or company.pause_for is None:
        return
    pauses = any(company.reaction_to(event) is CompanyReaction.PAUSE for event in CompanyEvent)
    if company.does_anything and not pauses:
        message = "nothing pauses: set answers, books or opted_out to 'pause', or delete the length"
        yield sources.agreement.error(message, "company", "pause_for", on_key=True)
    elif not by_the_wall(company.pause_for):
        message = "this pause ends at once: give it a length, such as '10 business days'"
        yield sources.agreement.error(message, "company", "pause_for")
