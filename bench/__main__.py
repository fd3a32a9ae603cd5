"""``python -m bench [--quick] [--only NAME]``: measure the budgets beside the floor and print one table.

Leaves with 0 whatever was measured: a benchmark shows, it does not judge a build.
"""

import argparse
import asyncio
import os
import sys
from collections.abc import Awaitable, Callable, Sequence

from bench.acknowledging import acknowledged_during_import, acknowledged_when_idle
from bench.core import proven
from bench.histories import recorded
from bench.machine import described
from bench.memory import resident
from bench.outcomes import applied
from bench.sizes import FULL, QUICK, Sizes
from bench.table import Row, rendered
from bench.throughput import completed

MEASUREMENTS: dict[str, Callable[[Sizes], Awaitable[list[Row]]]] = {
    "acknowledgment": acknowledged_when_idle,
    "import": acknowledged_during_import,
    "throughput": completed,
    "history": recorded,
    "outcome": applied,
    "memory": resident,
    "core": proven,
}


async def _measure(names: Sequence[str], sizes: Sizes) -> list[Row]:
    rows: list[Row] = []
    for name in names:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        found = await MEASUREMENTS[name](sizes)
        print(*(f"  {row.what}: {row.ours} {row.ratio}" for row in found), sep="\n", file=sys.stderr, flush=True)
        rows += found
    return rows


def main() -> None:
    """Run the measurements that were asked for, all by default."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure the budgets beside the floor.")
    parser.add_argument("--quick", action="store_true", help="a tenth of the samples: to see that it runs")
    parser.add_argument("--only", action="append", choices=MEASUREMENTS, help="measure this alone; may be repeated")
    given = parser.parse_args()
    # Workers import the workflow anew for each lead; an environment that forbids caches would measure the compiler.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # noqa: TID251 - for the processes that are started from here
    before = described()
    rows = asyncio.run(_measure(given.only or tuple(MEASUREMENTS), QUICK if given.quick else FULL))
    print(f"{before}\n\n{rendered(rows)}", flush=True)
    os._exit(0)  # a process that ran a Temporal client may abort while the interpreter shuts down (sdk-python#300)


if __name__ == "__main__":
    main()
