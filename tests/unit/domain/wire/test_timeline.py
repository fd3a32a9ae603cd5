"""Each line of a lead's timeline: what happened and why."""

from datetime import date
from typing import Any

import pytest
from builders import MONDAY
from random_leads import Dice, live

from domain.channels import Channel
from domain.dispositions import Disposition
from domain.facts.unions import (
    Accepted,
    Alerted,
    Assigned,
    Bounced,
    Climbed,
    CompanyTold,
    Disqualified,
    Exhausted,
    Fact,
    Failure,
    HandedOver,
    InviteAnswered,
    KickedBack,
    MoveDecided,
    OutcomeLogged,
    OutOfOffice,
    Paused,
    Planned,
    Rejected,
    ReplyReceived,
    TaskOpened,
    TouchFailed,
    TouchSent,
    TouchSkipped,
    TouchUnknown,
)
from domain.outcomes import Outcome
from domain.wire.timeline import entry_of, what_happened

KEY: dict[str, Any] = {"key": "1:one:0:0", "at": MONDAY}
ID: dict[str, Any] = {"id": "f", "at": MONDAY}


@pytest.mark.parametrize(
    ("fact", "what", "reason"),
    [
        (ReplyReceived(**ID), "reply received", ""),
        (ReplyReceived(**ID, sender="other"), "somebody else answered", ""),
        (OutOfOffice(**ID, until=date(2026, 3, 6)), "out of office until 2026-03-06", ""),
        (OutOfOffice(**ID), "out of office", ""),
        (Bounced(**ID), "email bounced: the address is dead", ""),
        (Bounced(**ID, hard=False), "email was delayed or its mailbox is full", ""),
        (InviteAnswered(**ID, answer="declined"), "invitation declined", ""),
        (OutcomeLogged(**ID, outcome=Outcome.LEFT_VOICEMAIL), "reported: left voicemail", ""),
        (Accepted(**ID, how="follow_up"), "accepted by sales: follow up", ""),
        (Rejected(**ID), "refused by sales: needs qualification", ""),
        (Paused(**ID, until=MONDAY), "paused until 2026-03-02 15:00Z", ""),
        (Disqualified(**ID), "disqualified", ""),
        (Planned(**KEY, due_at=MONDAY, reason="so"), "one planned for 2026-03-02 15:00:00Z", "so"),
        (
            Planned(key="1:promise:contact", at=MONDAY, due_at=MONDAY, reason="so"),
            "contact owed by 2026-03-02 15:00:00Z",
            "so",
        ),
        (CompanyTold(**KEY, count=0), "no other lead of the company to tell", ""),
        (TouchSent(**KEY), "email sent: one", ""),
        (TouchUnknown(**KEY, detail="broke"), "email one: nobody can tell whether it left", "broke"),
        (TouchFailed(**KEY, why=Failure.CHANNEL_DEAD, rule="550"), "email one did not leave: channel dead", "550"),
        (TouchSkipped(**KEY, reason="so"), "touch skipped", "so"),
        (TaskOpened(**KEY, task=Channel.CALL, task_id="t", assignee="ana"), "ana was asked: call", ""),
        (Climbed(**KEY), "climbed", "nothing was heard in time"),
        (Assigned(**KEY, owner="ana", reason="room"), "assigned to ana", "room"),
        (HandedOver(**KEY, owner="ana", task_id="t", reason="room"), "handed over to ana", "room"),
        (KickedBack(**KEY, owner="tom", task_id="t", reason="knows it"), "kicked back to tom", "knows it"),
        (Alerted(**KEY, delivered=False), "alert could not be delivered", ""),
        (MoveDecided(**KEY, cadence="nurture", reason="so"), "goes on in nurture", "so"),
        (Exhausted(**KEY, disposition=Disposition.EXHAUSTED, reason="so"), "ended: exhausted", "so"),
    ],
)
def test_each_fact_is_told_in_one_clause_with_its_reason(fact: Fact, what: str, reason: str) -> None:
    """Past tense, and no name or address of the lead."""
    entry = entry_of("lead1", 1, fact)

    assert (entry.what, entry.reason) == (what, reason)
    assert what == what_happened(fact)


def test_the_reason_of_the_step_is_told_where_the_fact_has_none() -> None:
    """The shell knows why it did what it did."""
    assert entry_of("lead1", 1, TouchSent(**KEY), "touch 1 of 3").reason == "touch 1 of 3"


def test_each_fact_of_a_life_is_told_under_an_id_of_its_own() -> None:
    """Only a touch that is refused again, and a plan made again, are told under one id."""
    for seed in range(40):
        lived = live(Dice(bytes((seed * 37 + place * (seed + 11)) % 256 for place in range(400))))
        facts = [(before.run.number, event.fact) for event, before, _ in lived.steps() if event.fact is not None]
        told = [
            entry_of("lead1", run, fact).entry_id
            for run, fact in facts
            if not isinstance(fact, Planned | TouchFailed) and not hasattr(fact, "id")
        ]

        assert len(told) == len(set(told))
