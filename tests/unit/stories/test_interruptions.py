"""What may happen to a lead at any time: it is held, away, answers, books, opts out, or asks for more."""

from datetime import date, timedelta

import pytest
from builders import MONDAY, a_cadence, a_journey, a_profile, a_touch, a_working_journey, an_agreement_that_needs
from walking import Walk

from domain.channels import Channel
from domain.dispositions import Disposition
from domain.facts.unions import (
    Disqualified,
    Exhausted,
    Heard,
    InformationAdded,
    InviteAnswered,
    MailUnclear,
    MeetingBooked,
    OptedOut,
    OutOfOffice,
    Paused,
    ReplyReceived,
    Resumed,
    TouchSent,
)
from domain.journey.changes import changed
from domain.journey.state import Journey, Stage
from domain.journey.steps import Alert, AskRep, Finish, HandOverLead, PlanInstant, SendTouch, StartCadence, WaitUntil
from domain.outcomes import Outcome
from domain.remember.apply import apply
from domain.terms.cadence import OnEvent, Reactions

OFFICE_OPENS = timedelta(hours=-1)


def in_cadence() -> Walk:
    """A lead that waits for its first mail, a day from now."""
    walk = Walk(a_working_journey(a_touch("one"), a_touch("two")))
    walk.to(WaitUntil)
    return walk


def test_a_pause_with_an_end_ends_by_itself() -> None:
    """Until then nothing leaves; then the cadence goes on where it was."""
    walk = in_cadence()

    walk.hears(Paused, until=MONDAY + timedelta(days=9), by="ana")

    assert walk.due_at() == MONDAY + timedelta(days=9)
    assert "the pause is over (paused by ana)" in walk.step.reason
    assert walk.to(SendTouch).touch_id == "one"
    assert walk.now == MONDAY + timedelta(days=9)


def test_a_pause_without_an_end_gets_the_longest_agreed_and_says_so() -> None:
    """Nobody forgets a lead on hold: the owner is told when the engine lets it go on."""
    walk = in_cadence()

    walk.hears(Paused, by="ana")
    alert = walk.to(Alert)

    assert walk.now == MONDAY + timedelta(days=30)
    assert (alert.to, alert.about) == ("ana", "pause_ended")


def test_a_lead_that_is_resumed_goes_on_at_once() -> None:
    """Whoever held it may let it go."""
    walk = in_cadence()
    walk.hears(Paused)
    walk.to_rest()
    walk.passes(days=4)

    walk.hears(Resumed)

    walk.to(SendTouch)
    assert walk.now == MONDAY + timedelta(days=4)


def test_a_resume_without_a_pause_changes_nothing() -> None:
    """Not even the plan is made again."""
    walk = in_cadence()
    due = walk.step

    walk.hears(Resumed)

    assert walk.step == due


def test_a_second_pause_replaces_the_first() -> None:
    """Snoozed again: the later wish holds, even at the same instant."""
    walk = in_cadence()

    walk.hears(Paused, until=MONDAY + timedelta(days=3))
    walk.to_rest()
    walk.hears(Paused, until=MONDAY + timedelta(days=8))

    assert walk.due_at() == MONDAY + timedelta(days=8)


def test_a_task_in_hand_gets_its_whole_time_again_after_a_pause() -> None:
    """Nobody is reminded of a call that could not be made."""
    walk = Walk(a_working_journey(a_touch("call", Channel.CALL)))
    walk.after(AskRep)
    walk.hears(Paused, until=MONDAY + timedelta(days=15))
    walk.after(WaitUntil)

    assert walk.due_at() == MONDAY + timedelta(days=16)


def test_out_of_office_holds_the_lead_until_the_day_after_the_last_day_away() -> None:
    """The cadence goes on at the opening of the first open day."""
    walk = in_cadence()

    walk.hears(OutOfOffice, until=date(2026, 3, 6))

    assert walk.due_at() == MONDAY + timedelta(days=7) + OFFICE_OPENS - timedelta(hours=1)  # summer time began
    assert "out of office until 2026-03-06" in walk.step.reason


@pytest.mark.parametrize("until", [None, date.max])
def test_out_of_office_without_a_believable_date_holds_for_the_agreed_time(until: date | None) -> None:
    """Five business days, and no lead sleeps for centuries on a misread date."""
    walk = in_cadence()

    walk.hears(OutOfOffice, until=until)

    assert walk.due_at() == MONDAY + timedelta(days=7) - timedelta(hours=1)


def test_out_of_office_does_not_shorten_the_pause_of_a_person() -> None:
    """Whoever snoozed the lead until April knew more than an automatic answer."""
    walk = in_cadence()
    walk.hears(Paused, until=MONDAY + timedelta(days=30))

    walk.hears(OutOfOffice, until=date(2026, 3, 4))

    assert walk.due_at() == MONDAY + timedelta(days=30)


def test_out_of_office_may_be_ignored_by_the_cadence() -> None:
    """Where the playbook says to go on, nothing is held."""
    cadence = a_cadence(a_touch("one"), when=Reactions(out_of_office=OnEvent.GO_ON))
    walk = Walk(a_working_journey(cadence=cadence))

    walk.hears(OutOfOffice)

    assert walk.journey.in_hand.pause is None


def test_a_reply_ends_the_cadence_and_goes_to_sales() -> None:
    """No touch of it leaves any more; the reason goes along."""
    walk = in_cadence()

    walk.hears(ReplyReceived)

    step = walk.step
    assert isinstance(step, HandOverLead)
    assert (step.role, step.reason) == ("sales", "the lead replied")


def test_a_reply_while_a_mail_is_leaving_stops_the_next_one() -> None:
    """The answer about the mail comes after the reply: it moves nothing any more."""
    walk = in_cadence()
    key = walk.to(SendTouch).key

    walk.hears(ReplyReceived)
    walk.comes(TouchSent, key=key)

    assert isinstance(walk.step, HandOverLead)


def test_a_reply_in_a_pause_ends_the_pause() -> None:
    """A lead that writes is not away."""
    walk = in_cadence()
    walk.hears(OutOfOffice)

    walk.hears(ReplyReceived)

    assert isinstance(walk.step, HandOverLead)


def test_a_reply_in_nurture_is_interest() -> None:
    """The lead that went quiet is handed over, too."""
    walk = Walk(a_working_journey(stage=Stage.NURTURE))

    walk.hears(ReplyReceived)

    assert isinstance(walk.step, HandOverLead)


def test_a_reply_of_somebody_else_holds_the_lead_until_a_person_has_looked() -> None:
    """It may be a colleague, an assistant, or a machine."""
    walk = in_cadence()

    walk.hears(ReplyReceived, sender="other")

    assert walk.alerts() == [("ana", "reply_unclear")]
    walk.to_rest()
    assert walk.journey.in_hand.pause is not None


@pytest.mark.parametrize(
    ("reaction", "disposition", "stage"),
    [
        (OnEvent.FINISH, Disposition.ANSWERED, Stage.CLOSED),
        (OnEvent.PAUSE, None, Stage.WORKING),
        (OnEvent.GO_ON, None, Stage.WORKING),
    ],
)
def test_a_cadence_may_take_a_reply_otherwise(reaction: OnEvent, disposition: Disposition | None, stage: Stage) -> None:
    """Whatever it does, a reply is never silent: it ends the lead, or a person is told."""
    walk = Walk(a_working_journey(cadence=a_cadence(a_touch("one"), when=Reactions(replied=reaction))))

    walk.hears(ReplyReceived)

    assert (walk.journey.disposition, walk.journey.stage) == (disposition, stage)
    assert bool(walk.alerts()) is (disposition is None)


def test_mail_that_no_machine_understands_goes_to_a_person() -> None:
    """The owner is told why, and the cadence goes on."""
    walk = in_cadence()

    walk.hears(MailUnclear, why="left the company")

    assert walk.to(Alert).reason == "left the company"


@pytest.mark.parametrize(("fact", "fields"), [(MeetingBooked, {}), (InviteAnswered, {"answer": "accepted"})])
def test_a_booked_meeting_ends_the_cadence(fact: type[Heard], fields: dict[str, str]) -> None:
    """Booked by the lead, or by saying yes to an invitation."""
    walk = in_cadence()

    walk.hears(fact, **fields)

    step = walk.step
    assert isinstance(step, Finish)
    assert step.disposition is Disposition.MEETING_BOOKED


def test_a_booked_meeting_may_be_handed_over_instead() -> None:
    """Where the playbook says so, sales answers for the lead from there."""
    cadence = a_cadence(a_touch("one"), when=Reactions(meeting_booked=OnEvent.HAND_OVER))
    walk = Walk(a_working_journey(cadence=cadence))

    walk.hears(MeetingBooked)

    assert isinstance(walk.step, HandOverLead)


def test_a_declined_invitation_is_news_for_the_owner() -> None:
    """It ends nothing."""
    walk = in_cadence()

    walk.hears(InviteAnswered, answer="declined")

    assert walk.alerts() == [("ana", "replied")]


STAGES = {
    "arrived": a_journey(),
    "incomplete": a_journey(
        profile=a_profile(known=frozenset({"email"})), agreement=an_agreement_that_needs("company")
    ),
    "working": a_working_journey(),
    "paused": apply(a_working_journey(), Paused(id="p", at=MONDAY)),
    "engaged": apply(a_working_journey(), ReplyReceived(id="r", at=MONDAY)),
    "accepted": a_working_journey(stage=Stage.ACCEPTED),
    "kicked back": a_working_journey(stage=Stage.KICKED_BACK),
    "nurture": a_working_journey(stage=Stage.NURTURE),
    "moving": a_working_journey(moving_to=("nurture", "because")),
}


@pytest.mark.parametrize("journey", STAGES.values(), ids=STAGES.keys())
@pytest.mark.parametrize(
    ("fact", "disposition"), [(OptedOut, Disposition.OPTED_OUT), (Disqualified, Disposition.DISQUALIFIED)]
)
def test_an_opt_out_or_a_disqualification_closes_a_lead_at_any_stage(
    journey: Journey, fact: type[Heard], disposition: Disposition
) -> None:
    """At once, and nothing that is heard afterwards changes it."""
    walk = Walk(journey)

    walk.hears(fact)
    walk.hears(ReplyReceived)
    walk.hears(MeetingBooked)

    step = walk.step
    assert isinstance(step, Finish)
    assert step.disposition is disposition


def test_what_is_heard_after_the_end_is_known_but_changes_nothing() -> None:
    """Its id is kept, so that it does not count a second time either."""
    ended = apply(a_working_journey(), OptedOut(id="no", at=MONDAY))

    again = apply(ended, ReplyReceived(id="late", at=MONDAY))

    assert again.past.applied == ("no", "late")
    assert changed(again, applied=ended.past.applied, revision=ended.counts.revision) == ended


def test_steps_that_come_after_the_end_change_nothing() -> None:
    """The very same journey, untouched."""
    ended = apply(a_working_journey(), OptedOut(id="no", at=MONDAY))

    late = Exhausted(key="1:cadence:over", at=MONDAY, disposition=Disposition.EXHAUSTED, reason="so")

    assert apply(ended, late) is ended


def test_the_same_report_twice_is_one_report() -> None:
    """By its id; the second time the very same journey comes back."""
    once = apply(a_working_journey(), ReplyReceived(id="r", at=MONDAY))

    assert apply(once, ReplyReceived(id="r", at=MONDAY)) is once


def interested_again(walk: Walk) -> Walk:
    """The lead sends another form a day later."""
    walk.passes(days=1)
    return walk.hears(InformationAdded, profile=a_profile(opted_in_at=walk.now))


def test_a_nurtured_lead_that_asks_again_is_worked_again() -> None:
    """New interest leads back to the cadence of its route, and is acknowledged anew."""
    journey = a_working_journey(cadence=a_cadence(name="nurture", kind="nurture"), stage=Stage.NURTURE, moving_to=None)
    walk = interested_again(Walk(journey, playbook=Walk(a_journey()).playbook))

    assert isinstance(walk.step, StartCadence)
    assert walk.step.reason == "interested again: everybody"
    walk.go()

    assert (walk.journey.stage, walk.journey.cadence.name) == (Stage.WORKING, "hot")
    assert isinstance(walk.step, SendTouch)


def test_a_lead_that_is_with_sales_and_asks_again_is_news_for_sales() -> None:
    """The owner is told; the hand-over stands."""
    walk = interested_again(Walk(apply(a_working_journey(), ReplyReceived(id="r", at=MONDAY))))

    assert walk.alerts() == [("ana", "replied")]
    assert walk.journey.stage is Stage.ENGAGED


def test_corrected_information_does_not_restart_a_nurtured_lead() -> None:
    """Only a newer opt-in is new interest."""
    journey = a_working_journey(cadence=a_cadence(name="nurture", kind="nurture"), stage=Stage.NURTURE, moving_to=None)

    informed = apply(journey, InformationAdded(id="i", at=MONDAY, profile=a_profile(title="CFO")))

    assert informed.stage is Stage.NURTURE
    assert informed.in_hand.moving_to is None


def test_what_is_heard_while_the_next_cadence_is_fetched_is_kept() -> None:
    """A pause, or a wish to be called back, survives the move."""
    walk = Walk(a_working_journey(a_touch("call", Channel.CALL)))
    walk.after(AskRep)
    walk.reports(Outcome.NOT_INTERESTED)

    walk.hears(Paused, until=MONDAY + timedelta(days=60))
    walk.after(StartCadence)

    assert walk.journey.cadence.name == "nurture"
    assert walk.due_at() == MONDAY + timedelta(days=60)


def test_a_reply_while_the_next_cadence_is_fetched_calls_the_move_off() -> None:
    """The lead is handed over and not nurtured."""
    walk = Walk(a_working_journey(a_touch("call", Channel.CALL)))
    walk.after(AskRep)
    walk.reports(Outcome.NOT_INTERESTED)

    walk.hears(ReplyReceived)

    assert isinstance(walk.step, HandOverLead)


def test_a_plan_asked_for_before_a_pause_is_not_taken_for_the_pauses_own() -> None:
    """What was planned for the touch does not end the pause."""
    walk = Walk(a_working_journey(a_touch("one")))
    step = walk.step
    assert isinstance(step, PlanInstant)

    walk.hears(Paused, until=MONDAY + timedelta(days=3))
    from domain.facts.unions import Planned

    walk.comes(Planned, key=step.key, due_at=MONDAY)

    assert walk.due_at() == MONDAY + timedelta(days=3)
