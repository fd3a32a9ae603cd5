"""A lead arrives: it is triaged, answered in seconds, given to somebody, or asked for what is missing."""

from datetime import timedelta

import pytest
from builders import MONDAY, a_cadence, a_journey, a_playbook, a_profile, a_touch, an_agreement, an_agreement_that_needs
from walking import Walk

from domain.channels import Channel, Consent
from domain.dispositions import Disposition
from domain.facts.unions import (
    Alerted,
    Bounced,
    Failure,
    InformationAdded,
    OptedOut,
    Paused,
    Planned,
    ReplyReceived,
    TouchFailed,
    TouchSent,
    TouchUnknown,
)
from domain.intake.beginning import arrive
from domain.journey.state import Stage
from domain.journey.steps import (
    Alert,
    AskRep,
    Assign,
    Finish,
    HandOverLead,
    PlanInstant,
    Purpose,
    SendTouch,
    StartCadence,
    WaitUntil,
)
from domain.outcomes import Outcome, TaskKind
from domain.terms.agreement import Qualification, TriageRule
from domain.terms.conditions import Condition


def test_the_acknowledgment_is_the_first_thing_done() -> None:
    """Before anything is planned or anybody is found, the lead is thanked over the first channel."""
    step = Walk(a_journey()).step

    assert isinstance(step, SendTouch)
    assert (step.channel, step.purpose, step.any_hour) == (Channel.SMS, Purpose.ACKNOWLEDGMENT, True)
    assert step.reason == "leads are acknowledged within 1 minute"


def test_then_the_lead_is_given_to_somebody_who_hears_of_it() -> None:
    """After the acknowledgment the lead gets an owner, and the owner an alert."""
    walk = Walk(a_journey())

    walk.after(SendTouch)
    assert isinstance(walk.step, Assign)
    walk.go()

    alert = walk.step
    assert isinstance(alert, Alert)
    assert (alert.to, alert.about) == ("ana", "new_lead")


@pytest.mark.parametrize(
    ("consent", "channel"),
    [(Consent(sms=True), Channel.SMS), (Consent(sms=None), Channel.EMAIL), (Consent(sms=False), Channel.EMAIL)],
)
def test_the_acknowledgment_takes_the_first_channel_that_is_open(consent: Consent, channel: Channel) -> None:
    """Without a yes to texts the acknowledgment goes by mail."""
    step = Walk(a_journey(profile=a_profile(consent=consent))).step

    assert isinstance(step, SendTouch)
    assert step.channel is channel


@pytest.mark.parametrize("why", list(Failure))
def test_an_acknowledgment_that_cannot_leave_goes_by_the_next_channel(why: Failure) -> None:
    """Whatever kept the text from leaving, the mail takes over at once."""
    walk = Walk(a_journey())

    walk.comes(TouchFailed, channel=Channel.SMS, why=why)

    step = walk.to(SendTouch)
    assert (step.channel, walk.now) == (Channel.EMAIL, MONDAY)


def test_an_acknowledgment_that_would_come_too_late_goes_by_the_next_channel() -> None:
    """A text that must wait for a lawful hour breaks the promise, so the mail goes now."""
    walk = Walk(a_journey())

    walk.comes(Planned, due_at=MONDAY + timedelta(hours=10))

    step = walk.step
    assert isinstance(step, SendTouch)
    assert step.channel is Channel.EMAIL


def test_an_acknowledgment_that_waits_a_moment_keeps_its_channel() -> None:
    """A deferral within the promise is waited for, while somebody is found for the lead."""
    walk = Walk(a_journey())

    walk.comes(Planned, due_at=MONDAY + timedelta(seconds=2))
    seen = walk.to(WaitUntil)

    assert seen.at == MONDAY + timedelta(seconds=2)
    assert walk.journey.owner == "ana"
    walk.go()
    assert isinstance(walk.step, SendTouch)
    assert walk.step.channel is Channel.SMS


def test_an_acknowledgment_without_another_channel_waits_for_its_hour() -> None:
    """Where only the text is left, it is sent when it may be."""
    walk = Walk(a_journey(profile=a_profile(known=frozenset({"phone"}))))

    walk.comes(Planned, due_at=MONDAY + timedelta(hours=10))

    assert walk.to(WaitUntil).at == MONDAY + timedelta(hours=10)


def test_an_acknowledgment_of_unknown_fate_is_sent_once_more() -> None:
    """A doubled thank-you is harmless; a second doubt is let be."""
    walk = Walk(a_journey())

    first = walk.step.key
    walk.comes(TouchUnknown, channel=Channel.SMS)
    again = walk.step
    walk.comes(TouchUnknown, channel=Channel.SMS)

    assert isinstance(again, SendTouch)
    assert again.key != first
    assert walk.journey.run.is_acknowledged


def test_a_lead_that_cannot_be_acknowledged_is_worked_all_the_same() -> None:
    """No channel of the acknowledgment reaches the lead: that is noted, and the cadence goes on."""
    walk = Walk(a_journey(profile=a_profile(known=frozenset({"postal_address"}))))

    walk.to(Assign)

    assert walk.journey.run.is_acknowledged
    assert walk.seen[0].reason == "no channel of the acknowledgment can reach this lead"


def test_an_acknowledgment_that_bounces_goes_by_the_next_channel() -> None:
    """The mail came back: the lead was not answered, so the text takes over."""
    cadence = a_cadence()
    by_mail_first = cadence.model_copy(
        update={"acknowledge": cadence.acknowledge.model_copy(update={"by": (Channel.EMAIL, Channel.SMS)})}  # type: ignore[union-attr]
    )
    walk = Walk(a_journey(cadence=by_mail_first))
    sent = walk.after(SendTouch)

    walk.hears(Bounced)

    step = walk.step
    assert isinstance(step, SendTouch)
    assert (sent.channel, step.channel) == (Channel.EMAIL, Channel.SMS)


def test_a_bounce_heard_before_its_own_mail_was_sent_still_brings_the_next_channel() -> None:
    """Providers may report the bounce before they answer: the order does not matter."""
    cadence = a_cadence()
    by_mail_first = cadence.model_copy(
        update={"acknowledge": cadence.acknowledge.model_copy(update={"by": (Channel.EMAIL, Channel.SMS)})}  # type: ignore[union-attr]
    )
    walk = Walk(a_journey(cadence=by_mail_first))
    key = walk.step.key

    walk.hears(Bounced)
    walk.comes(TouchSent, key=key, channel=Channel.EMAIL)

    assert isinstance(walk.step, SendTouch)
    assert walk.step.channel is Channel.SMS


def test_a_paused_lead_is_not_even_acknowledged() -> None:
    """Whoever holds a lead at once holds everything; when it ends, the lead is answered."""
    walk = Walk(a_journey())

    walk.hears(Paused, until=MONDAY + timedelta(hours=1))

    walk.to(WaitUntil)
    assert not walk.journey.run.is_acknowledged
    assert walk.to(SendTouch).purpose is Purpose.ACKNOWLEDGMENT


def test_a_lead_that_nobody_can_take_is_told_to_the_manager() -> None:
    """The fallback owner and the manager both hear of it."""
    walk = Walk(a_journey())
    walk.to(Assign)

    from domain.facts.unions import Assigned

    walk.comes(Assigned, owner="mia", is_fallback=True)

    assert walk.alerts() == [("mia", "new_lead"), ("manager", "nobody_available")]


def test_an_alert_that_could_not_be_delivered_does_not_hold_the_lead_up() -> None:
    """It stays visible in the ledger, and the cadence goes on."""
    walk = Walk(a_journey())
    walk.to(Alert)

    walk.comes(Alerted, delivered=False)

    assert isinstance(walk.step, PlanInstant)


def test_a_lead_that_does_not_qualify_is_closed_with_the_rule() -> None:
    """Nothing is sent to it, and the reason names the rule."""
    rules = (
        TriageRule(name="students", when=Condition(field="title", is_="student"), then=Qualification.NOT_QUALIFIED),
    )
    journey = a_journey(profile=a_profile(title="Student"), agreement=an_agreement(triage=rules))

    step = Walk(journey).step

    assert isinstance(step, Finish)
    assert (step.disposition, step.reason) == (Disposition.NOT_QUALIFIED, "not qualified: students")


def test_a_qualified_lead_without_a_cadence_is_closed_with_the_reason() -> None:
    """No route holds: the lead is not left lying about."""
    journey = a_journey(agreement=an_agreement(routes=()))

    assert journey.disposition is Disposition.NOT_QUALIFIED
    assert journey.ending == "no cadence fits this high lead"


def test_a_lead_arrives_in_the_cadence_of_its_route() -> None:
    """Triage and route are asked once, by the playbook in force."""
    journey = arrive(a_profile(), a_playbook())

    assert (journey.cadence.name, journey.stage, journey.rule) == ("hot", Stage.WORKING, "everybody")


NO_COMPANY = a_profile(known=frozenset({"email", "phone"}))


def test_missing_information_is_asked_for_twice_and_then_given_up() -> None:
    """Two mails, two business days apart, then what the agreement says."""
    walk = Walk(a_journey(profile=NO_COMPANY, agreement=an_agreement_that_needs("company")))

    first = walk.after(SendTouch)
    second = walk.after(SendTouch)
    end = walk.to(Finish)

    assert (first.message, first.purpose) == ("what-is-missing", Purpose.QUESTION)
    assert first.reason == "missing: company"
    assert first.key != second.key
    assert end.disposition is Disposition.NOT_ENOUGH_INFORMATION
    assert walk.now == MONDAY + timedelta(days=4)


def test_what_becomes_of_a_lead_that_does_not_tell_is_the_agreements_choice() -> None:
    """It may be nurtured instead of closed."""
    agreement = an_agreement_that_needs("company", otherwise="nurture")
    walk = Walk(a_journey(profile=NO_COMPANY, agreement=agreement))

    walk.after(StartCadence)

    assert walk.journey.stage is Stage.NURTURE


def test_a_lead_that_tells_what_was_missing_is_triaged_again_and_worked() -> None:
    """It was answered by the question, so it is not thanked again; it gets an owner and its cadence."""
    walk = Walk(a_journey(profile=NO_COMPANY, agreement=an_agreement_that_needs("company")))
    walk.after(SendTouch)
    walk.to_rest()

    walk.hears(InformationAdded, profile=a_profile())

    assert walk.journey.stage is Stage.WORKING
    assert isinstance(walk.step, Assign)


def test_information_that_is_still_not_enough_leaves_the_question_open() -> None:
    """Another field than the one that was asked for does not start the cadence."""
    walk = Walk(a_journey(profile=NO_COMPANY, agreement=an_agreement_that_needs("company")))
    walk.after(SendTouch)
    due_at = walk.due_at()

    walk.hears(InformationAdded, profile=NO_COMPANY.model_copy(update={"title": "CFO"}))

    assert walk.journey.stage is Stage.INCOMPLETE
    assert walk.due_at() == due_at


def test_a_lead_without_an_address_is_asked_by_a_call_of_somebody() -> None:
    """An owner is found first, since a task needs a person."""
    profile = a_profile(known=frozenset({"phone"}))
    walk = Walk(a_journey(profile=profile, agreement=an_agreement_that_needs("company")))

    step = walk.to(AskRep)

    assert (step.task, step.assignee, step.script) == (TaskKind.MISSING_INFORMATION, "ana", "ask-what-is-missing")


def test_a_call_that_asks_counts_as_asked_whatever_came_of_it() -> None:
    """After two unanswered calls the lead is given up."""
    profile = a_profile(known=frozenset({"phone"}))
    walk = Walk(a_journey(profile=profile, agreement=an_agreement_that_needs("company")))

    walk.after(AskRep)
    walk.reports(Outcome.NO_ANSWER)
    walk.after(AskRep)
    walk.reports(Outcome.NO_ANSWER)

    assert walk.to(Finish).disposition is Disposition.NOT_ENOUGH_INFORMATION


def test_a_lead_that_cannot_be_asked_is_given_up_at_once() -> None:
    """With neither an address nor a number there is nothing to wait for."""
    profile = a_profile(known=frozenset({"postal_address"}))
    walk = Walk(a_journey(profile=profile, agreement=an_agreement_that_needs("company")))

    end = walk.to(Finish)

    assert (end.disposition, end.reason, walk.now) == (
        Disposition.NOT_ENOUGH_INFORMATION,
        "no channel to ask for the missing information",
        MONDAY,
    )


def test_a_question_that_bounces_is_asked_by_a_call() -> None:
    """The address is dead, the number is not."""
    walk = Walk(a_journey(profile=NO_COMPANY, agreement=an_agreement_that_needs("company")))

    walk.comes(TouchFailed, channel=Channel.EMAIL, why=Failure.CHANNEL_DEAD)

    assert walk.to(AskRep).task is TaskKind.MISSING_INFORMATION


def test_a_question_that_we_could_not_write_is_blamed_on_us() -> None:
    """The manager hears of it, and the lead is not taken for acknowledged."""
    walk = Walk(a_journey(profile=NO_COMPANY, agreement=an_agreement_that_needs("company")))

    walk.comes(TouchFailed, channel=Channel.EMAIL, why=Failure.NOT_RENDERED)

    assert walk.alerts() == [("manager", "sender_refused")]
    assert not walk.journey.run.is_acknowledged


def test_a_lead_that_answers_the_question_by_writing_is_handed_over() -> None:
    """A person who writes back is spoken to by a person."""
    walk = Walk(a_journey(profile=NO_COMPANY, agreement=an_agreement_that_needs("company")))
    walk.after(SendTouch)

    walk.hears(ReplyReceived)

    assert isinstance(walk.step, HandOverLead)


def test_a_lead_may_opt_out_before_anything_was_sent() -> None:
    """An opt-out that overtakes the acknowledgment wins."""
    walk = Walk(a_journey())

    walk.hears(OptedOut)

    assert isinstance(walk.step, Finish)


def test_nothing_is_due_of_a_cadence_without_touches_but_its_end() -> None:
    """An empty cadence is no dead end."""
    cadence = a_cadence(a_touch("only"), exhausted="close").model_copy(update={"touches": ()})

    end = Walk(a_journey(cadence=cadence)).to(Finish)

    assert end.disposition is Disposition.EXHAUSTED
