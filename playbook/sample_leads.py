"""Leads that every message is tried with: a template that reads well for these reads well for all."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from domain.variables import complete

_SENDER = {
    "company": "Northbeam Analytics",
    "name": "Northbeam Analytics",
    "address": "hello@northbeam.example",
    "postal_address": "Northbeam Analytics, 410 Harbor Street, Boston, MA 02210, USA",
    "website": "https://northbeam.example",
}
_OWNER = {"name": "Ana Whitfield", "email": "ana@northbeam.example", "phone": "+1 415 555 0101"}
_AROUND: dict[str, Any] = {
    "owner": _OWNER,
    "sender": _SENDER,
    "unsubscribe_url": "https://northbeam.example/u/3f9c2a7d51e84b06",
    "reply_to": "reply+3f9c2a7d51e84b06@northbeam.example",
    "opted_in": "Friday 6 March 2026, 16:50, form 'Book a demo'",
    "touch": {"id": "intro", "number": 2},
}

SAMPLE_LEADS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "full": complete(
            {
                **_AROUND,
                "lead": {
                    "first_name": "Maximilian",
                    "last_name": "Featherstonehaugh",
                    "title": "Vice President of Revenue Operations",
                    "email": "maximilian.featherstonehaugh@continental-logistics.example",
                    "phone": "+1 415 555 0123",
                    "company": "Continental Logistics Group",
                    "company_domain": "continental-logistics.example",
                    "industry": "Transportation",
                    "country": "US",
                    "region": "CA",
                    "product_interest": "forecast accuracy",
                    "message": "Our forecast is off by 20% every quarter.\nCan you help before June?",
                    "campaign": "spring-forecasting-webinar",
                    "source": "website",
                    "intent": "demo",
                    "device": "desktop",
                    "attributes": {"postal_address": "1 Dock Road, Oakland, CA 94607"},
                },
                "missing": ["a phone number", "your company's name"],
                "notes": [{"at": "9 March 2026, 10:15", "by": "Ana Whitfield", "text": "Back after 15:00."}],
                "history": ["6 March 2026, 16:55: call, no answer", "6 March 2026, 17:20: email 'intro'"],
            }
        ),
        "minimal": complete({**_AROUND, "lead": {"email": "a@b.example"}, "opted_in": ""}),
        "hostile": complete(
            {
                **_AROUND,
                "lead": {
                    "first_name": "<b>Zoë</b> [x](https://evil.example)",
                    "last_name": 'O\'Neil "Z" {{ sender.name }}',
                    "email": "z@b.example",
                    "phone": "+1 415 555 0199",
                    "company": "<script>alert(1)</script> & Söhne 🚀",
                    "product_interest": "**all**\n\n# of it",
                    "message": "line one\n\n---\n1. two\n\u202ethree",
                    "attributes": {"postal_address": "<i>nowhere</i>"},
                },
                "missing": ["<b>your name</b>"],
                "notes": [{"at": "today", "by": "<i>rep</i>", "text": "{% raw %}\n* note"}],
                "history": ["<hr>"],
            }
        ),
    }
)
"""Variables to try every message with: everything known, almost nothing known, and a lead that means harm."""
