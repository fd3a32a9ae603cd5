"""The entry of a fact in a lead's timeline, which ``sevenfold why`` and the Temporal UI show as well."""

from domain.facts.unions import Came, Fact, Planned
from domain.wire.standing import Entry


def entry_of(lead_id: str, run: int, fact: Fact, reason: str = "") -> Entry:
    """The timeline entry for a fact. The entry's id is made from the fact's own, so that it is written only once."""
    if isinstance(fact, Came):
        stamp = fact.due_at.isoformat() if isinstance(fact, Planned) else ""
        identity = f"{lead_id}:{fact.key}:{fact.kind}{stamp}"
    else:
        identity = f"{lead_id}:{fact.id}"
    return Entry(
        entry_id=identity,
        at=fact.at,
        run=run,
        kind=fact.kind,
        key=fact.key if isinstance(fact, Came) else "",
        what=fact.in_words,
        reason=reason or fact.because,
    )
