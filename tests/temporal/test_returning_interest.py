"""Interest brings a lead that went quiet back to work, and time takes its class down again, on a real server."""

import re
from datetime import UTC, datetime, timedelta

from engine import Engine
from temporalio.api.enums.v1 import EventType
from temporalio.testing import WorkflowEnvironment

from domain.facts.unions import ReplyReceived
from domain.journey.state import Journey, Stage
from domain.lead.form import FunnelStage, Intent, Interest, LeadForm
from domain.outgoing.links import read_link
from domain.terms.scoring import SignalKind
from domain.triage.signals import Noticed
from domain.wire.requests import workflow_id

READER = LeadForm(
    first_name="Rosa", last_name="Diaz", email="rosa@acme.example", company="Acme", company_size=60,
    intent=Intent.CONTENT, funnel_stage=FunnelStage.TOP, country="US", region="NY", time_zone="America/New_York",
)  # fmt: skip


def is_nurtured(journey: Journey) -> bool:
    return journey.stage is Stage.NURTURE and len(journey.run.touches) > 0


def is_hot(journey: Journey) -> bool:
    return journey.cadence.name == "inbound-hot" and journey.owner != ""


async def visits(engine: Engine, lead_id: str, *pages: str) -> None:
    """The lead looks at these pages; what changes is told as the API tells it."""
    now = datetime.now(UTC)
    for page in pages:
        visit = Noticed(signal_id=f"{lead_id}{page}", lead_id=lead_id, kind=SignalKind.VISIT, what=page, at=now)
        noted = await engine.ledger.signals.note(visit, now)
        if noted.change is not None:
            await engine.outbox.report(noted.change)


async def taken_over(engine: Engine, lead_id: str, run_id: str) -> None:
    """Return when the next run has begun: one that takes over quickly waits a second first, and cannot be asked."""
    ended = engine.client.get_workflow_handle(workflow_id(lead_id), run_id=run_id)
    async for _ in ended.fetch_history_events(wait_new_event=True):
        pass
    async for event in engine.handle(lead_id).fetch_history_events(wait_new_event=True):
        if event.event_type == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED:
            return


async def test_strong_interest_brings_a_nurtured_lead_back(env: WorkflowEnvironment, engine: Engine) -> None:
    """With its history, into the cadence of its new class; a little interest before it moves nothing."""
    with env.with_time_skipping_disabled():
        lead_id = await engine.arrive(READER)
        before = await engine.until(env, lead_id, is_nurtured, steps=200)

        await visits(engine, lead_id, "/pricing")
        still = (await engine.picture(lead_id)).journey
        run_id = (await engine.handle(lead_id).describe()).run_id
        await visits(engine, lead_id, "/book-a-demo")
        await taken_over(engine, lead_id, str(run_id))
        after = await engine.until(env, lead_id, is_hot)

    assert (still.stage, still.profile.interest) == (Stage.NURTURE, Interest.LITTLE)
    assert (after.run.number, after.stage, after.qualification.value) == (before.run.number + 1, Stage.WORKING, "high")
    assert after.rule == "Shows strong interest (visits, clicks, replies)"
    assert after.profile.score == 32
    line = next(each for each in (await engine.ledger.reading.lead_detail(lead_id)).timeline if "strong" in each.what)
    assert (line.what, line.reason) == ("Interest is strong (score 32)", "last signal: visit")


async def test_what_fades_is_told_and_ends_nothing(env: WorkflowEnvironment, engine: Engine) -> None:
    """The class falls back, the cadence goes on; the sweeper finds what faded."""
    with env.with_time_skipping_disabled():
        lead_id = await engine.arrive(READER)
        await engine.until(env, lead_id, lambda journey: journey.run.is_acknowledged)
        await visits(engine, lead_id, "/pricing", "/book-a-demo")
        strong = (await engine.picture(lead_id)).journey
        later = datetime.now(UTC) + timedelta(days=14, hours=1)

        assert await engine.ledger.signals.fade(later) == 1
        for waiting in await engine.ledger.hearings.pending(later + timedelta(minutes=1)):
            await engine.outbox.deliver(waiting.lead_id, waiting.told)
        little = (await engine.picture(lead_id)).journey

    assert (strong.profile.interest, strong.qualification.value) == (Interest.STRONG, "high")
    assert (little.profile.interest, little.qualification.value) == (Interest.LITTLE, "low")
    assert little.cadence.name == strong.cadence.name == "inbound-early"


async def test_a_reply_is_told_before_the_interest_that_it_shows(env: WorkflowEnvironment, engine: Engine) -> None:
    """Both at once: nothing that leaves would wait for the second."""
    with env.with_time_skipping_disabled():
        lead_id = await engine.arrive(READER)
        await engine.until(env, lead_id, lambda journey: journey.run.is_acknowledged)

        await engine.tell(lead_id, ReplyReceived)
        journey = (await engine.picture(lead_id)).journey

    assert (journey.stage, journey.profile.interest) == (Stage.ENGAGED, Interest.STRONG)
    assert await engine.ledger.hearings.pending(datetime.now(UTC) + timedelta(days=1)) == ()


async def test_mails_carry_tracked_links_where_clicks_are_counted(env: WorkflowEnvironment, engine: Engine) -> None:
    """Each is of its own send; a lead in a country whose links are left alone gets the address itself."""
    abroad = READER.model_copy(update={"email": "lena@acht.example", "country": "DE", "region": ""})
    with env.with_time_skipping_disabled():
        for form in (READER, abroad):
            await engine.until(env, await engine.arrive(form), is_nurtured, steps=200)

    tracked = {READER.email: 0, abroad.email: 0}
    for mail in engine.mail.sent:
        found = re.findall(r'href="[^"]*/l/([^"]+)"', mail.html or "")
        targets = [read_link(token, engine.settings.token_secret.get_secret_value()) for token in found]
        assert targets == [(mail.send_id, "https://northbeam.example")] * len(found)
        assert "/l/" not in mail.text
        tracked[mail.recipient_address] = tracked.get(mail.recipient_address, 0) + len(found)
    assert tracked[READER.email] > 0
    assert tracked[abroad.email] == 0
