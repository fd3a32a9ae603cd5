"""The table that a run prints: each figure beside its floor and its budget, as aligned Markdown."""

from collections.abc import Sequence
from typing import Final, NamedTuple

HEADS: Final = ("what", "ours", "floor", "ratio", "budget", "ok?")


class Row(NamedTuple):
    """One figure of the table.

    Attributes:
        what: the figure's name, with the number of samples where that matters.
        ours: what was measured on the engine, with its unit.
        floor: the same of the floor; empty where there is none.
        ratio: ours in relation to the floor or to idle; empty where there is none.
        budget: what was promised; empty for a figure that is only shown.
        is_met: whether the budget holds; none when there is no budget.
    """

    what: str
    ours: str
    floor: str = ""
    ratio: str = ""
    budget: str = ""
    is_met: bool | None = None


class Spread(NamedTuple):
    """Median and tail of a sample, in the sample's own unit."""

    p50: float
    p99: float

    def in_milliseconds(self) -> str:
        """Both, of a sample in seconds."""
        return f"{self.p50 * 1000:.1f} / {self.p99 * 1000:.1f} ms"


def percentile(sample: Sequence[float], percent: int) -> float:
    """The smallest value that so many percent of the sample do not exceed (nearest rank, nothing interpolated).

    Args:
        sample: at least one value, in any order.
        percent: 1 to 100.

    Raises:
        ValueError: the sample is empty, or there is no such percentile.
    """
    if not sample or not 1 <= percent <= 100:
        raise ValueError(f"a percentile needs values and a percent of 1 to 100: got {len(sample)} values and {percent}")
    rank = -(-len(sample) * percent // 100)
    return sorted(sample)[rank - 1]


def spread(sample: Sequence[float]) -> Spread:
    """Median and 99th percentile of at least one value."""
    return Spread(percentile(sample, 50), percentile(sample, 99))


def rendered(rows: Sequence[Row]) -> str:
    """The rows as a Markdown table whose columns line up in a terminal, too."""
    cells = [HEADS, *((*row[:5], _verdict(row.is_met)) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADS))]
    lines = [_line(line, widths) for line in cells]
    lines.insert(1, _line(["-" * width for width in widths], widths))
    return "\n".join(lines)


def _verdict(is_met: bool | None) -> str:
    return "" if is_met is None else ("yes" if is_met else "**no**")


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return f"| {' | '.join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True))} |"
