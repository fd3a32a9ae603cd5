"""Playbooks, alerts, mailbox cursors and unmatched mail, on both databases."""

import pytest
from ledger_builders import MINUTE, NOON, a_lead
from shipped import shipped_playbook

from domain.errors import NotFoundError
from domain.incoming.mail import InboundMail
from domain.letters.alerts import AlertNote
from domain.terms.alerts import About
from domain.terms.playbook import Playbook
from ledger.ledger import Ledger

pytest_plugins = ("ledgers",)


@pytest.fixture(scope="module")
def shipped() -> Playbook:
    """The playbook that the project ships."""
    return shipped_playbook()


async def test_the_playbook_published_last_is_current(ledger: Ledger, other_ledger: Ledger, shipped: Playbook) -> None:
    """Versions stay as they were; an earlier one that is published again is current again, in every process."""
    edited = shipped.model_copy(update={"version": "v2"})
    await ledger.publications.publish(shipped, NOON)
    assert await ledger.publications.publish(edited, NOON + MINUTE)
    assert not await ledger.publications.publish(edited, NOON + MINUTE)
    assert (await other_ledger.publications.current()).version == "v2"

    await ledger.publications.publish(shipped, NOON + 2 * MINUTE)

    assert await other_ledger.publications.current() == shipped
    assert (await other_ledger.publications.version("v2")).version == "v2"


async def test_a_playbook_that_was_never_published_is_not_found(ledger: Ledger) -> None:
    """Neither by version nor as the current one."""
    with pytest.raises(NotFoundError, match="no playbook is published yet"):
        await ledger.publications.current()
    with pytest.raises(NotFoundError, match="playbook v9 was never published here"):
        await ledger.publications.version("v9")


async def test_an_alert_is_raised_until_somebody_tried_to_deliver_it(ledger: Ledger) -> None:
    """A crash between raising and delivering delivers it later, not never."""
    lead_id = await a_lead(ledger)
    note = AlertNote(
        alert_id="a1", lead_id=lead_id, to="ana", about=About.NEW_LEAD, reason="a new lead", raised_at=NOON
    )

    assert (await ledger.alerts.raise_alert(note)).is_due
    assert (await ledger.alerts.raise_alert(note)).is_due
    assert (await ledger.reading.outstanding()).failed_alerts == 1
    await ledger.alerts.delivered("a1", NOON, "")

    assert not (await ledger.alerts.raise_alert(note)).is_due
    assert (await ledger.reading.outstanding()).failed_alerts == 0


async def test_an_alert_that_could_not_be_delivered_counts_as_failed(ledger: Ledger) -> None:
    """It is not tried for ever, so the numbers are where somebody sees it."""
    lead_id = await a_lead(ledger)
    note = AlertNote(
        alert_id="a1", lead_id=lead_id, to="ana", about=About.NEW_LEAD, reason="a new lead", raised_at=NOON
    )

    await ledger.alerts.raise_alert(note)
    await ledger.alerts.delivered("a1", NOON, "RecipientRefusedError")

    assert (await ledger.reading.outstanding()).failed_alerts == 1


async def test_a_mailbox_is_read_on_where_it_was_left(ledger: Ledger, other_ledger: Ledger) -> None:
    """Per mailbox, with numbers as large as IMAP has them."""
    assert await ledger.cursors.load("imap://inbox") is None

    await ledger.cursors.save("imap://inbox", 4_294_967_295, 17)
    await ledger.cursors.save("imap://inbox", 4_294_967_295, 4_294_967_294)
    await ledger.cursors.save("imap://other", 1, 1)

    assert await other_ledger.cursors.load("imap://inbox") == (4_294_967_295, 4_294_967_294)


async def test_mail_of_nobody_is_kept_once_for_a_person_to_see(ledger: Ledger) -> None:
    """Newest first; its own words are only text."""
    mail = InboundMail(raw_sha256="ab" * 32, received_at=NOON, sender_address="who@x", subject="Hi\x00 ' there")

    assert await ledger.unmatched.keep(mail, "no token, no thread")
    assert not await ledger.unmatched.keep(mail, "no token, no thread")
    later = mail.model_copy(update={"raw_sha256": "cd" * 32, "received_at": NOON + MINUTE})
    await ledger.unmatched.keep(later, "no token, no thread")

    pile = await ledger.unmatched.newest()

    assert [found.raw_sha256[:2] for found in pile] == ["cd", "ab"]
    assert (pile[1].sender, pile[1].subject, pile[1].received_at) == ("who@x", "Hi\ufffd ' there", NOON)
