"""Lint of the agreement: its rules, what it needs, and what it names."""

from pathlib import Path

import pytest
from playbook_folders import DEMO_RULE, PlaybookFolder, a_rule


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("routes: [inbound]", "routes: [inbund]", "inbund → no cadence named 'inbund' — did you mean 'inbound'?"),
        (
            "routes: [inbound]",
            "routes: [inbound, inbound]",
            "inbound → 'inbound' is already a route: delete one of the two",
        ),
        (
            "routes: [inbound]",
            "routes: [inbound, nurture]",
            "nurture → no lead reaches 'nurture': 'inbound' above takes all of its leads",
        ),
        ("rejected: nurture", "rejected: nurtre", "nurtre → no cadence named 'nurtre' — did you mean 'nurture'?"),
        (
            "rejected: nurture",
            "rejected: close",
            "close → no cadence named 'close'; expected one of inbound, nurture",
        ),
        (
            "silence: nurture\n",
            "silence: sleep\n",
            "sleep → no cadence named 'sleep'; expected one of inbound, nurture",
        ),
        (
            "not_interested: nurture",
            "not_interested: nature",
            "nature → no cadence named 'nature' — did you mean 'nurture'?",
        ),
        (
            "needed: [email|phone]",
            "needed: [email|fone]",
            "email|fone → no form has the field 'fone' — did you mean 'phone'?",
        ),
        (
            "  message: ask\n",
            "",
            "missing_information → nothing asks for missing fields: add a 'message', a 'script' or both",
        ),
        (
            "    - {after: 2 business hours, then: remind}\n    - {after: 4 business hours, then: manager}\n",
            "    []\n",
            "ladder → the ladder is empty, so nobody hears of an unanswered hand-over: add a rung for the manager",
        ),
        ("then: manager", "then: remind", "remind → the last rung of the ladder must be the manager"),
        (
            "calendar: office",
            "calendar: ofice",
            "ofice → no calendar named 'ofice' in calendars/ — did you mean 'office'?",
        ),
        (
            "not_interested:",
            "caps: [{channel: sms, at_most: 1, within: 1 business day}]\nnot_interested:",
            "1 → a cap needs plain time, such as '1 day', not '1 business day'",
        ),
        (
            "not_interested:",
            "caps: [{channel: sms, at_most: 1, within: 90 days}]\nnot_interested:",
            "90 → a cap looks back 31 days at most, not 90 days",
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
            "hand-ovr → no message named 'hand-ovr' in messages/ — did you mean 'hand-over'?",
        ),
        (
            "Everybody else",
            "Asked for a demo",
            "Asked → another rule is already named 'Asked for a demo': give this one a different name",
        ),
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
            "priority → triage sets the priority, so its conditions cannot use it",
        ),
        ("{field: intent, is: demo}", "{outcome: connected}", "connected → at triage nothing has been reported yet"),
        (
            DEMO_RULE,
            a_rule("Never", "{all: [{field: intent, is: demo}, {field: intent, is: call}]}"),
            "when → rule 'Never' contradicts itself: no lead can match it",
        ),
        (
            DEMO_RULE,
            "  - rule: All\n    then: high\n",
            ("Everybody → rule 'Everybody else' never matches: 'All' above it takes all of its leads"),
        ),
        (
            DEMO_RULE,
            DEMO_RULE + a_rule("Again", "{field: intent, is: demo}"),
            "Again → rule 'Again' never matches: 'Asked for a demo' above it takes all of its leads",
        ),
        (
            DEMO_RULE,
            a_rule("Big", "{field: company_size, at_least: 50}")
            + a_rule("Huge", "{field: company_size, at_least: 500}"),
            "Huge → rule 'Huge' never matches: 'Big' above it takes all of its leads",
        ),
        (
            DEMO_RULE,
            a_rule("Came", "{field: direction, is: inbound}")
            + a_rule("Was called", "{field: direction, is: outbound}"),
            "Everybody → rule 'Everybody else' never matches: everything above it takes all of its leads",
        ),
        (
            "then: high\n  - rule: Everybody else\n    then: medium",
            "then: not qualified",
            "triage → no rule qualifies a lead: give at least one rule the class high, medium or low",
        ),
        (
            "  - rule: Everybody else\n    then: medium\n",
            "",
            "triage → a lead that matches no rule is not qualified: add a last rule without 'when' that says so",
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
        "not → 'missing_information: needed:' is empty: list the fields to ask for"
    ]
