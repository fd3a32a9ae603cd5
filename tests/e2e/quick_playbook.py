"""A small playbook of machine's touches only, at any hour: a lead runs through it with nobody's help."""

from pathlib import Path

from playbook_folders import FOOTER, PlaybookFolder

from domain.terms.playbook import Playbook
from playbook.linting import load_playbook

MAILS = ("one", "two", "three", "four")
EVERY_TOUCH = ("ack", *MAILS, "monthly")
"""The markers of all mails that a lead gets who never answers, in order."""


def quick_playbook(folder: Path) -> Playbook:
    """Acknowledged, four mails a day apart, one mail of nurture a day later, and the end."""
    written = PlaybookFolder(folder)
    written.replace("team.yaml", "roles:", "capacity: 1000, roles:")
    touches = "".join(f"  - {{id: {name}, email: {name}, after: 1 day, any_hour: true}}\n" for name in MAILS)
    written.write(
        "inbound.yaml",
        "cadence: inbound\n"
        "title: Everybody who asks\n"
        "touch_count_reason: short, to be watched\n"
        "acknowledge: {within: 1 minute, by: [email], message: ack}\n"
        f"touches:\n{touches}"
        "exhausted: nurture\n",
    )
    written.write(
        "nurture.yaml",
        "cadence: nurture\n"
        "title: One more word\n"
        "kind: nurture\n"
        "touches:\n"
        "  - {id: monthly, email: monthly, after: 1 day, bulk: true, any_hour: true}\n",
    )
    for name in EVERY_TOUCH:
        written.write(f"messages/{name}.md", f"---\nsubject: Hello\n---\nThis is touch [{name}].\n\n{FOOTER}\n")
    (folder / "messages" / "mail.md").unlink()
    return load_playbook(folder)
