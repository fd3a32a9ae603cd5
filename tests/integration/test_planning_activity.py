"""The planner as an activity, on both databases: what it fixes, and what the ledger is told of it."""

from builders import MONDAY, a_journey, a_playbook, a_touch, an_agreement, later
from ledger_builders import a_lead
from temporalio.testing import ActivityEnvironment
from walking import Walk

from activities.clock import SystemClock
from activities.plans import PlanActivities, Planner
from domain.channels import Channel
from domain.facts.unions import Planned
from domain.hours.spans import parse_span
from domain.journey.steps import Alert, PlanInstant
from domain.terms.alerts import AlertTerms, Rung, RungAction
from domain.wire.requests import AskPlan
from domain.wire.standing import Dispatch, standing_of
from ledger.ledger import Ledger

pytest_plugins = ("ledgers",)


async def test_the_instant_of_a_clock_is_not_what_is_next_for_the_lead(ledger: Ledger) -> None:
    """While an alert climbs its ladder, lists and ``why`` go on to show the task's deadline."""
    await a_lead(ledger, "lead1")
    call = a_touch("call", Channel.CALL, "0 minutes", within=parse_span("4 hours"))
    rungs = (parse_span("30 minutes"), parse_span("1 hour"))
    ladder = AlertTerms(ladder=tuple(Rung(after=after, then=RungAction.REMIND) for after in rungs))
    agreement = an_agreement(alerts=ladder)
    await ledger.publications.publish(a_playbook(agreement=agreement), MONDAY)
    walk = Walk(a_journey(call, agreement=agreement, is_acknowledged=True))
    for _ in rungs:
        walk.after(Alert)
    step = walk.to(PlanInstant)
    ask = AskPlan(
        lead_id="lead1",
        run=1,
        playbook="playbook1",
        dispatch=Dispatch(standing=standing_of(walk.journey, walk.now)),
        request=step.request,
        asked_at=walk.now,
    )
    planner = Planner(ledger.publications, ledger.timeline, SystemClock())

    answer = await ActivityEnvironment().run(PlanActivities(planner).plan_instant, ask)

    (fact,) = answer.facts
    assert isinstance(fact, Planned)
    assert (fact.key, fact.due_at) == ("1:watch:1:rung:1", later(hours=1.5))
    lead = await ledger.reading.lead_detail("lead1")
    assert (lead.next_key, lead.next_due_at) == ("1:call:0:0:deadline:0", later(hours=4))
