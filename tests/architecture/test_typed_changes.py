"""A misspelt field, or a value of another type, does not pass ``make check``, wherever a frozen model is changed."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from house import ROOT

TYPED = frozenset({"domain/snapshot.py", "domain/journey/changes.py"})
"""The two places that copy a model by the names of its fields, for callers whose names and types were checked."""

BEGINNING = """
from datetime import datetime
from functools import partial

from domain.journey.changes import changed, nothing_in_hand, without_task
from domain.journey.in_hand import InHand, OpenTask, Pause, Plan
from domain.journey.owed import Watch
from domain.journey.promise import Promise
from domain.journey.run import Run, TouchRecord
from domain.journey.state import Journey, Stage
from domain.journey.steps import PlanRequest
from domain.snapshot import replaced


def planted(
    journey: Journey, at: datetime, plan: Plan, task: OpenTask, watch: Watch, promise: Promise, request: PlanRequest
) -> None:
"""

MISSPELT = {
    "engage: moving_to": "changed(journey, moving_too=None)",
    "engage: pause": "changed(journey, pauze=None)",
    "engage: nothing in hand": "changed(journey, inhand=InHand())",
    "engage: call_back_at": "changed(journey, callback_at=None)",
    "accept: call_back_at": "changed(nothing_in_hand(journey), callback_at=at)",
    "accept: is_passing_on": "changed(journey, passing_on=False)",
    "resume: plan": "changed(journey, plan_=None, pause=None)",
    "close: alerts": "changed(nothing_in_hand(journey), alert=())",
    "interested again: pause": "InHand(paused=None)",
    "advance: refusals": "changed(without_task(journey), refusal=0)",
    "move on: asked": "Run(number=2, anchor_at=at, askd=0)",
    "skip: is_passing_on": "changed(journey, is_passing=False)",
    "given: plan": 'changed(journey, owner="ana", task=task, planned=None)',
    "bounced: plan": "changed(journey, plans=None)",
    "informed: plan": "changed(journey, profile=journey.profile, next_plan=None)",
    "a task": "replaced(task, partial(OpenTask, asignee='ben'))",
    "a watch": "replaced(watch, partial(Watch, rungs=1))",
    "a promise": "replaced(promise, partial(Promise, fulfiled_at=at))",
    "a request": "replaced(request, partial(PlanRequest, anchor=at))",
    "a constructor": "Pause(since=at, reason='away', untill=at)",
}
WRONG_TYPE = {
    "a length for an instant": "changed(journey, anchor_at='tomorrow')",
    "a word for a stage": "changed(journey, stage='engaged')",
    "a list for a tuple": "changed(journey, touches=[])",
    "one alert for all": "changed(journey, alerts=None)",
    "a task for a plan": "changed(journey, plan=task)",
    "a number for a name": "replaced(task, partial(OpenTask, assignee=1))",
    "no number": "replaced(watch, partial(Watch, rung=None))",
    "a word for an instant": "replaced(promise, partial(Promise, due_at='soon'))",
    "another model": "replaced(task, partial(Watch, rung=1))",
    "a constructor": "TouchRecord(touch_id='one', channel='email', state='sent', at=at)",
}
RIGHT = {
    "a reset": "changed(nothing_in_hand(journey), stage=Stage.ENGAGED, engaged=journey.sales.engaged + 1)",
    "the next touch": "changed(without_task(journey), cursor=journey.run.cursor + 1, epoch=0, provider_refusals=0)",
    "a part": "changed(journey, in_hand=InHand(plan=plan), run=Run(number=2, anchor_at=at))",
    "a task": "replaced(task, partial(OpenTask, assignee='ben', since=at))",
    "a watch": "replaced(watch, partial(Watch, rung=watch.rung + 1, due_at=None))",
    "a request": "replaced(request, partial(PlanRequest, owner='ben'))",
}
LINES = [*MISSPELT.values(), *WRONG_TYPE.values(), *RIGHT.values()]


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What mypy says of each line, as this project runs it: all in one file, in one run."""
    file = tmp_path_factory.mktemp("planted") / "planted.py"
    file.write_text(BEGINNING + "".join(f"    {line}\n" for line in LINES), encoding="utf-8")
    command = [sys.executable, "-m", "mypy", "--no-error-summary", "--hide-error-context", str(file)]
    ran = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert not ran.stderr, ran.stderr
    errors = re.findall(r"^[^:]+:(\d+): error: (.*)$", ran.stdout, re.MULTILINE)
    first = len(BEGINNING.splitlines()) + 1
    assert all(int(number) >= first for number, _ in errors), ran.stdout
    return {LINES[int(number) - first]: message for number, message in errors}


@pytest.mark.parametrize("line", MISSPELT.values(), ids=MISSPELT)
def test_a_misspelt_field_is_an_error(line: str, found: dict[str, str]) -> None:
    """Mypy names the keyword that no field has."""
    assert "Unexpected keyword argument" in found.get(line, "nothing")


@pytest.mark.parametrize("line", WRONG_TYPE.values(), ids=WRONG_TYPE)
def test_a_value_of_another_type_is_an_error(line: str, found: dict[str, str]) -> None:
    """Of a journey, of a part, and of the small models in them."""
    assert re.search(r"incompatible type|Cannot infer", found.get(line, "nothing"))


@pytest.mark.parametrize("line", RIGHT.values(), ids=RIGHT)
def test_a_change_that_is_right_is_none(line: str, found: dict[str, str]) -> None:
    """So the errors are not those of the file around them."""
    assert line not in found


def copies(path: Path) -> list[int]:
    """The lines on which pydantic is asked for a copy that takes any key and any value."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    untyped = {"model_copy", "model_construct", "__replace__"}
    return [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in untyped]


def test_nobody_copies_a_model_by_strings() -> None:
    """``changed`` does for a journey, ``replaced`` for every other model; both only for what was checked before."""
    found = {
        path.relative_to(ROOT).as_posix()
        for pattern in ("*.py", "[a-z]*/**/*.py")
        for path in ROOT.glob(pattern)
        if path.relative_to(ROOT).parts[0] != "tests" and copies(path)
    }

    assert found == TYPED
