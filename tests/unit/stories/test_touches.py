"""Touch after touch: which way each goes, what follows when it cannot, and what people owe on theirs."""

from collections import Counter
from datetime import timedelta

import pytest
from builders import MONDAY, a_profile, a_touch, a_working_journey
from walking import Walk

from domain.channels import Channel, Consent
from domain.dispositions import Disposition
from domain.facts.unions import Bounced, Failure, InformationAdded, Planned, TouchFailed, TouchSent, TouchUnknown
from domain.journey.run import TouchResult
from domain.journey.steps import AskRep, Finish, SendTouch, WaitUntil
from domain.outcomes import Outcome, TaskKind
from domain.remember.apply import apply
from domain.terms.cadence import Alternative, IfLate, OnUnknown
from domain.terms.conditions import Condition

BY_TEXT = Alternative(channel=Channel.SMS, message="short")


def test_a_touch_waits_from_the_one_before_it() -> None:
    """Each ``after`` counts from the instant at which the touch before was done."""
    walk = Walk(a_working_journey(a_touch("one", after="1 day"), a_touch("two", after="2 days")))

    walk.after(SendTouch)
    second = walk.to(SendTouch)

    assert (second.touch_id, second.number, walk.now) == ("two", 2, MONDAY + timedelta(days=3))
    assert second.reason == "touch 2 of 2 of hot: two"


def test_what_is_waited_for_and_why_is_always_said() -> None:
    """The wait names the touch, the rules that placed it, and what comes then."""
    walk = Walk(a_working_journey(a_touch("one", Channel.CALL, after="8 hours")))

    wait = walk.to(WaitUntil)

    assert wait.then == "call one"
    assert wait.reason == "touch 1 of 1 of hot: one; 8 hours later; office is closed"


@pytest.mark.parametrize(
    ("condition", "skipped"),
    [
        ({"only_if": Condition(outcome="no_answer")}, "condition not met: somebody has already reported: no answer"),
        ({"unless": Condition(field="direction", is_="inbound")}, "direction is inbound"),
        ({"needs": "sms consent"}, "no sms consent on record"),
        ({"channel": Channel.SMS}, "the lead cannot be reached by sms"),
    ],
)
def test_a_touch_that_must_not_or_cannot_be_is_passed_over_with_the_reason(
    condition: dict[str, object], skipped: str
) -> None:
    """The next touch takes its place at once, and the record says why."""
    touch = a_touch("one").model_copy(update=condition)
    walk = Walk(a_working_journey(touch, a_touch("two"), profile=a_profile(consent=Consent(sms=None))))

    walk.to(SendTouch)

    record = walk.journey.run.touches[0]
    assert (record.touch_id, record.state, record.outcome) == ("one", TouchResult.SKIPPED, skipped)


def test_a_condition_on_what_was_reported_is_asked_when_the_touch_comes_up() -> None:
    """A call that connected takes back the mail that was meant for those not reached."""
    unless = Condition(outcome="connected")
    walk = Walk(a_working_journey(a_touch("call", Channel.CALL), a_touch("sorry", unless=unless), a_touch("last")))
    walk.after(AskRep)

    walk.reports(Outcome.CONNECTED)

    assert walk.to(SendTouch).touch_id == "last"


def test_a_dead_address_lets_the_other_way_take_over() -> None:
    """After a hard bounce the touch's ``otherwise`` is used."""
    walk = Walk(a_working_journey(a_touch("one", otherwise=BY_TEXT)))

    walk.hears(Bounced)

    step = walk.to(SendTouch)
    assert (step.channel, step.message) == (Channel.SMS, "short")


def test_an_address_found_dead_when_the_touch_leaves_lets_the_other_way_take_over() -> None:
    """The provider refuses the recipient: the same touch goes the other way, at once."""
    walk = Walk(a_working_journey(a_touch("one", otherwise=BY_TEXT)))
    walk.to(SendTouch)

    walk.comes(TouchFailed, channel=Channel.EMAIL, why=Failure.CHANNEL_DEAD)

    step = walk.to(SendTouch)
    assert (step.touch_id, step.channel) == ("one", Channel.SMS)


def test_a_dead_channel_that_is_blamed_wrongly_does_not_go_round() -> None:
    """A failure that names another channel, dead already, ends the touch instead of trying it for ever."""
    walk = Walk(a_working_journey(a_touch("one"), a_touch("two")))
    walk.hears(Bounced, channel=Channel.SMS)
    walk.to(SendTouch)

    walk.comes(TouchFailed, channel=Channel.SMS, why=Failure.CHANNEL_DEAD)

    assert walk.to(SendTouch).touch_id == "two"


def test_a_full_mailbox_changes_nothing() -> None:
    """A soft bounce is only noted."""
    walk = Walk(a_working_journey(a_touch("one")))

    walk.hears(Bounced, hard=False)

    assert walk.to(SendTouch).channel is Channel.EMAIL


def test_a_bounce_marks_the_touch_that_came_back() -> None:
    """The mail that was sent last did not arrive."""
    walk = Walk(a_working_journey(a_touch("one"), a_touch("two")))
    walk.after(SendTouch)

    walk.hears(Bounced)

    assert (walk.journey.run.touches[0].state, walk.journey.run.touches[0].outcome) == (TouchResult.FAILED, "bounced")


def test_a_lead_whose_channels_are_all_dead_is_unreachable() -> None:
    """Nothing is left to try, and nurture could not reach it either."""
    walk = Walk(a_working_journey(profile=a_profile(known=frozenset({"email"}))))

    walk.hears(Bounced)

    assert walk.to(Finish).disposition is Disposition.UNREACHABLE


def test_a_number_that_is_wrong_is_not_called_or_texted_again() -> None:
    """The rep reports a bad number: calls, voicemails and texts are over, mails go on."""
    walk = Walk(a_working_journey(a_touch("call", Channel.CALL), a_touch("text", Channel.SMS), a_touch("mail")))
    walk.after(AskRep)

    walk.reports(Outcome.BAD_NUMBER)

    assert walk.to(SendTouch).channel is Channel.EMAIL


def test_consent_given_later_opens_the_channel_again() -> None:
    """A text refused for want of consent is possible once the lead says yes."""
    no_yet = a_profile(consent=Consent(sms=None))
    walk = Walk(a_working_journey(a_touch("text", Channel.SMS), profile=no_yet, dead=frozenset({Channel.SMS})))

    walk.hears(InformationAdded, profile=a_profile())

    assert walk.to(SendTouch).channel is Channel.SMS


def test_a_lead_that_turns_out_to_live_elsewhere_is_planned_anew() -> None:
    """What was lawful at the old place may not be at the new one."""
    walk = Walk(a_working_journey(a_touch("call", Channel.CALL)))
    first = walk.due_at()

    walk.hears(InformationAdded, profile=a_profile(zones=("America/Los_Angeles",), region="CA"))

    assert walk.due_at() > first


@pytest.mark.parametrize(
    ("if_late", "touch", "days"), [(IfLate.SEND, "one", 10), (IfLate.SKIP, "two", 10), (IfLate.SHIFT, "one", 11)]
)
def test_a_touch_that_was_held_up_is_sent_shifted_or_skipped(if_late: IfLate, touch: str, days: int) -> None:
    """After an outage of ten days, each policy does what it says."""
    walk = Walk(a_working_journey(a_touch("one", if_late=if_late), a_touch("two", after="0 minutes")))
    walk.to(WaitUntil)
    walk.now = MONDAY + timedelta(days=10)

    step = walk.to(SendTouch)

    assert (step.touch_id, walk.now) == (touch, MONDAY + timedelta(days=days))


def test_a_touch_that_is_a_little_late_is_not_late() -> None:
    """A worker that was away for minutes skips nothing."""
    walk = Walk(a_working_journey(a_touch("one", if_late=IfLate.SKIP)))
    due_at = walk.due_at()

    walk.now = due_at + timedelta(minutes=59)

    assert isinstance(walk.step, SendTouch)


def test_a_touch_of_unknown_fate_is_let_be() -> None:
    """By default nothing is resent; it is noted as unknown, never as sent."""
    walk = Walk(a_working_journey(a_touch("one"), a_touch("two")))
    walk.to(SendTouch)

    walk.comes(TouchUnknown)

    assert walk.journey.run.touches[0].state is TouchResult.UNKNOWN
    assert walk.to(SendTouch).touch_id == "two"


def test_a_touch_of_unknown_fate_may_be_sent_once_more() -> None:
    """Policy resend: at once, under a key of its own, and not a third time."""
    walk = Walk(a_working_journey(a_touch("one", on_unknown=OnUnknown.RESEND), a_touch("two")))
    first = walk.to(SendTouch)
    sent_at = walk.now

    walk.comes(TouchUnknown)
    again = walk.to(SendTouch)
    assert (again.touch_id, walk.now) == ("one", sent_at)
    assert {first.key, first.send_id}.isdisjoint({again.key, again.send_id})

    walk.comes(TouchUnknown)
    assert walk.to(SendTouch).touch_id == "two"


@pytest.mark.parametrize(("found", "following"), [(Outcome.ARRIVED, "two"), (Outcome.NOT_ARRIVED, "one")])
def test_a_person_may_be_asked_whether_a_touch_arrived(found: Outcome, following: str) -> None:
    """What arrived is done; what did not is sent once more, at once."""
    walk = Walk(a_working_journey(a_touch("one", on_unknown=OnUnknown.ASK_REP), a_touch("two")))
    walk.to(SendTouch)
    walk.comes(TouchUnknown)

    check = walk.after(AskRep)
    walk.reports(found)

    assert (check.task, check.assignee) == (TaskKind.CHECK_DELIVERY, "ana")
    assert walk.to(SendTouch).touch_id == following


def test_a_touch_that_did_not_arrive_twice_is_given_up() -> None:
    """It is sent twice at the very most."""
    walk = Walk(a_working_journey(a_touch("one", on_unknown=OnUnknown.ASK_REP), a_touch("two")))
    for _ in range(2):
        walk.to(SendTouch)
        walk.comes(TouchUnknown)
        walk.after(AskRep)
        walk.reports(Outcome.NOT_ARRIVED)

    assert walk.to(SendTouch).touch_id == "two"


def test_a_touch_known_to_have_left_after_all_is_done() -> None:
    """Word that it left comes while somebody is being asked: the question is over."""
    walk = Walk(a_working_journey(a_touch("one", on_unknown=OnUnknown.ASK_REP), a_touch("two")))
    key = walk.to(SendTouch).key
    walk.comes(TouchUnknown)
    walk.after(AskRep)

    walk.comes(TouchSent, key=key)

    assert walk.journey.in_hand.task is None
    assert walk.to(SendTouch).touch_id == "two"


def test_a_provider_that_refuses_us_is_tried_hourly_and_the_manager_knows() -> None:
    """The touch is held, not lost; one alert tells of it."""
    walk = Walk(a_working_journey(a_touch("one")))
    walk.to(SendTouch)

    walk.comes(TouchFailed, why=Failure.SENDER_REFUSED, rule="blocked")
    refused_at = walk.now
    assert walk.alerts() == [("manager", "sender_refused")]
    walk.to(SendTouch)

    assert walk.now == refused_at + timedelta(hours=1)


def test_a_provider_that_refuses_us_for_a_day_ends_the_touch() -> None:
    """The cadence goes on with the next touch, and the manager hears that this one was lost."""
    walk = Walk(a_working_journey(a_touch("one"), a_touch("two")))
    for _ in range(25):
        walk.to(SendTouch)
        walk.comes(TouchFailed, why=Failure.SENDER_REFUSED)

    assert walk.journey.run.touches[0].state is TouchResult.FAILED
    assert walk.to(SendTouch).touch_id == "two"


def test_a_deferred_touch_is_tried_when_it_may_leave() -> None:
    """A cap, or an hour that is not lawful, moves the plan; the reason is kept."""
    walk = Walk(a_working_journey(a_touch("one")))
    walk.to(SendTouch)

    walk.comes(Planned, due_at=walk.now + timedelta(hours=5), reason="at most 2 email touches within 1 day")

    assert "at most 2 email" in walk.step.reason
    assert walk.to(SendTouch).touch_id == "one"


def test_a_lead_always_gets_the_same_variant() -> None:
    """The choice depends on lead, cadence and touch alone."""
    touch = a_touch("one", variants={"a": 50, "b": 50})

    chosen = {Walk(a_working_journey(touch)).to(SendTouch).message for _ in range(5)}

    assert len(chosen) == 1
    assert chosen < {"one.a", "one.b"}


def test_variants_are_shared_out_by_their_weights() -> None:
    """Of many leads about a fifth gets the variant that weighs a fifth."""
    touch = a_touch("one", after="0 minutes", variants={"a": 80, "b": 20})
    messages = Counter(
        Walk(a_working_journey(touch, profile=a_profile(lead_id=f"lead{number}"))).to(SendTouch).message
        for number in range(200)
    )

    assert 20 < messages["one.b"] < 60


def test_what_left_for_another_run_moves_nothing() -> None:
    """The key carries the run, so an answer that comes months late is recognised."""
    journey = a_working_journey(a_touch("one"), number=2)

    late = TouchSent(key="1:one:0:0", at=MONDAY)

    assert apply(journey, late) is journey


def test_epochs_and_options_are_numbers() -> None:
    """The tenth is more than the ninth, and what is no key at all moves nothing."""
    journey = a_working_journey(a_touch("one"), epoch=10)

    for key in ("1:one:0:9", "1:one:x:0", "1:one", "", "1:ack:none:0", "1:one:0:²"):
        assert apply(journey, TouchSent(key=key, at=MONDAY)) is journey
    assert apply(journey, TouchSent(key="1:one:0:10", at=MONDAY)).run.cursor == 1
