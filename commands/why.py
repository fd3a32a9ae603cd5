"""One lead, explained: what is next, when, by which rule, what would change it, and what happened so far."""

from collections.abc import Iterator
from typing import Any

from commands.terminal import Red, instant, when, words
from domain.channels import OUTCOMES_OF, Address, task_of
from domain.letters.owed import promised

REPLACES = {
    "working": "a reply, a booked meeting, an opt-out or a disqualification ends the cadence at once; "
    "an absence or a pause holds it",
    "incomplete": "the missing information brings the lead back to triage; a reply hands it to sales",
    "engaged": "sales accepts it, opens an opportunity, agrees a follow-up, or refuses it with a reason",
    "accepted": "sales reports that it was won, lost, or will never be a customer",
    "kicked_back": "the teleprospector reports what came of the call; silence moves it to nurture",
    "nurture": "a reply hands it to sales; new interest brings it back into a working cadence",
}


def explanation(lead: dict[str, Any]) -> Iterator[str]:
    """The lines, most urgent first.

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
    """A task with all that is needed to do it, as lines.

    Args:
        task: one of the answer of ``GET /v1/tasks``.
    """
    lead = ", ".join(filter(None, (task["lead_name"], task["company"])))
    yield f"{task['task_id']}  {words(task['kind'])}: {lead}"
    yield f"  by       {task['assignee']}, {when(instant(task['due_at'])) or 'without a deadline'}"
    yield f"  because  {task['reason']}"
    for title, text in (("say or write", task["script"]), ("voicemail", task["voicemail"])):
        if text:
            yield ""
            yield f"  {title}"
            yield from (f"    {line}" for line in text.strip().splitlines())
    yield ""


SIGNALS_TOLD = 8


def interest_lines(interest: dict[str, Any] | None, zones: list[str]) -> Iterator[str]:
    """How much interest it shows, when that fades, and the newest signals, also those that do not count."""
    if interest is None:
        return
    fade = next((f"; {each['level']} from {when(instant(each['at']), zones)} on" for each in interest["fades"]), "")
    yield f"  interest {interest['level'] or 'too little to say'}, score {interest['score']}{fade}"
    for signal in interest["signals"][:SIGNALS_TOLD]:
        what = f" {signal['what']}" if signal["what"] else ""
        worth = f"+{signal['points']}" if signal["counts"] else f"does not count: {signal['why']}"
        yield f"           {when(instant(signal['at']))}  {signal['kind']}{what} ({worth})"


def taught(learned: dict[str, Any]) -> Iterator[str]:
    """What was learned of a lead, as lines; none when nothing was."""
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
        yield "  next     not begun yet: it starts as soon as a worker takes it"
        return
    due = when(instant(following["due_at"]), lead["zones"]) or "now"
    yield f"  next     {words(following['what'])}, {due}"
    yield f"  because  {following['reason']}"


def _changes(lead: dict[str, Any]) -> Iterator[str]:
    if lead["disposition"]:
        return
    for task in lead["tasks"]:
        outcomes = ", ".join(sorted(outcome.value for outcome in OUTCOMES_OF[task_of(task["kind"])]))
        yield f"  open     {words(task['kind'])} by {task['assignee']} (task {task['task_id']})"
        yield f"           ends with one of: {outcomes}"
    if change := REPLACES.get(lead["stage"]):
        yield f"  changes  {change}"
    if lead["dead"]:
        yield f"  dead     {', '.join(words(channel) for channel in lead['dead'])}: nothing goes there any more"
    for suppression in lead["suppressions"]:
        yield f"  stop     {suppression['kind']}: {suppression['reason']}"


def _timeline(lead: dict[str, Any]) -> Iterator[str]:
    yield ""
    for line in lead["timeline"]:
        yield told(line)


def told(line: dict[str, Any]) -> str:
    """One line of a timeline: when, what, why, who, and what became of it if the lead's workflow did not take it."""
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
