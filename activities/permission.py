"""Permission: a machine's touch and a person's are judged by the same question, in the transaction that claims them."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import NamedTuple

from domain.channels import Channel
from domain.gate.permission import Circumstances, Verdict, counted_by, may_leave
from domain.hours.pace import Pace
from domain.journey.steps import PlanRequest
from domain.planning.planner import opens_at
from domain.terms.agreement import Cap, Whose
from domain.terms.playbook import Playbook
from domain.wire.requests import AskSend, AskTask


class Permission(NamedTuple):
    """The question whether one touch may leave, ready to be asked inside a transaction.

    Attributes:
        decide: the verdict on what the ledger says at that instant.
        counted: whose touches the ledger has to count for it.
    """

    decide: Callable[[Circumstances], Verdict]
    counted: frozenset[Whose]


def permission(
    ask: AskSend | AskTask,
    check: PlanRequest,
    channel: Channel,
    caps: tuple[Cap, ...],
    *,
    playbook: Playbook,
    now: datetime,
    pace: Pace,
) -> Permission:
    """What has to be asked of a touch on this channel; hours are reckoned here, so that no transaction waits for it."""
    decide = partial(
        may_leave,
        channel=channel,
        facts_heard=ask.facts_heard,
        opens_at=opens_at(check, playbook, now, pace),
        caps=caps,
        now=now,
        pace=pace,
    )
    return Permission(decide, counted_by(caps))
