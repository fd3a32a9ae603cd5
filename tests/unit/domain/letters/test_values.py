"""Values of a message's variables, and mails that belong to one thread."""

from builders import MONDAY, a_playbook, an_agreement_that_needs

from domain.gate.claims import SentMail
from domain.lead.form import Intent, LeadForm, LeadRecord
from domain.letters.values import opted_in, references_of, subject_in_thread, variables_for

FORM = LeadForm(email="dana@acme.example", intent=Intent.IMMEDIATE_NEED, source="webinar", attributes={"plan": "gold"})


def mails(*subjects: str) -> list[SentMail]:
    """Mails that were sent to the lead, oldest first."""
    return [SentMail(message_id=f"<{number}@x>", subject=subject) for number, subject in enumerate(subjects)]


def test_a_mail_answers_the_first_of_its_thread() -> None:
    """Mail programs group by subject and references; nothing is answered twice over."""
    assert subject_in_thread("News", []) == "News"
    assert subject_in_thread("News", mails("Hello", "Re: Hello")) == "Re: Hello"
    assert subject_in_thread("News", mails("RE: Hello")) == "RE: Hello"
    assert references_of(mails("Hello", "Re: Hello")) == ("<0@x>", "<1@x>")


def test_when_a_lead_asked_is_said_at_its_own_place() -> None:
    """In UTC, and so named, where no place is known."""
    there = FORM.model_copy(update={"time_zone": "America/New_York", "source": ""})

    assert opted_in(FORM, MONDAY) == "Monday 2 March 2026, 15:00 UTC, immediate need, from webinar"
    assert opted_in(there, MONDAY) == "Monday 2 March 2026, 10:00 EST, immediate need"


def test_a_message_sees_the_form_the_sender_and_what_is_missing() -> None:
    """Without an owner, a package or an answer, each of their variables is there and empty."""
    values = variables_for(
        LeadRecord(lead_id="lead1", form=FORM, arrived_at=MONDAY),
        a_playbook(agreement=an_agreement_that_needs("phone")),
        owner=None,
        unsubscribe_url="https://u",
        form_url="https://f",
        reply_to="reply@x",
        touch={"number": 1},
    )

    assert (values["lead"]["email"], values["lead"]["attributes"]) == ("dana@acme.example", {"plan": "gold"})
    assert values["lead"]["first_name"] == values["owner"]["name"] == ""
    assert values["sender"]["company"] == "Seller"
    assert len(values["missing"]) == 1
    assert "phone" in values["missing"][0]
    assert values["package"]["calls"] == []
