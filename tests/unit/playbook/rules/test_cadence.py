"""Lint of one cadence: its touches and their keys."""

from pathlib import Path

import pytest
from playbook_folders import PlaybookFolder

SIXTH = "  - {id: six, email: mail, after: 1 day}\n"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            "cadence: inbound",
            "cadence: incoming",
            "incoming → the cadence is named 'incoming' but its file 'inbound': use the same name for both",
        ),
        ("id: two", "id: one", "one → touch 1 already has the id 'one': use a different id"),
        ("id: two", "id: ack", "ack → the id 'ack' is reserved for the engine: use a different id"),
        (
            SIXTH,
            "",
            (
                "touches → an inbound cadence has 6 to 10 touches, this one has 5: six attempts reach about 90 % of"
                " reachable leads (MIT and InsideSales, 2007), more than ten annoy; change the number, or give your"
                " reason in 'touch_count_reason'"
            ),
        ),
        (
            "email: mail, after",
            "email: mail, within: 1 hour, after",
            (
                "within → touch 'two': the engine sends email touches when they are due; only a rep's"
                " touch has a deadline"
                " (use 'after' for when to send it)"
            ),
        ),
        (
            "email: mail, after",
            "email: mail, if_not_done: skip, after",
            (
                "if_not_done → touch 'two': the engine sends email touches when they are due; only a rep's touch has an"
                " 'if_not_done'"
            ),
        ),
        ("call: script, after", "call: script, bulk: true, after", "bulk → touch 'three': only an email can be bulk"),
        (
            "email: mail, after",
            "email: mail, needs: sms consent, after",
            "needs → touch 'two': sms consent does not apply to email: change 'needs'",
        ),
        (
            "call: script, after",
            "social: script, needs: email consent, after",
            "needs → touch 'three': email consent does not apply to social: change 'needs'",
        ),
        (
            "call: script, after",
            "task: script, needs: social consent, after",
            "needs → touch 'three': social consent does not apply to task: change 'needs'",
        ),
        (
            "call: script, after",
            "social: script, at: best time, after",
            "at → touch 'three': 'at: best time' is for calls and voicemails only",
        ),
        ("call: script, after", "task: script, bulk: true, after", "bulk → touch 'three': only an email can be bulk"),
        (
            "email: mail, after",
            "email: mail, at: best time, after",
            "at → touch 'two': 'at: best time' is for calls and voicemails only",
        ),
        (
            "call: script, after",
            "call: script, variants: {a: 1}, after",
            "variants → touch 'three': one variant is not a test: name two or more, or none",
        ),
        (
            "call: script, after",
            "call: script, otherwise: {call: script}, after",
            "otherwise → touch 'three': 'otherwise' must use another channel than call",
        ),
        (
            "exhausted:",
            "when: {replied: pause until return}\nexhausted:",
            "pause → 'replied' has no return date: use 'pause' or 'hand over'",
        ),
        ("by: [email]", "by: [email, email]", "[email → a channel is listed twice: list each channel once"),
        (
            "exhausted:",
            "calendar: offce\nexhausted:",
            "offce → no calendar named 'offce' in calendars/ — did you mean 'office'?",
        ),
        (
            "call: script, within",
            "call: scrpt, within",
            "scrpt → no message named 'scrpt' in messages/ — did you mean 'script'?",
        ),
        (
            "message: ack}",
            "message: ask-me}",
            "ask-me → no message named 'ask-me' in messages/ — did you mean 'ask'?",
        ),
    ],
)
def test_a_fault_of_a_cadence_is_named(tmp_path: Path, old: str, new: str, expected: str) -> None:
    """One broken thing gives one finding, with the remedy, where the remedy goes."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("inbound.yaml", old, new)

    assert expected in folder.pointed("inbound.yaml")


def test_a_stated_reason_lifts_the_count(tmp_path: Path) -> None:
    """Five touches are fine for somebody who says why."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("inbound.yaml", SIXTH, "")
    folder.replace("inbound.yaml", "touches:", "touch_count_reason: they asked us to be brief\ntouches:")

    assert folder.lines() == []


def test_more_than_ten_touches_are_too_many(tmp_path: Path) -> None:
    """Eleven attempts annoy."""
    folder = PlaybookFolder(tmp_path)
    more = "".join(f"  - {{id: more-{n}, email: mail, after: 1 day}}\n" for n in range(5))
    folder.replace("inbound.yaml", SIXTH, SIXTH + more)

    assert "this one has 11" in folder.pointed("inbound.yaml")[0]


def test_an_outbound_cadence_may_have_fewer_touches_and_should_not_have_many(tmp_path: Path) -> None:
    """Five are fine, seven are worth a look: restraint is for those who did not ask."""
    folder = PlaybookFolder(tmp_path)
    outbound = (tmp_path / "inbound.yaml").read_text().replace("cadence: inbound", "cadence: outbound")
    outbound = outbound.replace("title:", "for: {field: direction, is: outbound}\ntitle:")
    outbound = outbound.replace("after: 1 day", "after: 3 days").replace("exhausted: nurture", "exhausted: kick back")
    sixth = SIXTH.replace("1 day", "3 days")
    folder.replace("agreement.yaml", "routes: [inbound]", "routes: [outbound, inbound]")

    folder.write("outbound.yaml", outbound.replace(sixth, ""))
    few = folder.lines()
    folder.write("outbound.yaml", outbound.replace(sixth, sixth + sixth.replace("six", "seven")))
    many = folder.findings()

    assert few == []
    assert [(each.is_error, each.message.partition(",")[0]) for each in many] == [
        (False, "an outbound cadence has at most 6 touches")
    ]


@pytest.mark.parametrize("channel", ["social", "task"])
def test_a_touch_of_a_persons_channel_may_say_what_a_call_may(tmp_path: Path, channel: str) -> None:
    """A deadline, what follows it, another channel, and conditions; its outcomes come before what waits for them."""
    folder = PlaybookFolder(tmp_path)
    did = "completed" if channel == "task" else "sent"
    folder.replace(
        "inbound.yaml",
        "call: script, within: 1 hour",
        f"{channel}: script, within: 2 hours, if_not_done: reassign, otherwise: {{manual_email: mail}}",
    )
    folder.replace("inbound.yaml", "id: two, email: mail", f"id: two, unless: {{outcome: {did}}}, email: mail")

    assert folder.lines() == []


@pytest.mark.parametrize(("channel", "outcome"), [("social", "connected"), ("task", "sent")])
def test_what_a_persons_channel_cannot_end_as_is_waited_for_in_vain(tmp_path: Path, channel: str, outcome: str) -> None:
    """The outcomes of its task are those of its row."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("inbound.yaml", "id: one, call: script", f"id: one, {channel}: script")
    folder.replace("inbound.yaml", "id: two, email: mail", f"id: two, unless: {{outcome: {outcome}}}, email: mail")

    (finding,) = folder.lines()
    assert f"no earlier touch can be reported as '{outcome}'" in finding
