"""What the demo sums up at its end."""

from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest
from demo_answers import BROKEN, EVIDENCE, a_lead, a_promise, a_touch, watching

from commands.terminal import console
from demo.letters import is_touch
from demo.scenes import shown_of
from demo.summary import agreement, scenes, totals_of, why_of


def an_accepted_lead(**changes: Any) -> dict[str, Any]:
    touch = {
        "purpose": "acknowledgment",
        "channel": "email",
        "state": "sent",
        "resolved_at": "2026-11-19T12:00:02+00:00",
    }
    lead = {
        "arrived_at": "2026-11-19T12:00:00+00:00",
        "form": {"direction": "inbound"},
        "qualification": {"class": "high"},
        "stage": "accepted",
        "disposition": None,
        "ending": "",
        "touches": [touch],
        "timeline": [
            {"kind": "reply_received", "what": "The lead replied", "reason": ""},
            {"kind": "accepted", "what": "Accepted by sales", "reason": ""},
            {"kind": "outcome_logged", "what": "Reported: still open", "reason": ""},
        ],
        "next": None,
    }
    return lead | changes


def test_totals_count_what_the_api_and_the_mailbox_say() -> None:
    """A Message-ID that lies in the mailbox twice is a duplicate; an alert is no touch."""
    alert = EmailMessage(policy=SMTP)
    alert["Reply-To"] = "hello@northbeam.example"
    assert not is_touch(alert)

    totals = totals_of(
        [an_accepted_lead(), an_accepted_lead()], [a_touch().as_bytes(), a_touch().as_bytes(), alert.as_bytes()]
    )

    assert (totals.owed, totals.acknowledged) == (2, (2.0, 2.0))
    assert totals.p50_p99 == (2.0, 2.0)
    assert (totals.replies, totals.accepted, totals.recorded) == (2, 2, 2)
    assert (totals.mails, totals.duplicates) == (1, 1)


def test_why_a_lead_stands_where_it_does() -> None:
    """How it ended; else what brought it here, whatever was noted since."""
    assert why_of(an_accepted_lead()) == "Accepted by sales"
    assert why_of(an_accepted_lead(disposition="lost", ending="sales lost it")) == "sales lost it"
    assert why_of(an_accepted_lead(timeline=[], next={"reason": "touch 1 of 8"})) == "touch 1 of 8"


def test_the_summary_counts_promises_and_names_each_scenes_lead(capsys: pytest.CaptureFixture[str]) -> None:
    """One that did not happen says so."""
    promises = [a_promise(state="met"), BROKEN, a_promise(kind="contact", state="void"), a_promise(kind="contact")]
    shown = shown_of(watching(("diego", a_lead(promises=[BROKEN]))), EVIDENCE)

    console().print(agreement(promises))
    console().print(scenes(shown))

    printed = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert "first attempt 1 1 0 1" in printed
    assert "contact 0 0 1 0" in printed
    whole = " ".join(printed)
    assert "Diego Ramos l1" in whole
    assert "did not happen" in whole
