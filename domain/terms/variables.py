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
        "owner.email": "their address",
        "owner.phone": "their number",
        "sender.company": "our company",
        "sender.name": "the name mails come from",
        "sender.address": "the address mails come from",
        "sender.postal_address": "our postal address, which the law wants in commercial mail",
        "sender.website": "our website",
        "unsubscribe_url": "where this lead says no, with one click",
        "form_url": "where this lead fills in what is missing",
        "reply_to": "address whose mail reaches this lead's record",
        "missing": "list: what is missing, in plain words",
        "notes": "list: what reps wrote, each with at, by and text",
        "history": "list: one line for each thing done so far",
        "opted_in": "when and how the lead asked, in words",
        "touch.id": "the touch's id",
        "touch.number": "the touch's number in its cadence, from 1",
        "learned.pains": "list: what bothers the lead, as reports said it, the newest last",
        "learned.answers": "answers.X: what it answered, by question; a loop gives pairs, first and last",
        "learned.best_time": "when it likes to be called, in words",
        "package.stage": "where the lead stands",
        "package.class": "its class: high, medium, low",
        "package.rule": "the rule of triage that gave the class",
        "package.cadence": "the cadence it is in",
        "package.calls": "list: every call, each with at, by, outcome and note",
        "package.talks": "list: the calls in which somebody was spoken to, as calls",
        "package.wrote": "list: what the lead wrote since its first form, each with at, how and text",
        "package.notes": "list: what colleagues noted besides, each with at, by and text",
        "package.sales": "list: what sales answered before, as calls",
        "package.sent": "list: what was sent, each with at, channel and what",
        "package.earlier": "list: one line for each thing done about, and noted of, the person's leads before this one",
    }
)
"""Every variable a message may use, and what it holds. What is optional and not known is the empty string."""

LIST_VARIABLES = frozenset(
    {
        "missing", "notes", "history", "learned.pains", "package.calls", "package.talks", "package.wrote",
        "package.notes", "package.sales", "package.sent", "package.earlier",
    }
)  # fmt: skip
OPEN_VARIABLES = frozenset({"lead.attributes", "learned.answers"})
"""Variables under which any name may be asked for; a name that the lead does not have is the empty string."""

OF_THE_RECORD = frozenset({"notes", "history", "learned"})
"""Variables that say what was written and done about the lead."""

SCRIPTS_ONLY = "package"
"""The group that only scripts get: what colleagues wrote for each other is not for the lead's eyes."""


def complete(variables: Mapping[str, Any]) -> dict[str, Any]:
    """The variables with every known one present, so that a template sees the empty string and not an error."""
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
