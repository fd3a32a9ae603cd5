"""What `sevenfold why` shows of a lead: its state, its deadlines, its tasks and its interest."""

from typing import Any

import pytest
from api_answers import PROMISE

from commands.terminal import Red, print_lines
from commands.why import clocks_shown, explanation, interest_lines, on_paper

SHOWN: dict[str, Any] = {
    "level": "little",
    "score": 12,
    "fades": [{"at": "2026-03-16T15:00:00Z", "level": "lost"}],
    "signals": [
        {"at": "2026-03-02T15:00:05Z", "kind": "click", "what": "/a", "counts": False, "why": "a program", "points": 0},
        {"at": "2026-03-02T15:00:00Z", "kind": "reply", "what": "", "counts": True, "why": "", "points": 12},
    ],
}


def test_interest_is_shown_with_what_makes_it() -> None:
    """When it fades, what each signal is still worth, and why one does not count."""
    assert list(interest_lines(SHOWN, [])) == [
        "  interest little, score 12; lost from Mon 16 Mar 2026 15:00:00Z",
        "           Mon 02 Mar 2026 15:00:05Z  click /a (does not count: a program)",
        "           Mon 02 Mar 2026 15:00:00Z  reply (+12)",
    ]


def test_a_lead_without_signals_has_no_line() -> None:
    """And one of which nothing can be said yet says so."""
    assert list(interest_lines(None, [])) == []
    assert next(interest_lines({"level": None, "score": 4, "fades": [], "signals": []}, [])) == (
        "  interest none yet, score 4"
    )


TASK: dict[str, Any] = {
    "task_id": "t1",
    "kind": "manual_email",
    "lead_name": "Rosa Diaz",
    "company": "Delta",
    "assignee": "ana",
    "due_at": None,
    "reason": "touch 1 of 8",
    "script": "Hi Rosa,\n\nwhich of the two is it?\n",
    "voicemail": "",
}


def test_a_task_on_paper_has_its_script_and_no_empty_voicemail() -> None:
    """What to say is readable, not a string of JSON."""
    lines = list(on_paper(TASK))

    assert lines[0] == "t1  manual email: Rosa Diaz, Delta"
    assert "  for      ana, due at any time" in lines
    assert "    which of the two is it?" in lines
    assert "  voicemail" not in lines


AT = "Mon 02 Mar 2026 15:00:00Z = Mon 10:00 America/New_York"
DUE = "Mon 02 Mar 2026 15:15:00Z = Mon 10:15 America/New_York"
WITHIN = "promised within 15 minutes"
WANTED = "a first attempt to reach the lead"


@pytest.mark.parametrize(
    ("changes", "label", "line"),
    [
        ({}, "due", f"by {DUE}, missed after that: {WANTED}, {WITHIN}"),
        ({"due_at": None}, "due", f"starts once the lead has an owner: {WITHIN}"),
        ({"state": "paused"}, "paused", f"since {AT}: {WITHIN}"),
        ({"state": "met"}, "kept", f"{AT}: {WITHIN}"),
        ({"state": "breached", "reason": "nobody called"}, "missed", f"{AT}, not done yet: nobody called"),
        ({"state": "breached", "fulfilled_at": PROMISE["due_at"]}, "missed", f"{AT}, done {DUE}: {WITHIN}"),
    ],
)
def test_why_says_which_clock_runs_and_what_became_of_the_others(
    changes: dict[str, Any], label: str, line: str
) -> None:
    """The deadline in UTC and in the lead's local time, or how the promise ended."""
    lead = {"promises": [PROMISE | changes], "zones": ["America/New_York"]}

    assert list(clocks_shown(lead)) == [f"  {label:<8} first attempt {line}"]


def test_why_says_what_is_not_owed_any_more() -> None:
    """A dropped promise has a reason and no deadline."""
    void = PROMISE | {"state": "void", "reason": "the lead has already answered"}

    assert list(clocks_shown({"promises": [void], "zones": []})) == [
        "  dropped  first attempt: no longer owed, the lead has already answered"
    ]


def test_what_is_in_the_red_zone_is_shown_in_red(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And named so where there are no colours."""
    lead = {"promises": [PROMISE | {"state": "breached", "is_red": True}, PROMISE], "zones": []}
    red, plain = clocks_shown(lead)

    assert isinstance(red, Red)
    assert red.startswith("  red      first attempt Mon 02 Mar 2026")
    assert not isinstance(plain, Red)
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    print_lines([red, plain])
    first, *_, last = capsys.readouterr().out.splitlines()
    assert "\x1b[31m" in first
    assert "\x1b[31m" not in last


LEAD_ANSWER: dict[str, Any] = {
    "lead_id": "l1",
    "stage": "engaged",
    "is_paused": False,
    "qualification": {"class": "high", "rule": "Asked for a demo"},
    "owner": "carla",
    "cadence": {"name": "inbound-hot", "version": "abc", "run": 1},
    "next": {"what": "remind", "due_at": "2026-03-06T21:50:00+00:00", "reason": "sales did not answer"},
    "disposition": None,
    "ending": "",
    "ended_at": None,
    "form": {"first_name": "Nora", "last_name": "Lindgren", "email": "", "phone": "", "company": "Brightworks"},
    "zones": ["America/New_York"],
    "dead": ["sms"],
    "tasks": [{"task_id": "t1", "kind": "hand_over", "assignee": "carla"}],
    "suppressions": [],
    "timeline": [
        {
            "at": "2026-03-06T20:50:00+00:00",
            "what": "Reported: interested",
            "reason": "",
            "by": "ana",
            "note": "wants a\ndemo",
            "delivery": {"state": "refused", "answer": "too late"},
        }
    ],
}


def test_why_says_what_is_next_when_by_which_rule_and_what_would_change_it() -> None:
    """Also at the lead's own place, with the task that is open and what it can end with."""
    text = "\n".join(explanation(LEAD_ANSWER))

    assert "next     remind, Fri 06 Mar 2026 21:50:00Z = Fri 16:50 America/New_York" in text
    assert "because  sales did not answer" in text
    assert "open     hand over for carla (task t1)" in text
    assert "accepted, follow_up, needs_qualification, never_customer, opportunity" in text
    assert "dead     sms" in text
    assert 'Reported: interested (by ana) [refused: too late] "wants a demo"' in text


def test_why_of_an_ended_lead_says_how_it_ended() -> None:
    """And nothing of what is next."""
    ended = LEAD_ANSWER | {
        "stage": "closed",
        "disposition": "opted_out",
        "ending": "the lead asked",
        "ended_at": "2026-03-07T10:00:00+00:00",
        "tasks": [],
        "next": None,
    }

    text = "\n".join(explanation(ended))

    assert "ended    opted out: the lead asked (Sat 07 Mar 2026 10:00:00Z)" in text
    assert "next  " not in text
