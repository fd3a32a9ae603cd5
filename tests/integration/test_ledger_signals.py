"""Signals on record, and the interest that they show: on both databases."""

import asyncio
from datetime import datetime, timedelta

import pytest
from builders import MONDAY, a_playbook
from interested import CHROME, a_measuring_playbook, after, noticed
from ledger_builders import a_lead, a_report, a_sent_mail, an_intent, heard

from domain.dispositions import Disposition
from domain.errors import InvalidInputError, NotFoundError, RefusedError
from domain.facts.hearing import Delivery
from domain.facts.unions import InterestChanged, OptedOut, ReplyReceived
from domain.lead.form import Interest
from domain.terms.scoring import SignalKind
from domain.wire.requests import fact_in
from ledger.facts.interest import MOST_COUNTED, InterestView, change_id
from ledger.ledger import Ledger

pytest_plugins = ("ledgers",)

ONE, TWO = "https://a.example/one", "https://a.example/two"
FAR_AHEAD = MONDAY + timedelta(days=900)


@pytest.fixture
async def measured(ledger: Ledger) -> Ledger:
    """A ledger whose playbook measures interest."""
    await ledger.publications.publish(a_measuring_playbook(), MONDAY - timedelta(days=1))
    return ledger


async def interest(ledger: Ledger, lead_id: str, at: datetime = MONDAY) -> InterestView:
    shown = (await ledger.reading.lead_detail(lead_id, at)).interest_shown
    assert shown is not None
    return shown


async def told(ledger: Ledger) -> list[tuple[str, str, str]]:
    """What is on its way to workflows: kind, level, and what made it."""
    waiting = await ledger.hearings.pending(FAR_AHEAD)
    facts = [fact_in(each.told, MONDAY) for each in waiting]
    return [(fact.kind, getattr(fact, "level", "") or "", getattr(fact, "signal", "") or "") for fact in facts]


async def test_a_signal_that_changes_the_level_is_told_and_one_that_does_not_is_not(measured: Ledger) -> None:
    """The first of three visits says little, the second too; the third makes it strong."""
    lead_id = await a_lead(measured)

    noted = [
        await measured.signals.note(noticed(lead_id, did, after(index)), after(index))
        for index, did in enumerate(("visit /blog", "visit /pricing", "click " + ONE))
    ]

    assert [(each.state, each.level, each.score) for each in noted] == [
        ("counted", None, 4),
        ("counted", Interest.LITTLE, 20),
        ("counted", Interest.STRONG, 32),
    ]
    assert [each.change is not None for each in noted] == [False, True, True]
    assert await told(measured) == [
        ("interest_changed", "little", "visit"),
        ("interest_changed", "strong", "click"),
    ]


async def test_the_lead_shows_its_interest_with_the_signals_that_make_it(measured: Ledger) -> None:
    """In its detail, with what fades when, and in the list."""
    lead_id, other = await a_lead(measured), await a_lead(measured)
    await measured.signals.note(noticed(lead_id, "click " + ONE), MONDAY)
    await measured.signals.note(noticed(lead_id, "click " + TWO, after(1), user_agent="curl/8"), after(1))

    shown = await interest(measured, lead_id, after(1))

    assert (shown.level, shown.score) == (Interest.LITTLE, 12)
    assert [(fade.at, fade.level) for fade in shown.fades] == [(after(14), Interest.LOST)]
    assert [(each.what, each.counts, each.points) for each in shown.signals] == [(TWO, False, 0), (ONE, True, 12)]
    assert shown.signals[0].why == "a program opened it: curl"
    listed = {lead.lead_id: (lead.interest, lead.score) for lead in (await measured.reading.leads()).leads}
    assert listed == {lead_id: (Interest.LITTLE, 12), other: (None, None)}
    assert (await measured.reading.lead_detail(other)).interest_shown is None


async def test_a_reply_counts_in_the_transaction_that_records_it(measured: Ledger) -> None:
    """The reply is told first, and what it means for interest after it."""
    lead_id = await a_lead(measured)

    await measured.hearings.record(heard(lead_id, ReplyReceived, "r1", at=MONDAY), at=MONDAY)
    await measured.hearings.record(heard(lead_id, ReplyReceived, "r1", at=MONDAY), at=MONDAY)

    assert await told(measured) == [("reply_received", "", ""), ("interest_changed", "strong", "reply")]
    (following,) = await measured.hearings.followed_by("r1")
    assert following.told.id == change_id("r1")
    await measured.hearings.delivered(change_id("r1"), Delivery(state="applied"), MONDAY)
    assert await measured.hearings.followed_by("r1") == ()
    assert [each.kind for each in (await interest(measured, lead_id)).signals] == [SignalKind.REPLY]


async def test_somebody_elses_reply_is_no_interest_of_the_lead(measured: Ledger) -> None:
    """A colleague answered: the lead did nothing."""
    lead_id = await a_lead(measured)

    await measured.hearings.record(heard(lead_id, ReplyReceived, sender="other"), at=MONDAY)

    assert await told(measured) == [("reply_received", "", "")]


async def test_interest_that_fades_is_told_with_the_instant_it_faded_at(measured: Ledger) -> None:
    """However late somebody looks, once, and straight to the level it has by then."""
    lead_id = await a_lead(measured)
    await measured.hearings.record(heard(lead_id, ReplyReceived, "r1", at=MONDAY), at=MONDAY)
    await measured.hearings.delivered(change_id("r1"), Delivery(state="applied"), MONDAY)

    early = await measured.signals.fade(after(14, seconds=-1))
    first = await measured.signals.fade(after(14, hours=3))
    again = await measured.signals.fade(after(14, hours=4))
    (waiting,) = [each for each in await measured.hearings.pending(FAR_AHEAD) if each.told.id != "r1"]
    last = await measured.signals.fade(after(100))

    assert (early, first, again, last) == (0, 1, 0, 1)
    assert (waiting.told.fact["level"], fact_in(waiting.told, MONDAY).at) == ("little", after(14))
    assert (await interest(measured, lead_id, after(100))).level is Interest.LOST


async def test_a_signal_in_time_keeps_interest_from_fading(measured: Ledger) -> None:
    """The level stays, so nothing is told; it fades later."""
    lead_id = await a_lead(measured)
    await measured.signals.note(noticed(lead_id, "click " + ONE), MONDAY)
    await measured.signals.note(noticed(lead_id, "click " + TWO, after(13)), after(13))

    assert await measured.signals.fade(after(14)) == 0
    assert [fade.at for fade in (await interest(measured, lead_id, after(14))).fades] == [after(41)]
    assert len(await told(measured)) == 1


@pytest.mark.parametrize("first_is_late", [False, True])
async def test_links_opened_at_once_are_taken_back_whichever_comes_first(
    measured: Ledger, *, first_is_late: bool
) -> None:
    """The first click had counted; with the second it is known what both were, and the change is told."""
    lead_id = await a_lead(measured)
    mail = an_intent(lead_id, f"{lead_id}.1.intro")
    await a_sent_mail(measured, mail, at=MONDAY - timedelta(hours=1))
    instants = [MONDAY, after(seconds=1)][:: -1 if first_is_late else 1]

    for what, at in zip((ONE, TWO), instants, strict=True):
        click = noticed(lead_id, f"click {what}", at, send_id=mail.send_id, user_agent=CHROME, is_own=True)
        await measured.signals.note(click, after(seconds=2))

    shown = await interest(measured, lead_id)
    assert (shown.level, shown.score, {each.counts for each in shown.signals}) == (None, 0, {False})
    assert await told(measured) == [("interest_changed", "little", "click"), ("interest_changed", "", "")]


async def test_what_was_there_before_a_scanner_came_stays(measured: Ledger) -> None:
    """Interest that was lost is lost again, and not forgotten."""
    lead_id = await a_lead(measured)
    await measured.signals.note(noticed(lead_id, "click " + ONE, after(-30)), after(-30))
    await measured.signals.fade(after(-10))
    for what in (ONE, TWO):
        await measured.signals.note(noticed(lead_id, f"click {what}", send_id="m1"), MONDAY)

    assert (await interest(measured, lead_id)).level is Interest.LOST


async def test_a_click_right_after_the_mail_left_is_kept_and_does_not_count(measured: Ledger) -> None:
    """When the mail left is read in the same transaction."""
    lead_id = await a_lead(measured)
    mail = an_intent(lead_id)
    await a_sent_mail(measured, mail, at=MONDAY)

    noted = await measured.signals.note(
        noticed(lead_id, "click " + ONE, after(seconds=3), send_id=mail.send_id), after(seconds=3)
    )

    assert (noted.state, noted.score) == ("not_counted", 0)
    assert noted.why.startswith("3 seconds after the email was sent")


async def test_the_same_again_is_one_signal(measured: Ledger) -> None:
    """By its id for ever; by its page within half an hour; a person after a program counts."""
    lead_id, other = await a_lead(measured), await a_lead(measured)
    first = noticed(lead_id, at=MONDAY, user_agent="curl/8")

    states = [
        (await measured.signals.note(each, MONDAY)).state
        for each in (
            first,
            first,
            noticed(lead_id, at=after(minutes=5), user_agent=CHROME),
            noticed(lead_id, at=after(minutes=34), user_agent=CHROME),
            noticed(lead_id, at=after(minutes=36), user_agent=CHROME),
        )
    ]

    assert states == ["not_counted", "known", "counted", "repeated", "counted"]
    with pytest.raises(RefusedError, match="another lead"):
        await measured.signals.note(noticed(other, signal_id=first.signal_id), MONDAY)


async def test_whoever_asked_to_be_left_alone_is_not_watched(measured: Ledger) -> None:
    """Nothing is kept, by whichever lead of theirs it comes."""
    lead_id = await a_lead(measured, email="mara@x.example")
    await measured.hearings.record(heard(lead_id, OptedOut), at=MONDAY)

    noted = await measured.signals.note(noticed(lead_id), MONDAY)

    assert (noted.state, noted.why) == ("not_kept", "the person opted out")
    assert (await measured.reading.lead_detail(lead_id)).interest_shown is None


async def test_an_ended_lead_is_measured_and_nobody_is_told(measured: Ledger) -> None:
    """There is no workflow that could hear of it; people see it."""
    lead_id = await a_lead(measured)
    await measured.timeline.record(a_report(lead_id, 1, disposition=Disposition.EXHAUSTED, ending="x"))

    noted = await measured.signals.note(noticed(lead_id), MONDAY)
    faded = await measured.signals.fade(after(100))

    assert (noted.state, noted.level, noted.change, faded) == ("counted", Interest.LITTLE, None, 0)
    assert await told(measured) == []
    assert await measured.signals.fade(after(101)) == 0


@pytest.mark.parametrize("_attempt", range(5))
async def test_two_signals_at_once_are_one_change(measured: Ledger, other_ledger: Ledger, _attempt: int) -> None:
    """Through two processes: both count, and the workflow is told of each level once."""
    lead_id = await a_lead(measured)
    signals = [noticed(lead_id, f"visit /pricing/{number}", signal_id=f"{lead_id}{number}") for number in range(8)]

    noted = await asyncio.gather(
        *((measured, other_ledger)[index % 2].signals.note(each, MONDAY) for index, each in enumerate(signals))
    )

    assert sum(each.change is not None for each in noted) == 2
    changes = [each.change.fact for each in noted if each.change and isinstance(each.change.fact, InterestChanged)]
    assert sorted((change.number, change.level) for change in changes) == [(1, "little"), (2, "strong")]
    assert (await interest(measured, lead_id)).score == 8 * 16


async def test_without_a_measure_signals_are_kept_and_say_nothing(ledger: Ledger) -> None:
    """As before; when the next playbook measures, what was kept counts."""
    lead_id = await a_lead(ledger)
    await ledger.publications.publish(a_playbook(), MONDAY)

    noted = await ledger.signals.note(noticed(lead_id, "click " + ONE), MONDAY)
    await ledger.hearings.record(heard(lead_id, ReplyReceived, at=MONDAY), at=MONDAY)
    before = await interest(ledger, lead_id)
    await ledger.publications.publish(a_measuring_playbook(), after(1))
    counted = await ledger.signals.note(noticed(lead_id, "visit /x", after(1)), after(1))

    assert (noted.state, noted.level, before.level, before.score) == ("counted", None, None, 0)
    assert await told(ledger) == [("reply_received", "", ""), ("interest_changed", "strong", "visit")]
    assert counted.level is Interest.STRONG


async def test_when_nothing_is_measured_any_more_nothing_fades(measured: Ledger) -> None:
    """What was told last stays; the sweeper does not come back for it."""
    lead_id = await a_lead(measured)
    await measured.signals.note(noticed(lead_id), MONDAY)
    await measured.publications.publish(a_playbook(), after(1))

    assert [await measured.signals.fade(after(days)) for days in (90, 91)] == [0, 0]
    assert (await interest(measured, lead_id, after(91))).level is Interest.LITTLE


async def test_a_script_without_end_costs_no_more_than_the_newest(measured: Ledger) -> None:
    """A website that reports every page for ever is measured by the newest few hundred."""
    lead_id = await a_lead(measured)
    for number in range(MOST_COUNTED + 5):
        noted = await measured.signals.note(noticed(lead_id, f"visit /{number}"), MONDAY)

    assert noted.score == MOST_COUNTED * 4


async def test_a_signal_of_nobody_is_refused(measured: Ledger) -> None:
    """And so is a text that cannot be kept."""
    lead_id = await a_lead(measured)

    with pytest.raises(NotFoundError):
        await measured.signals.note(noticed("nobody"), MONDAY)
    with pytest.raises(InvalidInputError):
        await measured.signals.note(noticed(lead_id, what="/\x00"), MONDAY)
