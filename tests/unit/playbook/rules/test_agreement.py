"""Lint of the agreement, the team, the calendars, and of how leads flow between cadences."""

from pathlib import Path

import pytest
from playbook_folders import PlaybookFolder

DEMO = "  - rule: Asked for a demo\n    when: {field: intent, is: demo}\n    then: high\n"


def rule(name: str, condition: str, then: str = "low") -> str:
    """One row of triage."""
    return f"  - rule: {name}\n    when: {condition}\n    then: {then}\n"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("routes: [inbound]", "routes: [inbund]", "inbund → there is no cadence 'inbund' — did you mean 'inbound'?"),
        ("routes: [inbound]", "routes: [inbound, inbound]", "inbound → 'inbound' is a route already"),
        (
            "routes: [inbound]",
            "routes: [inbound, nurture]",
            "nurture → no lead reaches 'nurture': 'inbound' above takes all of its leads",
        ),
        ("rejected: nurture", "rejected: nurtre", "nurtre → there is no cadence 'nurtre' — did you mean 'nurture'?"),
        (
            "rejected: nurture",
            "rejected: close",
            "close → there is no cadence 'close'; expected one of inbound, nurture",
        ),
        (
            "silence: nurture\n",
            "silence: sleep\n",
            "sleep → there is no cadence 'sleep'; expected one of inbound, nurture",
        ),
        (
            "not_interested: nurture",
            "not_interested: nature",
            "nature → there is no cadence 'nature' — did you mean 'nurture'?",
        ),
        (
            "needed: [email|phone]",
            "needed: [email|fone]",
            "email|fone → no form has the field 'fone' — did you mean 'phone'?",
        ),
        (
            "  message: ask\n",
            "",
            "missing_information → nothing asks for what is missing: name a 'message', a 'script', or both",
        ),
        (
            "    - {after: 2 business hours, then: remind}\n    - {after: 4 business hours, then: manager}\n",
            "    []\n",
            "ladder → the ladder is empty: nobody would hear that a hand-over was not answered",
        ),
        ("then: manager", "then: remind", "remind → the ladder ends nowhere: its last rung must be the manager"),
        (
            "calendar: office",
            "calendar: ofice",
            "ofice → there is no calendar 'ofice' in calendars/ — did you mean 'office'?",
        ),
        (
            "not_interested:",
            "caps: [{channel: sms, at_most: 1, within: 1 business day}]\nnot_interested:",
            "1 → a cap counts back over plain time, such as '1 day', and not over '1 business day'",
        ),
        (
            "not_interested:",
            "caps: [{channel: sms, at_most: 1, within: 90 days}]\nnot_interested:",
            "90 → a cap looks back 31 days at most, and not 90 days",
        ),
        (
            "not_interested:",
            "working_role: reps\nnot_interested:",
            "reps → nobody in team.yaml has the role 'reps' — did you mean 'rep'?",
        ),
        (
            "hand_over:\n",
            "hand_over:\n  role: closer\n",
            "closer → nobody in team.yaml has the role 'closer'; expected one of manager, rep, sales, teleprospector",
        ),
        (
            "hand_over:\n",
            "hand_over:\n  message: hand-ovr\n",
            "hand-ovr → there is no message 'hand-ovr' in messages/ — did you mean 'hand-over'?",
        ),
        ("Everybody else", "Asked for a demo", "Asked → another rule is named 'Asked for a demo' already"),
        ("is: demo}", "is: dmeo}", "dmeo → intent is never 'dmeo' — did you mean 'demo'?"),
        (
            "{field: intent, is: demo}",
            "{field: origin, is: ofline}",
            "ofline → origin is never 'ofline' — did you mean 'offline'?",
        ),
        (
            "{field: intent, is: demo}",
            "{field: need, in: [new_problm]}",
            "new_problm → need is never 'new_problm' — did you mean 'new_problem'?",
        ),
        (
            "{field: intent, is: demo}",
            "{field: origins, is: online}",
            "origins → no lead has the field 'origins' — did you mean 'origin'?",
        ),
        (
            "{field: intent, is: demo}",
            "{field: priority, is: high}",
            "priority → triage decides the priority and cannot ask for it",
        ),
        ("{field: intent, is: demo}", "{outcome: connected}", "connected → at triage nothing has been reported yet"),
        (
            DEMO,
            rule("Never", "{all: [{field: intent, is: demo}, {field: intent, is: call}]}"),
            "when → rule 'Never' contradicts itself: no lead can be so",
        ),
        (
            DEMO,
            "  - rule: All\n    then: high\n",
            ("Everybody → rule 'Everybody else' never matches: 'All' above it takes all of its leads"),
        ),
        (
            DEMO,
            DEMO + rule("Again", "{field: intent, is: demo}"),
            "Again → rule 'Again' never matches: 'Asked for a demo' above it takes all of its leads",
        ),
        (
            DEMO,
            rule("Big", "{field: company_size, at_least: 50}") + rule("Huge", "{field: company_size, at_least: 500}"),
            "Huge → rule 'Huge' never matches: 'Big' above it takes all of its leads",
        ),
        (
            DEMO,
            rule("Came", "{field: direction, is: inbound}") + rule("Was called", "{field: direction, is: outbound}"),
            "Everybody → rule 'Everybody else' never matches: everything above it takes all of its leads",
        ),
        (
            "then: high\n  - rule: Everybody else\n    then: medium",
            "then: not qualified",
            "triage → no rule qualifies a lead as high, medium or low",
        ),
        (
            "  - rule: Everybody else\n    then: medium\n",
            "",
            "triage → a lead that no rule matches is not qualified; say so in a last rule without 'when'",
        ),
        ("  needed: [email|phone]\n  message: ask\nroutes", "  needed: []\n  message: ask\nroutes", ""),
    ],
)
def test_a_hole_in_the_agreement_is_named(tmp_path: Path, old: str, new: str, expected: str) -> None:
    """Each hole gives a finding at its place, which names what is missing or what hides what."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("agreement.yaml", old, new)

    found = folder.pointed("agreement.yaml")

    assert (expected in found) if expected else found == []


def test_not_enough_information_needs_to_say_what_would_be_enough(tmp_path: Path) -> None:
    """A rule that finds too little known, and nothing is needed: nobody could ask."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("agreement.yaml", "then: medium", "then: not enough information")
    folder.replace("agreement.yaml", "  needed: [email|phone]\n", "")

    assert folder.pointed("agreement.yaml") == [
        "not → 'missing_information: needed:' is empty, so nobody knows what to ask for"
    ]


def test_a_qualified_lead_without_a_cadence_is_described(tmp_path: Path) -> None:
    """The only route is for some: the message says which lead would fall between."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("inbound.yaml", "title:", "for: {field: direction, is: inbound}\ntitle:")

    assert folder.pointed("agreement.yaml") == [
        (
            "routes → a qualified lead without a cadence: priority high, direction outbound, intent demo; end with a"
            " cadence that has no 'for'"
        )
    ]


def test_a_gap_that_triage_closes_is_none(tmp_path: Path) -> None:
    """Outbound leads that are never qualified need no route."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("inbound.yaml", "title:", "for: {field: direction, is: inbound}\ntitle:")
    outbound = rule("Not us", "{field: direction, is: outbound}", "not qualified")
    folder.replace("agreement.yaml", DEMO, outbound + DEMO)

    assert folder.lines() == []


def test_a_round_without_an_end_is_drawn(tmp_path: Path) -> None:
    """A silent lead that goes from one cadence to the other forever: the way is shown, once."""
    folder = PlaybookFolder(tmp_path)
    folder.write("nurture.yaml", (tmp_path / "nurture.yaml").read_text() + "exhausted: inbound\n")

    assert [finding.message for finding in folder.findings()] == [
        "a silent lead goes round forever: inbound → nurture → inbound; let one of them end in 'close'"
    ]


def test_a_kick_back_that_leads_back_is_a_round_too(tmp_path: Path) -> None:
    """A lead that is kicked back, not taken up, and sent into the same cadence again never ends."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("inbound.yaml", "exhausted: nurture", "exhausted: kick back")
    folder.replace("agreement.yaml", "kick_back: {silence: nurture}", "kick_back: {silence: inbound}")

    assert [finding.message for finding in folder.findings()] == [
        "a silent lead goes round forever: inbound → inbound; let one of them end in 'close'"
    ]


def test_a_cadence_that_no_lead_enters_is_worth_a_look(tmp_path: Path) -> None:
    """Neither a route nor another cadence leads to it."""
    folder = PlaybookFolder(tmp_path)
    folder.write("spare.yaml", (tmp_path / "nurture.yaml").read_text().replace("cadence: nurture", "cadence: spare"))

    (finding,) = folder.findings()

    assert not finding.is_error
    assert finding.message.startswith("no lead enters 'spare'")


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (
            "team.yaml",
            "fallback: max",
            "fallback: moritz",
            "moritz → nobody in the team has the id 'moritz'; expected one of max",
        ),
        (
            "team.yaml",
            "roles: [",
            "calendar: home, roles: [",
            "home → there is no calendar 'home' in calendars/; expected one of office",
        ),
        (
            "calendars/office.yaml",
            "mon: [09:00-17:00]",
            "mon: []",
            "weekly → no day of the week has an opening, so it never opens",
        ),
        (
            "calendars/office.yaml",
            "calendar: office",
            "calendar: bureau",
            "bureau → the calendar is 'bureau' and its file 'office': use one name",
        ),
        (
            "calendars/office.yaml",
            "weekly:",
            "holidays: {2026-12-25: Christmas}\nexceptions: {2026-12-25: closed}\nweekly:",
            "2026-12-25 → 2026-12-25 is a holiday already; the exception closes it again",
        ),
        (
            "calendars/office.yaml",
            "weekly:",
            "holidays: {2026-13-25: Christmas}\nweekly:",
            "2026-13-25 → expected a date such as 2026-12-25, found '2026-13-25'",
        ),
    ],
)
def test_a_hole_in_the_team_or_a_calendar_is_named(
    tmp_path: Path, name: str, old: str, new: str, expected: str
) -> None:
    """A fallback nobody is, a calendar nobody wrote, a place that never opens."""
    folder = PlaybookFolder(tmp_path)
    folder.replace(name, old, new)

    assert folder.pointed(name) == [expected]


def test_two_people_cannot_share_an_id_or_an_address(tmp_path: Path) -> None:
    """What tells people apart is each one's own, whatever its case."""
    folder = PlaybookFolder(tmp_path)
    folder.write("team.yaml", (tmp_path / "team.yaml").read_text()
                 + "  - {id: max, name: Other, email: MAX@test.example, roles: [rep]}\n")  # fmt: skip

    assert folder.pointed("team.yaml") == [
        "max → 'max' is somebody else's id already",
        "MAX@test.example → 'MAX@test.example' is somebody else's email already",
    ]
