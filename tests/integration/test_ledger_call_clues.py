"""What the record says of when to call a lead, on both databases, and that the planner acts on it."""

from datetime import UTC, datetime, timedelta

import pytest
from builders import a_playbook, a_touch, a_working_journey
from ledger_builders import NOON, a_lead, a_task, heard
from sqlalchemy import insert
from temporalio.testing import ActivityEnvironment
from walking import Walk

from activities.clock import SystemClock
from activities.plans import PlanActivities, Planner
from domain.channels import Channel
from domain.facts.hearing import Delivery, Hearing
from domain.facts.unions import Accepted, OutcomeLogged, Planned, ReplyReceived
from domain.journey.steps import AskRep, PlanInstant
from domain.lead.learned import LEARNED
from domain.outcomes import Outcome, TaskKind
from domain.planning.call_times import CallHints, HourShare, Sign
from domain.ports import CallClues
from domain.wire.requests import AskPlan
from domain.wire.standing import Dispatch, standing_of
from ledger.database.tables import signals
from ledger.ledger import Ledger

pytest_plugins = ("ledgers",)

APPLIED = Delivery(state="applied")
ZONE = "America/New_York"


async def noted(
    ledger: Ledger, lead_id: str, note: str = "", *, hours: int = 0, state: Delivery = APPLIED, best_time: str = ""
) -> None:
    """A rep reports that nobody answered, so many hours after noon, with a note."""
    at = NOON + timedelta(hours=hours)
    hearing = heard(lead_id, OutcomeLogged, note=note, by="ana", outcome=Outcome.NO_ANSWER, at=at)
    if best_time:
        hearing = hearing.model_copy(update={"extra": {LEARNED: {"best_time": best_time}}})
    await kept(ledger, hearing, state)


async def kept(ledger: Ledger, hearing: Hearing, state: Delivery = APPLIED) -> None:
    """The hearing on record, and answered."""
    await ledger.hearings.record(hearing, at=hearing.fact.at)
    await ledger.hearings.delivered(hearing.fact.id, state, hearing.fact.at)


async def called(
    ledger: Ledger, lead_id: str, outcome: Outcome, at: datetime, *, task: str, kind: Channel | TaskKind = Channel.CALL
) -> None:
    """A task to call the lead, done at an instant."""
    await ledger.tasks.open(a_task(lead_id, task, kind=kind, opened_at=at))
    await kept(ledger, heard(lead_id, OutcomeLogged, outcome=outcome, task_id=task, at=at))


async def hints(ledger: Ledger, lead_id: str) -> CallHints:
    """What is known of when to call the lead."""
    return await ledger.call_clues.of_lead(lead_id, zone=ZONE)


async def test_the_newest_note_that_says_when_is_heard(ledger: Ledger) -> None:
    """One that names days and one that names hours go together; a report that was refused counts for nothing."""
    lead_id = await a_lead(ledger)
    await noted(ledger, lead_id, "back after 11:00, Mondays", hours=0)
    await noted(ledger, lead_id, "only after 15:00", hours=1)
    await noted(ledger, lead_id, "Tue/Thu", hours=2)
    await noted(ledger, lead_id, "budget is there", hours=3)
    await noted(ledger, lead_id, "Fridays before 9", hours=4, state=Delivery(state="refused", answer="late"))

    assert str((await hints(ledger, lead_id)).noted) == "Tue, Thu after 15:00"


async def test_the_best_time_of_a_report_is_a_note(ledger: Ledger) -> None:
    """Where the rep was asked for it, before the note of the same report."""
    lead_id = await a_lead(ledger)
    await noted(ledger, lead_id, "after 16:00, Tuesdays", best_time="10-12")

    assert str((await hints(ledger, lead_id)).noted) == "Tue 10:00-12:00"


async def test_words_of_the_lead_itself_are_no_reps_note(ledger: Ledger) -> None:
    """The reason would say that a rep noted it."""
    lead_id = await a_lead(ledger)
    await kept(ledger, heard(lead_id, ReplyReceived, note="call me after 15:00"))
    await kept(ledger, heard(lead_id, Accepted, note="wants to talk on Tuesdays"))

    assert str((await hints(ledger, lead_id)).noted) == "Tue"


async def test_a_lead_was_there_when_it_answered_wrote_and_clicked(ledger: Ledger) -> None:
    """Not when nobody answered, when somebody else wrote, or when a scanner followed a link."""
    lead_id = await a_lead(ledger)
    for hour, outcome in enumerate((Outcome.CONNECTED, Outcome.NO_ANSWER, Outcome.GATEKEEPER)):
        await kept(ledger, heard(lead_id, OutcomeLogged, outcome=outcome, at=NOON + timedelta(hours=hour)))
    for hour, sender in ((3, "lead"), (4, "other")):
        await kept(ledger, heard(lead_id, ReplyReceived, sender=sender, at=NOON + timedelta(hours=hour)))
    clicks = [(5, "click", True), (6, "click", False), (7, "open", True), (8, "visit", True), (9, "reply", True)]
    rows = [
        {
            "signal_id": f"s{hour}",
            "lead_id": lead_id,
            "kind": kind,
            "at": NOON + timedelta(hours=hour),
            "recorded_at": NOON,
            "is_human": is_human,
        }
        for hour, kind, is_human in clicks
    ]
    await ledger.database.write(lambda connection: connection.execute(insert(signals), rows).rowcount)

    found = (await hints(ledger, lead_id)).signs

    assert {(sign.sign, (sign.at - NOON) // timedelta(hours=1)) for sign in found} == {
        (Sign.ANSWERED, 0),
        (Sign.WROTE, 3),
        (Sign.CLICKED, 5),
        (Sign.OPENED, 7),
        (Sign.VISITED, 8),
    }


async def test_calls_of_an_industry_are_counted_by_the_clock_where_each_lead_is(ledger: Ledger) -> None:
    """Noon in UTC is seven in New York and thirteen in Berlin; a lead of no known place is on the office's clock."""
    mine = await a_lead(ledger, form={"industry": " Software  Tools"})
    here = await a_lead(ledger, form={"industry": "software tools"})
    nowhere = await a_lead(ledger, form={"industry": "software tools"}, zones=())
    berlin = await a_lead(ledger, form={"industry": "SOFTWARE TOOLS"}, zones=("Europe/Berlin",))
    other = await a_lead(ledger, form={"industry": "software"})
    await called(ledger, here, Outcome.CONNECTED, NOON, task="t1")
    await called(ledger, nowhere, Outcome.NO_ANSWER, NOON, task="t2", kind=Channel.VOICEMAIL)
    await called(ledger, berlin, Outcome.LEFT_VOICEMAIL, NOON, task="t3")
    await called(ledger, berlin, Outcome.BAD_NUMBER, NOON, task="t4")
    await called(ledger, berlin, Outcome.SENT, NOON, task="t5", kind=Channel.POST)
    await called(ledger, other, Outcome.CONNECTED, NOON, task="t6")
    await ledger.tasks.open(a_task(here, "t7"))

    found = await hints(ledger, mine)

    assert found.industry == "software tools"
    assert found.industry_hours == (HourShare(hour=7, calls=2, reached=1), HourShare(hour=13, calls=1, reached=0))


async def test_nothing_is_known_of_a_lead_without_a_record(ledger: Ledger) -> None:
    """Nor of one that nobody knows."""
    lead_id = await a_lead(ledger)

    assert [await hints(ledger, each) for each in (lead_id, "nobody")] == [CallHints()] * 2


class CountingClues:
    """``CallClues`` that counts how often it is asked."""

    def __init__(self, clues: CallClues) -> None:
        self._clues = clues
        self.asked = 0

    async def of_lead(self, lead_id: str, *, zone: str) -> CallHints:
        self.asked += 1
        return await self._clues.of_lead(lead_id, zone=zone)


@pytest.mark.parametrize("attempts", [1, 2])
async def test_the_third_call_is_planned_by_a_note(ledger: Ledger, attempts: int) -> None:
    """The second is not, and asks the ledger nothing; no word of the note leaves the ledger."""
    lead_id = await a_lead(ledger, "lead1")
    await noted(ledger, lead_id, "gatekeeper Susan says: back after 15:00")
    walk = Walk(a_working_journey(*(a_touch(name, Channel.CALL, "1 hour") for name in ("first", "second", "third"))))
    for _ in range(attempts):
        walk.after(AskRep)
        walk.reports(Outcome.NO_ANSWER)
    await ledger.publications.publish(a_playbook(), NOON)
    clues = CountingClues(ledger.call_clues)
    planner = Planner(ledger.publications, ledger.timeline, SystemClock(), clues)
    step = walk.to(PlanInstant)
    ask = AskPlan(
        lead_id=lead_id,
        run=1,
        playbook="playbook1",
        dispatch=Dispatch(standing=standing_of(walk.journey, walk.now)),
        request=step.request,
        asked_at=walk.now,
    )

    answer = await ActivityEnvironment().run(PlanActivities(planner).plan_instant, ask)

    (fact,) = answer.facts
    assert isinstance(fact, Planned)
    assert clues.asked == attempts - 1
    if attempts == 1:
        assert fact.reason == "1 hour later"
    else:
        assert fact.due_at == datetime(2026, 3, 2, 20, 0, tzinfo=UTC)
        assert fact.reason == "1 hour later; rep's note: after 15:00"
        lines = (await ledger.reading.lead_detail(lead_id)).timeline
        assert not any("Susan" in line.reason for line in lines)
