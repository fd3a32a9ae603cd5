"""How the list of leads shows each of them."""

from datetime import UTC, datetime
from typing import Any

from commands.leads import lead_cells


def test_the_list_of_leads_has_the_level() -> None:
    """Last, where the terminal is wide enough."""
    listed = {
        "lead_id": "l1", "name": "Rosa", "company": "", "stage": "working", "is_paused": False, "owner": "ana",
        "qualification": "high", "cadence": "hot", "next": None, "disposition": None, "ended_at": None,
        "interest": "strong",
    }  # fmt: skip

    assert lead_cells(listed)[-2:] == ["hot", "strong"]


LISTED: dict[str, Any] = {
    "lead_id": "l1",
    "name": "Otto",
    "company": "Corner Shop",
    "stage": "closed",
    "is_paused": False,
    "qualification": "not_qualified",
    "owner": "",
    "cadence": "inbound-standard",
    "next": None,
    "disposition": "not_qualified",
    "ended_at": "2026-03-06T21:50:00+00:00",
}


def test_a_lead_that_was_never_worked_shows_no_cadence() -> None:
    """Its workflow names the one it would have been in, which would mislead."""
    assert lead_cells(LISTED) == [
        "l1",
        "Otto, Corner Shop",
        "closed",
        "",
        "ended: not qualified",
        "Fri 06 Mar 21:50Z" if datetime.now(UTC).year == 2026 else "Fri 06 Mar 2026 21:50Z",
        "not qualified",
        "",
        "",
    ]


def test_a_lead_in_the_red_zone_is_marked_in_the_list() -> None:
    """Beside its stage."""
    lead = {
        "lead_id": "l1",
        "name": "Nora",
        "company": "Brightworks",
        "stage": "working",
        "is_paused": False,
        "is_red": True,
        "qualification": "high",
        "owner": "ana",
        "cadence": "inbound-hot",
        "next": None,
        "disposition": None,
        "ended_at": None,
    }

    assert lead_cells(lead)[2] == "working (red)"
