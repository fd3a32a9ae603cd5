"""The demo's summary: read from the API, and counted in the mail server's journal mailbox."""

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
from domain.facts.happened import Weight
from domain.facts.unions import (
    FACTS,
    Accepted,
    Escalated,
    HandedOver,
    KickedBack,
    OptedOut,
    Rejected,
    ReplyReceived,
    kind_of,
)
from domain.journey.promise import PromiseKind, PromiseState
from domain.journey.state import Stage

TELLING = frozenset(kind for kind, fact in FACTS.items() if fact.traits.weight is Weight.TURN)
"""Kinds of timeline lines that say why a lead stands where it does."""

ANSWERS = frozenset({"acknowledgment", "question"})
MOST_TASKS = 500
DID_NOT_HAPPEN = "did not happen"


@dataclass(frozen=True)
class Totals:
    """Numbers over all leads.

    Attributes:
        owed: leads to be acknowledged at once: inbound and qualified, or with missing information.
        acknowledged: for each of these, the real seconds from its arrival to its acknowledgment, sorted.
        recorded: emails that were sent according to the ledger.
        mails: emails in the mail server's journal mailbox.
        duplicates: emails in that mailbox with the same Message-ID as another.
    """

    owed: int
    acknowledged: tuple[float, ...]
    replies: int
    handed_over: int
    accepted: int
    refused: int
    escalated: int
    kicked_back: int
    opted_out: int
    recorded: int
    mails: int
    duplicates: int

    @property
    def p50_p99(self) -> tuple[float, float]:
        """Median and 99th percentile of the acknowledgments in seconds; zeros if there were none."""
        if len(self.acknowledged) < 2:  # noqa: PLR2004 - fewer have no quantiles
            return (self.acknowledged * 2 or (0.0, 0.0))[:2]  # type: ignore[return-value]
        cuts = quantiles(self.acknowledged, n=100, method="inclusive")
        return cuts[49], cuts[98]


def totals_of(leads: Sequence[dict[str, Any]], journal: Iterable[bytes]) -> Totals:
    """Count the totals.

    Args:
        leads: the API's answer for each lead.
        journal: the raw mails of the journal mailbox, which has a copy of each mail that was sent.
    """
    kinds = Counter(line["kind"] for lead in leads for line in lead["timeline"])
    sent = Counter(str(mail["Message-ID"]) for mail in map(read, journal) if is_touch(mail))
    return Totals(
        owed=sum(lead["form"]["direction"] == "inbound" and _is_worked(lead) for lead in leads),
        acknowledged=tuple(sorted(seconds for lead in leads for seconds in _acknowledged(lead))),
        replies=kinds[kind_of(ReplyReceived)],
        handed_over=kinds[kind_of(HandedOver)],
        accepted=kinds[kind_of(Accepted)],
        refused=kinds[kind_of(Rejected)],
        escalated=kinds[kind_of(Escalated)],
        kicked_back=kinds[kind_of(KickedBack)],
        opted_out=kinds[kind_of(OptedOut)],
        recorded=sum(t["channel"] == "email" and t["state"] == "sent" for lead in leads for t in lead["touches"]),
        mails=len(sent),
        duplicates=sum(sent.values()) - len(sent),
    )


def _is_worked(lead: dict[str, Any]) -> bool:
    return bool(lead["qualification"]["class"] != "not_qualified")


def _acknowledged(lead: dict[str, Any]) -> Iterable[float]:
    """Seconds until the acknowledgment; a request for missing information counts as one."""
    arrived_at = instant(lead["arrived_at"])
    for touch in lead["touches"]:
        resolved_at = instant(touch["resolved_at"])
        if touch["purpose"] in ANSWERS and touch["state"] == "sent" and arrived_at and resolved_at:
            yield (resolved_at - arrived_at) / timedelta(seconds=1)
            return


async def personal_touches(api: Api) -> dict[str, Counter[str]]:
    """How many tasks people did, by lead and kind of task."""
    counted: dict[str, Counter[str]] = {}
    for task in (await api.get("/v1/tasks", state="done", limit=MOST_TASKS))["tasks"]:
        if task["kind"] in PERSON_CHANNELS:
            counted.setdefault(task["lead_id"], Counter())[task["kind"]] += 1
    return counted


def summary(leads: Sequence[dict[str, Any]], personal: dict[str, Counter[str]]) -> Table:
    """One row for each lead: its scene, its cadences and touches, and where it is now."""
    made = table("lead", "scene", "cadences", "touches", "now", "reason")
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
    """Why the lead is where it is: how it ended, else the last timeline line that explains it."""
    if lead["disposition"]:
        return str(lead["ending"])
    wanted = {kind_of(Accepted)} if lead["stage"] == Stage.ACCEPTED else TELLING
    telling = [line for line in lead["timeline"] if line["kind"] in wanted]
    if not telling:
        return str((lead["next"] or {}).get("reason", ""))
    return ": ".join(filter(None, (telling[-1]["what"], telling[-1]["reason"])))


def agreement(promises: Sequence[dict[str, Any]]) -> Table:
    """One row for each kind of promise: how many were kept, missed, or no longer owed."""
    counted = Counter((each["kind"], each["state"]) for each in promises)
    late = Counter(each["kind"] for each in promises if each["state"] == PromiseState.BREACHED and each["fulfilled_at"])
    made = table("promise", *(BECAME[state] for state in BECAME), "missed, but done later")
    for kind in PromiseKind:
        counts = [str(counted[kind, state]) for state in BECAME]
        made.add_row(words(kind), *counts, str(late[kind]))
    return made


def scenes(shown: Iterable[Shown]) -> Table:
    """One row for each scene: what happened, the lead, and its id for `sevenfold why`."""
    made = table("scene", "what happened", "lead", "sevenfold why")
    for scene, lead, saw in shown:
        style = None if saw else "red"
        made.add_row(scene.title, saw or DID_NOT_HAPPEN, name_of(lead), lead["lead_id"], style=style)
    return made


def where_to_look(home: str) -> list[str]:
    """How to look at a lead once the demo is over."""
    return [
        f"The leads stay in {home} until the next demo. To look at them: sevenfold up --home {home}",
        f"Then, in another shell: export SEVENFOLD_HOME={home}; sevenfold why LEAD (it shows real time)",
    ]


def total_lines(totals: Totals) -> list[str]:
    """The totals, in words."""
    p50, p99 = totals.p50_p99
    answered = f"{len(totals.acknowledged)} of {totals.owed} leads acknowledged"
    return [
        f"{answered}: median {p50:.2f} s, 99th percentile {p99:.2f} s after arrival (real seconds)",
        f"{totals.replies} replies, {totals.handed_over} hand-overs",
        f"sales accepted {totals.accepted} and turned down {totals.refused}",
        f"{totals.escalated} escalations, {totals.kicked_back} kicked back, {totals.opted_out} opted out",
        f"emails: {totals.recorded} in the ledger, {totals.mails} in the mailbox, {totals.duplicates} duplicates",
    ]
