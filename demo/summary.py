"""What the demo showed, in numbers: everything is read from the API and counted in the mail server's own mailbox."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from statistics import quantiles
from typing import Any

from rich.table import Table

from commands.api_client import Api
from commands.terminal import instant, table, words
from demo.cast import CAST, NOBODY
from demo.letters import is_touch, read
from demo.scenes import BECAME, Shown
from demo.watch import AT_REST, name_of
from domain.channels import PERSON_CHANNELS
from domain.journey.promise import PromiseKind, PromiseState

TELLING = frozenset(
    {
        "accepted",
        "rejected",
        "move_decided",
        "exhausted",
        "outcome_logged",
        "reply_received",
        "opted_out",
        "kicked_back",
        "handed_over",
    }
)
"""Kinds of timeline lines that say why a lead stands where it does."""

ANSWERS = frozenset({"acknowledgment", "question"})
MOST_TASKS = 500
DID_NOT_HAPPEN = "did not happen"


@dataclass(frozen=True)
class Totals:
    """The whole in numbers.

    Attributes:
        owed: leads that were owed an answer at once: inbound, and worth working.
        acknowledged: real seconds from each one's arrival to its first answer, sorted.
        recorded: touches by mail that left, as the ledger has them.
        mails: touches in the mail server's journal mailbox.
        duplicates: mails there whose Message-ID stood there already.
    """

    owed: int
    acknowledged: tuple[float, ...]
    replies: int
    handed_over: int
    accepted: int
    refused: int
    climbed: int
    kicked_back: int
    opted_out: int
    recorded: int
    mails: int
    duplicates: int

    @property
    def p50_p99(self) -> tuple[float, float]:
        """Of the acknowledgments, in seconds; zeros when there were none."""
        if len(self.acknowledged) < 2:  # noqa: PLR2004 - fewer have no quantiles
            return (self.acknowledged * 2 or (0.0, 0.0))[:2]  # type: ignore[return-value]
        cuts = quantiles(self.acknowledged, n=100, method="inclusive")
        return cuts[49], cuts[98]


def totals_of(leads: Sequence[dict[str, Any]], journal: Iterable[bytes]) -> Totals:
    """Count.

    Args:
        leads: the API's answer for each.
        journal: the raw mails of the journal mailbox, which got a copy of each mail that left.
    """
    kinds = Counter(line["kind"] for lead in leads for line in lead["timeline"])
    sent = Counter(str(mail["Message-ID"]) for mail in map(read, journal) if is_touch(mail))
    return Totals(
        owed=sum(lead["form"]["direction"] == "inbound" and _is_worked(lead) for lead in leads),
        acknowledged=tuple(sorted(seconds for lead in leads for seconds in _acknowledged(lead))),
        replies=kinds["reply_received"],
        handed_over=kinds["handed_over"],
        accepted=kinds["accepted"],
        refused=kinds["rejected"],
        climbed=kinds["climbed"],
        kicked_back=kinds["kicked_back"],
        opted_out=kinds["opted_out"],
        recorded=sum(t["channel"] == "email" and t["state"] == "sent" for lead in leads for t in lead["touches"]),
        mails=len(sent),
        duplicates=sum(sent.values()) - len(sent),
    )


def _is_worked(lead: dict[str, Any]) -> bool:
    return bool(lead["qualification"]["class"] != "not_qualified")


def _acknowledged(lead: dict[str, Any]) -> Iterable[float]:
    """A request for what is missing is an answer, too."""
    arrived_at = instant(lead["arrived_at"])
    for touch in lead["touches"]:
        resolved_at = instant(touch["resolved_at"])
        if touch["purpose"] in ANSWERS and touch["state"] == "sent" and arrived_at and resolved_at:
            yield (resolved_at - arrived_at) / timedelta(seconds=1)
            return


async def personal_touches(api: Api) -> dict[str, Counter[str]]:
    """How often people called, wrote and posted, by lead and kind of task."""
    counted: dict[str, Counter[str]] = {}
    for task in (await api.get("/v1/tasks", state="done", limit=MOST_TASKS))["tasks"]:
        if task["kind"] in PERSON_CHANNELS:
            counted.setdefault(task["lead_id"], Counter())[task["kind"]] += 1
    return counted


def summary(leads: Sequence[dict[str, Any]], personal: dict[str, Counter[str]]) -> Table:
    """One line for each lead: what was to be seen, what it got, and how it ended."""
    made = table("lead", "scene", "cadences", "touches", "now", "why")
    for lead in sorted(leads, key=lambda lead: (lead["arrived_at"], lead["lead_id"])):
        scene = CAST.get(lead["form"]["external_id"], NOBODY).scene
        touches = Counter(touch["channel"] for touch in lead["touches"] if touch["state"] == "sent")
        touches += personal.get(lead["lead_id"], Counter())
        told = ", ".join(f"{count} {words(channel)}" for channel, count in touches.most_common())
        made.add_row(name_of(lead), scene, _cadences(lead), told or "none", _standing(lead), why_of(lead))
    return made


def _cadences(lead: dict[str, Any]) -> str:
    if not _is_worked(lead):
        return "none"
    passed = [touch["cadence"] for touch in lead["touches"]] + [lead["cadence"]["name"]]
    return " > ".join(dict.fromkeys(passed))


def _standing(lead: dict[str, Any]) -> str:
    if lead["disposition"]:
        return words(lead["disposition"])
    return words(lead["stage"]) + ("" if lead["stage"] in AT_REST else " (not at rest)")


def why_of(lead: dict[str, Any]) -> str:
    """Why the lead stands where it does: how it ended, else what was last said of it."""
    if lead["disposition"]:
        return str(lead["ending"])
    wanted = {"accepted"} if lead["stage"] == "accepted" else TELLING
    telling = [line for line in lead["timeline"] if line["kind"] in wanted]
    if not telling:
        return str((lead["next"] or {}).get("reason", ""))
    return ": ".join(filter(None, (telling[-1]["what"], telling[-1]["reason"])))


def agreement(promises: Sequence[dict[str, Any]]) -> Table:
    """One line for each kind of promise: how many were kept, and how many were not."""
    counted = Counter((each["kind"], each["state"]) for each in promises)
    late = Counter(each["kind"] for each in promises if each["state"] == PromiseState.BREACHED and each["fulfilled_at"])
    made = table("promised", *(BECAME[state] for state in BECAME), "of the broken, done late")
    for kind in PromiseKind:
        counts = [str(counted[kind, state]) for state in BECAME]
        made.add_row(words(kind), *counts, str(late[kind]))
    return made


def scenes(shown: Iterable[Shown]) -> Table:
    """One line for each scene: what was seen, on which lead, and the id to look at that lead with."""
    made = table("scene", "seen", "lead", "sevenfold why")
    for scene, lead, saw in shown:
        style = None if saw else "red"
        made.add_row(scene.title, saw or DID_NOT_HAPPEN, name_of(lead), lead["lead_id"], style=style)
    return made


def where_to_look(home: str) -> list[str]:
    """How to look at a lead once the demo is over."""
    return [
        f"the leads stay in {home} until the next demo: `sevenfold up --home {home}` brings them back;",
        f"then, in another shell: export SEVENFOLD_HOME={home}; sevenfold why LEAD (its instants are real ones)",
    ]


def total_lines(totals: Totals) -> list[str]:
    """The totals, in words."""
    p50, p99 = totals.p50_p99
    answered = f"{len(totals.acknowledged)} of {totals.owed} owed an answer got it"
    return [
        f"{answered}: p50 {p50:.2f} s, p99 {p99:.2f} s after arriving (real seconds)",
        f"{totals.replies} replies, {totals.handed_over} hand-overs",
        f"sales accepted {totals.accepted} and refused {totals.refused}",
        f"{totals.climbed} rungs climbed, {totals.kicked_back} kicked back, {totals.opted_out} opted out",
        f"mails: {totals.recorded} in the ledger, {totals.mails} in the mailbox, {totals.duplicates} duplicates",
    ]
