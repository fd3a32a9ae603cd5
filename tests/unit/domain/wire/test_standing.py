"""Where a lead stands, as the ledger is told."""

from builders import MONDAY, a_journey, a_touch, a_working_journey
from walking import Walk

from domain.channels import Channel
from domain.dispositions import Disposition
from domain.facts.unions import (
    OptedOut,
)
from domain.journey.steps import AskRep, SendTouch, WaitUntil
from domain.remember.apply import apply
from domain.terms.cadence import OnUnknown
from domain.wire.standing import standing_of


def test_where_a_lead_stands_says_what_is_next_and_why() -> None:
    """Stage, owner, cadence, and the step that is waited for."""
    walk = Walk(a_working_journey(a_touch("one")))
    wait = walk.to(WaitUntil)

    standing = standing_of(walk.journey, walk.now)

    assert (standing.stage, standing.owner, standing.cadence, standing.cadence_version) == (
        "working",
        "ana",
        "hot",
        "v1",
    )
    assert (standing.next_due_at, standing.next_reason) == (wait.at, wait.reason)
    assert standing.revision == walk.journey.counts.revision


def test_where_a_lead_stands_names_the_task_in_hand() -> None:
    """Any other task of the lead is void."""
    walk = Walk(a_working_journey(a_touch("call", Channel.CALL)))
    opened = walk.after(AskRep)

    assert standing_of(walk.journey, walk.now).open_task == opened.task_id


def test_an_ended_lead_has_nothing_due() -> None:
    """But its disposition and the reason of it."""
    standing = standing_of(apply(a_journey(), OptedOut(id="no", at=MONDAY)), MONDAY)

    assert (standing.disposition, standing.ending) == (Disposition.OPTED_OUT, "the lead opted out")
    assert standing.next_due_at is None


def test_a_newer_standing_has_a_higher_revision() -> None:
    """So that an old one that is written late undoes nothing."""
    walk = Walk(a_working_journey(a_touch("one", on_unknown=OnUnknown.RESEND)))
    revisions = [walk.journey.counts.revision]
    while not walk.seen or not isinstance(walk.seen[-1], SendTouch):
        walk.go()
        revisions.append(walk.journey.counts.revision)

    assert revisions == sorted(revisions)
    assert revisions[-1] > revisions[0]
