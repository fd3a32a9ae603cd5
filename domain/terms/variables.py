"""What messages may say: every variable that a template can ask for."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from domain.lead.form import FIELDS

VARIABLES: Mapping[str, str] = MappingProxyType(
    {
        **{f"lead.{name}": field.holds for name, field in FIELDS.items() if field.sample},
        "lead.attributes": "attributes.X: whatever else the form sent, by name",
        "owner.name": "the person who has the lead",
        "owner.email": "their email address",
        "owner.phone": "their phone number",
        "sender.company": "our company",
        "sender.name": "the name that emails come from",
        "sender.address": "the address that emails come from",
        "sender.postal_address": "our postal address, which the law requires in commercial emails",
        "sender.website": "our website",
        "unsubscribe_url": "the page on which this lead opts out with one click",
        "form_url": "the page on which this lead fills in what is missing",
        "reply_to": "the address for replies, which go to this lead's record",
        "missing": "list: what is missing, in plain words",
        "notes": "list: what reps wrote, each with at, by and text",
        "history": "list: one line for each thing done so far",
        "opted_in": "when and how the lead asked, in words",
        "touch.id": "the touch's id",
        "touch.number": "the touch's number in its cadence, from 1",
        "learned.pains": "list: the lead's pains, in the words of reports, the newest last",
        "learned.answers": "answers.X: the lead's answers, by question; a loop gives pairs, first and last",
        "learned.best_time": "when the lead likes to be called, in words",
        "package.stage": "where the lead stands",
        "package.class": "its class: high, medium, low",
        "package.rule": "the triage rule that decided the class",
        "package.cadence": "the cadence it is in",
        "package.calls": "list: every call, each with at, by, outcome and note",
        "package.talks": "list: the calls in which somebody was spoken to, as calls",
        "package.wrote": "list: what the lead wrote since its first form, each with at, how and text",
        "package.notes": "list: other notes of colleagues, each with at, by and text",
        "package.sales": "list: earlier answers of sales, as calls",
        "package.sent": "list: what was sent, each with at, channel and what",
        "package.earlier": "list: one line for each event and note about the person's earlier leads",
    }
)
"""Every variable that a message may use, and what it holds. Optional values that are not known are empty strings."""

LIST_VARIABLES = frozenset(
    {
        "missing", "notes", "history", "learned.pains", "package.calls", "package.talks", "package.wrote",
        "package.notes", "package.sales", "package.sent", "package.earlier",
    }
)  # fmt: skip
OPEN_VARIABLES = frozenset({"lead.attributes", "learned.answers"})
"""Variables that take any name after a dot; a name that the lead does not have gives the empty string."""

OF_THE_RECORD = frozenset({"notes", "history", "learned"})
"""Variables with what was written and done about the lead."""

SCRIPTS_ONLY = "package"
"""The group that only scripts may use: what colleagues wrote for each other is not for the lead."""


def complete(variables: Mapping[str, Any]) -> dict[str, Any]:
    """The variables with every missing one added as empty, so that a template does not fail."""
    whole: dict[str, Any] = {}
    for path in VARIABLES:
        root, _, name = path.partition(".")
        given = variables.get(root)
        if not name:
            whole[root] = given if given is not None else _empty(path)
            continue
        group = whole.setdefault(root, dict(given or {}))
        if group.get(name) is None:
            group[name] = _empty(path)
    return whole


def _empty(path: str) -> Any:
    if path in LIST_VARIABLES:
        return []
    return {} if path in OPEN_VARIABLES else ""
