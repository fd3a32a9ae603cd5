"""Rows of a file that came before one: what the ledger would know of its company, had they been enrolled in order."""

from collections import defaultdict

from domain.companies import Company, are_same, company_of
from domain.intake import email_key_of
from domain.lead import LeadForm

MOST = 50
"""Rows remembered of one company or address: more than any rule counts."""


class EarlierRows:
    """The rows seen so far, by address, domain and company's name."""

    def __init__(self) -> None:
        self._seen = 0
        self._by: dict[tuple[str, str], list[tuple[int, Company]]] = defaultdict(list)

    def count_and_add(self, form: LeadForm) -> int:
        """How many rows before this one are of the same person or company; this one counts from the next on."""
        company, email = company_of(form), email_key_of(form.email)
        keys = [(kind, key) for kind, key in (("domain", company.domain), ("name", company.name)) if key]
        found = {number for key in keys for number, other in self._by[key] if are_same(company, other)}
        found |= {number for number, _ in self._by[("email", email)]} if email else set()
        self._seen += 1
        for key in (*keys, *([("email", email)] if email else ())):
            if len(self._by[key]) < MOST:
                self._by[key].append((self._seen, company))
        return len(found)
