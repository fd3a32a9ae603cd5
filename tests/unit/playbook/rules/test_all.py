"""The rules as a whole: all of them run, and none of them falls over whatever is in the files."""

import inspect
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from playbook_folders import SMALL, PlaybookFolder

from domain.terms.playbook import Playbook
from playbook.linting import load_playbook
from playbook.rules import agreement as rules_agreement
from playbook.rules import alerts as rules_alerts
from playbook.rules import cadence as rules_cadence
from playbook.rules import calendar as rules_calendar
from playbook.rules import company as rules_company
from playbook.rules import conditions as rules_conditions
from playbook.rules import flow as rules_flow
from playbook.rules import leads as rules_leads
from playbook.rules import messages as rules_messages
from playbook.rules import nurture as rules_nurture
from playbook.rules import persistence as rules_persistence
from playbook.rules import promises as rules_promises
from playbook.rules import reach as rules_reach
from playbook.rules import scoring as rules_scoring
from playbook.rules import team as rules_team
from playbook.rules import templates as rules_templates
from playbook.rules.all import RULES

FILES = [
    rules_agreement,
    rules_alerts,
    rules_cadence,
    rules_calendar,
    rules_company,
    rules_conditions,
    rules_flow,
    rules_leads,
    rules_messages,
    rules_nurture,
    rules_persistence,
    rules_promises,
    rules_reach,
    rules_scoring,
    rules_team,
    rules_templates,
]
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


def test_every_rule_that_is_written_is_registered() -> None:
    """A rule is a public function of the sources that yields findings; forgetting it in the list is seen here."""
    written = {
        function
        for file in FILES
        for name, function in inspect.getmembers(file, inspect.isfunction)
        if not name.startswith("_")
        and function.__module__ == file.__name__
        and str(inspect.signature(function)).endswith(
            "(sources: playbook.files.sources.Sources) -> collections.abc.Iterator[playbook.findings.Finding]"
        )
    }

    assert written == set(RULES)


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
