"""Versions: the same content has the same one, and any change of meaning another."""

import re
from pathlib import Path

import pytest
from playbook_folders import PlaybookFolder

from domain.channels import Channel
from domain.hours.spans import parse_span
from domain.terms.cadence import Again, IfNotDone, OnUnknown
from domain.terms.playbook import Playbook
from playbook.linting import load_playbook


def loaded(folder: PlaybookFolder) -> Playbook:
    """The playbook as it is now."""
    return load_playbook(folder.folder)


def test_versions_are_twelve_hex_digits_and_known_to_all_parts(tmp_path: Path) -> None:
    """The agreement carries the playbook's version, each route its cadence's."""
    playbook = loaded(PlaybookFolder(tmp_path))

    assert re.fullmatch("[0-9a-f]{12}", playbook.version)
    assert playbook.agreement.version == playbook.version
    assert playbook.agreement.routes[0].version == playbook.cadences["inbound"].version


def test_comments_order_and_another_folder_change_no_version(tmp_path: Path) -> None:
    """A version is of what was meant, not of how it was typed."""
    first, second = PlaybookFolder(tmp_path / "a"), PlaybookFolder(tmp_path / "b")
    second.replace("inbound.yaml", "cadence: inbound\ntitle: Everybody who asks\n", "# new\ntitle: Everybody who asks\n"
                   "cadence: inbound\n")  # fmt: skip
    second.replace("inbound.yaml", "after: 1 day", "after: 24 hours")

    assert loaded(first).version == loaded(second).version


@pytest.mark.parametrize(
    ("name", "old", "new", "changes_inbound"),
    [
        ("inbound.yaml", "after: 1 day", "after: 2 days", True),
        ("messages/mail.md", "Hi ", "Hello ", True),
        ("messages/monthly.md", "Hi ", "Hello ", False),
        ("messages/script.txt", "hello", "goodbye", True),
        ("team.yaml", "name: Max", "name: Maximilian", False),
        ("calendars/office.yaml", "09:00", "08:00", False),
        ("agreement.yaml", "2 business hours", "3 business hours", False),
    ],
)
def test_a_change_makes_a_new_version_of_what_it_touches(
    tmp_path: Path, name: str, old: str, new: str, changes_inbound: bool
) -> None:
    """The playbook's version covers everything; a cadence's covers itself and its messages."""
    folder = PlaybookFolder(tmp_path)
    before = loaded(folder)

    folder.replace(name, old, new)
    after = loaded(folder)

    assert after.version != before.version
    assert (after.cadences["inbound"].version != before.cadences["inbound"].version) is changes_inbound


def test_variants_are_messages_of_their_own(tmp_path: Path) -> None:
    """``mail`` in variant ``a`` is the message ``mail.a``, and a change of it is a change of the cadence."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("inbound.yaml", "after: 1 day}\nexhausted", "after: 1 day, variants: {a: 50, b: 50}}\nexhausted")
    text = (tmp_path / "messages/mail.md").read_text()
    folder.write("messages/mail.a.md", text)
    folder.write("messages/mail.b.md", text)
    before = loaded(folder)

    folder.replace("messages/mail.b.md", "Hi ", "Hello ")

    assert folder.lines() == []
    assert before.cadences["inbound"].touches[-1].variants == {"a": 50, "b": 50}
    assert loaded(folder).cadences["inbound"].version != before.cadences["inbound"].version


FULL_TOUCH = """\
  - id: all
    call: script
    after: 1 business day 2 business hours
    within: 4 business hours
    if_not_done: reassign
    only_if: {field: attributes.plan, is: pro}
    unless: {outcome: connected}
    needs: voice consent
    voicemail: script
    at: best time
    if_late: shift
    on_unknown: ask rep
    otherwise: {manual_email: mail}
    any_hour: true
"""


def test_every_key_of_a_touch_reaches_the_domain(tmp_path: Path) -> None:
    """What is written is what is compiled."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("inbound.yaml", "  - {id: six, email: mail, after: 1 day}\n", FULL_TOUCH)

    playbook = load_playbook(tmp_path)
    touch = playbook.cadences["inbound"].touches[-1]

    assert (touch.channel, touch.message, touch.voicemail) == (Channel.CALL, "script", "script")
    assert touch.after == parse_span("1 business day 2 business hours")
    assert touch.within == parse_span("4 business hours")
    assert (touch.if_not_done, touch.on_unknown) == (IfNotDone.REASSIGN, OnUnknown.ASK_REP)
    assert touch.only_if is not None
    assert touch.unless is not None
    assert touch.needs == "voice consent"
    assert touch.best_time
    assert touch.any_hour
    assert touch.otherwise is not None
    assert touch.otherwise.channel is Channel.MANUAL_EMAIL
    assert playbook.attribute_names == {"plan"}


def test_a_voicemail_alone_is_a_touch_of_its_own(tmp_path: Path) -> None:
    """``voicemail`` beside ``call`` is a script; alone it is the channel."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("inbound.yaml", "{id: three, call: script", "{id: three, voicemail: script")

    touch = load_playbook(tmp_path).cadences["inbound"].touches[2]

    assert (touch.channel, touch.voicemail) == (Channel.VOICEMAIL, None)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("once", Again(mode="once")),
        ("always", Again(mode="always")),
        ("after 90 days", Again(mode="after", after=parse_span("90 days"))),
    ],
)
def test_again_is_once_always_or_after_a_while(tmp_path: Path, written: str, expected: Again) -> None:
    """The three ways to let a lead in again."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("inbound.yaml", "exhausted: nurture", f"exhausted: nurture\nagain: {written}")

    assert load_playbook(tmp_path).cadences["inbound"].again == expected
