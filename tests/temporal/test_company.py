"""Two leads of one company, on a real server whose clock jumps."""

from datetime import UTC, datetime, timedelta

from engine import Engine
from scenarios import HOT
from temporalio.testing import WorkflowEnvironment

from domain.dispositions import Disposition
from domain.facts.unions import OptedOut, ReplyReceived
from domain.journey.state import Journey, Stage
from domain.terms.company import CompanyEvent

COLLEAGUE = HOT.model_copy(
    update={"first_name": "Lou", "email": "lou@acme.example", "phone": "+14155550102", "message": "Me too"}
)
FOR_EVER = datetime.max.replace(tzinfo=UTC)


def is_handed_over(journey: Journey) -> bool:
    return journey.stage is Stage.ENGAGED and journey.in_hand.task is not None


async def delivered(engine: Engine) -> list[str]:
    """Deliver what waits in the outbox, whenever its next try is due by the story's clock; who was told."""
    waiting = await engine.ledger.hearings.pending(FOR_EVER)
    for each in waiting:
        await engine.outbox.deliver(each.lead_id, each.told)
    return [each.lead_id for each in waiting]


async def test_a_colleague_is_held_when_somebody_at_the_company_answers(
    env: WorkflowEnvironment, engine: Engine
) -> None:
    """The one is handed over; of the other nothing leaves for two weeks, and then it goes on by itself."""
    with env.with_time_skipping_disabled():
        dana, lou = await engine.arrive(HOT), await engine.arrive(COLLEAGUE)
        await engine.until_task(env, lou)

        await engine.tell(dana, ReplyReceived)
        await engine.until(env, dana, is_handed_over)
        assert await delivered(engine) == [lou]

        journey = await engine.until(env, lou, lambda journey: journey.in_hand.pause is not None)
        assert journey.in_hand.pause is not None
        assert journey.in_hand.pause.reason == f"{CompanyEvent.ANSWERED.in_words} (lead {dana})"
        assert journey.owed.company_news == ()
        due_at = (await engine.picture(lou)).standing.next_due_at
        assert due_at is not None
        assert due_at - journey.in_hand.pause.since > timedelta(days=13)

        await engine.until(env, lou, lambda journey: journey.in_hand.pause is None)
        told = [entry.what for entry in (await engine.ledger.reading.lead_detail(dana)).timeline]
        assert "Told 1 other lead of the company" in told
        assert await delivered(engine) == []  # no echo


async def test_a_lead_that_opts_out_ends_after_its_company_was_told(env: WorkflowEnvironment, engine: Engine) -> None:
    """Its last act is the news; whoever owns the colleague gets a mail, and the colleague goes on."""
    with env.with_time_skipping_disabled():
        dana, lou = await engine.arrive(HOT), await engine.arrive(COLLEAGUE)
        before = await engine.until_task(env, lou)

        await engine.tell(dana, OptedOut)
        assert await engine.handle(dana).result() is Disposition.OPTED_OUT
        assert await delivered(engine) == [lou]

        journey = await engine.until(
            env, lou, lambda journey: not journey.owed.alerts and "company" in journey.past.applied[-1]
        )
        assert (journey.in_hand.pause, journey.in_hand.task) == (None, before)
        assert any("News from your lead's company" in mail.subject for mail in engine.mail.sent)
