"""Reports about one lead: outcomes, pauses, the answer of sales, new information, opt-outs and disqualification."""

from typing import Annotated

from fastapi import APIRouter, Depends

from api.edge.access import Closing, GuardedRoute, Reporting
from api.reports.information import answers_in, informed
from api.reports.reporting import REPORTED, ReportAnswer, Reporter, reporter_of
from api.reports.requests import Accept, ContactOutcome, Disqualify, Information, OptOut, Pause, Reject, Resume, Snooze
from api.reports.tasks import said_in, tell_of_task
from domain.errors import InvalidInputError, NotFoundError
from domain.facts.reports import Said, answer_of_sales, fact_of_contact
from domain.facts.unions import Accepted, Disqualified, OptedOut, Paused, Rejected, Resumed
from domain.lead.learned import as_extra
from domain.outcomes import Outcome
from ledger.reading.views import TaskView

router = APIRouter(prefix="/v1/leads/{lead_id}", tags=["reports"], route_class=GuardedRoute, responses=REPORTED)

Here = Annotated[Reporter, Depends(reporter_of)]

# A request without a body means the same as one with an empty object.
_UNTIL_RESUMED, _RESUMED, _ACCEPTED, _OPTED_OUT = Pause(), Resume(), Accept(), OptOut()


@router.post("/outcomes")
async def report_outcome(body: ContactOutcome, caller: Reporting, reporter: Here) -> ReportAnswer:
    """Report the outcome of a task of this lead, or of a contact that was not a task."""
    by = caller.named(body.by)
    if body.task_id:
        return await tell_of_task(reporter, await _task_of(reporter, body.task_id), body, by=by)
    fact = fact_of_contact(said_in(body, by), fact_id=reporter.fact_id("outcome"), at=reporter.at)
    extra = {"reason": body.reason, **as_extra(body.learned)}
    return await reporter.tell(fact, body, by=by, note=body.note, extra=extra)


async def _task_of(reporter: Reporter, task_id: str) -> TaskView:
    try:
        task = await reporter.collaborators.ledger.reading.task(task_id)
    except NotFoundError as error:
        raise InvalidInputError(str(error), field="task_id") from None
    if task.lead_id != reporter.lead_id:
        raise InvalidInputError(f"task {task_id} does not belong to lead {reporter.lead_id}", field="task_id")
    return task


@router.post("/pause")
async def pause(caller: Reporting, reporter: Here, body: Pause = _UNTIL_RESUMED) -> ReportAnswer:
    """Pause a lead: nothing goes out until the given date and time, or until it is resumed."""
    by = caller.named(body.by)
    fact = Paused(id=reporter.fact_id(Paused), at=reporter.at, until=body.until, by=by)
    return await reporter.tell(fact, body, by=by, note=body.note)


@router.post("/snooze")
async def snooze(body: Snooze, caller: Reporting, reporter: Here) -> ReportAnswer:
    """Pause a lead until a date and time; it then resumes by itself."""
    by = caller.named(body.by)
    fact = Paused(id=reporter.fact_id("snoozed"), at=reporter.at, until=body.until, by=by)
    return await reporter.tell(fact, body, by=by, note=body.note)


@router.post("/resume")
async def resume(caller: Reporting, reporter: Here, body: Resume = _RESUMED) -> ReportAnswer:
    """Resume a paused lead."""
    by = caller.named(body.by)
    fact = Resumed(id=reporter.fact_id(Resumed), at=reporter.at, by=by)
    return await reporter.tell(fact, body, by=by, note=body.note)


@router.post("/accept")
async def accept(caller: Reporting, reporter: Here, body: Accept = _ACCEPTED) -> ReportAnswer:
    """Accept a lead that was handed over: accepted, opportunity, or follow-up agreed (with date and time)."""
    by = caller.named(body.by)
    said = Said(outcome=Outcome(body.how), by=by, follow_up_at=body.follow_up_at, note=body.note)
    fact = answer_of_sales(said, fact_id=reporter.fact_id(Accepted), at=reporter.at)
    return await reporter.tell(fact, body, by=by, note=body.note, extra=as_extra(body.learned))


@router.post("/reject")
async def reject(body: Reject, caller: Reporting, reporter: Here) -> ReportAnswer:
    """Turn down a lead that was handed over: needs more qualification, or never a customer. The note says why."""
    by = caller.named(body.by)
    said = Said(outcome=Outcome(body.why), by=by, note=body.note)
    fact = answer_of_sales(said, fact_id=reporter.fact_id(Rejected), at=reporter.at)
    extra = {"reason": body.reason, **as_extra(body.learned)}
    return await reporter.tell(fact, body, by=by, note=body.note, extra=extra)


@router.post("/information")
async def add_information(body: Information, caller: Reporting, reporter: Here) -> ReportAnswer:
    """Add missing or new information; triage runs again with it."""
    fact, amended = await informed(reporter, body)
    return await reporter.tell(fact, body, by=caller.named(), extra=as_extra(answers_in(body)), amended=amended)


@router.post("/disqualify")
async def disqualify(body: Disqualify, caller: Closing, reporter: Here) -> ReportAnswer:
    """Disqualify and close the lead, with a reason."""
    by = caller.named(body.by)
    fact = Disqualified(id=reporter.fact_id(Disqualified), at=reporter.at, by=by)
    note = "\n".join(text for text in (body.reason, body.note) if text)
    return await reporter.tell(fact, body, by=by, note=note, extra={"reason": body.reason})


@router.post("/opt-out")
async def opt_out(caller: Reporting, reporter: Here, body: OptOut = _OPTED_OUT) -> ReportAnswer:
    """Opt this person out of all contact, on all channels and at once, even if the lead has ended."""
    by = caller.named(body.by)
    fact = OptedOut(id=reporter.fact_id(OptedOut), at=reporter.at)
    return await reporter.tell(fact, body, by=by, note=body.note)
