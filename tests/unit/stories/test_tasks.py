"""What people are asked to do: calls, letters, call-backs; what they report, and what follows when they do not."""

from datetime import timedelta

import pytest
from builders import MONDAY, a_touch, a_working_journey, an_agreement
from walking import Walk

from domain.channels import Channel
from domain.facts.unions import Assigned, OutcomeLogged, TaskOpened
from domain.hours.spans import parse_span
from domain.journey.steps import Alert, AskRep, Assign, Finish, HandOverLead, PlanInstant, SendTouch, StartCadence
from domain.outcomes import Outcome
from domain.terms.cadence import IfNotDone

CALL = a_touch("call", Channel.CALL, within=parse_span("1 hour"), voicemail="vm")


def test_a_call_is_a_task_of_the_owner_with_its_script() -> None:
    """The person who has the lead is asked, with what to say and what to leave."""
    step = Walk(a_working_journey(CALL)).to(AskRep)

    assert (step.task, step.assignee, step.script, step.voicemail) == (Channel.CALL, "ana", "call", "vm")


def test_the_next_touch_waits_from_the_report_of_a_call() -> None:
    """Not from the instant at which it was asked for."""
    walk = Walk(a_working_journey(CALL, a_touch("mail", after="1 hour")))
    walk.after(AskRep)
    walk.passes(minutes=30)

    walk.reports(Outcome.NO_ANSWER)
    reported_at = walk.now

    walk.to(SendTouch)
    assert walk.now == reported_at + timedelta(hours=1)


def test_a_task_that_lies_is_called_to_mind_and_then_let_go() -> None:
    """Policy remind: as often as agreed; then the touch counts as skipped and the cadence goes on."""
    walk = Walk(a_working_journey(CALL, a_touch("mail")))
    walk.after(AskRep)

    reminders = [walk.after(Alert) for _ in range(2)]
    walk.to(SendTouch)

    assert [(alert.to, alert.about) for alert in reminders] == [("ana", "task_overdue")] * 2
    assert walk.journey.run.touches[0].outcome == "ana did not report this call in time"


def test_a_task_that_lies_goes_to_somebody_else_and_then_to_the_manager() -> None:
    """Policy reassign: a new owner, the manager, and then the cadence goes on."""
    walk = Walk(a_working_journey(CALL.model_copy(update={"if_not_done": IfNotDone.REASSIGN}), a_touch("mail")))
    walk.after(AskRep)

    passed_on = walk.after(Assign)
    told = [walk.after(Alert), walk.after(Alert)]
    walk.to(SendTouch)

    assert (passed_on.exclude, passed_on.reason) == (("ana",), "ana missed the deadline")
    assert [(alert.to, alert.about) for alert in told] == [("ben", "task_reassigned"), ("manager", "escalated")]
    assert walk.journey.owner == "ben"


def test_a_task_that_lies_may_simply_be_skipped() -> None:
    """Policy skip: no reminder."""
    walk = Walk(a_working_journey(CALL.model_copy(update={"if_not_done": IfNotDone.SKIP}), a_touch("mail")))
    walk.after(AskRep)

    walk.to(SendTouch)

    assert not any(isinstance(step, Alert) for step in walk.seen)


def test_a_report_while_somebody_else_is_being_found_ends_the_search() -> None:
    """The call was made after all: nobody new is needed, and a late answer of the search is nothing."""
    walk = Walk(a_working_journey(CALL.model_copy(update={"if_not_done": IfNotDone.REASSIGN}), a_touch("mail")))
    walk.after(AskRep)
    search = walk.to(Assign)

    walk.reports(Outcome.NO_ANSWER)
    walk.comes(Assigned, key=search.key, owner="ben")

    assert walk.journey.owner == "ana"
    assert isinstance(walk.step, PlanInstant)


def test_a_call_back_is_to_the_minute_and_comes_before_the_cadence() -> None:
    """The lead named the time; until then nothing else is done, and afterwards the cadence goes on."""
    walk = Walk(a_working_journey(CALL, a_touch("mail")))
    walk.after(AskRep)
    wish = walk.now + timedelta(days=3, hours=7, minutes=13)

    walk.reports(Outcome.CALL_BACK, call_back_at=wish)
    step = walk.to(AskRep)

    assert (walk.now, step.touch_id, step.script) == (wish, "call-back", "call")
    walk.go()
    walk.reports(Outcome.NO_ANSWER)
    assert walk.to(SendTouch).touch_id == "mail"


def test_two_call_backs_at_one_minute_are_two_tasks() -> None:
    """A second wish, even for the same minute, opens a task of its own."""
    walk = Walk(a_working_journey(CALL))
    walk.after(AskRep)
    wish = walk.now + timedelta(minutes=10)

    walk.reports(Outcome.CALL_BACK, call_back_at=wish)
    first = walk.after(AskRep)
    walk.reports(Outcome.CALL_BACK, call_back_at=wish + timedelta(seconds=20))
    second = walk.after(AskRep)

    assert {first.key, first.task_id}.isdisjoint({second.key, second.task_id})


def test_a_call_back_that_lies_is_let_go_like_any_task() -> None:
    """The agreement's own deadline and reminders hold, not those of the touch that happens to be next."""
    impatient = a_touch("next", Channel.CALL, within=parse_span("1 hour"), if_not_done=IfNotDone.SKIP)
    walk = Walk(a_working_journey(CALL, impatient, agreement=an_agreement(task_reminders=1)))
    walk.after(AskRep)
    walk.reports(Outcome.CALL_BACK, call_back_at=walk.now + timedelta(minutes=10))
    walk.after(AskRep)

    reminded = walk.after(Alert)

    assert reminded.about == "task_overdue"
    assert walk.to(AskRep).touch_id == "next"


def test_a_wish_to_be_called_back_heard_by_chance_is_kept() -> None:
    """No task was open: the lead is called all the same."""
    walk = Walk(a_working_journey(a_touch("mail")))
    wish = MONDAY + timedelta(hours=2)

    walk.hears(OutcomeLogged, outcome=Outcome.CALL_BACK, call_back_at=wish)

    assert walk.to(AskRep).touch_id == "call-back"
    assert walk.now == wish


def test_a_wish_to_be_called_back_is_told_to_whoever_has_another_task_in_hand() -> None:
    """A letter is being written: its owner learns of the wish now, and the call comes after the letter."""
    walk = Walk(a_working_journey(a_touch("letter", Channel.POST)))
    walk.after(AskRep)

    walk.hears(OutcomeLogged, outcome=Outcome.CALL_BACK, call_back_at=walk.now + timedelta(hours=1))
    assert walk.alerts() == [("ana", "replied")]
    walk.reports(Outcome.SENT)

    assert walk.to(AskRep).touch_id == "call-back"


def test_a_touch_called_almost_like_a_call_back_is_a_touch() -> None:
    """Only the very id is the engine's own."""
    walk = Walk(a_working_journey(a_touch("call-back-2", Channel.CALL), a_touch("mail")))
    walk.after(AskRep)

    walk.reports(Outcome.NO_ANSWER)

    assert walk.journey.run.touches[0].touch_id == "call-back-2"


@pytest.mark.parametrize(
    ("outcome", "step"),
    [
        (Outcome.INTERESTED, HandOverLead),
        (Outcome.MEETING_BOOKED, Finish),
        (Outcome.NOT_INTERESTED, StartCadence),
        (Outcome.NEVER_CUSTOMER, Finish),
        (Outcome.NO_ANSWER, PlanInstant),
        (Outcome.ASKED_NOT_TO_CALL, PlanInstant),
    ],
)
def test_a_report_of_a_call_takes_the_turn_that_it_means(outcome: Outcome, step: type[object]) -> None:
    """Interest is handed over, a meeting ends the cadence, no interest is nurtured, the rest goes on."""
    walk = Walk(a_working_journey(CALL, a_touch("mail")))
    walk.after(AskRep)

    walk.reports(outcome)

    assert isinstance(walk.step, step)


def test_no_interest_in_the_cadence_of_those_without_finishes_the_task() -> None:
    """The lead stays where it is and its cadence goes on."""
    walk = Walk(a_working_journey(CALL, a_touch("mail"), agreement=an_agreement(not_interested="hot")))
    walk.after(AskRep)

    walk.reports(Outcome.NOT_INTERESTED)

    assert walk.to(SendTouch).touch_id == "mail"


def test_an_outcome_that_the_task_cannot_have_leaves_it_open() -> None:
    """A posted letter is not answered by the telephone."""
    walk = Walk(a_working_journey(a_touch("letter", Channel.POST)))
    walk.after(AskRep)

    walk.reports(Outcome.BUSY)

    assert walk.journey.in_hand.task is not None


@pytest.mark.parametrize(
    ("channel", "dead"), [(Channel.POST, {Channel.POST}), (Channel.MANUAL_EMAIL, {Channel.EMAIL, Channel.MANUAL_EMAIL})]
)
def test_a_bad_address_is_the_one_that_was_written_to(channel: Channel, dead: set[Channel]) -> None:
    """A letter that cannot be posted says nothing of the mail address, nor the other way round."""
    walk = Walk(a_working_journey(a_touch("one", channel)))
    walk.after(AskRep)

    walk.reports(Outcome.BAD_ADDRESS)

    assert walk.journey.past.dead == dead


def test_a_task_that_somebody_else_has_already_is_theirs() -> None:
    """The board says who has it."""
    walk = Walk(a_working_journey(CALL))
    step = walk.to(AskRep)

    walk.comes(TaskOpened, task=step.task, task_id=step.task_id, assignee="ben")

    assert walk.journey.in_hand.task is not None
    assert walk.journey.in_hand.task.assignee == "ben"
