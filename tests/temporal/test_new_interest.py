"""A further form of an open lead reaches its workflow, on a real server whose clock jumps."""

from engine import Engine
from temporalio.testing import WorkflowEnvironment

from domain.journey.state import Journey, Stage
from domain.lead.form import Intent, LeadForm
from reception import arrival_from

FIRST = LeadForm(first_name="Rosa", email="rosa@acme.example", intent=Intent.DEMO, country="US", region="NY")


def is_asked(journey: Journey) -> bool:
    return journey.stage is Stage.INCOMPLETE


async def test_another_form_brings_what_was_missing(env: WorkflowEnvironment, engine: Engine) -> None:
    """Triage runs again on both forms together, and a form that is sent twice is heard once."""
    with env.with_time_skipping_disabled():
        lead_id = await engine.arrive(FIRST)
        await engine.until(env, lead_id, is_asked)
        further = FIRST.model_copy(update={"email": "Rosa+web@acme.example", "company": "Acme", "last_name": "Diaz"})
        arrival = arrival_from(
            further, received_at=await env.get_current_time(engine.handle(lead_id)), playbook=engine.playbook.version
        )

        reception = await engine.ledger.intake.receive(arrival)
        assert reception.merged is not None
        told = [await engine.outbox.report(reception.merged) for _ in range(2)]

        assert (reception.why, reception.lead_id) == ("merged", lead_id)
        assert [(each.state, each.answer) for each in told] == [("applied", "working")] * 2
        journey = (await engine.picture(lead_id)).journey
        assert {"company", "last_name"} <= journey.profile.known
        assert journey.past.applied.count(reception.merged.fact.id) == 1
