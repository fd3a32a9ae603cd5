"""Owners under concurrency: nobody above capacity, on both databases."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping

import pytest
from builders import an_office
from ledger_builders import MINUTE, NOON, a_lead, a_report

from domain.dispositions import Disposition
from domain.errors import NotFoundError
from domain.owners.choice import Hours, OwnerWanted, choose
from domain.owners.clues import Clues, Workload
from domain.terms.team import Assignment, Person, SenderDetails, Team
from ledger.ledger import Ledger

pytest_plugins = ("ledgers",)

CAPACITY = {"ana": 200, "ben": 150, "cleo": 100}


def _by_capacity(capacity: Mapping[str, int]) -> Callable[[Workload], Assignment]:
    """The choice in a team of these people."""
    people = tuple(
        Person(id=name, name=name, email=f"{name}@x.example", roles=("rep",), capacity=count)
        for name, count in capacity.items()
    )
    sender = SenderDetails(company="N", name="N", address="n@x.example", postal_address="1 Street")
    team = Team(people=people, fallback="fallback", sender=sender)
    return lambda load: choose(team, OwnerWanted("rep"), load, Hours({"office": an_office()}, "office", NOON))


_chosen = _by_capacity(CAPACITY)


class Onlooker:
    """Gives every lead to one person, and keeps what it was told."""

    def __init__(self, owner: str = "ana") -> None:
        self.seen: list[Workload] = []
        self._owner = owner

    def __call__(self, load: Workload) -> Assignment:
        self.seen.append(load)
        return Assignment(owner=self._owner, reason="asked for")


async def _all_at_once(
    emails: list[str], decide: Callable[[Workload], Assignment], *ledgers: Ledger
) -> list[Assignment]:
    """Leads of these addresses, all there and then all given away at once, by several processes in turn."""
    leads = [f"lead{number}" for number in range(len(emails))]
    for lead_id, email in zip(leads, emails, strict=True):
        await a_lead(ledgers[0], lead_id, email=email, form={"company": ""})
    return await asyncio.gather(
        *(
            ledgers[number % len(ledgers)].leads.assign(lead_id, f"{lead_id}:assign", decide, NOON)
            for number, lead_id in enumerate(leads)
        )
    )


async def test_five_hundred_leads_at_once_are_spread_within_capacity(ledger: Ledger, other_ledger: Ledger) -> None:
    """Each choice sees what the one before left: all are filled to capacity, and the rest falls back."""
    emails = [f"mara{number}@gmail.com" for number in range(500)]

    assignments = await _all_at_once(emails, _chosen, ledger, other_ledger)

    assert Counter(chosen.owner for chosen in assignments) == {**CAPACITY, "fallback": 50}
    assert sum(chosen.is_fallback for chosen in assignments) == 50


async def test_five_hundred_leads_of_few_companies_go_to_one_person_each(ledger: Ledger, other_ledger: Ledger) -> None:
    """Four of each company at once: nobody shares a company, nobody is above capacity, the spread is even."""
    emails = [f"mara{number}@company{number // 4}.example" for number in range(500)]
    capacity = {name: 2 * count for name, count in CAPACITY.items()}

    assignments = await _all_at_once(emails, _by_capacity(capacity), ledger, other_ledger)

    owners = defaultdict(set)
    for email, chosen in zip(emails, assignments, strict=True):
        owners[email.partition("@")[2]].add(chosen.owner)
    counts = Counter(chosen.owner for chosen in assignments)
    shares = [counts[name] / count for name, count in capacity.items()]
    assert len(owners) == 125
    assert all(len(several) == 1 for several in owners.values())
    assert max(shares) <= 1
    assert max(shares) - min(shares) < 0.1


async def test_the_same_key_answers_the_same_owner(ledger: Ledger) -> None:
    """However often it is asked, and whatever would be chosen now."""
    lead_id = await a_lead(ledger)
    first = await ledger.leads.assign(lead_id, "k", _chosen, NOON)

    again = await ledger.leads.assign(lead_id, "k", Onlooker("other"), NOON)

    assert again == first
    assert (await ledger.leads.lead(lead_id)).owner == first.owner


async def test_ended_leads_do_not_count(ledger: Ledger) -> None:
    """A lead's end makes room, and who was given a lead last is still remembered."""
    ana = Onlooker()
    first, second = await a_lead(ledger), await a_lead(ledger)
    await ledger.leads.assign(first, "1", ana, NOON)
    await ledger.leads.assign(second, "2", ana, NOON + MINUTE)
    await ledger.timeline.record(a_report(first, 1, disposition=Disposition.LOST))
    await ledger.leads.assign(second, "3", ana, NOON)

    assert [load.open_leads for load in ana.seen] == [{}, {"ana": 1}, {"ana": 1}]
    assert [load.last_given for load in ana.seen] == [{}, {"ana": NOON}, {"ana": NOON + MINUTE}]


async def test_a_choice_is_told_what_the_form_says(ledger: Ledger) -> None:
    """Industry, place and language as clues; nothing of it passes through a workflow."""
    ana = Onlooker()
    form = {"industry": "Banking", "country": "us", "region": "CA", "locale": "es-US"}
    lead_id = await a_lead(ledger, form=form, email="m@acme.example")

    await ledger.leads.assign(lead_id, "k", ana, NOON)

    expected = Clues(industry="Banking", country="US", region="US-CA", language="es", company_domain="acme.example")
    assert ana.seen[0].clues == expected


@pytest.mark.parametrize("turned", [False, True])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"email": "a@acme.example", "company": "Acme"}, {"email": "b@ACME.example", "company": "Acme Group"}),
        ({"email": "a@acme.example", "company": ""}, {"email": "b@gmail.com", "company_domain": "www.Acme.example"}),
        ({"email": "a@gmail.com", "company": "Äcme"}, {"email": "b@acme.example", "company": "äCME"}),
        ({"email": "a@gmail.com", "company": "50% _off_"}, {"email": "b@gmail.com", "company": "50% _OFF_"}),
    ],
)
async def test_two_leads_of_a_company_are_found(
    ledger: Ledger, one: dict[str, str], other: dict[str, str], turned: bool
) -> None:
    """By domain, by work address or by name; whichever of them came first."""
    ana = Onlooker()

    for form in (other, one) if turned else (one, other):
        lead_id = await a_lead(ledger, form=form, email=form["email"])
        await ledger.leads.assign(lead_id, lead_id, ana, NOON)

    assert [load.company_owners for load in ana.seen] == [(), ("ana",)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"email": "a@acme.example", "company": "Delta"}, {"email": "b@delta.example", "company": "Delta"}),
        ({"email": "a@gmail.com", "company": ""}, {"email": "b@gmail.com", "company": ""}),
        ({"email": "a@gmail.com", "company": "50% off"}, {"email": "b@gmail.com", "company": "50 cents off"}),
        ({"email": "a@notacme.example", "company": ""}, {"email": "b@acme.example", "company": ""}),
    ],
)
async def test_leads_of_other_companies_are_not_taken_for_one(
    ledger: Ledger, one: dict[str, str], other: dict[str, str]
) -> None:
    """Two domains are two companies, a mailbox provider is none, and a name is the whole name."""
    ana = Onlooker()

    for form in (one, other):
        lead_id = await a_lead(ledger, form=form, email=form["email"])
        await ledger.leads.assign(lead_id, lead_id, ana, NOON)

    assert [load.company_owners for load in ana.seen] == [(), ()]


async def test_who_has_most_of_a_company_comes_first(ledger: Ledger) -> None:
    """Ended leads, leads of nobody and the lead itself do not count."""
    last = Onlooker("dan")
    owners = ["ben", "ana", "ana", "cleo", "", "dan"]
    leads = [await a_lead(ledger, email=f"a{number}@acme.example") for number in range(6)]
    for lead_id, owner in zip(leads, owners, strict=True):
        if owner:
            await ledger.leads.assign(lead_id, lead_id, Onlooker(owner), NOON)
    await ledger.timeline.record(a_report(leads[3], 1, owner="cleo", disposition=Disposition.LOST))

    await ledger.leads.assign(leads[5], "again", last, NOON)

    assert last.seen[0].company_owners == ("ana", "ben")


async def test_nobody_is_given_a_lead_that_is_not_there(ledger: Ledger) -> None:
    """The key stays free."""
    with pytest.raises(NotFoundError, match="no lead nobody"):
        await ledger.leads.assign("nobody", "k", _chosen, NOON)
