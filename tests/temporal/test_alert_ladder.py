"""Alerts of a real lead: told along their route, climbed while nobody answers, and ended by taking one up."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest
from engine import Engine, running_engine
from temporalio.testing import WorkflowEnvironment

from domain.facts.unions import AlertAcknowledged, OutcomeLogged
from domain.hours.spans import parse_span
from domain.lead.form import Intent, LeadForm
from domain.outcomes import Outcome
from domain.terms.alerts import AlertRoute, AlertTerms, Means, Rung, RungAction
from domain.terms.conditions import Condition
from domain.terms.playbook import Playbook

pytest_plugins = ("ledgers",)

HOT = LeadForm(
    first_name="Dana", last_name="Reyes", email="dana@acme.example", phone="+14155550101", company="Acme",
    company_size=300, intent=Intent.DEMO, source="partner fair", country="US", region="NY",
    time_zone="America/New_York",
)  # fmt: skip
TERMS = AlertTerms(
    ladder=(
        Rung(after=parse_span("1 minute"), then=RungAction.REMIND),
        Rung(after=parse_span("1 minute"), then=RungAction.REASSIGN),
        Rung(after=parse_span("1 hour"), then=RungAction.MANAGER),
    ),
    routes=(
        AlertRoute(
            when=Condition(field="source", contains="fair"), to=("owner",), by=(Means.SLACK, Means.EMAIL), slack="fairs"
        ),
    ),
)


@pytest.fixture
async def climbing(
    env: WorkflowEnvironment, shipped: Playbook, tmp_path: Path, ledger_url: str
) -> AsyncIterator[Engine]:
    """The engine on the shipped playbook, with a quick ladder for alerts and a route to Slack; on each database."""
    agreement = shipped.agreement.model_copy(update={"alerts": TERMS})
    playbook = shipped.model_copy(update={"agreement": agreement})
    queue = f"q-{uuid4()}"
    async with running_engine(env.client, tmp_path, playbook, task_queue=queue, database_url=ledger_url) as running:
        yield running


async def test_silence_passes_the_lead_on_and_sets_its_owner_aside(env: WorkflowEnvironment, climbing: Engine) -> None:
    """Until they are heard of: every assignment says so, and then none does."""
    with env.with_time_skipping_disabled():
        lead_id = await climbing.arrive(HOT)
        first = (await climbing.until(env, lead_id, lambda journey: journey.owed.watch is not None)).owner

        journey = await climbing.until(env, lead_id, lambda journey: journey.owner not in ("", first))

        assert climbing.chat.posted[0].to == "fairs"
        assert dict(climbing.chat.posted[0].known)["Owner"]
        (aside,) = await climbing.ledger.reading.paused_reps()
        assert (aside.person, aside.lead_id) == (first, lead_id)
        assert journey.owner != first

        await climbing.tell(lead_id, OutcomeLogged, outcome=Outcome.NO_ANSWER, by=first)
        assert await climbing.ledger.reading.paused_reps() == ()


async def test_an_alert_that_is_taken_up_climbs_no_further(env: WorkflowEnvironment, climbing: Engine) -> None:
    """The fact reaches the workflow, and its clock stops."""
    with env.with_time_skipping_disabled():
        lead_id = await climbing.arrive(HOT)
        journey = await climbing.until(env, lead_id, lambda journey: journey.owed.watch is not None)
        assert journey.owed.watch is not None

        delivery = await climbing.tell(lead_id, AlertAcknowledged, alert=journey.owed.watch.alert, by=journey.owner)

        assert delivery.state == "applied"
        assert (await climbing.picture(lead_id)).journey.owed.watch is None
        assert (await climbing.ledger.alerts.listed(is_open=True)) == ()
