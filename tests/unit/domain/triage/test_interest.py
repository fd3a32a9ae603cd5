"""How much interest a lead's signals show, and when it fades."""

from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from interest_table import START, TERMS, Case, cases, name_of
from shipped import shipped_playbook

from domain.hours.spans import parse_span
from domain.lead.form import Interest
from domain.terms.scoring import ScoringTerms, SignalKind, SignalPoints
from domain.triage.interest import Signal, fades, horizon, interest_at, points_of, score_at

MOMENTS = st.integers(0, 90 * 24 * 60).map(lambda minutes: START + timedelta(minutes=minutes))
SIGNALS = st.lists(
    st.builds(
        Signal,
        kind=st.sampled_from(SignalKind),
        what=st.sampled_from(["", "/pricing", "/blog", "https://a.example/demo"]),
        at=MOMENTS,
    ),
    max_size=12,
)
POINTS = st.integers(0, 60)


@st.composite
def any_terms(draw: st.DrawFn) -> ScoringTerms:
    """A sound table of points with levels in order."""
    little = draw(st.integers(1, 30))
    return ScoringTerms(
        signals=tuple(SignalPoints(signal=kind, points=draw(POINTS)) for kind in SignalKind),
        half_life=parse_span(draw(st.sampled_from(["1 hour", "3 days", "14 days", "90 days"]))),
        little=little,
        strong=little + draw(st.integers(1, 60)),
    )


@pytest.mark.parametrize("case", cases(), ids=name_of)
def test_the_table_of_interest(case: Case) -> None:
    """Each row of tests/scenarios/interest.yaml."""
    assert score_at(case.signals, TERMS, case.now) == case.score
    assert interest_at(case.signals, TERMS, case.now) is case.interest
    assert fades(case.signals, TERMS, case.now) == case.fades


def test_the_table_is_of_the_shipped_agreement() -> None:
    """Whoever changes the points sees here what they change."""
    shipped = shipped_playbook().agreement.scoring

    assert shipped is not None
    assert shipped.model_copy(update={"untracked": ()}) == TERMS


@given(signals=SIGNALS, terms=any_terms(), now=MOMENTS)
def test_a_score_is_never_negative(signals: list[Signal], terms: ScoringTerms, now: datetime) -> None:
    """Whatever was heard, and when somebody asks."""
    assert score_at(signals, terms, now) >= 0


@given(signals=SIGNALS, terms=any_terms(), now=MOMENTS, passed=st.integers(0, 400 * 24 * 60))
def test_without_a_new_signal_a_score_only_falls(
    signals: list[Signal], terms: ScoringTerms, now: datetime, passed: int
) -> None:
    """And there is nothing left of it in the end."""
    heard = [signal for signal in signals if signal.at <= now]

    assert score_at(heard, terms, now + timedelta(minutes=passed)) <= score_at(heard, terms, now)
    assert score_at(heard, terms, now + horizon(terms)) == 0


@given(signals=SIGNALS, terms=any_terms(), now=MOMENTS, data=st.data())
def test_the_order_of_signals_does_not_matter(
    signals: list[Signal], terms: ScoringTerms, now: datetime, data: st.DataObject
) -> None:
    """A report that comes late counts as if it had come in time."""
    shuffled = data.draw(st.permutations(signals))

    assert score_at(shuffled, terms, now) == score_at(signals, terms, now)
    assert interest_at(shuffled, terms, now) is interest_at(signals, terms, now)
    assert fades(shuffled, terms, now) == fades(signals, terms, now)


@given(signals=SIGNALS, terms=any_terms(), now=MOMENTS, data=st.data())
def test_what_will_fade_fades_then_and_not_before(
    signals: list[Signal], terms: ScoringTerms, now: datetime, data: st.DataObject
) -> None:
    """At each instant told in advance, a moment before it, and anywhere between, the level is as was told."""
    heard = [signal for signal in signals if signal.at <= now]
    level, since = interest_at(heard, terms, now), now
    coming = fades(signals, terms, now)

    for fade in coming:
        between = since + (fade.at - since) * data.draw(st.floats(0, 1, exclude_max=True))
        before = (since, min(between, fade.at - timedelta(microseconds=1)), fade.at - timedelta(microseconds=1))
        assert {interest_at(heard, terms, at) for at in before} == {level}
        assert interest_at(heard, terms, fade.at) is fade.level
        level, since = fade.level, fade.at
    assert interest_at(heard, terms, since + timedelta(days=3000)) is level


@given(signals=SIGNALS, terms=any_terms(), now=MOMENTS)
def test_interest_that_was_there_is_lost_and_not_forgotten(
    signals: list[Signal], terms: ScoringTerms, now: datetime
) -> None:
    """Below a little there is nothing to say of a lead only as long as there never was as much."""
    level = interest_at(signals, terms, now)

    if level is not None:
        assert interest_at([s for s in signals if s.at <= now], terms, now + timedelta(days=3000)) is Interest.LOST
    assert interest_at(signals, terms, now, had=True) is not None


@pytest.mark.parametrize(
    ("what", "points"),
    [
        ("/pricing", 16),
        ("/Pricing?plan=team", 16),
        ("https://a.example/pricing", 16),
        ("https://a.example", 4),
        ("/about/pricing", 4),
        ("https://a.example/see-a-DEMO", 16),
        ("", 4),
    ],
)
def test_pages_are_told_by_their_path(what: str, points: int) -> None:
    """With or without the host before it, in any case."""
    assert points_of(TERMS, SignalKind.VISIT, what) == points


def test_what_no_row_is_about_is_worth_nothing() -> None:
    """A table need not name every signal."""
    terms = ScoringTerms(signals=(SignalPoints(signal=SignalKind.REPLY, points=5),), strong=5, little=1)

    assert points_of(terms, SignalKind.CLICK, "https://a.example") == 0
