"""Every rule of lint, found in the files of their subjects. A new rule is one function; a new file is a line here.

A rule reads the sources and yields findings. It reports one kind of mistake, at the place to fix it, and does not
repeat what another rule reports.
"""

import inspect
from collections.abc import Callable, Iterator
from types import ModuleType

from playbook.files.sources import Sources
from playbook.findings import Finding
from playbook.rules import (
    agreement,
    alerts,
    cadence,
    calendar,
    company,
    conditions,
    flow,
    leads,
    messages,
    nurture,
    persistence,
    promises,
    reach,
    scoring,
    team,
    templates,
)

Rule = Callable[[Sources], Iterator[Finding]]

SUBJECTS = (
    cadence,
    conditions,
    reach,
    flow,
    nurture,
    company,
    persistence,
    leads,
    agreement,
    promises,
    scoring,
    alerts,
    team,
    calendar,
    messages,
    templates,
)


def _rules_of(subject: ModuleType) -> Iterator[Rule]:
    """The rules of a file, in the order in which they stand there; other functions have other parameters or answers."""
    for name, function in vars(subject).items():
        if name.startswith("_") or not inspect.isfunction(function) or function.__module__ != subject.__name__:
            continue
        signature = inspect.signature(function)
        if list(signature.parameters) == ["sources"] and signature.return_annotation == Iterator[Finding]:
            yield function


RULES: tuple[Rule, ...] = tuple(rule for subject in SUBJECTS for rule in _rules_of(subject))
