"""A lead that says too little is asked for just that, and worked once it fills the form in, on a real server."""

import re
from datetime import UTC, datetime

import httpx
from engine import Engine
from sqlalchemy import select
from temporalio.testing import WorkflowEnvironment

from api.app import create_app
from domain.journey.state import Journey, Stage
from domain.lead.form import Intent, LeadForm
from ledger.database.tables import facts

NAMELESS = LeadForm(email="rosa@quarry.example", intent=Intent.DEMO, country="US", region="NY")
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def browser(engine: Engine) -> httpx.AsyncClient:
    """Somebody who has a link, and nothing else."""

    async def reach() -> None:
        return None

    app = create_app(engine.settings, engine.ledger, engine.outbox, reach_temporal=reach, now=lambda: datetime.now(UTC))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1", follow_redirects=True)


def has_written(journey: Journey) -> bool:
    return journey.run.asked > 0 and journey.in_hand.plan is not None


def form_link(text: str) -> str:
    """The path of the link in a mail."""
    found = re.search(r"https?://[^\s)]+(/form/[\w.-]+)", text)
    assert found is not None, text
    return found.group(1)


async def test_a_lead_that_fills_in_the_form_of_its_mail_is_worked(env: WorkflowEnvironment, engine: Engine) -> None:
    """The mail asks for name and company, the page as well, and with them triage runs again."""
    with env.with_time_skipping_disabled():
        lead_id = await engine.arrive(NAMELESS)
        await engine.until(env, lead_id, has_written)
        question = next(mail for mail in engine.mail.sent if "/form/" in mail.text)
        async with browser(engine) as client:
            page = await client.get(form_link(question.text))
            thanks = await client.post(
                form_link(question.text), content=b"last_name=Diaz&company=Quarry+Works", headers=FORM
            )
        journey = (await engine.picture(lead_id)).journey

    assert "- your first name or your last name\n- your company's name" in question.text
    assert question.html is not None
    assert form_link(question.html.replace('"', " ")) == form_link(question.text)
    assert re.findall(r'<input[^>]* name="(\w+)"', page.text) == ["first_name", "last_name", "company"]
    assert (thanks.status_code, "has all the details now" in thanks.text) == (200, True)
    assert (journey.stage, journey.qualification) == (Stage.WORKING, "high")
    assert {"last_name", "company"} <= journey.profile.known


async def test_a_lead_that_fills_it_in_after_the_deadline_comes_back(env: WorkflowEnvironment, engine: Engine) -> None:
    """Asked twice and let go to nurture: the link still works, and brings the lead back to work."""
    with env.with_time_skipping_disabled():
        lead_id = await engine.arrive(NAMELESS)
        await engine.until(env, lead_id, has_written)
    await engine.until(env, lead_id, lambda journey: journey.stage is Stage.NURTURE)
    questions = [mail for mail in engine.mail.sent if "/form/" in mail.text]
    assert len(questions) == 2
    async with browser(engine) as client:
        await client.post(form_link(questions[0].text), content=b"first_name=Rosa&company=Quarry", headers=FORM)

    # What the workflow answered: its next run may not be there yet to be asked.
    told = select(facts.c.state, facts.c.answer).where(facts.c.lead_id == lead_id)
    row = await engine.ledger.database.read(lambda connection: connection.execute(told).one())
    assert (row.state, row.answer) == ("applied", "working")
