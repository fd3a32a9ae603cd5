"""How ``why`` and the list of leads show interest."""

from typing import Any

from commands.leads import lead_cells
from commands.why import interest_lines

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
        "  interest little, score 12; lost from Mon 16 Mar 2026 15:00:00Z on",
        "           Mon 02 Mar 2026 15:00:05Z  click /a (does not count: a program)",
        "           Mon 02 Mar 2026 15:00:00Z  reply (+12)",
    ]


def test_a_lead_without_signals_has_no_line() -> None:
    """And one of which nothing can be said yet says so."""
    assert list(interest_lines(None, [])) == []
    assert next(interest_lines({"level": None, "score": 4, "fades": [], "signals": []}, [])) == (
        "  interest too little to say, score 4"
    )


def test_the_list_of_leads_has_the_level() -> None:
    """Last, where the terminal is wide enough."""
    listed = {
        "lead_id": "l1", "name": "Rosa", "company": "", "stage": "working", "is_paused": False, "owner": "ana",
        "qualification": "high", "cadence": "hot", "next": None, "disposition": None, "ended_at": None,
        "interest": "strong",
    }  # fmt: skip

    assert lead_cells(listed)[-2:] == ["hot", "strong"]
