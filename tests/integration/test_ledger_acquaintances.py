"""What the ledger knows of a lead's firm when it arrives, on both databases."""

from datetime import timedelta
from typing import Any

import pytest
from builders import a_playbook, an_agreement
from ledger_builders import NOON, a_lead, a_report, an_arrival, an_entry

from domain.dispositions import Disposition
from domain.facts.unions import InformationAdded
from domain.intake.arrival import Acquaintance
from domain.intake.beginning import EARLIER_COUNTED
from domain.journey.state import Stage
from domain.terms.agreement import Criterion
from domain.terms.conditions import Condition
from ledger.ledger import Ledger

pytest_plugins = ("ledgers",)

HOUR = timedelta(hours=1)
NOTHING = Acquaintance()


async def known_of(ledger: Ledger, **changed: Any) -> Acquaintance:
    """What is known when another lead arrives, an hour after the others."""
    return (await ledger.intake.acquainted(an_arrival(**{"arrived_at": NOON + HOUR, **changed}))).acquaintance


async def stands(ledger: Ledger, lead_id: str, **standing: Any) -> None:
    """Where the lead is now."""
    await ledger.timeline.record(a_report(lead_id, 1, an_entry(f"{lead_id}:now"), **standing))


async def test_nothing_is_known_of_the_first_lead(ledger: Ledger) -> None:
    """Not even of one that says nothing of itself: what is empty is no company."""
    await a_lead(ledger, email="a@gmail.com", form={"company": ""})

    assert await known_of(ledger, email="b@gmail.com", form={"company": ""}) == NOTHING


@pytest.mark.parametrize(
    ("changed", "count"),
    [
        ({"email": "other@acme.example"}, 1),
        ({"email": "other@acme.example", "form": {"company": "Acme"}}, 2),
        ({"email": "other@gmail.com", "form": {"company": " ACME "}}, 2),
        ({"email": "other@acme-other.example", "form": {"company": "Acme"}}, 1),
        ({"email": "other@gmail.com", "phone": "+14155550100", "form": {"company": "Elsewhere"}}, 1),
        ({"email": "rosa@gmail.com", "form": {"company": "Elsewhere"}}, 1),
        ({"email": "other@gmail.com", "form": {"company": "Elsewhere"}}, 0),
    ],
)
async def test_earlier_leads_are_those_of_the_person_and_of_the_company(
    ledger: Ledger, changed: dict[str, Any], count: int
) -> None:
    """By domain, else by name; by address and number; each counted once."""
    await a_lead(ledger, email="rosa@acme.example", phone="+14155550100", form={"company": "Acme"})
    await a_lead(ledger, email="rosa@gmail.com", form={"company": "Acme"})

    assert (await known_of(ledger, **{"form": {"company": ""}, **changed})).earlier_leads == count


async def test_what_comes_later_is_not_earlier(ledger: Ledger) -> None:
    """A lead that is started late, or learns something late, is judged by what was before it."""
    first = await a_lead(ledger, email="a@acme.example")
    await a_lead(ledger, email="b@acme.example", arrived_at=NOON + HOUR)

    assert (await ledger.intake.arrival_of(first)).acquaintance == NOTHING


async def test_a_company_with_thousands_of_leads_is_counted_to_a_limit(ledger: Ledger) -> None:
    """No rule asks for more, and nobody waits for the counting."""
    for number in range(EARLIER_COUNTED + 3):
        await a_lead(ledger, email=f"person{number}@acme.example")

    assert (await known_of(ledger, email="a@acme.example")).earlier_leads == EARLIER_COUNTED


@pytest.mark.parametrize(
    ("standing", "accepted"),
    [
        ({"stage": Stage.ACCEPTED}, True),
        ({"stage": Stage.CLOSED, "disposition": Disposition.CONVERTED}, True),
        ({"stage": Stage.CLOSED, "disposition": Disposition.ACCEPTED}, True),
        ({"stage": Stage.CLOSED, "disposition": Disposition.LOST}, True),
        ({"stage": Stage.WORKING}, False),
        ({"stage": Stage.CLOSED, "disposition": Disposition.EXHAUSTED}, False),
        ({"stage": Stage.CLOSED, "disposition": Disposition.NEVER_CUSTOMER}, False),
    ],
)
async def test_a_company_is_known_once_sales_accepted_a_lead_of_it(
    ledger: Ledger, standing: dict[str, Any], *, accepted: bool
) -> None:
    """However that lead ended afterwards; one that sales never took says nothing."""
    lead_id = await a_lead(ledger, email="a@acme.example", form={"company": "Acme"})
    await stands(ledger, lead_id, **standing)

    assert (await known_of(ledger, email="b@acme.example")).was_accepted is accepted
    assert not (await known_of(ledger, email="b@other.example", form={"company": "Acme"})).was_accepted


async def test_a_further_form_is_judged_with_what_is_known_of_the_company(ledger: Ledger) -> None:
    """The company that it names makes the open lead one of an account."""
    criterion = Criterion(name="New", when=Condition(field="earlier_leads", at_most=9))
    await ledger.publications.publish(
        a_playbook(agreement=an_agreement(version="p1", lead=(criterion,)), version="p1"), NOON
    )
    before = await a_lead(ledger, email="a@gmail.com", form={"company": "Acme"})
    await stands(ledger, before, stage=Stage.ACCEPTED)
    await a_lead(ledger, email="b@gmail.com", form={"company": ""}, arrived_at=NOON + HOUR)

    again = an_arrival(email="b@gmail.com", form={"company": "Acme"}, arrived_at=NOON + 2 * HOUR)
    reception = await ledger.intake.receive(again, scope="web")

    assert reception.merged is not None
    assert isinstance(reception.merged.fact, InformationAdded)
    profile = reception.merged.fact.profile
    assert (profile.is_known_account, profile.earlier_leads) == (True, 1)
