"""The demo's parts: its story, its cast, and mails that the engine reads as what they are meant to be."""

from datetime import UTC, date, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest
from house import ROOT

from channels.incoming.mail import parse
from commands.lead_files import rows_of
from demo.cast import CAST, MailAct
from demo.letters import bounce, envelope_sender, is_touch, out_of_office, read, reply, unsubscribe_url
from demo.story import CURTAIN, begins_at, clear, paced
from demo.summary import totals_of, why_of
from domain.errors import RefusedError
from domain.incoming.kinds import InboundKind, classify
from domain.terms.playbook import Playbook
from playbook.linting import load_playbook

NOW = datetime(2026, 11, 19, 12, 0, tzinfo=UTC)
"""A Thursday; the Monday after the next lies before a holiday."""


@pytest.fixture(scope="module")
def playbook() -> Playbook:
    """The one that is shipped."""
    return load_playbook(ROOT / "cadences")


def a_touch() -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["Return-Path"] = "<bounce+l1.1.2-abcdefghijklmnop@sevenfold.localhost>"
    mail["From"] = "Northbeam <hello@northbeam.example>"
    mail["To"] = "nora@brightworks.example"
    mail["Reply-To"] = "reply+l1.1.2-abcdefghijklmnop@sevenfold.localhost"
    mail["Subject"] = "Your question"
    mail["Message-ID"] = "<one@sevenfold.localhost>"
    mail["Date"] = "Thu, 19 Nov 2026 12:00:00 +0000"
    mail.set_content("Hello.\n\nTo hear no more: http://127.0.0.1:8070/u/l1.1.2-abcdefghijklmnop\n")
    return read(mail.as_bytes())


def test_every_sample_lead_has_a_part_and_every_part_a_lead() -> None:
    """And each kind of reaction is played by somebody."""
    roles = {row.form["external_id"] for row in rows_of(ROOT / "samples" / "leads.csv")}

    assert roles == set(CAST)
    assert {part.reaction.act for part in CAST.values() if part.reaction} == set(MailAct)


def test_the_story_begins_on_a_coming_monday_when_the_office_opens(playbook: Playbook) -> None:
    """Two weeks of it last as long as was asked for."""
    pace = paced(playbook, seconds=60, now=NOW)

    assert pace.story_start == datetime(2026, 11, 23, 14, 0, tzinfo=UTC)  # 9:00 in Boston
    assert pace.story(NOW + CURTAIN) == pace.story_start
    assert pace.story(NOW + CURTAIN + timedelta(seconds=60)) - pace.story_start == timedelta(days=14)


def test_a_monday_on_which_the_office_is_closed_is_passed_over(playbook: Playbook) -> None:
    """Labor Day 2026 is a Monday."""
    pace = paced(playbook, seconds=60, now=datetime(2026, 9, 3, 12, 0, tzinfo=UTC))

    assert pace.story_start == datetime(2026, 9, 14, 13, 0, tzinfo=UTC)


def test_leads_of_a_stack_that_came_up_late_arrive_at_the_next_opening(playbook: Playbook) -> None:
    """Not in the middle of the story's night."""
    pace = paced(playbook, seconds=60, now=NOW)
    calendar = playbook.calendars["office-us"]

    assert begins_at(pace, calendar, NOW) == pace.real_start
    late = begins_at(pace, calendar, pace.real(datetime(2026, 11, 24, 3, 0, tzinfo=UTC)))
    assert abs(pace.story(late) - datetime(2026, 11, 24, 14, 0, tzinfo=UTC)) < timedelta(minutes=1)


def test_a_demo_clears_what_a_demo_left_and_nothing_else(tmp_path: Path) -> None:
    """A ledger that no demo made is refused, with the remedy."""
    clear(tmp_path)
    (tmp_path / "ledger.db").touch()
    (tmp_path / "outbox").mkdir()

    clear(tmp_path)
    assert not (tmp_path / "ledger.db").exists()
    assert not (tmp_path / "outbox").exists()

    real = tmp_path / "real"
    real.mkdir()
    (real / "ledger.db").touch()
    with pytest.raises(RefusedError, match="holds a ledger that no demo made"):
        clear(real)


def test_a_reply_is_read_as_a_persons() -> None:
    """It goes to where the mail wants answers sent, and its quote is not taken for its text."""
    answer = reply(a_touch(), "nora@brightworks.example", "Yes, please.")

    mail = parse(answer.as_bytes(), received_at=NOW)
    assert answer["To"] == "reply+l1.1.2-abcdefghijklmnop@sevenfold.localhost"
    assert classify(mail).kind is InboundKind.HUMAN_REPLY
    assert mail.stripped_text == "Yes, please."


def test_an_absence_is_read_with_its_date() -> None:
    """By the rules that hold for every mail."""
    mail = parse(out_of_office(a_touch(), "nora@brightworks.example", date(2026, 11, 26)).as_bytes(), received_at=NOW)

    assert classify(mail).kind is InboundKind.OUT_OF_OFFICE
    assert mail.return_date == date(2026, 11, 26)


def test_a_report_is_read_as_a_dead_address() -> None:
    """It goes to the envelope's sender and names the mail that came back."""
    touch = a_touch()

    mail = parse(bounce(touch, "nora@brightworks.example"), received_at=NOW)

    assert envelope_sender(touch) in mail.recipients
    assert classify(mail).kind is InboundKind.HARD_BOUNCE
    assert mail.reported_message_id == "<one@sevenfold.localhost>"


def test_a_stop_is_read_as_an_opt_out() -> None:
    """Although the mail that it quotes says more."""
    mail = parse(reply(a_touch(), "nora@brightworks.example", "STOP").as_bytes(), received_at=NOW)

    assert classify(mail).kind is InboundKind.OPT_OUT


def test_the_way_out_is_found_in_the_text_and_in_the_header() -> None:
    """The header goes first."""
    mail = a_touch()
    assert unsubscribe_url(mail) == "http://127.0.0.1:8070/u/l1.1.2-abcdefghijklmnop"

    mail["List-Unsubscribe"] = "<http://127.0.0.1:8070/u/l1.1.3-abcdefghijklmnop>"
    assert unsubscribe_url(mail) == "http://127.0.0.1:8070/u/l1.1.3-abcdefghijklmnop"


def a_lead(**changes: Any) -> dict[str, Any]:
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
            {"kind": "reply_received", "what": "reply received", "reason": ""},
            {"kind": "accepted", "what": "accepted by sales", "reason": ""},
            {"kind": "outcome_logged", "what": "reported: still open", "reason": ""},
        ],
        "next": None,
    }
    return lead | changes


def test_totals_count_what_the_api_and_the_mailbox_say() -> None:
    """A Message-ID that lies in the mailbox twice is a duplicate; an alert is no touch."""
    alert = EmailMessage(policy=SMTP)
    alert["Reply-To"] = "hello@northbeam.example"
    assert not is_touch(alert)

    totals = totals_of([a_lead(), a_lead()], [a_touch().as_bytes(), a_touch().as_bytes(), alert.as_bytes()])

    assert (totals.owed, totals.acknowledged) == (2, (2.0, 2.0))
    assert totals.p50_p99 == (2.0, 2.0)
    assert (totals.replies, totals.accepted, totals.recorded) == (2, 2, 2)
    assert (totals.mails, totals.duplicates) == (1, 1)


def test_why_a_lead_stands_where_it_does() -> None:
    """How it ended; else what brought it here, whatever was noted since."""
    assert why_of(a_lead()) == "accepted by sales"
    assert why_of(a_lead(disposition="lost", ending="sales lost it")) == "sales lost it"
    assert why_of(a_lead(timeline=[], next={"reason": "touch 1 of 8"})) == "touch 1 of 8"
