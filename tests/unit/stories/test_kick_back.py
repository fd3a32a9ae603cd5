"""What follows an exhausted cadence: back to the teleprospector, nurture, or the end."""

from datetime import timedelta
from functools import partial

from builders import a_profile, a_touch, a_working_journey
from walking import Walk

from domain.channels import Channel
from domain.dispositions import Disposition
from domain.facts.unions import Assigned, OutcomeLogged, ReplyReceived
from domain.journey.changes import changed
from domain.journey.state import Journey, Stage
from domain.journey.steps import Alert, AskRep, Assign, Finish, HandOverLead, KickBackLead, SendTouch, StartCadence
from domain.outcomes import Outcome
from domain.snapshot import replaced
from domain.terms.agreement import Agreement
from domain.terms.cadence import Cadence


def outbound(**changes: object) -> Journey:
    """An outbound lead at the end of its cadence."""
    profile = a_profile(direction="outbound", generated_by="tom").model_copy(update=changes)
    journey = a_working_journey(a_touch("one"), profile=profile)
    return changed(journey, cadence=replaced(journey.cadence, partial(Cadence, exhausted="kick back")), cursor=1)


def test_an_exhausted_outbound_lead_goes_back_to_its_teleprospector() -> None:
    """To the one who generated it, who is told."""
    walk = Walk(outbound())

    step = walk.after(KickBackLead)

    assert (step.role, step.to) == ("teleprospector", "tom")
    assert walk.to(Alert).to == "tom"


def test_without_an_originator_it_goes_back_to_whoever_had_it() -> None:
    """The owner knows it best."""
    assert Walk(outbound(generated_by="")).to(KickBackLead).to == "ana"


def test_without_anybody_it_is_nurtured() -> None:
    """There is nobody to kick it back to."""
    journey = changed(outbound(generated_by=""), owner="", stage=Stage.NURTURE)

    assert Walk(journey).to(StartCadence).cadence == "nurture"


def test_a_kicked_back_lead_that_is_taken_up_goes_on_in_nurture_unless_it_answers() -> None:
    """The teleprospector tried once more."""
    walk = Walk(outbound())
    walk.after(KickBackLead)

    walk.reports(Outcome.LEFT_VOICEMAIL)

    assert walk.to(StartCadence).reason == "tom called again: left voicemail"


def test_a_lead_on_its_way_to_another_cadence_can_still_be_kicked_back() -> None:
    """What is heard last holds: the move is off, and the teleprospector has it."""
    moving = changed(a_working_journey(a_touch("one")), moving_to=("nurture", "the cadence is over"))
    agreement = replaced(moving.agreement, partial(Agreement, not_interested="kick back"))
    walk = Walk(changed(moving, agreement=agreement))

    walk.hears(OutcomeLogged, outcome=Outcome.NOT_INTERESTED)

    assert isinstance(walk.step, KickBackLead)
    assert walk.journey.in_hand.moving_to is None


def test_a_kicked_back_lead_that_is_interested_is_handed_over() -> None:
    """That is what it was kicked back for."""
    walk = Walk(outbound())
    walk.after(KickBackLead)

    walk.reports(Outcome.INTERESTED)

    assert walk.to(HandOverLead).reason == "the lead said on the phone that it is interested"


def test_a_kicked_back_lead_may_ask_to_be_called() -> None:
    """The call comes at its minute; unanswered, the lead is nurtured."""
    walk = Walk(outbound())
    walk.after(KickBackLead)

    walk.reports(Outcome.CALL_BACK, call_back_at=walk.now + timedelta(hours=2))
    call = walk.after(AskRep)
    walk.reports(Outcome.NO_ANSWER)

    assert (call.touch_id, call.assignee) == ("call-back", "tom")
    assert isinstance(walk.step, StartCadence)


def test_a_kicked_back_lead_that_nobody_takes_up_is_nurtured() -> None:
    """After a reminder."""
    walk = Walk(outbound())
    walk.after(KickBackLead)

    end = walk.to(StartCadence)

    assert end.reason == "tom did not call the lead again"
    assert [step.about for step in walk.seen if isinstance(step, Alert)] == ["handed_over", "task_overdue"]


def test_an_exhausted_inbound_lead_is_nurtured_and_then_closed() -> None:
    """Nurture is a cadence of its own, with keys of its own; at its end the lead is exhausted."""
    walk = Walk(a_working_journey(a_touch("one")))

    walk.after(StartCadence)
    mails = [walk.after(SendTouch), walk.after(SendTouch)]
    end = walk.to(Finish)

    assert [(mail.key, mail.purpose) for mail in mails] == [("2:news:0:0", "nurture"), ("2:last-news:0:0", "nurture")]
    assert (end.disposition, end.reason) == (Disposition.EXHAUSTED, "nurture is finished: 2 touches made")


def test_cadences_that_follow_each_other_in_a_circle_come_to_an_end() -> None:
    """Whoever went through one cadence twice without an answer has had enough, even of empty ones."""
    journey = a_working_journey(a_touch("one"))
    journey = changed(journey, cadence=replaced(journey.cadence, partial(Cadence, exhausted="hot")))

    end = Walk(journey).to(Finish)

    assert end.disposition is Disposition.EXHAUSTED
    assert end.reason == "hot is finished: 1 touch made, for the second time"


def test_a_nurture_task_finds_an_owner_first() -> None:
    """A lead that was never anybody's gets somebody before a person has to act."""
    walk = Walk(a_working_journey(a_touch("letter", Channel.POST), stage=Stage.NURTURE, owner=""))

    walk.after(Assign)

    assert walk.to(AskRep).assignee == "ana"


def test_an_owner_found_too_late_is_not_taken() -> None:
    """The lead answered meanwhile, and sales will have it."""
    walk = Walk(a_working_journey(owner=""))
    step = walk.to(Assign)

    walk.hears(ReplyReceived)
    walk.comes(Assigned, key=step.key, owner="ben")

    assert walk.journey.owner == ""
