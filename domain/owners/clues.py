"""Clues: what is known about a lead that speaks for one person of the team rather than another."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import NamedTuple, Self

from pydantic import AwareDatetime

from domain.lead.company import company_of, is_of
from domain.lead.form import LeadForm
from domain.lead.profile import LeadProfile
from domain.owners.languages import LANGUAGES, language_of, speaks
from domain.places import region_code
from domain.snapshot import Snapshot, replaced
from domain.terms.team import Person

LONGEST_QUOTE = 60
"""Reasons show this many characters of a form's text, because forms may send any text as an industry."""


class Clues(Snapshot):
    """What may speak for somebody; unknown values are empty.

    Attributes:
        country: ISO 3166-1, as in ``US``; ``region``: ISO 3166-2, as in ``US-CA``.
        language: ISO 639-1.
        company_domain: never put into a reason, because reasons travel with the lead's workflow.
    """

    source: str = ""
    industry: str = ""
    product: str = ""
    country: str = ""
    region: str = ""
    language: str = ""
    company_domain: str = ""


def clues_of(lead: LeadForm | LeadProfile) -> Clues:
    """The clues in a form or a profile; a profile has no company domain."""
    return Clues(
        source=lead.source,
        industry=lead.industry,
        product=lead.product_interest,
        country=lead.country.upper(),
        region=region_code(lead.country, lead.region),
        language=language_of(lead.locale),
        company_domain=company_of(lead).domain if isinstance(lead, LeadForm) else "",
    )


class Workload(Snapshot):
    """What the ledger knows when a lead is assigned, read in the transaction that records the choice.

    Attributes:
        clues: the lead's clues.
        open_leads: how many open leads each person has.
        last_given: when each person last got a lead.
        company_owners: who has other open leads of the same company, the person with most of them first.
        had_it: who had this lead, or an earlier lead of the same person, the last owner first.
        paused_reps: who is paused from new leads, with the words for the reason.
    """

    clues: Clues = Clues()
    open_leads: Mapping[str, int] = {}
    last_given: Mapping[str, AwareDatetime] = {}
    company_owners: tuple[str, ...] = ()
    had_it: tuple[str, ...] = ()
    paused_reps: Mapping[str, str] = {}

    def share(self, person: Person) -> float:
        """The share of the person's capacity that is used, from 0 to 1 and above."""
        return self.open_leads.get(person.id, 0) / person.capacity

    def without(self, people: Collection[str]) -> Self:
        """The workload as if these people had never had the lead."""
        return replaced(self, partial(type(self), had_it=tuple(each for each in self.had_it if each not in people)))

    def turn(self, person: Person) -> tuple[bool, datetime | None]:
        """Sort key: people who never got a lead first, then by who got one longest ago."""
        last = self.last_given.get(person.id)
        return last is not None, last


class Preference(NamedTuple):
    """One clue, applied to the team.

    Attributes:
        rank: how well a person fits, 0 for not at all.
        says: what a fitting person is or does, by rank from 1, as words that follow their name.
        lists: whether a person lists anything of this kind. Whoever does not takes any, and comes next.
        any: the words for people who list nothing; empty for kinds that nobody lists.
    """

    rank: Callable[[Person], int]
    says: tuple[str, ...]
    lists: Callable[[Person], bool] = lambda _: False
    any: str = ""


def preferences(preferred: str, load: Workload) -> Iterator[Preference]:
    """The clues of a lead, strongest first: who knows the lead, its company, its source, its industry, its place."""
    clues, owners = load.clues, load.company_owners
    if preferred:
        yield Preference(lambda person: person.id == preferred, ("knows this lead",))
    if had_it := load.had_it:
        had = ("had this lead before",) * len(had_it)
        yield Preference(lambda person: len(had_it) - had_it.index(person.id) if person.id in had_it else 0, had)
    if owners:
        held = ("has another open lead of this company",) * len(owners)
        yield Preference(lambda person: len(owners) - owners.index(person.id) if person.id in owners else 0, held)
    if clues.company_domain:
        yield Preference(lambda person: _knows_account(person, clues.company_domain), ("knows this company's account",))
    if clues.source:
        says = f"owns the channel {_quoted(clues.source)}"
        yield Preference(lambda person: _is_one_of(clues.source, person.sources), (says,))
    yield from _expertise(clues)
    yield from _place(clues)


def _expertise(clues: Clues) -> Iterator[Preference]:
    if clues.industry:
        yield Preference(
            lambda person: _names_one_of(clues.industry, person.skills.industries),
            (f"knows the industry {_quoted(clues.industry)}",),
            lambda person: bool(person.skills.industries),
            "takes any industry",
        )
    if clues.product:
        yield Preference(
            lambda person: _names_one_of(clues.product, person.skills.products),
            (f"knows the product {_quoted(clues.product)}",),
            lambda person: bool(person.skills.products),
            "takes any product",
        )


def _place(clues: Clues) -> Iterator[Preference]:
    if clues.country:
        yield Preference(
            lambda person: 2 * (clues.region in person.territories) or clues.country in person.territories,
            (f"covers {clues.country}", f"covers {clues.region}"),
            lambda person: bool(person.territories),
            "takes any territory",
        )
    if clues.language:
        yield Preference(
            lambda person: speaks(person.languages, clues.language),
            (f"speaks {LANGUAGES[clues.language]}",),
            lambda person: bool(person.languages),
            "takes any language",
        )


def _knows_account(person: Person, domain: str) -> bool:
    return any(is_of(domain, account) for account in person.accounts)


def _is_one_of(text: str, words: tuple[str, ...]) -> bool:
    return text.casefold() in {word.casefold() for word in words}


def _names_one_of(text: str, words: tuple[str, ...]) -> bool:
    """Whether the text contains one of the words as a whole word."""
    return any(re.search(rf"(?<!\w){re.escape(word.casefold())}(?!\w)", text.casefold()) for word in words)


def _quoted(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"
