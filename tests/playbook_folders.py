"""A small sound playbook in a folder, for tests that break one thing in it."""

import re
from pathlib import Path

from playbook.findings import Finding
from playbook.linting import lint

AGREEMENT = """\
agreement: Test
calendar: office
triage:
  - rule: Asked for a demo
    when: {field: intent, is: demo}
    then: high
  - rule: Everybody else
    then: medium
missing_information:
  needed: [email|phone]
  message: ask
routes: [inbound]
not_interested: nurture
hand_over:
  ladder:
    - {after: 2 business hours, then: remind}
    - {after: 4 business hours, then: manager}
  silence: nurture
  rejected: nurture
kick_back: {silence: nurture}
"""
TEAM = """\
sender: {company: Test, name: Test, address: hello@test.example, postal_address: "1 Test Street, Boston"}
fallback: max
people:
  - {id: max, name: Max, email: max@test.example, roles: [rep, sales, teleprospector, manager]}
"""
OFFICE = """\
calendar: office
time_zone: America/New_York
weekly: {mon: [09:00-17:00]}
"""
INBOUND = """\
cadence: inbound
title: Everybody who asks
acknowledge: {within: 1 minute, by: [email], message: ack}
touches:
  - {id: one, call: script, within: 1 hour}
  - {id: two, email: mail, after: 1 day}
  - {id: three, call: script, after: 1 day}
  - {id: four, email: mail, after: 1 day}
  - {id: five, call: script, after: 1 day}
  - {id: six, email: mail, after: 1 day}
exhausted: nurture
"""
NURTURE = """\
cadence: nurture
title: Once a month
kind: nurture
touches:
  - {id: month, email: monthly, after: 30 days, bulk: true}
"""
FOOTER = "{{ sender.postal_address }} {{ unsubscribe_url }}"
MAIL = f"---\nsubject: Hello\n---\nHi {{{{ lead.first_name | default: 'there' }}}},\n\n{FOOTER}\n"
SMALL: dict[str, str] = {
    "agreement.yaml": AGREEMENT,
    "team.yaml": TEAM,
    "inbound.yaml": INBOUND,
    "nurture.yaml": NURTURE,
    "calendars/office.yaml": OFFICE,
    **{f"messages/{name}.md": MAIL for name in ("ack", "ask", "mail", "monthly")},
    **{
        f"messages/{name}.txt": "Say hello.\n"
        for name in ("script", "hand-over", "kick-back", "review", "check-delivery")
    },
}
DEMO_RULE = "  - rule: Asked for a demo\n    when: {field: intent, is: demo}\n    then: high\n"


def a_rule(name: str, condition: str, then: str = "low") -> str:
    """One row of triage."""
    return f"  - rule: {name}\n    when: {condition}\n    then: {then}\n"


class PlaybookFolder:
    """A folder with the small playbook, to be changed file by file."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in SMALL.items():
            self.write(name, text)

    def write(self, name: str, text: str | bytes) -> None:
        """Writes or replaces one file."""
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())

    def replace(self, name: str, old: str, new: str) -> None:
        """Replaces a text that must be there."""
        text = (self.folder / name).read_text()
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new, 1))

    def findings(self) -> list[Finding]:
        """What lint says, with files named from the folder on."""
        return [
            Finding(each.file.removeprefix(f"{self.folder}/"), each.line, each.column, each.message, each.severity)
            for each in lint(self.folder)
        ]

    def pointed(self, name: str) -> list[str]:
        """What lint says of one file, as ``word → message``: the word is what the finding points at."""
        lines = (self.folder / name).read_text().split("\n")
        mine = [finding for finding in self.findings() if finding.file == name]
        return [f"{_word(lines[each.line - 1][each.column - 1 :])} → {each.message}" for each in mine]

    def lines(self) -> list[str]:
        """What lint says, as text."""
        return [str(finding) for finding in self.findings()]


def _word(text: str) -> str:
    return re.split(r"[:,}\]\s]", text)[0] or text[:1]
