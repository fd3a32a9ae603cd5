"""Sample leads with which lint renders every message."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from domain.lead.form import FIELDS
from domain.terms.variables import complete

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
    "form_url": "https://northbeam.example/form/lu4slj62s56z42-x7k2m4qpbw3vn5ta",
    "reply_to": "reply+3f9c2a7d51e84b06@northbeam.example",
    "opted_in": "Friday 6 March 2026, 16:50, form 'Book a demo'",
    "touch": {"id": "intro", "number": 2},
}

_CALL = {"at": "9 March 2026, 10:15 UTC", "by": "ana", "outcome": "connected", "note": "Wants their own numbers in it."}
_ANSWER = {"at": "10 March 2026, 9:00 UTC", "by": "carla", "outcome": "needs qualification", "note": "No budget yet."}
_PACKAGE: dict[str, Any] = {
    "stage": "engaged",
    "class": "high",
    "rule": "Asked for a demo, prices, a call or help now",
    "cadence": "inbound-hot",
    "calls": [{**_CALL, "outcome": "no answer", "note": ""}, _CALL],
    "talks": [_CALL],
    "wrote": [{"at": "9 March 2026, 16:00 UTC", "how": "reply", "text": "Thursday suits us."}],
    "notes": [{"at": "9 March 2026, 12:00 UTC", "by": "ana", "text": "On holiday until the 20th."}],
    "sales": [_ANSWER],
    "sent": [{"at": "6 March 2026, 17:20 UTC", "channel": "email", "what": "Your request: two times that work"}],
}

SAMPLE_LEADS: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "full": complete(
            {
                **_AROUND,
                "lead": {
                    **{name: field.sample for name, field in FIELDS.items() if field.sample},
                    "attributes": {"postal_address": "1 Dock Road, Oakland, CA 94607"},
                },
                "missing": ["a phone number", "your company's name"],
                "notes": [{"at": "9 March 2026, 10:15", "by": "Ana Whitfield", "text": "Back after 15:00."}],
                "history": ["6 March 2026, 16:55: call, no answer", "6 March 2026, 17:20: email 'intro'"],
                "learned": {
                    "pains": ["two days of every month go into one forecast", "the number is wrong by week three"],
                    "answers": {"how many people forecast": "40"},
                    "best_time": "after 15:00, never on Mondays",
                },
                "package": _PACKAGE,
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
                    "social_url": "https://evil.example/%22onclick=x",
                    "company": "<script>alert(1)</script> & Söhne 🚀",
                    "product_interest": "**all**\n\n# of it",
                    "message": "line one\n\n---\n1. two\n\u202ethree",
                    "attributes": {"postal_address": "<i>nowhere</i>"},
                },
                "missing": ["<b>your name</b>"],
                "notes": [{"at": "today", "by": "<i>rep</i>", "text": "{% raw %}\n* note"}],
                "history": ["<hr>"],
                "learned": {
                    "pains": ["{{ sender.name }}", "<b>all</b> [x](https://evil.example)\n# of it"],
                    "answers": {"<i>who</i>": "{% raw %} *me*"},
                    "best_time": "<u>now</u>\n- or never",
                },
            }
        ),
    }
)
"""Variables of the sample leads: every field known, almost none known, and hostile input."""
