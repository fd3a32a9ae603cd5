"""The clocks of one lead, as lines: what runs and by when, what was kept, and what was broken."""

from collections.abc import Iterator
from typing import Any

from commands.terminal import Red, instant, when, words
from domain.owed import promised


def clocks_shown(lead: dict[str, Any]) -> Iterator[str]:
    """A line for each promise; those in the red zone are red.

    Args:
        lead: the answer of ``GET /v1/leads/{id}``.
    """
    for promise in lead.get("promises") or ():
        line = f"  {_label(promise):<8} {words(promise['kind'])}{_became(promise, lead['zones'])}"
        yield Red(line) if promise["is_red"] else line


def _label(promise: dict[str, Any]) -> str:
    if promise["is_red"]:
        return "red"
    return {"met": "kept", "breached": "broken", "void": "void"}.get(promise["state"], "clock")


def _became(promise: dict[str, Any], zones: list[str]) -> str:
    within = f"promised within {promise['within']}"
    at = when(instant(promise["state_at"]), zones)
    match promise["state"]:
        case "met":
            return f" {at}: {within}"
        case "breached":
            done = when(instant(promise["fulfilled_at"]), zones)
            became = f"done {done}" if done else "not done yet"
            return f" {at}, {became}: {promise['reason'] or within}"
        case "void":
            return f": {promise['reason']}"
        case "paused":
            return f" stands still since {at}: {within}"
        case _:
            return _running(promise, zones)


def _running(promise: dict[str, Any], zones: list[str]) -> str:
    """By when, and what breaks it."""
    within = f"promised within {promise['within']}"
    if promise["due_at"] is None:
        return f" runs as soon as somebody has the lead: {within}"
    wanted = promised(promise["kind"], promise["owed"])
    return f" by {when(instant(promise['due_at']), zones)}, or it is broken: {wanted}, {within}"
