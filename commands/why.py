"""Explains one lead: what happens next, when and why, what would change that, and what has happened so far."""

from collections.abc import Iterator
from typing import Any

from commands.terminal import Red, instant, when, words
from domain.channels import OUTCOMES_OF, Address, task_of
from domain.letters.owed import promise_in_words

REPLACES = {
    "working": "a reply, a booked meeting, an opt-out or a disqualification ends the cadence at once; "
    "an out-of-office reply or a pause puts it on hold",
    "incomplete": "the missing information starts triage again; a reply hands the lead to sales",
    "engaged": "sales accepts the lead, opens an opportunity, agrees a follow-up, or turns it down with a reason",
    "accepted": "sales reports that the lead was won, was lost, or will never be a customer",
    "kicked_back": "the teleprospector reports the outcome of the call; without a report the lead moves to nurture",
    "nurture": "a reply hands the lead to sales; strong interest or a further form puts it back into a working cadence",
}
"""What would change the plan, by stage."""

BECAME = {
    "running": "running",
    "paused": "paused",
    "met": "kept",
    "breached": "missed",
    "void": "no longer owed",
}
"""The states of a promise, in words."""


def explanation(lead: dict[str, Any]) -> Iterator[str]:
    """The explanation as lines, the most urgent first.

    Args:
        lead: the answer of ``GET /v1/leads/{id}``.
    """
    form = lead["form"]
    name = " ".join(filter(None, (form["first_name"], form["last_name"]))) or next(
        (form[address] for address in Address if form.get(address)), ""
    )
    company = f", {form['company']}" if form["company"] else ""
    yield f"{lead['lead_id']}  {name}{company}"
    yield f"  stage    {words(lead['stage'])}{' (paused)' if lead['is_paused'] else ''}"
    yield f"  class    {words(lead['qualification']['class'])}: {lead['qualification']['rule']}"
    yield f"  owner    {lead['owner'] or 'nobody yet'}"
    if lead["qualification"]["class"] != "not_qualified":
        yield f"  cadence  {lead['cadence']['name']}@{lead['cadence']['version']} (run {lead['cadence']['run']})"
    yield from _next(lead)
    yield from _changes(lead)
    yield from clocks_shown(lead)
    yield from interest_lines(lead.get("interest"), lead["zones"])
    yield from taught(lead.get("learned") or {})
    yield from _timeline(lead)


def on_paper(task: dict[str, Any]) -> Iterator[str]:
    """A task with everything that is needed to do it, as lines.

    Args:
        task: one entry of the answer of ``GET /v1/tasks``.
    """
    lead = ", ".join(filter(None, (task["lead_name"], task["company"])))
    yield f"{task['task_id']}  {words(task['kind'])}: {lead}"
    yield f"  for      {task['assignee']}, due {when(instant(task['due_at'])) or 'at any time'}"
    yield f"  because  {task['reason']}"
    for title, text in (("say or write", task["script"]), ("voicemail", task["voicemail"])):
        if text:
            yield ""
            yield f"  {title}"
            yield from (f"    {line}" for line in text.strip().splitlines())
    yield ""


SIGNALS_TOLD = 8


def interest_lines(interest: dict[str, Any] | None, zones: list[str]) -> Iterator[str]:
    """The lead's interest, when it fades, and the newest signals, including those that do not count."""
    if interest is None:
        return
    fade = next((f"; {each['level']} from {when(instant(each['at']), zones)}" for each in interest["fades"]), "")
    yield f"  interest {interest['level'] or 'none yet'}, score {interest['score']}{fade}"
    for signal in interest["signals"][:SIGNALS_TOLD]:
        what = f" {signal['what']}" if signal["what"] else ""
        worth = f"+{signal['points']}" if signal["counts"] else f"does not count: {signal['why']}"
        yield f"           {when(instant(signal['at']))}  {signal['kind']}{what} ({worth})"


def taught(learned: dict[str, Any]) -> Iterator[str]:
    """What was learned about a lead, as lines; no lines if nothing was."""
    for pain in learned.get("pains", ()):
        yield f"  pain     {pain}"
    for question, answer in learned.get("answers", {}).items():
        yield f"  answer   {question}: {answer}"
    if learned.get("best_time"):
        yield f"  call at  {learned['best_time']}"


def _next(lead: dict[str, Any]) -> Iterator[str]:
    if lead["disposition"]:
        yield f"  ended    {words(lead['disposition'])}: {lead['ending']} ({when(instant(lead['ended_at']))})"
        return
    following = lead["next"]
    if following is None:
        yield "  next     not started yet: starts as soon as a worker is free"
        return
    due = when(instant(following["due_at"]), lead["zones"]) or "now"
    yield f"  next     {words(following['what'])}, {due}"
    yield f"  because  {following['reason']}"


def _changes(lead: dict[str, Any]) -> Iterator[str]:
    if lead["disposition"]:
        return
    for task in lead["tasks"]:
        outcomes = ", ".join(sorted(outcome.value for outcome in OUTCOMES_OF[task_of(task["kind"])]))
        yield f"  open     {words(task['kind'])} for {task['assignee']} (task {task['task_id']})"
        yield f"           possible outcomes: {outcomes}"
    if change := REPLACES.get(lead["stage"]):
        yield f"  changes  {change}"
    if lead["dead"]:
        yield f"  dead     {', '.join(words(channel) for channel in lead['dead'])}: no longer used"
    for suppression in lead["suppressions"]:
        yield f"  stop     {suppression['kind']}: {suppression['reason']}"


def _timeline(lead: dict[str, Any]) -> Iterator[str]:
    yield ""
    for line in lead["timeline"]:
        yield told(line)


def told(line: dict[str, Any]) -> str:
    """One line of a timeline: when, what, why, by whom, and whether the lead's workflow has not applied it."""
    parts = [f"  {when(instant(line['at']))}  {line['what']}"]
    if line["reason"]:
        parts.append(f": {line['reason']}")
    if line.get("by"):
        parts.append(f" (by {line['by']})")
    delivery = line.get("delivery")
    if delivery and delivery["state"] != "applied":
        parts.append(f" [{words(delivery['state'])}{': ' if delivery['answer'] else ''}{delivery['answer']}]")
    if line.get("note"):
        parts.append(f' "{" ".join(line["note"].split())[:200]}"')
    return "".join(parts)


def clocks_shown(lead: dict[str, Any]) -> Iterator[str]:
    """One line for each promise; promises in the red zone are red.

    Args:
        lead: the answer of ``GET /v1/leads/{id}``.
    """
    for promise in lead.get("promises") or ():
        line = f"  {_label(promise):<8} {words(promise['kind'])}{_became(promise, lead['zones'])}"
        yield Red(line) if promise["is_red"] else line


def _label(promise: dict[str, Any]) -> str:
    if promise["is_red"]:
        return "red"
    labels = {"met": "kept", "breached": "missed", "void": "dropped", "paused": "paused"}
    return labels.get(promise["state"], "due")


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
            return f": no longer owed, {promise['reason']}"
        case "paused":
            return f" since {at}: {within}"
        case _:
            return _running(promise, zones)


def _running(promise: dict[str, Any], zones: list[str]) -> str:
    """The deadline, and what has to be done by then."""
    within = f"promised within {promise['within']}"
    if promise["due_at"] is None:
        return f" starts once the lead has an owner: {within}"
    wanted = promise_in_words(promise["kind"], promise["owed"])
    return f" by {when(instant(promise['due_at']), zones)}, missed after that: {wanted}, {within}"
