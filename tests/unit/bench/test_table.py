"""The benchmark's table: percentiles that are values of the sample, and columns that line up."""

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.table import Row, percentile, rendered, spread

FIGURES = st.lists(st.floats(0, 1e6), min_size=1, max_size=50)


@given(FIGURES, st.integers(1, 100), st.integers())
def test_a_percentile_is_a_value_that_enough_of_the_sample_does_not_exceed(
    sample: list[float], percent: int, seed: int
) -> None:
    """It is one of the values, does not depend on their order, and is the least one that covers the share."""
    shuffled = Random(seed).sample(sample, len(sample))  # noqa: S311 - an order, not a secret

    value = percentile(shuffled, percent)

    assert value == percentile(sample, percent)
    assert value in sample
    assert 100 * sum(each <= value for each in sample) >= percent * len(sample)
    assert 100 * sum(each < value for each in sample) < percent * len(sample)


@pytest.mark.parametrize("percent", [1, 50, 99, 100])
def test_percentiles_of_one_to_a_hundred_are_themselves(percent: int) -> None:
    """Of a hundred values the 99th percentile is the 99th, and not something between two of them."""
    assert percentile(range(1, 101), percent) == percent


@pytest.mark.parametrize(("sample", "percent"), [([], 50), ([1.0], 0), ([1.0], 101)])
def test_a_percentile_of_nothing_is_refused(sample: list[float], percent: int) -> None:
    """Neither an empty sample nor a percent outside 1 to 100 has one, and the error says what was given."""
    with pytest.raises(ValueError, match=rf"got {len(sample)} values and {percent}"):
        percentile(sample, percent)


def test_a_spread_is_told_in_milliseconds() -> None:
    """Samples are seconds, people read milliseconds: the median first, then the tail."""
    assert spread([0.001] * 98 + [0.5, 0.5]).in_milliseconds() == "1.0 / 500.0 ms"


def test_the_table_lines_up_and_marks_what_misses_its_budget() -> None:
    """Every line is as long as the others, a miss is bold, and a figure without a budget has no verdict."""
    rows = [
        Row("arrival → acknowledgment", "30.1 ms", "16.0 ms", "× 1.88", "≤ 2 × floor", is_met=True),
        Row("outcome", "9 ms", "3 ms", "× 3.00", "≤ 2 × a bare update", is_met=False),
        Row("memory", "150 MB"),
    ]

    lines = rendered(rows).split("\n")

    assert len({len(line) for line in lines}) == 1
    assert [line.split("|")[-2].strip() for line in lines[2:]] == ["yes", "**no**", ""]
