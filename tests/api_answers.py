"""What the API answers the command line, as far as it is shown."""

from typing import Any

PROMISE: dict[str, Any] = {
    "lead_id": "l1",
    "name": "Nora",
    "company": "Brightworks",
    "kind": "first_attempt",
    "qualification": "high",
    "owner": "ana",
    "within": "15 minutes",
    "owed": 1,
    "since": "2026-03-02T15:00:00+00:00",
    "due_at": "2026-03-02T15:15:00+00:00",
    "state": "running",
    "state_at": "2026-03-02T15:00:00+00:00",
    "fulfilled_at": None,
    "reason": "",
    "is_red": False,
}
