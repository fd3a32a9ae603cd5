"""The rules as a whole: all of them run, and none of them falls over whatever is in the files."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playbook_folders import SMALL, PlaybookFolder

from domain.terms.playbook import Playbook
from playbook.linting import load_playbook
from playbook.rules.all import RULES, SUBJECTS

WORDS = [
    "[]",
    "{}",
    "",
    "0",
    "-1",
    "1.5",
    "true",
    "null",
    "close",
    "kick back",
    "inbound",
    "nurture",
    "'",
    "{{",
    "é",
    "9" * 400,
]


def test_every_file_with_rules_is_read() -> None:
    """A file of a new subject that is forgotten is seen here."""
    folder = Path(str(SUBJECTS[0].__file__)).parent
    with_rules = {
        file.stem for file in folder.glob("*.py") if "(sources: Sources) -> Iterator[Finding]" in file.read_text()
    }

    assert with_rules - {"all"} == {subject.__name__.rpartition(".")[2] for subject in SUBJECTS}


def test_a_rule_is_found_where_it_is_written() -> None:
    """Public functions of the sources that yield findings, each once; functions that only serve them are none."""
    assert len(set(RULES)) == len(RULES)
    assert {rule.__module__ for rule in RULES} == {subject.__name__ for subject in SUBJECTS}
    assert not any(rule.__name__.startswith("_") for rule in RULES)


def test_every_rule_says_what_it_holds() -> None:
    """The first line of each is the rule in words."""
    assert all((rule.__doc__ or "").strip().endswith(".") for rule in RULES)


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(st.sampled_from(sorted(SMALL)), st.integers(0, 400), st.integers(0, 12), st.sampled_from(WORDS))
def test_any_slip_gives_findings_or_a_playbook(name: str, start: int, length: int, word: str) -> None:
    """Part of a file replaced at random: lint answers, and what it lets through loads and survives its JSON."""
    with TemporaryDirectory() as place:
        folder = PlaybookFolder(Path(place))
        text = SMALL[name]
        start = min(start, len(text))
        folder.write(name, text[:start] + word + text[start + length :])

        findings = folder.findings()

        assert all(finding.line >= 1 and finding.column >= 1 for finding in findings)
        if not any(finding.is_error for finding in findings):
            loaded = load_playbook(Path(place))
            assert Playbook.model_validate_json(loaded.model_dump_json()) == loaded
