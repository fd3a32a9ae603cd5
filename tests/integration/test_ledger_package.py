"""The package of a lead out of the ledger, on both databases: what was learned, said, written, answered and sent."""

from typing import Any

import pytest
from ledger_builders import MINUTE, NOON, a_lead, a_report, a_sent_mail, a_task, an_arrival, an_intent, heard
from shipped import shipped_playbook

from activities.composer import Composer, Identity
from domain.channels import Channel
from domain.errors import NotFoundError
from domain.facts.hearing import Delivery
from domain.facts.unions import Accepted, OutcomeLogged, Paused, Rejected, ReplyReceived
from domain.gate.claims import TouchState
from domain.journey.steps import HandOverLead, InstantKind, KickBackLead, PlanRequest, Purpose, SendTouch
from domain.lead.form import Intent
from domain.lead.learned import Learned, as_extra
from domain.outcomes import Outcome
from domain.outgoing.mail import Receipt
from domain.places import Place
from domain.terms.playbook import Playbook
from domain.wire.requests import AskSend
from ledger.ledger import Ledger
from playbook.templates.rendering import LiquidRenderer
from playbook.templates.sample_leads import SAMPLE_LEADS

pytest_plugins = ("ledgers",)

APPLIED = Delivery(state="applied", answer="working")
PAINS = Learned(pains=("two days a month",), answers={"team size": "40"}, best_time="after 15:00")


async def told(ledger: Ledger, lead_id: str, fact: type[Any], learned: Learned | None = None, **said: Any) -> str:
    """A fact on record, with what it taught; its id."""
    hearing = heard(lead_id, fact, **said)
    hearing = hearing.model_copy(update={"extra": as_extra(learned or Learned())})
    await ledger.hearings.record(hearing, at=hearing.fact.at)
    return hearing.fact.id


async def test_a_package_holds_everything_in_its_order(ledger: Ledger) -> None:
    """How the lead came, what it wrote, every call with its note, what sales answered, and what was sent."""
    form = {"intent": Intent.DEMO, "source": "website", "campaign": "spring", "device": "mobile", "message": "Help?"}
    lead_id = await a_lead(ledger, form=form)
    await told(ledger, lead_id, OutcomeLogged, outcome=Outcome.NO_ANSWER, by="ana")
    at = NOON + MINUTE
    await told(ledger, lead_id, OutcomeLogged, PAINS, at=at, outcome=Outcome.CONNECTED, by="ana", note="Nice.")
    await told(ledger, lead_id, ReplyReceived, at=NOON + 2 * MINUTE, note="Thursday.")
    await told(ledger, lead_id, Paused, at=NOON + 3 * MINUTE, by="ana", note="On holiday.")
    await told(
        ledger, lead_id, Rejected, at=NOON + 4 * MINUTE, why="needs_qualification", by="carla", note="No budget."
    )
    await told(ledger, lead_id, Accepted, at=NOON + 5 * MINUTE, how="follow_up", by="carla", follow_up_at=NOON)
    await ledger.timeline.record(a_report(lead_id, 1, stage="accepted", owner="carla"))

    package = await ledger.reading.package(lead_id)

    origin = package.origin
    assert (origin.intent, origin.source, origin.campaign, origin.device) == ("demo", "website", "spring", "mobile")
    assert (origin.message, origin.opted_in_at) == ("Help?", NOON)
    assert (package.stage, package.owner, package.qualification) == ("accepted", "carla", "high")
    assert package.learned == PAINS
    assert [(call.at, call.by, call.outcome, call.note) for call in package.calls] == [
        (NOON, "ana", "no_answer", ""),
        (at, "ana", "connected", "Nice."),
    ]
    assert [(each.how, each.text) for each in package.wrote] == [("reply", "Thursday.")]
    assert [(each.by, each.text) for each in package.notes] == [("ana", "On holiday.")]
    assert [(each.answer, each.note, each.follow_up_at) for each in package.sales] == [
        ("needs_qualification", "No budget.", None),
        ("follow_up", "", NOON),
    ]


async def test_what_left_is_in_the_package_whoever_sent_it(ledger: Ledger) -> None:
    """Mails that left by their subject, and letters that people say they sent; not what is only meant to leave."""
    lead_id = await a_lead(ledger)
    intent = an_intent(lead_id)
    await a_sent_mail(ledger, intent)
    await ledger.touches.resolve(intent.send_id, TouchState.SENT, at=NOON, receipt=Receipt(provider_id="p"))
    await a_sent_mail(ledger, an_intent(lead_id))
    await ledger.tasks.open(a_task(lead_id, "t1", kind=Channel.POST, touch_id="letter"))
    fact_id = await told(ledger, lead_id, OutcomeLogged, at=NOON + MINUTE, outcome=Outcome.SENT, task_id="t1")
    await ledger.hearings.delivered(fact_id, APPLIED, NOON + MINUTE)

    package = await ledger.reading.package(lead_id)

    assert [(each.at, each.channel, each.what) for each in package.sent] == [
        (NOON, Channel.EMAIL, "Your forecast"),
        (NOON + MINUTE, Channel.POST, "letter"),
    ]
    assert package.calls == ()


async def test_what_was_refused_is_not_learned(ledger: Ledger) -> None:
    """Whoever reported it was told so, and says it again where it belongs; what is pending counts at once."""
    lead_id = await a_lead(ledger)
    refused = await told(
        ledger, lead_id, OutcomeLogged, Learned(pains=("of somebody else",)), outcome=Outcome.CONNECTED
    )
    await ledger.hearings.delivered(refused, Delivery(state="refused", answer="no"), NOON)
    await told(ledger, lead_id, OutcomeLogged, PAINS, outcome=Outcome.CONNECTED)

    package = await ledger.reading.package(lead_id)
    record = await ledger.leads.lead(lead_id)
    detail = await ledger.reading.lead_detail(lead_id)

    assert package.learned == record.learned == detail.learned == PAINS
    assert len(package.calls) == 1


async def test_a_later_form_is_what_the_lead_wrote_since(ledger: Ledger) -> None:
    """It changes nothing of how the lead came."""
    first = an_arrival(email="mara@continental.example", form={"message": "First.", "campaign": "spring"})
    lead_id = (await ledger.intake.receive(first, scope="test")).lead_id
    later = {"message": "Still there?", "campaign": "autumn"}
    again = an_arrival(email="mara@continental.example", arrived_at=NOON + MINUTE, form=later)
    await ledger.intake.receive(again, scope="test")

    package = await ledger.reading.package(lead_id)

    assert (package.origin.campaign, package.origin.message) == ("spring", "First.")
    assert [(each.how, each.text) for each in package.wrote] == [("form", "Still there?")]


async def test_nobody_has_no_package(ledger: Ledger) -> None:
    """An id that names no lead is not found."""
    with pytest.raises(NotFoundError, match="no lead nobody"):
        await ledger.leads.package("nobody")


async def test_the_shipped_scripts_are_written_from_the_ledger(ledger: Ledger) -> None:
    """Sales reads all that was learned, the teleprospector begins with the first conversation, and a mail quotes."""
    playbook = shipped_playbook()
    await ledger.publications.publish(playbook, NOON)
    lead_id = await a_lead(ledger)
    await told(ledger, lead_id, OutcomeLogged, PAINS, outcome=Outcome.CONNECTED, by="tess", note="Two people forecast.")
    composer = Composer(ledger.leads, ledger.publications, LiquidRenderer(), Identity("in.example", "key", "http://x"))
    terms = playbook.agreement
    common: dict[str, Any] = {"key": "1:x:0", "reason": "due", "task_id": f"{lead_id}.1.give"}
    given = HandOverLead(role="sales", script=terms.hand_over.message, **common)
    returned = KickBackLead(role="teleprospector", to="tess", script=terms.kick_back.message, **common)

    hand_over = (await composer.scripts(lead_id, playbook.version, given, "carla")).script
    kick_back = (await composer.scripts(lead_id, playbook.version, returned, "tess")).script

    for script in (hand_over, kick_back):
        assert "- two days a month\n" in script
        assert "- team size: 40\n" in script
        assert "Best time to call: after 15:00\n" in script
        assert "6 March 2026, 12:00 UTC, tess: connected. Two people forecast.\n" in script
    assert "YOUR FIRST CONVERSATION\n6 March 2026, 12:00 UTC, tess" in kick_back
    quoting = await composer.addressee(a_mail(lead_id, playbook, "case-study.a"))
    other = await composer.addressee(a_mail(lead_id, playbook, "ack-hot"))
    variables = {**SAMPLE_LEADS["minimal"], "learned": quoting.learned.model_dump()}
    assert "two days a month" in LiquidRenderer().render(playbook.message("case-study.a"), variables).text
    # A mail that quotes nothing of the record is not kept waiting for it.
    assert (other.form, other.history, other.learned) == (quoting.form, (), Learned())


def a_mail(lead_id: str, playbook: Playbook, message: str) -> AskSend:
    """The request for a mail of that message."""
    place = Place(calendar=playbook.agreement.calendar)
    check = PlanRequest(key="1:x:0:0", kind=InstantKind.TOUCH, anchor_at=NOON, place=place)
    step = SendTouch(
        key="1:x:0:0", reason="due", touch_id="x", number=1, send_id=f"{lead_id}.1.0.0", channel=Channel.EMAIL,
        message=message, purpose=Purpose.FOLLOW_UP,
    )  # fmt: skip
    return AskSend(
        lead_id=lead_id, run=1, playbook=playbook.version, dispatch=a_report(lead_id, 1), step=step, check=check,
        cadence="inbound-hot", cadence_version="c1",
    )  # fmt: skip
