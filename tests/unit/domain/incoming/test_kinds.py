"""What inbound mail is taken for, from the bytes that mail systems and people send."""

from datetime import date

import pytest
from inbound_mails import SECRET, mail, read

from domain.incoming.bounces import BounceKind, judge_bounce
from domain.incoming.kinds import InboundKind, classify
from domain.incoming.mail import candidate_message_ids, send_ids
from domain.incoming.words import Hint
from domain.outgoing.tokens import tokened_address

QUOTE = """
On Mon, 2 Mar 2026 at 10:00, Zoe <zoe@example.com> wrote:
> Shall we talk on Tuesday?
> Reply STOP to opt out.
"""


def dsn(action: str, status: str, diagnostic: str = "smtp; said so") -> bytes:
    body = f"""--b
Content-Type: text/plain

This is the mail system.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.lead.example

Final-Recipient: rfc822; Jane@lead.example
Action: {action}
Status: {status}
Diagnostic-Code: {diagnostic}

--b
Content-Type: text/rfc822-headers

From: zoe@example.com
Message-ID: <aa11@example.com>

--b--
"""
    report = 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"'
    return mail(body, report, "Return-Path: <>", "Auto-Submitted: auto-replied")


def mdn(disposition: str) -> bytes:
    body = f"""--b
Content-Type: text/plain

Your message was refused.
--b
Content-Type: message/disposition-notification

Final-Recipient: rfc822; jane@lead.example
Original-Message-ID: <aa11@example.com>
Disposition: {disposition}

--b--
"""
    return mail(body, 'Content-Type: multipart/report; report-type=disposition-notification; boundary="b"')


def kind_of(raw: bytes) -> InboundKind:
    return classify(read(raw)).kind


def test_a_reply_is_of_its_send_and_by_a_person() -> None:
    """The token names the send; quoted text is not the sender's."""
    reply = read(mail("Sounds good, call me.\n" + QUOTE, "In-Reply-To: <aa11@example.com>"))

    found = classify(reply)

    assert send_ids(reply, SECRET) == ("lead1.intro.1",)
    assert candidate_message_ids(reply) == ("<aa11@example.com>",)
    assert reply.sender_address == "jane@lead.example"
    assert reply.stripped_text == "Sounds good, call me."
    assert (found.kind, found.hints) == (InboundKind.HUMAN_REPLY, (Hint.MEETING,))


@pytest.mark.parametrize(
    ("headers", "subject"),
    [
        (("Auto-Submitted: auto-replied",), "Away"),
        (("Auto-Submitted: auto-generated; owner-email=x@y.example",), "Away"),
        (("X-Autoreply: yes",), "Away"),
        (("X-Autorespond: vacation",), "Away"),
        (("Precedence: auto_reply",), "Away"),
        (("Return-Path: <>",), "Away"),
        ((), "Automatic reply: Your question"),
        ((), "Out of Office: Your question"),
        ((), "Abwesenheitsnotiz: Your question"),
        ((), "Réponse automatique : Your question"),
    ],
)
def test_an_out_of_office_reply_gives_its_return_date(headers: tuple[str, ...], subject: str) -> None:
    """Every sign of a machine will do: old Exchange sets no header and only the subject tells."""
    away = read(mail("I am out of the office until 12 March. Call +1 415 555 0100.", *headers, subject=subject))

    assert classify(away).kind is InboundKind.OUT_OF_OFFICE
    assert away.return_date == date(2026, 3, 12)
    assert away.return_sentence == "I am out of the office until 12 March"


def test_an_absence_without_a_date_is_still_out_of_office() -> None:
    """The cadence pauses for its default then."""
    away = read(mail("I am on parental leave.", "Auto-Submitted: auto-replied"))

    assert classify(away).kind is InboundKind.OUT_OF_OFFICE
    assert away.return_date is None


@pytest.mark.parametrize(
    "body",
    [
        "Jane has left the company. Until 12 March write to bob@lead.example.",
        "Jane Doe no longer works here.",
        "Thank you for your message. Your ticket number is 4711.",
        "I have a new e-mail address.",
    ],
)
def test_a_machine_that_promises_no_return_is_for_a_person_to_look_at(body: str) -> None:
    """Who left will not be back, so nothing is paused for it."""
    assert kind_of(mail(body, "Auto-Submitted: auto-replied")) is InboundKind.AUTO_REPLY


@pytest.mark.parametrize(
    "headers",
    [("X-Auto-Response-Suppress: All",), ("Auto-Submitted: no",), ("Precedence: bulk",), ("List-Id: <x>",)],
)
def test_what_people_s_mail_may_carry_is_no_sign_of_a_machine(headers: tuple[str, ...]) -> None:
    """A human reply must never be lost as an automatic one."""
    assert kind_of(mail("Yes, please.", *headers)) is InboundKind.HUMAN_REPLY


@pytest.mark.parametrize(
    ("action", "status", "diagnostic", "expected"),
    [
        ("failed", "5.1.1", "smtp; 550 5.1.1 user unknown", InboundKind.HARD_BOUNCE),
        ("failed", "5.4.4", "dns; no such domain", InboundKind.HARD_BOUNCE),
        ("failed", "5.2.2", "smtp; 552 5.2.2 mailbox full", InboundKind.SOFT_BOUNCE),
        ("failed", "4.4.7", "smtp; delivery time expired", InboundKind.SOFT_BOUNCE),
        ("failed", "5.7.1", "smtp; 550 5.7.1 blocked by policy", InboundKind.SENDER_BLOCKED),
        ("failed", "5.0.0", "smtp; 550 no such user here", InboundKind.HARD_BOUNCE),
        ("delayed", "4.4.1", "smtp; no answer", InboundKind.DELIVERY_NOTICE),
        ("relayed", "2.0.0", "smtp; relayed", InboundKind.DELIVERY_NOTICE),
    ],
)
def test_a_delivery_report_says_who_must_act(action: str, status: str, diagnostic: str, expected: InboundKind) -> None:
    """Only what speaks of the address condemns it; the report's own Auto-Submitted changes nothing."""
    report = read(dsn(action, status, diagnostic))

    assert classify(report).kind is expected
    assert report.reported_message_id == "<aa11@example.com>"
    assert report.report is not None
    assert [recipient.address for recipient in report.report.recipients] == ["jane@lead.example"]


@pytest.mark.parametrize(
    ("disposition", "expected"),
    [
        ("automatic-action/MDN-sent-automatically; deleted", InboundKind.SOFT_BOUNCE),
        ("manual-action/MDN-sent-manually; displayed", InboundKind.DELIVERY_NOTICE),
        ("manual-action/MDN-sent-manually; deleted", InboundKind.DELIVERY_NOTICE),
    ],
)
def test_a_disposition_report_is_a_refusal_only_when_a_machine_deleted(disposition: str, expected: InboundKind) -> None:
    """A full mailbox behind Sieve answers so; a person's read receipt is no answer."""
    report = read(mdn(disposition))

    assert classify(report).kind is expected
    assert candidate_message_ids(report) == ("<aa11@example.com>",)


def test_a_complaint_is_recognised() -> None:
    """An abuse report (RFC 5965) by a mailbox provider."""
    body = "--b\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\n\n--b--\n"
    raw = mail(body, 'Content-Type: multipart/report; report-type=feedback-report; boundary="b"')

    assert kind_of(raw) is InboundKind.COMPLAINT


@pytest.mark.parametrize("partstat", ["ACCEPTED", "DECLINED", "TENTATIVE"])
def test_the_answer_to_an_invitation_is_read(partstat: str) -> None:
    """Folded lines and either letter case, as calendars send them."""
    body = (
        "BEGIN:VCALENDAR\nMETHOD:REPLY\nBEGIN:VEVENT\nUID:meet-1\nSEQUENCE:2\n"
        f"ATTENDEE;CN=Jane;PARTSTAT={partstat};X-NUM-GU\n ESTS=0:mailto:Jane@lead.example\nEND:VEVENT\nEND:VCALENDAR\n"
    )
    answered = read(mail(body, "Content-Type: text/calendar; method=REPLY; charset=utf-8"))

    assert classify(answered).kind is InboundKind.INVITE_ANSWERED
    answer = answered.calendar_answer
    assert answer is not None
    assert (answer.partstat, answer.uid, answer.sequence) == (partstat, "meet-1", 2)
    assert answer.attendee == "jane@lead.example"


@pytest.mark.parametrize(
    "body",
    [
        "STOP",
        "stop.",
        "Unsubscribe me, please!",
        "Opt-out",
        "Bitte abmelden",
        "Stop\n\nJane Doe\nCEO",
        "STOP\n" + QUOTE,
    ],
)
def test_a_stop_word_and_nothing_else_is_an_opt_out(body: str) -> None:
    """Politeness, a signature and our own quoted footer change nothing."""
    assert kind_of(mail(body)) is InboundKind.OPT_OUT


@pytest.mark.parametrize("body", ["Can we stop by on Tuesday?", "Yes!\n" + QUOTE, "> Reply STOP to opt out.\nYes!"])
def test_a_stop_word_among_others_or_in_a_quote_is_none(body: str) -> None:
    """Our own footer is quoted in most replies."""
    found = classify(read(mail(body)))

    assert found.kind is InboundKind.HUMAN_REPLY
    assert Hint.ASKS_TO_STOP not in found.hints


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        ("Thanks, please take me off your list.", Hint.ASKS_TO_STOP),
        ("Please stop emailing me.", Hint.ASKS_TO_STOP),
        ("I'm not the right person, try my colleague Bob.", Hint.WRONG_PERSON),
        ("We’re not interested at this point.", Hint.NOT_INTERESTED),
        ("Kein Interesse.", Hint.NOT_INTERESTED),
        ("Happy to talk, what time suits you?", Hint.MEETING),
    ],
)
def test_what_a_reply_seems_to_say_is_hinted(body: str, hint: Hint) -> None:
    """A person decides; the hint preselects."""
    found = classify(read(mail(body)))

    assert found.kind is InboundKind.HUMAN_REPLY
    assert hint in found.hints


def test_mail_to_the_unsubscribe_address_is_an_opt_out_whatever_it_says() -> None:
    """Mail programs write there for their users (RFC 8058's mailto way)."""
    address = tokened_address("unsub", "lead1.intro.1", SECRET, "in.example.com")
    raw = mail("", to=address, subject="")

    assert kind_of(raw) is InboundKind.OPT_OUT


def test_an_empty_body_under_a_stop_word_subject_is_an_opt_out() -> None:
    """People answer in the subject, too."""
    assert kind_of(mail("", subject="unsubscribe")) is InboundKind.OPT_OUT


def test_the_worst_of_several_recipients_counts() -> None:
    """A report on a lead and a journal: a block of ours outranks a dead address."""
    assert judge_bounce("5.7.1", "") is BounceKind.SENDER_BLOCKED
    body = (
        "--b\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; x\n\n"
        "Final-Recipient: rfc822; a@x.example\nAction: failed\nStatus: 5.1.1\n\n"
        "Final-Recipient: rfc822; b@x.example\nAction: failed\nStatus: 5.7.26\n\n--b--\n"
    )
    raw = mail(body, 'Content-Type: multipart/report; report-type=delivery-status; boundary="b"')

    assert kind_of(raw) is InboundKind.SENDER_BLOCKED
