"""The lead is handed over to sales, with a clock running; what sales owes, and what follows when it does not."""

from datetime import timedelta

import pytest
from builders import MONDAY, a_touch, a_working_journey, an_agreement
from walking import Walk

from domain.channels import Channel
from domain.dispositions import Disposition
from domain.facts.unions import Accepted, HandedOver, MeetingBooked, OutcomeLogged, Rejected, ReplyReceived
from domain.journey.state import Stage
from domain.journey.steps import Alert, AskRep, Assign, Finish, HandOverLead, SendTouch, StartCadence
from domain.outcomes import Outcome, TaskKind
from domain.remember.apply import apply
from domain.terms.agreement import HandOver


def engaged() -> Walk:
    """A lead that replied and was handed over to Ana."""
    walk = Walk(apply(a_working_journey(), ReplyReceived(id="reply", at=MONDAY)))
    walk.after(HandOverLead)
    walk.after(Alert)
    return walk


def test_sales_gets_the_lead_and_hears_why() -> None:
    """The task is open, and the alert tells what the lead did."""
    walk = engaged()

    told = walk.seen[-1]
    assert isinstance(told, Alert)
    assert (told.to, told.about, told.reason) == ("ana", "handed_over", "the lead replied")
    assert walk.journey.in_hand.task is not None
    assert walk.journey.in_hand.task.kind is TaskKind.HAND_OVER


def test_a_hand_over_that_nobody_of_sales_could_take_is_told_to_the_manager() -> None:
    """The fallback has it, and the manager knows."""
    walk = Walk(apply(a_working_journey(), ReplyReceived(id="reply", at=MONDAY)))

    walk.comes(HandedOver, owner="mia", task_id="lead1.1.handover.1", is_fallback=True)

    assert walk.alerts() == [("mia", "handed_over"), ("manager", "nobody_available")]


@pytest.mark.parametrize("how", ["accepted", "opportunity", "follow_up"])
def test_sales_takes_the_lead(how: str) -> None:
    """Accepted, an opportunity, or a follow-up agreed: the clock stops, and the lead is followed to its end."""
    walk = engaged()

    walk.hears(Accepted, how=how, by="ben")

    assert (walk.journey.stage, walk.journey.owner, walk.journey.in_hand.task) == (Stage.ACCEPTED, "ben", None)
    review = walk.to(AskRep)
    assert (review.task, review.assignee, walk.now) == (TaskKind.REVIEW, "ben", MONDAY + timedelta(days=30))


@pytest.mark.parametrize("outcome", [Outcome.ACCEPTED, Outcome.OPPORTUNITY, Outcome.FOLLOW_UP])
def test_sales_may_take_the_lead_by_finishing_its_task(outcome: Outcome) -> None:
    """The hand-over's task and the lead itself are two doors to the same room."""
    walk = engaged()

    walk.reports(outcome, by="ana")

    assert walk.journey.stage is Stage.ACCEPTED


def test_a_follow_up_agreed_is_asked_about_when_it_was_agreed_for() -> None:
    """Not thirty days later."""
    walk = engaged()

    walk.hears(Accepted, how="follow_up", follow_up_at=MONDAY + timedelta(days=2))
    walk.to(AskRep)

    assert walk.now == MONDAY + timedelta(days=2)


def test_sales_may_take_a_lead_before_the_package_is_there() -> None:
    """The hand-over that was under way comes too late and opens nothing; somebody is found for the review."""
    walk = Walk(apply(a_working_journey(owner=""), ReplyReceived(id="reply", at=MONDAY)))
    step = walk.step
    assert isinstance(step, HandOverLead)

    walk.hears(Accepted)
    walk.comes(HandedOver, key=step.key, owner="ben", task_id=step.task_id)

    assert (walk.journey.stage, walk.journey.in_hand.task) == (Stage.ACCEPTED, None)
    assert walk.to(AskRep).assignee == "ana"


def test_a_lead_that_needs_more_qualification_is_nurtured() -> None:
    """The first of the two ways to refuse."""
    walk = engaged()

    walk.hears(Rejected, why="needs_qualification")

    step = walk.step
    assert isinstance(step, StartCadence)
    assert (step.cadence, step.reason) == ("nurture", "turned down by sales: needs further qualification")


def test_a_lead_that_will_never_buy_is_closed() -> None:
    """The second."""
    walk = engaged()

    walk.hears(Rejected, why="never_customer")

    assert walk.journey.disposition is Disposition.NEVER_CUSTOMER


def test_sales_may_refuse_the_lead_by_finishing_its_task() -> None:
    """With the same two meanings."""
    refused = engaged().reports(Outcome.NEEDS_QUALIFICATION).journey
    hopeless = engaged().reports(Outcome.NEVER_CUSTOMER).journey

    assert refused.in_hand.moving_to == ("nurture", "turned down by sales: needs further qualification")
    assert hopeless.disposition is Disposition.NEVER_CUSTOMER


def test_silence_climbs_the_ladder_and_ends_in_nurture() -> None:
    """Reminded, given to somebody else, told to the manager; then sales did not answer the hand-over."""
    walk = engaged()
    began = len(walk.seen)

    end = walk.to(StartCadence)

    climbed = [step for step in walk.seen[began:] if isinstance(step, Alert | Assign)]
    assert [step.to if isinstance(step, Alert) else step.exclude for step in climbed] == [
        "ana",
        ("ana",),
        "ben",
        "manager",
    ]
    assert end.reason == "sales did not answer the hand-over"
    assert walk.now == MONDAY + timedelta(days=1, hours=3)


def test_whoever_takes_over_gets_the_task_too() -> None:
    """The search names the task, and asks for the role of the hand-over."""
    walk = engaged()

    search = walk.to(Assign)

    assert (search.role, search.task_id) == ("sales", "lead1.1.handover.1")


def test_an_answer_of_sales_stops_the_clock() -> None:
    """No reminder follows."""
    walk = engaged()
    walk.passes(minutes=30)

    walk.hears(Accepted)

    assert not any(isinstance(step, Alert) for step in [walk.to(AskRep), *walk.seen[-2:]])


def test_a_ladder_without_rungs_still_ends() -> None:
    """After the patience that was agreed."""
    agreement = an_agreement(hand_over=HandOver(ladder=(), silence="nurture", rejected="nurture"))
    walk = Walk(apply(a_working_journey(agreement=agreement), ReplyReceived(id="reply", at=MONDAY)))

    walk.to(StartCadence)

    assert walk.now == MONDAY + timedelta(days=1)


def test_a_second_reply_is_news_for_whoever_has_the_lead() -> None:
    """It is not handed over twice."""
    walk = engaged()

    walk.hears(ReplyReceived)

    assert walk.alerts() == [("ana", "replied")]
    assert not isinstance(walk.step, HandOverLead)


def test_a_lead_refused_and_replying_at_the_same_moment_is_handed_over_anew() -> None:
    """Under a key and a task of its own, although it is the same run."""
    walk = engaged()
    first = next(step for step in walk.seen if isinstance(step, HandOverLead))
    walk.hears(Rejected)

    walk.hears(ReplyReceived)

    again = walk.step
    assert isinstance(again, HandOverLead)
    assert {first.key, first.task_id}.isdisjoint({again.key, again.task_id})


def test_a_second_answer_of_sales_changes_nothing() -> None:
    """Who refused first, refused: an acceptance a moment later does not pull the lead out of its move."""
    walk = engaged()
    walk.hears(Rejected)

    walk.hears(Accepted)

    assert isinstance(walk.step, StartCadence)


def test_a_lead_comes_back_from_nurture_to_sales() -> None:
    """Rejected, nurtured, answered: handed over again, in the next run."""
    walk = engaged()
    walk.hears(Rejected)
    walk.after(StartCadence)
    walk.after(SendTouch)

    walk.hears(ReplyReceived)

    step = walk.to(HandOverLead)
    assert (step.key, walk.journey.run.number) == ("2:hand-over:2", 2)


def test_a_meeting_booked_while_sales_has_the_lead_is_news_for_sales() -> None:
    """By the lead or by a rep, it is the same news."""
    for walk in (engaged().hears(MeetingBooked), engaged().hears(OutcomeLogged, outcome=Outcome.MEETING_BOOKED)):
        assert walk.alerts() == [("ana", "replied")]
        assert walk.journey.stage is Stage.ENGAGED


def test_a_wish_to_be_called_reaches_sales_and_is_when_it_is_asked_next() -> None:
    """Said to anybody while the hand-over is under way, it is neither lost nor holds the hand-over up."""
    walk = Walk(apply(a_working_journey(), ReplyReceived(id="reply", at=MONDAY)))
    wish = MONDAY + timedelta(days=3)

    walk.hears(OutcomeLogged, outcome=Outcome.CALL_BACK, call_back_at=wish)
    assert walk.alerts() == [("ana", "replied")]
    walk.after(HandOverLead)
    walk.hears(Accepted)

    assert walk.journey.sales.follow_up_at == wish


def test_interest_with_a_time_keeps_the_time() -> None:
    """The rep says: interested, call on Thursday."""
    walk = Walk(a_working_journey(a_touch("call", Channel.CALL)))
    walk.after(AskRep)
    wish = walk.now + timedelta(days=3)

    walk.reports(Outcome.INTERESTED, call_back_at=wish)
    walk.after(HandOverLead)
    walk.hears(Accepted)

    assert walk.journey.sales.follow_up_at == wish


def accepted() -> Walk:
    """A lead that sales took."""
    return engaged().hears(Accepted, by="ana")


@pytest.mark.parametrize(
    ("outcome", "disposition"),
    [
        (Outcome.CONVERTED, Disposition.CONVERTED),
        (Outcome.LOST, Disposition.LOST),
        (Outcome.NEVER_CUSTOMER, Disposition.NEVER_CUSTOMER),
    ],
)
def test_a_review_ends_the_lead_as_sales_says(outcome: Outcome, disposition: Disposition) -> None:
    """Won, lost, or never a customer; also when nobody has been asked yet."""
    asked = accepted()
    asked.after(AskRep)

    assert asked.reports(outcome).journey.disposition is disposition
    assert accepted().hears(OutcomeLogged, outcome=outcome).journey.disposition is disposition


def test_a_lead_still_open_is_asked_about_again_and_stays_accepted_in_the_end() -> None:
    """Two reviews were agreed; after them the lead rests as accepted."""
    walk = accepted()
    for _ in range(2):
        walk.after(AskRep)
        walk.reports(Outcome.STILL_OPEN)

    end = walk.to(Finish)

    assert end.disposition is Disposition.ACCEPTED


def test_a_review_that_nobody_answers_ends_too() -> None:
    """Reminders, then the next review, then the end."""
    assert accepted().to(Finish).disposition is Disposition.ACCEPTED


def test_a_bad_number_does_not_take_an_accepted_lead_from_sales() -> None:
    """Only the channel is dead."""
    walk = accepted()

    walk.hears(OutcomeLogged, outcome=Outcome.BAD_NUMBER)

    assert walk.journey.stage is Stage.ACCEPTED
