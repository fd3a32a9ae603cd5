"""How much a run measures."""

from typing import NamedTuple


class Sizes(NamedTuple):
    """How many of each thing one run takes.

    Attributes:
        acknowledged: leads whose first answer is timed, one after the other.
        imported: leads in the file that is imported.
        meanwhile: the most leads that are timed while it is.
        completed: leads that run through all touches at once.
        outcomes: reports of people, one after the other.
        sleepers: open leads for each unit of memory measured; the worker's cache holds as many.
    """

    acknowledged: int = 100
    imported: int = 10_000
    meanwhile: int = 400
    completed: int = 300
    outcomes: int = 100
    sleepers: int = 500


FULL = Sizes()
QUICK = Sizes(acknowledged=30, imported=500, completed=60, outcomes=30, sleepers=100)
