"""Versions: the same content has the same one, and any change of meaning another."""

import re
from pathlib import Path

import pytest
from playbook_folders import PlaybookFolder

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
