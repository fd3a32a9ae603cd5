"""What messages may say: every variable that a template can ask for."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

VARIABLES: Mapping[str, str] = MappingProxyType(
    {
        "lead.first_name": "given name",
        "lead.last_name": "family name",
        "lead.title": "job title",
        "lead.email": "email address",
        "lead.phone": "phone number",
        "lead.company": "company's name",
        "lead.company_domain": "company's domain, as in northbeam.example",
        "lead.industry": "industry",
        "lead.country": "country, ISO 3166-1 alpha-2",
        "lead.region": "state or province code",
        "lead.product_interest": "what the lead is interested in",
        "lead.message": "what the lead wrote",
        "lead.campaign": "the campaign that brought the lead",
        "lead.source": "where the lead came from",
        "lead.intent": "demo, pricing, call, immediate_need, content, event or other",
        "lead.device": "the device the form was sent from",
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
        "reply_to": "address whose mail reaches this lead's record",
        "missing": "list: what is missing, in plain words",
        "notes": "list: what reps wrote, each with at, by and text",
        "history": "list: one line for each thing done so far",
        "opted_in": "when and how the lead asked, in words",
        "touch.id": "the touch's id",
        "touch.number": "the touch's number in its cadence, from 1",
    }
)
"""Every variable a message may use, and what it holds. What is optional and not known is the empty string."""

LIST_VARIABLES = frozenset({"missing", "notes", "history"})
OPEN_VARIABLES = frozenset({"lead.attributes"})
"""Variables under which any name may be asked for; a name that the lead does not have is the empty string."""


def complete(variables: Mapping[str, Any]) -> dict[str, Any]:
    """The variables with every known one present, so that a template sees the empty string and not an error."""
    whole: dict[str, Any] = {}
    for path in VARIABLES:
        root, _, name = path.partition(".")
        given = variables.get(root)
        if not name:
            whole[root] = given if given is not None else ([] if root in LIST_VARIABLES else "")
            continue
        group = whole.setdefault(root, dict(given or {}))
        if group.get(name) is None:
            group[name] = {} if path in OPEN_VARIABLES else ""
    return whole
