"""Caps on the core: what is over one waits with its reason, whether a machine or a person makes it."""

from datetime import timedelta

import pytest
from builders import MONDAY, a_cadence, a_playbook, a_touch, a_working_journey, an_agreement
from walking import Walk

from domain.channels import Channel
from domain.decide.items import check_of_task
from domain.facts.unions import Failure, Planned, TouchFailed
from domain.gate.permission import ALLOW, Circumstances, Verdict, held_back, may_leave
from domain.hours.spans import parse_span
from domain.journey.steps import AskRep, SendTouch
from domain.lead.form import LeadForm
from domain.outcomes import Outcome
from domain.terms.agreement import Cap
from simulation.preview import preview

DAY = parse_span("1 day")
HOUR = timedelta(hours=1)
FORM = LeadForm(
    email="a@b.example", phone="+12125550123", country="US", region="NY", time_zone="America/New_York"
)  # fmt: skip


def test_a_call_over_its_cap_is_asked_for_when_it_may_be_made() -> None:
    """Two calls a day: the third is the next day's, and says why."""
    calls = (a_touch(f"call-{number}", Channel.CALL, "1 hour") for number in range(3))
    agreement = an_agreement(caps=(Cap(channel=Channel.CALL, count=2, within=DAY),))
    playbook = a_playbook(a_cadence(*calls, acknowledge=None), agreement=agreement)

    asked = [line for line in preview(playbook, FORM, MONDAY) if line.what == "call"]

    assert [(line.touch, f"{line.local_at:%a %H:%M}") for line in asked] == [
        ("call-0", "Mon 11:00"),
        ("call-1", "Mon 12:00"),
        ("call-2", "Tue 11:00"),
    ]
    assert "at most 2 call touches within 1 day" in asked[2].reason


def test_a_call_that_was_put_off_into_the_night_waits_for_the_morning() -> None:
    """The cap says when, and law and hours come after it once more."""
    calls = (a_touch(f"call-{number}", Channel.CALL, "3 hours") for number in range(3))
    within = parse_span("8 hours")
    agreement = an_agreement(caps=(Cap(channel=Channel.CALL, count=2, within=within),))
    playbook = a_playbook(a_cadence(*calls, acknowledge=None), agreement=agreement)

    asked = [line for line in preview(playbook, FORM, MONDAY) if line.what == "call"]

    assert [f"{line.local_at:%a %H:%M}" for line in asked] == ["Mon 13:00", "Mon 16:00", "Tue 09:00"]


def test_whom_a_call_cannot_reach_any_more_gets_the_next_touch() -> None:
    """A number that is suppressed is dead; what the rules block altogether is passed over."""
    touches = (a_touch("call", Channel.CALL, "1 hour"), a_touch("mail", after="1 hour"))
    for why, dead in ((Failure.CHANNEL_DEAD, {Channel.CALL}), (Failure.NOT_ALLOWED, set())):
        walk = Walk(a_working_journey(*touches))
        step = walk.to(AskRep)

        walk.comes(TouchFailed, channel=Channel.CALL, why=why, rule="suppressed", key=step.key)

        assert walk.journey.past.dead == dead
        assert walk.to(SendTouch).touch_id == "mail"


def test_a_call_that_the_lead_asked_for_is_made_whatever_the_caps_say() -> None:
    """It is no touch of the cadence; so are tasks that contact nobody."""
    walk = Walk(a_working_journey(a_touch("call", Channel.CALL, "1 hour")))
    touch = walk.to(AskRep)
    walk.go()
    walk.reports(Outcome.CALL_BACK, call_back_at=walk.now + HOUR)
    wished = walk.to(AskRep)

    check = check_of_task(walk.journey, touch)

    assert check is not None
    assert (check.channel, check.owner) == (Channel.CALL, "ana")
    assert check_of_task(walk.journey, wished) is None


@pytest.mark.parametrize("per", ["person", "company"])
def test_each_cap_counts_its_own(per: str) -> None:
    """What left for colleagues counts to the company's caps, and not to the person's."""
    cap = Cap(channel="all", count=1, within=DAY, per="company" if per == "company" else "person")
    circumstances = Circumstances(
        suppressed="",
        is_ended=False,
        facts_recorded=0,
        consents=True,
        recent=(),
        recent_at_company=((Channel.EMAIL, MONDAY - HOUR),),
    )

    verdict = may_leave(
        circumstances,
        channel=Channel.EMAIL,
        facts_heard=0,
        opens_at=MONDAY,
        caps=(cap,),
        now=MONDAY,
    )

    assert verdict.says == ("defer" if per == "company" else "allow")
    assert verdict.rule == ("at most 1 touch within 1 day to one company" if per == "company" else "")


def test_what_a_verdict_means_for_a_step() -> None:
    """Allowed is nothing, deferred is another instant, never one that has passed; the rest is not done."""
    later, past = MONDAY + HOUR, MONDAY - HOUR

    assert held_back(ALLOW, "k", Channel.CALL, MONDAY) is None
    for until, due_at in ((later, later), (past, MONDAY), (None, MONDAY)):
        deferred = held_back(Verdict(says="defer", rule="so", until=until), "k", Channel.CALL, MONDAY)
        assert deferred == Planned(key="k", at=MONDAY, due_at=due_at, reason="so")
    for says, why in (("channel_dead", Failure.CHANNEL_DEAD), ("block", Failure.NOT_ALLOWED)):
        verdict = Verdict.model_validate({"says": says, "rule": "so"})
        failed = TouchFailed(key="k", at=MONDAY, channel=Channel.CALL, why=why, rule="so")
        assert held_back(verdict, "k", Channel.CALL, MONDAY) == failed
