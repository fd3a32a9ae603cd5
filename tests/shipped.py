"""The playbook that is shipped, linted and compiled once for all tests of a process: it takes a second."""

from functools import cache

from house import CADENCES

from domain.terms.playbook import Playbook
from playbook.linting import load_playbook


@cache
def shipped_playbook() -> Playbook:
    """The one in cadences/."""
    return load_playbook(CADENCES)
