"""What came of the engine's own steps, in words: what happened, and what is going to."""

from typing import Any

import pytest
from builders import MONDAY, later

from domain.channels import Channel
from domain.dispositions import Disposition
from domain.facts.done import (
    Alerted,
    Assigned,
    CompanyInformed,
    Escalated,
    Exhausted,
    Failure,
    HandedOver,
    KickedBack,
    MoveDecided,
    PauseEnded,
    Planned,
    PromiseBreached,
    TaskOpened,
    TouchFailed,
    TouchSent,
    TouchSkipped,
    TouchUnknown,
)
from domain.facts.unions import Done, Recorded
from domain.outcomes import TaskKind
from domain.terms.cadence import KICK_BACK

KEY: dict[str, Any] = {"key": "1:one:0:0", "at": MONDAY}


@pytest.mark.parametrize(
    ("fact", "words", "because"),
    [
        (Planned(**KEY, due_at=MONDAY, reason="so"), "One planned for 2026-03-02 15:00:00Z", "so"),
        (
            Planned(key="1:promise:contact", at=MONDAY, due_at=MONDAY, reason="so"),
            "Contact due by 2026-03-02 15:00:00Z",
            "so",
        ),
        (CompanyInformed(**KEY, count=0), "", ""),
        (CompanyInformed(**KEY, count=1), "Told 1 other lead of the company", ""),
        (CompanyInformed(**KEY, count=2), "Told 2 other leads of the company", ""),
        (TouchSent(**KEY), "Email sent (one)", ""),
        (TouchUnknown(**KEY, detail="broke"), "Email may or may not have been sent (one)", "broke"),
        (
            TouchFailed(**KEY, why=Failure.CHANNEL_DEAD, rule="550"),
            "Email not sent (one): the channel is closed for this lead",
            "550",
        ),
        (TouchSkipped(**KEY, reason="so"), "Skipped one", "so"),
        (TouchSkipped(**KEY, number=2, reason="so"), "Skipped touch 2 (one)", "so"),
        (TaskOpened(**KEY, task=Channel.CALL, task_id="t", assignee="ana"), "Task for ana: call", ""),
        (Escalated(**KEY, person="ana"), "ana did not acknowledge the alert in time", ""),
        (Escalated(**KEY, person="ana", task=Channel.CALL), "ana did not report this call in time", ""),
        (Escalated(**KEY, person="ana", task=TaskKind.HAND_OVER), "ana did not answer the hand-over in time", ""),
        (Assigned(**KEY, owner="ana", reason="room"), "Assigned to ana", "room"),
        (HandedOver(**KEY, owner="ana", task_id="t", reason="room"), "Handed over to ana", "room"),
        (KickedBack(**KEY, owner="tom", task_id="t", reason="knows it"), "Kicked back to tom", "knows it"),
        (Alerted(**KEY, delivered=False), "Alert could not be delivered", ""),
        (MoveDecided(**KEY, cadence="nurture", reason="so"), "Moved to nurture", "so"),
        (Exhausted(**KEY, disposition=Disposition.EXHAUSTED, reason="so"), "Ended: exhausted", "so"),
        (MoveDecided(**KEY, cadence=KICK_BACK, reason="so"), "To be kicked back to its teleprospector", "so"),
        (PauseEnded(**KEY), "Pause ended", ""),
        (PromiseBreached(key="1:promise:contact", at=MONDAY, reason="so"), "Promise missed: contact", "so"),
    ],
)
def test_what_was_done_is_told_in_one_clause(fact: Done, words: str, because: str) -> None:
    """Past tense, no name or address of the lead, and nothing where nobody was told."""
    assert (fact.in_words, fact.because) == (words, because)


@pytest.mark.parametrize(
    ("fact", "words"),
    [
        (
            TouchSkipped(key="1:one:deadline:0", at=MONDAY, number=2, reason="so"),
            "skip touch 2 (one) unless it is reported",
        ),
        (Escalated(**KEY, person="ana"), "waiting for ana to acknowledge the alert"),
        (Escalated(**KEY, person="ana", task=Channel.CALL), "waiting for ana's call"),
        (Escalated(**KEY, person="ana", task=TaskKind.HAND_OVER), "waiting for ana to accept or turn down the lead"),
        (PromiseBreached(key="1:promise:contact", at=MONDAY), "deadline of the promise: contact"),
        (PauseEnded(**KEY), "resume"),
        (Exhausted(**KEY, disposition=Disposition.EXHAUSTED, reason="so"), "end as exhausted"),
        (MoveDecided(**KEY, cadence="nurture", reason="so"), "move to nurture"),
        (MoveDecided(**KEY, cadence=KICK_BACK, reason="so"), "kick back to its teleprospector"),
    ],
)
def test_what_time_will_make_true_is_told_beforehand(fact: Recorded, words: str) -> None:
    """For the list of leads: what comes next."""
    assert fact.ahead == words


def test_a_fact_can_be_dated_anew() -> None:
    """A record becomes true at the instant it is decided; it says the same otherwise."""
    fact = TouchSkipped(key="1:one:skip", at=MONDAY, reason="so")

    assert fact.dated(later(hours=1)) == TouchSkipped(key="1:one:skip", at=later(hours=1), reason="so")


def test_we_answer_for_a_refused_sender_and_a_message_that_does_not_render() -> None:
    """The manager is told; a dead channel and the law are nobody's fault."""
    assert {why for why in Failure if why.is_ours} == {Failure.SENDER_REFUSED, Failure.NOT_RENDERED}
