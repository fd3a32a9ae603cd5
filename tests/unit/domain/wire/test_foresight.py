"""Foresight: what is prepared with a step for the time after it, and what the ledger is told of that time."""

from builders import a_journey, a_touch, an_agreement, later
from walking import Walk

from domain.channels import Channel
from domain.hours.spans import parse_span
from domain.journey.steps import Alert, Assign, PlanInstant
from domain.terms.alerts import About, AlertTerms, Rung, RungAction
from domain.wire.foresight import SOMEBODY, foresee

LADDER = AlertTerms(
    ladder=(
        Rung(after=parse_span("30 minutes"), then=RungAction.REMIND),
        Rung(after=parse_span("1 hour"), then=RungAction.MANAGER),
    )
)


def a_lead_to_be_taken_up() -> Walk:
    """It has just arrived; its owner has half an hour to take it up, and four hours for the call."""
    call = a_touch("call", Channel.CALL, "0 minutes", within=parse_span("4 hours"))
    return Walk(a_journey(call, agreement=an_agreement(alerts=LADDER), is_acknowledged=True))


def test_of_a_lead_that_finds_its_owner_the_owner_is_not_known_yet() -> None:
    """Clocks that need a person's calendar wait for the person."""
    walk = a_lead_to_be_taken_up()
    assign = walk.to(Assign)

    ahead = foresee(walk.journey, assign, walk.now)

    assert ahead.standing is not None
    assert (ahead.standing.owner, ahead.ride, ahead.deadline) == (SOMEBODY, None, None)


def test_the_alert_of_a_new_lead_brings_the_plan_of_the_call_and_its_own_clock() -> None:
    """Neither costs an activity of its own."""
    walk = a_lead_to_be_taken_up()
    alert = walk.to(Alert)

    ahead = foresee(walk.journey, alert, walk.now)

    assert ahead.ride is not None
    assert (ahead.ride.key, [clock.key for clock in ahead.deadlines]) == ("1:call:0:0", ["1:watch:1:rung:0"])


def test_a_clock_is_not_what_is_next_for_the_lead() -> None:
    """While an alert climbs its ladder the task's deadline stays what the lead waits for, and is told as that."""
    walk = a_lead_to_be_taken_up()
    walk.after(Alert)
    alert = walk.to(Alert)

    ahead = foresee(walk.journey, alert, walk.now)

    assert alert.about is About.NOT_ACKNOWLEDGED
    assert (ahead.ride, [clock.key for clock in ahead.deadlines]) == (None, ["1:watch:1:rung:1"])
    assert ahead.standing is not None
    assert (ahead.standing.next_key, ahead.standing.next_due_at) == ("1:call:0:0:deadline:0", later(hours=4))


def test_what_a_plan_brings_nobody_can_tell() -> None:
    """But the deadlines that have no instant yet can be fixed on the way."""
    walk = a_lead_to_be_taken_up()
    plan = walk.to(PlanInstant)

    ahead = foresee(walk.journey, plan, walk.now)

    assert (ahead.standing, ahead.ride, ahead.deadline) == (None, None, None)
    assert [clock.key for clock in ahead.deadlines] == ["1:watch:1:rung:0"]
