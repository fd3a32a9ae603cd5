"""Agreements that nobody in their senses writes: each is refused with its place, or it works."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from builders import MONDAY, a_playbook, a_profile, a_team, an_agreement, an_office, later
from hypothesis import given, settings
from hypothesis import strategies as st
from playbook_folders import AGREEMENT, PlaybookFolder

from domain.facts.unions import Escalated, ReplyReceived, TouchSent
from domain.hours.spans import LONGEST_WALL, Span, parse_span
from domain.journey.in_hand import OpenTask
from domain.journey.steps import Finish, SendTouch
from domain.remember.beginnings import begin
from domain.terms.agreement import HandOver, Qualification, ResponseTimes
from domain.terms.alerts import AlertTerms, Rung, RungAction
from domain.terms.playbook import Playbook
from domain.terms.team import Absence
from playbook.linting import load_playbook
from simulation.running import run

SHAPES = (
    "lead: [{criterion: A, when: %s}]",
    "lead: [{criterion: %s, when: {field: source, is: x}}]",
    "response_times: [{class: %s, contact: 1 day}]",
    "response_times: [{class: high, when: %s, attempts: %s, attempts_within: %s}]",
    "response_times: [{class: high, acknowledged: %s, contact: %s}]",
    "alerts: {ladder: [{after: %s, then: %s}]}",
    "alerts: {routes: [{to: [%s], by: [%s], about: [%s], slack: %s}]}",
    "alerts: %s",
    "scoring: {signals: [{signal: %s, points: %s, page: %s}], strong: %s, little: %s}",
    "scoring: {signals: [{signal: click, points: 5}], strong: 10, little: 1, half_life: %s, untracked: [%s]}",
    "company: {answers: %s, books: %s, pause_for: %s}",
    "nurture: [%s, %s]",
    "caps: [{channel: %s, at_most: %s, within: %s, per: %s}]",
    "red_zone: %s",
    "%s: %s",
)
GOOD = ("1 day", "high", "manager", "click", "pause", "nurture", "all", "1", "company", "remind", "x")
ODD = (
    "", "null", "~", "[]", "{}", "[[]]", "[null]", "{a: 1}", "true", "0", "-1", "99999999999999999999", "1e400", ".inf",
    "'x'", '"\\u202e"', '"\\0"', '"\\ud800"', "2026-01-01", "!!python/object:os.system x", "&a [*a]", "*b", "!tag x",
    "0 minutes", "9999999 weeks", "260 weeks", "0 business hours", "[" * 300 + "]" * 300, "\t", "#", "- a", "'", "]",
)  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> PlaybookFolder:
    """The small playbook, whose agreement each example writes anew."""
    return PlaybookFolder(tmp_path_factory.mktemp("playbook"))


def judged(folder: PlaybookFolder, agreement: str) -> None:
    """Lint has a place for whatever is wrong, and what it accepts is a playbook."""
    folder.write("agreement.yaml", agreement.encode("utf-8", "surrogatepass"))
    findings = folder.findings()
    assert all(re.fullmatch(r"[^:]*:\d+:\d+  .+", str(finding).splitlines()[0]) for finding in findings)
    if not any(finding.is_error for finding in findings):
        assert load_playbook(folder.folder).agreement.version


@settings(max_examples=80)
@given(shape=st.sampled_from(SHAPES), values=st.lists(st.sampled_from((*ODD, *GOOD)), min_size=5, max_size=5))
def test_an_odd_value_anywhere_is_refused_with_its_place_or_works(
    folder: PlaybookFolder, shape: str, values: list[str]
) -> None:
    """Of the wrong kind, of no time or of years, too deep, or what YAML has for programs."""
    judged(folder, f"{AGREEMENT}{shape % tuple(values[: shape.count('%s')])}\n")


@given(at=st.integers(0, len(AGREEMENT)), length=st.integers(0, 40), written=st.text(max_size=20))
def test_a_slip_of_the_keyboard_anywhere_never_stops_lint(
    folder: PlaybookFolder, at: int, length: int, written: str
) -> None:
    """Something is left out, and something else stands there."""
    judged(folder, AGREEMENT[:at] + written + AGREEMENT[at + length :])


class Silent:
    """Mails leave, and nobody ever does anything."""

    def sent(self, step: SendTouch, at: datetime) -> TouchSent:
        """It left."""
        return TouchSent(key=step.key, at=at, channel=step.channel, send_id=step.send_id)

    def asked(self, task: OpenTask, at: datetime) -> tuple[()]:
        """Nothing is reported."""
        return ()


AT_ONCE, NEVER_MIND = Span(), Span(wall=LONGEST_WALL)
YEARS_OF_OPENING = parse_span("10440 business hours")


def of_rungs(*spans: Span) -> tuple[Rung, ...]:
    """Reminded, passed on, and told to the manager, after these."""
    return tuple(Rung(after=after, then=then) for after, then in zip(spans, RungAction, strict=True))


def promising(span: Span) -> tuple[ResponseTimes, ...]:
    """Everything there is to promise, within this."""
    promised: dict[str, Any] = {"first_attempt": span, "contact": span, "attempts": 2, "attempts_within": span}
    return (ResponseTimes(classes=tuple(Qualification), acknowledged=parse_span("1 hour"), **promised),)


def hostile(ladder: Span = AT_ONCE, promised: Span = AT_ONCE, **changes: Any) -> Playbook:
    """A playbook whose ladders climb after so long, and whose promises last so long."""
    rungs = of_rungs(ladder, ladder, ladder)
    agreement = an_agreement(
        alerts=AlertTerms(ladder=rungs),
        response_times=promising(promised),
        hand_over=HandOver(ladder=rungs, silence="nurture", rejected="nurture", follow_up_within=promised),
    )
    return a_playbook(agreement=agreement, **changes)


NEVER_OPEN = {"office": an_office(weekly={})}
SELDOM_OPEN = {"office": an_office(weekly={"mon": "09:00-09:01"})}
ONE_PERSON = a_team().model_copy(update={"people": (a_team().people[0], a_team().people[-1])})
ALL_AWAY = a_team().model_copy(
    update={
        "people": tuple(
            person.model_copy(update={"absent": (Absence(first=date(2026, 1, 1), last=date(2066, 1, 1)),)})
            for person in a_team().people
        )
    }
)


@pytest.mark.parametrize(
    "playbook",
    [
        pytest.param(hostile(), id="ladders and promises of no time"),
        pytest.param(hostile(NEVER_MIND, NEVER_MIND), id="ladders and promises of years"),
        pytest.param(hostile(YEARS_OF_OPENING, YEARS_OF_OPENING, calendars=SELDOM_OPEN), id="open a minute a week"),
        pytest.param(
            hostile(parse_span("1 hour"), parse_span("1 business day"), calendars=NEVER_OPEN), id="never open"
        ),
        pytest.param(hostile(parse_span("1 hour"), parse_span("1 hour"), team=ONE_PERSON), id="one rep and a manager"),
        pytest.param(hostile(parse_span("1 hour"), parse_span("1 hour"), team=ALL_AWAY), id="everybody is away"),
    ],
)
@pytest.mark.parametrize("answers", [False, True], ids=["quiet", "answers and is let lie"])
def test_a_lead_lives_to_its_end_under_terms_nobody_can_keep(playbook: Playbook, answers: bool) -> None:
    """It always has an owner once it needs one, each promise is decided once, and no ladder goes round."""
    began = begin(a_profile(), playbook.agreement, playbook.cadences["hot"])
    script = [(later(days=3), ReplyReceived(id="r", at=later(days=3)))] if answers else []

    story = run(began, playbook, script=script, world=Silent(), until=MONDAY + timedelta(days=366 * 400))

    assert isinstance(story.events[-1].step, Finish), story.events[-1]
    assert story.journey.owner
    assert all(not promise.state.is_open for promise in story.journey.owed.promises)
    climbed = [event for event in story.events if isinstance(event.fact, Escalated)]
    assert len(climbed) <= 60
