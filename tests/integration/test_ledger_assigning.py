"""Owners under concurrency: nobody above capacity, on both databases."""

import asyncio
from collections import Counter
from collections.abc import Mapping
from datetime import date

import pytest
from ledger_builders import NOON, a_lead, a_report, an_arrival

from domain.errors import NotFoundError
from domain.outcomes import Disposition
from domain.team import Assignment, Person, Sender, Team, choose
from ledger.ledger import Ledger

pytest_plugins = ("ledgers",)

TEAM = Team(
    people=tuple(
        Person(id=name, name=name, email=f"{name}@x.example", roles=("rep",), capacity=capacity)
        for name, capacity in (("ana", 200), ("ben", 150), ("cleo", 100))
    ),
    fallback="fallback",
    sender=Sender(company="N", name="N", address="n@x.example", postal_address="1 Street"),
)


def _by_room(open_leads: Mapping[str, int]) -> Assignment:
    return choose(TEAM, "rep", today=date(2026, 3, 6), open_leads=open_leads)


async def test_five_hundred_leads_at_once_are_spread_within_capacity(ledger: Ledger, other_ledger: Ledger) -> None:
    """Each choice sees what the one before left: all are filled to capacity, and the rest falls back."""
    leads = [f"lead{number}" for number in range(500)]
    await asyncio.gather(*(ledger.intake.receive(an_arrival(lead_id), scope="t") for lead_id in leads))
    doors = (ledger.leads, other_ledger.leads)

    assignments = await asyncio.gather(
        *(
            doors[number % 2].assign(lead_id, f"{lead_id}:assign", _by_room, NOON)
            for number, lead_id in enumerate(leads)
        )
    )

    assert Counter(chosen.owner for chosen in assignments) == {"ana": 200, "ben": 150, "cleo": 100, "fallback": 50}
    assert sum(chosen.is_fallback for chosen in assignments) == 50


async def test_the_same_key_answers_the_same_owner(ledger: Ledger) -> None:
    """However often it is asked, and whatever would be chosen now."""
    lead_id = await a_lead(ledger)
    first = await ledger.leads.assign(lead_id, "k", _by_room, NOON)

    again = await ledger.leads.assign(lead_id, "k", lambda _: Assignment(owner="other", reason="now"), NOON)

    assert again == first
    assert (await ledger.leads.lead(lead_id)).owner == first.owner


async def test_ended_leads_do_not_count(ledger: Ledger) -> None:
    """A lead's end makes room."""
    seen: list[Mapping[str, int]] = []

    def ana(open_leads: Mapping[str, int]) -> Assignment:
        seen.append(dict(open_leads))
        return Assignment(owner="ana", reason="asked for")

    first, second = await a_lead(ledger), await a_lead(ledger)
    await ledger.leads.assign(first, "1", ana, NOON)
    await ledger.leads.assign(second, "2", ana, NOON)
    await ledger.journal.record(a_report(first, 1, disposition=Disposition.LOST))
    await ledger.leads.assign(second, "3", ana, NOON)

    assert seen == [{}, {"ana": 1}, {"ana": 1}]


async def test_nobody_is_given_a_lead_that_is_not_there(ledger: Ledger) -> None:
    """The key stays free."""
    with pytest.raises(NotFoundError, match="no lead nobody"):
        await ledger.leads.assign("nobody", "k", _by_room, NOON)
