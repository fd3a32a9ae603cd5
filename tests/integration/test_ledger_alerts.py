"""Alerts on record and people set aside, on both databases."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from ledger_builders import MINUTE, NOON, a_lead, a_report, a_task, heard
from sqlalchemy import insert

from domain.dispositions import Disposition
from domain.errors import NotFoundError
from domain.facts.hearing import Delivery
from domain.facts.unions import Accepted, AlertAcknowledged, OutcomeLogged, ReplyReceived
from domain.letters.alerts import AlertNote
from domain.letters.owed import OwedLine
from domain.outcomes import Outcome
from domain.owners.clues import Workload
from domain.terms.alerts import About
from domain.terms.team import Assignment
from ledger.database.tables import promises
from ledger.ledger import Ledger

pytest_plugins = ("ledgers",)


def a_note(lead_id: str, number: int = 0, **changed: Any) -> AlertNote:
    """An alert of a new lead, for Ana."""
    fields: dict[str, Any] = {
        "alert_id": f"{lead_id}:1:alert:{number}",
        "lead_id": lead_id,
        "to": "ana",
        "about": About.NEW_LEAD,
        "reason": "Ana has the most room",
        "raised_at": NOON + number * MINUTE,
    }
    return AlertNote(**{**fields, **changed})


async def an_alert(ledger: Ledger, lead_id: str, number: int = 0, **changed: Any) -> str:
    """An alert on record; its id."""
    note = a_note(lead_id, number, **changed)
    await ledger.alerts.raise_alert(note)
    return note.alert_id


async def a_promise(ledger: Ledger, lead_id: str, kind: str, due_at: datetime, state: str = "running") -> None:
    """A promise on record."""
    made = insert(promises).values(
        promise_id=f"{lead_id}:1:promise:{kind}",
        lead_id=lead_id,
        kind=kind,
        qualification="high",
        within="1 hour",
        since=NOON,
        due_at=due_at,
        state=state,
        state_at=NOON,
    )
    await ledger.database.write(lambda connection: connection.execute(made).rowcount)


async def open_alerts(ledger: Ledger) -> list[str]:
    """Ids of the alerts that wait for somebody."""
    return [alert.alert_id for alert in await ledger.alerts.listed(is_open=True)]


async def test_an_alert_is_listed_with_everything_that_was_tracked(ledger: Ledger) -> None:
    """What the form said, where the lead stands, what is owed by when, who was told, and what did not work."""
    form = {"source": "webinar", "campaign": "spring", "device": "iPhone", "message": "Help!", "intent": "demo"}
    lead_id = await a_lead(ledger, form=form)
    await ledger.timeline.record(
        a_report(lead_id, 1, stage="working", qualification="high", rule="everybody", owner="ana")
    )
    alert_id = await an_alert(ledger, lead_id, owed="call first-call", owed_at=NOON + MINUTE)
    await ledger.alerts.delivered(alert_id, NOON, "slack x: answered 404", ["email ana", "email priya"])

    (alert,) = await ledger.alerts.listed()

    assert (alert.name, alert.company, alert.source, alert.campaign) == ("Mara", "Continental", "webinar", "spring")
    assert (alert.device, alert.message, alert.intent, alert.opted_in_at) == ("iPhone", "Help!", "demo", NOON)
    assert (alert.stage, alert.qualification, alert.rule, alert.owner) == ("working", "high", "everybody", "ana")
    assert (alert.owed, alert.owed_at) == ("call first-call", NOON + MINUTE)
    assert (alert.told, alert.detail) == (("email ana", "email priya"), "slack x: answered 404")
    assert (alert.key, alert.is_open) == ("1:alert:0", True)
    assert await ledger.alerts.alert(alert_id) == alert


async def test_alerts_are_listed_by_whom_they_are_for(ledger: Ledger) -> None:
    """Newest first; a person and the roles they have may be asked for together."""
    lead_id = await a_lead(ledger)
    mine = await an_alert(ledger, lead_id)
    roles = await an_alert(ledger, lead_id, 1, to="manager")
    await an_alert(ledger, lead_id, 2, to="ben")

    assert [alert.alert_id for alert in await ledger.alerts.listed(("ana", "manager"))] == [roles, mine]
    assert [alert.alert_id for alert in await ledger.alerts.listed(("ana", "manager"), limit=1)] == [roles]


async def test_what_waits_is_counted_by_whom_it_is_for(ledger: Ledger) -> None:
    """Neither what was taken up, nor what is about a lead that has ended."""
    lead_id, ended = await a_lead(ledger), await a_lead(ledger)
    for number, to in enumerate(("ana", "ana", "manager", "ben")):
        await an_alert(ledger, lead_id, number, to=to)
    await an_alert(ledger, ended, to="ana")
    await ledger.timeline.record(a_report(ended, 1, stage="closed", disposition=Disposition.LOST))

    await ledger.hearings.record(heard(lead_id, AlertAcknowledged, "a", by="ben", alert="1:alert:3"))

    assert await ledger.alerts.waiting() == {"ana": 2, "manager": 1}


async def test_an_alert_that_there_is_not_is_not_found(ledger: Ledger) -> None:
    """With the remedy."""
    with pytest.raises(NotFoundError, match="no alert has the id l9:1:alert:0: use an alert_id from GET /v1/alerts"):
        await ledger.alerts.alert("l9:1:alert:0")


async def test_who_was_told_on_one_attempt_is_known_on_the_next(ledger: Ledger) -> None:
    """So that nobody is told twice because somebody else could not be."""
    lead_id = await a_lead(ledger)
    note = a_note(lead_id)
    assert (await ledger.alerts.raise_alert(note)).told == ()

    await ledger.alerts.told(note.alert_id, ["email ana", "slack hot-leads"])

    raised = await ledger.alerts.raise_alert(note)
    assert (raised.is_due, raised.told) == (True, ("email ana", "slack hot-leads"))


async def test_the_first_to_take_an_alert_up_stays_on_record(ledger: Ledger) -> None:
    """The second is the same fact; the other alerts of the lead wait on, unless they were for the same person."""
    lead_id = await a_lead(ledger)
    alert_id = await an_alert(ledger, lead_id)
    others = [await an_alert(ledger, lead_id, 1, to="ben"), await an_alert(ledger, lead_id, 2, to="carla")]
    fact_id = f"{alert_id}:acknowledged"

    told = heard(lead_id, AlertAcknowledged, fact_id, by="ben", alert="1:alert:0")
    assert await ledger.hearings.record(told, at=NOON + MINUTE) is None
    again = heard(lead_id, AlertAcknowledged, fact_id, by="dan", alert="1:alert:0")
    assert (await ledger.hearings.record(again, at=NOON + 2 * MINUTE)) is not None

    taken = await ledger.alerts.alert(alert_id)
    assert (taken.acknowledged_by, taken.acknowledged_at) == ("ben", NOON + MINUTE)
    assert (await ledger.alerts.alert(others[0])).acknowledged_by == "ben"
    assert await open_alerts(ledger) == [others[1]]


async def test_whoever_reports_of_a_lead_has_taken_up_what_they_were_told_of_it(ledger: Ledger) -> None:
    """A call that was logged needs no click besides; what was heard of the lead itself takes nothing up."""
    lead_id, other = await a_lead(ledger), await a_lead(ledger)
    mine, of_other = await an_alert(ledger, lead_id), await an_alert(ledger, other)

    await ledger.hearings.record(heard(lead_id, ReplyReceived))
    assert await open_alerts(ledger) == sorted((mine, of_other), reverse=True)
    await ledger.hearings.record(heard(lead_id, OutcomeLogged, outcome=Outcome.NO_ANSWER, by="Ana"))

    assert await open_alerts(ledger) == [of_other]


async def test_alerts_of_a_lead_that_has_ended_wait_for_nobody(ledger: Ledger) -> None:
    """They stay on record, and can still be taken up."""
    lead_id = await a_lead(ledger)
    alert_id = await an_alert(ledger, lead_id)

    await ledger.timeline.record(a_report(lead_id, 1, disposition=Disposition.EXHAUSTED, ending="the end"))

    assert await open_alerts(ledger) == []
    assert [alert.alert_id for alert in await ledger.alerts.listed(is_open=False)] == [alert_id]
    delivery = await ledger.hearings.record(heard(lead_id, AlertAcknowledged, by="ana", alert="1:alert:0"))
    assert delivery is not None
    assert delivery.state == "too_late"
    assert (await ledger.alerts.alert(alert_id)).acknowledged_by == "ana"


async def test_what_is_owed_is_the_task_in_hand_or_the_promise_that_runs_out_first(ledger: Ledger) -> None:
    """Of open tasks and running promises of this lead."""
    lead_id, other = await a_lead(ledger), await a_lead(ledger)
    assert await ledger.alerts.owed(lead_id) == OwedLine()
    await a_promise(ledger, lead_id, "contact", NOON + 5 * MINUTE)
    await a_promise(ledger, lead_id, "first_attempt", NOON + 2 * MINUTE, state="met")
    await a_promise(ledger, other, "first_attempt", NOON + 3 * MINUTE)

    assert await ledger.alerts.owed(lead_id) == ("contact with the lead", NOON + 5 * MINUTE)
    await ledger.tasks.open(a_task(lead_id, "t1", due_at=NOON + MINUTE))

    assert await ledger.alerts.owed(lead_id) == ("call first-call", NOON + MINUTE)


class Onlooker:
    """Gives every lead to Ben, and keeps what it was told."""

    def __init__(self) -> None:
        self.seen: list[Workload] = []

    def __call__(self, load: Workload) -> Assignment:
        self.seen.append(load)
        return Assignment(owner="ben", reason="asked for")


async def test_who_let_a_lead_lie_is_set_aside_with_its_next_choice(ledger: Ledger) -> None:
    """In the same transaction, once; the first lead stays the reason."""
    first, second = await a_lead(ledger), await a_lead(ledger)
    choice = Onlooker()

    await ledger.leads.assign(first, "pass-on", choice, NOON, "ana")
    await ledger.leads.assign(second, "pass-on-2", choice, NOON + MINUTE, "ana")

    said = f"is paused from new leads because of lead {first} since 6 March 2026, 12:00 UTC"
    assert [load.paused_reps for load in choice.seen] == [{"ana": said}, {"ana": said}]
    (aside,) = await ledger.reading.paused_reps()
    assert (aside.person, aside.lead_id, aside.since, aside.reason) == ("ana", first, NOON, said)


@pytest.mark.parametrize("is_applied", [False, True])
async def test_who_accepts_in_the_moment_in_which_the_lead_is_passed_on_is_not_set_aside(
    ledger: Ledger, is_applied: bool
) -> None:
    """Their answer is on record, and the choice was under way: they were heard of, and get leads as before."""
    lead_id = await a_lead(ledger)
    hearing = heard(lead_id, Accepted, "accepted", by=" Ana")

    await ledger.hearings.record(hearing, at=NOON)
    if is_applied:
        await ledger.hearings.delivered("accepted", Delivery(state="applied"), at=NOON)
    await ledger.leads.assign(lead_id, "pass-on", Onlooker(), NOON + timedelta(seconds=1), "ana")

    assert await ledger.reading.paused_reps() == ()


async def test_what_they_reported_before_they_let_it_lie_does_not_help_them(ledger: Ledger) -> None:
    """It was heard, and then nothing was."""
    lead_id = await a_lead(ledger)
    await ledger.hearings.record(heard(lead_id, OutcomeLogged, "o", by="ana", outcome=Outcome.NO_ANSWER), at=NOON)
    await ledger.hearings.delivered("o", Delivery(state="applied"), at=NOON)

    await ledger.leads.assign(lead_id, "pass-on", Onlooker(), NOON + MINUTE, "ana")

    assert len(await ledger.reading.paused_reps()) == 1


@pytest.mark.parametrize(
    ("fact", "fields"),
    [
        (OutcomeLogged, {"outcome": Outcome.NO_ANSWER}),
        (Accepted, {}),
        (AlertAcknowledged, {"alert": "1:alert:0"}),
    ],
)
async def test_they_are_back_the_moment_anything_is_heard_of_them(
    ledger: Ledger, fact: type[Any], fields: dict[str, Any]
) -> None:
    """Of whichever lead; a choice that is asked for once more does not set them aside again."""
    taken, other = await a_lead(ledger), await a_lead(ledger)
    choice = Onlooker()
    await ledger.leads.assign(taken, "pass-on", choice, NOON, "ana")

    await ledger.hearings.record(heard(other, fact, by="ben", **fields))
    assert len(await ledger.reading.paused_reps()) == 1
    await ledger.hearings.record(heard(other, fact, by="ana", **fields))

    assert await ledger.reading.paused_reps() == ()
    await ledger.leads.assign(taken, "pass-on", choice, NOON, "ana")
    assert await ledger.reading.paused_reps() == ()


async def test_a_first_owner_takes_nothing_from_anybody(ledger: Ledger) -> None:
    """Nobody is set aside when nobody was silent."""
    lead_id = await a_lead(ledger)

    await ledger.leads.assign(lead_id, "assign", Onlooker(), NOON)

    assert await ledger.reading.paused_reps() == ()
