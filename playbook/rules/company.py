"""One company, one conversation: a section that does something, and pauses that last."""

from collections.abc import Iterator

from domain.hours.spans import by_the_wall
from domain.terms.company import CompanyEvent, CompanyReaction
from playbook.files.sources import Sources
from playbook.findings import Finding


def company_does_something(sources: Sources) -> Iterator[Finding]:
    """A section under which every lead goes on as if it was not there says nothing."""
    if sources.agreement is None or (company := sources.agreement.written.company) is None:
        return
    if not company.does_anything:
        message = "nothing follows of it: say 'pause' or 'tell' for answers, books or opted_out, or leave it out"
        yield sources.agreement.error(message, "company", on_key=True)


def company_pauses_last(sources: Sources) -> Iterator[Finding]:
    """A length is given to pauses that there are, and is one."""
    if sources.agreement is None or (company := sources.agreement.written.company) is None or company.pause_for is None:
        return
    pauses = any(company.reaction_to(event) is CompanyReaction.PAUSE for event in CompanyEvent)
    if company.does_anything and not pauses:
        message = "nothing pauses for so long: say 'pause' for answers, books or opted_out, or leave it out"
        yield sources.agreement.error(message, "company", "pause_for", on_key=True)
    elif not by_the_wall(company.pause_for):
        message = "a pause that ends at once holds nothing back: give it a length, such as '10 business days'"
        yield sources.agreement.error(message, "company", "pause_for")
