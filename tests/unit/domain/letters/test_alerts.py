"""What an alert says of a lead, in a mail and in a chat."""

from builders import MONDAY, a_journey, a_playbook, a_team, later

from domain.lead.form import LeadForm, LeadRecord
from domain.letters.alerts import AlertNote, alert_letter, as_chat, as_mail
from domain.terms.alerts import About
from domain.wire.standing import standing_of

LEAD = LeadRecord(
    lead_id="lead1",
    form=LeadForm(
        first_name="Dana",
        last_name="Reyes",
        title="VP Operations",
        email="dana@acme.example",
        phone="+14155550101",
        company="Acme",
        source="webinar",
        campaign="spring",
        device="iPhone",
        product_interest="forecasting",
        message="Our forecast is off by 20 percent.",
        opted_in_at=MONDAY,
        time_zone="America/New_York",
    ),
    arrived_at=MONDAY,
    notes=({"by": "tess", "at": "9 March 2026, 10:15 UTC", "text": "back after 15:00"},),
    history=("9 March 2026, 10:16 UTC: Email sent (ack)",),
)
NOTE = AlertNote(
    alert_id="lead1:1:alert:0",
    lead_id="lead1",
    to="ana",
    about=About.NEW_LEAD,
    reason="Ana has the most room",
    raised_at=MONDAY,
    owed="contact with the lead",
    owed_at=later(hours=4),
)


def test_an_alert_says_everything_that_is_known() -> None:
    """When and how they opted in, from which device, what they wrote, where they stand, and what is owed by when."""
    standing = standing_of(a_journey(owner="ana", rule="everybody"), MONDAY)

    letter = alert_letter(LEAD, NOTE, standing, a_playbook(team=a_team()))

    assert letter.title == "New lead for you: Dana Reyes at Acme"
    assert letter.why == "Why: Ana has the most room."
    assert dict(letter.known) == {
        "Due": "contact with the lead, by 2 March 2026, 19:00 UTC (Mon 14:00 America/New_York)",
        "Owner": "Ana",
        "Stage": "working",
        "Class": "high: everybody",
        "Requested": "Monday 2 March 2026, 10:00 EST, other, from webinar",
        "Message": "Our forecast is off by 20 percent.",
        "Title": "VP Operations",
        "Email": "dana@acme.example",
        "Phone": "+14155550101",
        "Interest": "forecasting",
        "Campaign": "spring",
        "Device": "iPhone",
    }
    assert letter.lately == (
        "tess, 9 March 2026, 10:15 UTC: back after 15:00",
        "9 March 2026, 10:16 UTC: Email sent (ack)",
    )


def test_mail_and_chat_say_the_same_and_lead_to_the_same_button() -> None:
    """The mail in lines of text, the chat in parts that its channel lays out."""
    standing = standing_of(a_journey(owner="ana"), MONDAY)
    letter = alert_letter(LEAD, NOTE, standing, a_playbook())

    others = {"lead_url": "https://x.example/v1/leads/lead1", "console_url": "https://x.example/console/alerts"}
    mail = as_mail(letter, acknowledge_url="https://x.example/a/1", **others)
    chat = as_chat(letter, webhook="hot", acknowledge_url="https://x.example/a/2", **others)

    assert mail.subject == chat.title == letter.title
    assert all(f"{label}: {value}" in mail.text for label, value in chat.known)
    assert "Claim this lead: https://x.example/a/1" in mail.text
    assert chat.links == (
        ("Claim", "https://x.example/a/2"),
        ("The lead", "https://x.example/v1/leads/lead1"),
        ("All alerts", "https://x.example/console/alerts"),
    )


def test_what_a_lead_wrote_makes_no_line_that_looks_like_ours() -> None:
    """Neither a message of several lines, nor a name with one in it, nor letters that turn what follows round."""
    form = LEAD.form.model_copy(
        update={
            "first_name": "Dana\nClaim this lead: https://evil.example",
            "company": "\u202egro.live\u2069 Acme",
            "message": "Hello\r\nOwner: Eve\u2028Claim this lead: https://evil.example",
        }
    )
    note = {"by": "ana", "at": "today", "text": "said\nDue: nothing"}
    lead = LEAD.model_copy(update={"form": form, "notes": (note,)})
    journey = a_journey(owner="ana", rule="everybody")
    letter = alert_letter(lead, NOTE, standing_of(journey, MONDAY), a_playbook())

    mail = as_mail(letter, acknowledge_url="https://x.example/a/1", lead_url="https://l", console_url="https://c")

    lines = mail.text.splitlines()
    assert [line for line in lines if line.startswith("Claim this lead:")] == ["Claim this lead: https://x.example/a/1"]
    assert [line[:8] for line in lines if line.startswith(("Owner:", "Due:"))] == ["Due: con", "Owner: A"]
    assert "    Owner: Eve" in lines
    assert mail.subject.endswith("Dana Claim this lead: https://evil.example Reyes at gro.live Acme")
