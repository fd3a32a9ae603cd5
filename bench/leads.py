"""Leads to measure with: each of a company of its own, so that none is taken for another's, nor held for it."""

from collections.abc import Iterator
from itertools import count
from typing import Any

_numbers = count(1)


def hot_leads() -> Iterator[dict[str, Any]]:
    """Forms of people who want to talk now, without end."""
    for number in _numbers:
        yield {
            "source": "website",
            "intent": "demo",
            "first_name": "Maya",
            "last_name": f"Lindqvist {number}",
            "title": "VP Revenue Operations",
            "email": f"maya@continental-{number}.example",
            "phone": f"+1415555{number % 10_000:04}",
            "company": f"Continental Logistics {number}",
            "company_size": 850,
            "country": "US",
            "region": "CA",
            "time_zone": "America/New_York",
            "message": "We outgrew our spreadsheets and need a forecast before the board meets.",
        }


def early_leads() -> Iterator[dict[str, Any]]:
    """Forms of people who read something, as an import brings them, without end."""
    for number in _numbers:
        yield {
            "source": "webinar",
            "intent": "content",
            "first_name": "Jolanta",
            "last_name": f"Reader {number}",
            "email": f"jolanta@reading-{number}.example",
            "company": f"Reading Rooms {number}",
            "company_size": 40,
            "country": "US",
        }
