"""No list of facts as strings: whoever asks for a fact names its class, which the type checker knows."""

import ast
from collections.abc import Iterator
from pathlib import Path

from domain.facts.unions import FACTS

ROOT = Path(__file__).parents[2]
ELSEWHERE = ("tests", "bench", "domain/facts", "ledger/migrations")

OTHER_THINGS = {
    ("commands/report.py", "paused"): "a state of promises",
    ("commands/why.py", "accepted"): "a stage",
    ("commands/why.py", "kicked_back"): "a stage",
    ("commands/why.py", "paused"): "a state of promises",
    ("domain/incoming/facts.py", "accepted"): "an answer to an invitation",
    ("domain/remember/apply.py", "bounced"): "what a touch came to",
    ("playbook/compiling.py", "out_of_office"): "a term of the agreement",
    ("playbook/grammar/agreement.py", "out_of_office"): "a term of the agreement",
    ("playbook/rules/cadence.py", "exhausted"): "a key of cadences",
    ("playbook/rules/flow.py", "exhausted"): "a key of cadences",
    ("playbook/rules/flow.py", "rejected"): "a key of the agreement",
    ("playbook/rules/nurture.py", "exhausted"): "a key of cadences",
    ("playbook/rules/persistence.py", "exhausted"): "a key of cadences",
    ("simulation/running.py", "exhausted"): "a key of cadences",
}
"""Words that are spelt like a fact and mean something else, with what they mean."""


def kinds_in(tree: ast.AST) -> Iterator[str]:
    """The literals spelt like a fact, but for members of an enum, closed sets of answers, and names of attributes."""
    if isinstance(tree, ast.ClassDef) and any(ast.unparse(base) == "StrEnum" for base in tree.bases):
        return
    if isinstance(tree, ast.Subscript) and ast.unparse(tree.value) == "Literal":
        return
    if isinstance(tree, ast.AnnAssign) and "Literal[" in ast.unparse(tree.annotation):
        return
    if isinstance(tree, ast.MatchClass):
        return
    if isinstance(tree, ast.Constant) and tree.value in FACTS:
        yield str(tree.value)
    for inner in ast.iter_child_nodes(tree):
        yield from kinds_in(inner)


def written() -> set[tuple[str, str]]:
    """Each file of the product and the kinds that it spells out."""
    files = (path.relative_to(ROOT) for pattern in ("*.py", "[a-z]*/**/*.py") for path in ROOT.glob(pattern))
    product = [path for path in files if not str(path).startswith(ELSEWHERE)]
    return {(str(path), kind) for path in product for kind in kinds_in(ast.parse((ROOT / path).read_text()))}


def test_no_fact_is_named_by_a_string() -> None:
    """A list of strings is checked by nothing: the fact's own class says what is asked of it."""
    assert sorted(written() - OTHER_THINGS.keys()) == []


def test_every_exception_is_still_one() -> None:
    """A word that is gone needs no excuse."""
    assert sorted(OTHER_THINGS.keys() - written()) == []


def test_a_list_of_facts_is_found() -> None:
    """In a set, in a comparison, and as a key."""
    found = kinds_in(ast.parse('A: Final = ("bounced",)\nif kind == "escalated": ...\nB = {"paused": 1}'))

    assert sorted(found) == ["bounced", "escalated", "paused"]
