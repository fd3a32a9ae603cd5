"""The lead's errands: each step as one call of one activity, with what the activity needs to know and no more."""

from datetime import timedelta
from typing import Any, assert_never

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.alerts import AlertActivities
    from activities.companies import CompanyActivities
    from activities.ownership import OwnershipActivities
    from activities.plans import PlanActivities
    from activities.records import RecordActivities
    from activities.tasks import TaskActivities
    from activities.touches import TouchActivities
    from domain.decide.deadlines import to_plan
    from domain.decide.items import check_of_task, check_of_touch
    from domain.facts.unions import Done
    from domain.journey.state import Journey
    from domain.journey.steps import (
        Alert,
        AskRep,
        Assign,
        HandOverLead,
        KickBackLead,
        PlanInstant,
        SendTouch,
        StartCadence,
        TellCompany,
    )
    from domain.wire.foresight import Foresight
    from domain.wire.requests import (
        AskAlert,
        AskAssign,
        AskCadence,
        AskCompany,
        AskHandOver,
        AskPlan,
        AskRecord,
        AskSend,
        AskTask,
        Published,
        Result,
    )
    from domain.wire.standing import Dispatch
    from workflows.policies import ALERT, LEDGER, PLAN, sending

AT_ONCE = timedelta(milliseconds=1)

Errand = SendTouch | AskRep | Assign | Alert | TellCompany | HandOverLead | KickBackLead


async def plan(journey: Journey, step: PlanInstant, dispatch: Dispatch) -> tuple[Done, ...]:
    """Have an instant planned."""
    deadlines = tuple(deadline for deadline in to_plan(journey) if deadline.key != step.request.key)
    ask = AskPlan(
        **_common(journey, dispatch),
        request=step.request,
        reason=step.reason,
        asked_at=workflow.now(),
        deadlines=deadlines,
    )
    answer = await workflow.execute_local_activity_method(PlanActivities.plan_instant, ask, **PLAN)
    return answer.facts


async def record(journey: Journey, dispatch: Dispatch) -> None:
    """Send the ledger what was heard, if no other step is about to."""
    await workflow.execute_local_activity_method(
        RecordActivities.record, AskRecord(**_common(journey, dispatch)), **PLAN
    )


async def close(journey: Journey, dispatch: Dispatch) -> None:
    """Send the ledger how the lead ended."""
    await workflow.execute_activity_method(
        RecordActivities.record, AskRecord(**_common(journey, dispatch)), summary=journey.ending, **LEDGER
    )


async def fetch(journey: Journey, step: StartCadence, dispatch: Dispatch) -> Published:
    """Fetch the cadence that takes over, as published now."""
    ask = AskCadence(**_common(journey, dispatch), cadence=step.cadence)
    return await workflow.execute_activity_method(
        RecordActivities.fetch_cadence, ask, summary=f"{step.cadence}: {step.reason}", **LEDGER
    )


async def perform(journey: Journey, step: Errand, dispatch: Dispatch, ahead: Foresight) -> tuple[Done, ...]:
    """Do what the step says; the facts that came of it, with the plans that rode along."""
    answer = await _call(journey, step, dispatch, ahead)
    return answer.facts


async def _call(journey: Journey, step: Errand, dispatch: Dispatch, ahead: Foresight) -> Result:
    common = {**_common(journey, dispatch), "ride": ahead.ride, "deadlines": ahead.deadlines}
    match step:
        case SendTouch():
            touch = AskSend(
                **common,
                **_bounds(journey),
                step=step,
                check=check_of_touch(journey, step),
                cadence_version=journey.cadence.version,
                owner=journey.owner,
            )
            return await workflow.execute_activity_method(
                TouchActivities.send_touch,
                touch,
                summary=f"{step.touch_id} by {step.channel}",
                **sending(step.channel.way.retries),
            )
        case AskRep():
            check = check_of_task(journey, step)
            task = AskTask(**common, **_bounds(journey), step=step, deadline=ahead.deadline, check=check)
            return await workflow.execute_activity_method(
                TaskActivities.open_task, task, summary=f"{step.task}: {step.touch_id}", **LEDGER
            )
        case Assign():
            owner = AskAssign(**common, step=step, calendar=journey.agreement.calendar, deadline=ahead.deadline)
            return await workflow.execute_activity_method(
                OwnershipActivities.assign_owner, owner, summary=step.reason, **LEDGER
            )
        case HandOverLead() | KickBackLead():
            given = AskHandOver(**common, step=step, calendar=journey.agreement.calendar, deadline=ahead.deadline)
            return await workflow.execute_activity_method(
                OwnershipActivities.give_lead, given, summary=step.reason, **LEDGER
            )
        case Alert():
            profile = journey.profile if journey.agreement.alerts.routes else None
            alert = AskAlert(**common, step=step, owner=journey.owner, profile=profile)
            return await workflow.execute_activity_method(
                AlertActivities.send_alert, alert, summary=f"{step.about} to {step.to}", **ALERT
            )
        case TellCompany():
            news = AskCompany(**common, step=step)
            return await workflow.execute_activity_method(
                CompanyActivities.tell_company, news, summary=step.reason, **LEDGER
            )
        case _:
            assert_never(step)


def _bounds(journey: Journey) -> dict[str, Any]:
    """What a touch is bound by beside its hours, and counted under."""
    return {
        "cadence": journey.cadence.name,
        "caps": journey.agreement.caps,
        "facts_heard": len(journey.past.applied),
    }


def _common(journey: Journey, dispatch: Dispatch) -> dict[str, Any]:
    return {
        "lead_id": journey.lead_id,
        "run": journey.run.number,
        "playbook": journey.agreement.version,
        "dispatch": dispatch,
    }
