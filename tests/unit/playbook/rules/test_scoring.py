"""What lint says of how interest is measured."""

from pathlib import Path

import pytest
from playbook_folders import PlaybookFolder

SCORING = """\
scoring:
  signals:
    - {signal: reply, points: 40}
    - {signal: visit, page: /pricing, points: 16}
    - {signal: visit, points: 4}
  half_life: 14 days
  strong: 30
  little: 8
"""
RULE = """\
  - rule: Shows interest
    when: {field: interest, is: strong}
    then: high
  - rule: Everybody else
"""


@pytest.fixture
def folder(tmp_path: Path) -> PlaybookFolder:
    """The small playbook, with a measure of interest that nothing is wrong with."""
    made = PlaybookFolder(tmp_path)
    made.replace("agreement.yaml", "routes:", f"{SCORING}routes:")
    return made


def test_a_sound_measure_and_a_rule_about_it_are_accepted(folder: PlaybookFolder) -> None:
    """Nothing to say of either."""
    folder.replace("agreement.yaml", "  - rule: Everybody else\n", RULE)

    assert folder.lines() == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("strong: 30", "strong: 8", "8 → 'strong' must be more than 'little', which is 8"),
        ("little: 8", "little: 0", "0 → 'little' must be at least 1"),
        ("14 days", "2 business days", "2 → a half-life needs plain time, such as '14 days', not '2 business days'"),
        ("14 days", "30 minutes", "30 → a half-life is between 1 hour and 365 days, not 30 minutes"),
        ("14 days", "400 days", "400 → a half-life is between 1 hour and 365 days"),
        ("points: 40", "points: 4000", "4000 → "),
        ("points: 40", "points: -1", "-1 → "),
        ("page: /pricing", "page: pricing", "pricing → "),
        ("signal: reply", "signal: call", "call → "),
        ("page: /pricing", "contains: price, page: /p", "contains → give 'page' or 'contains', not both"),
        ("{signal: reply, points", "{signal: reply, page: /x, points", "page → a reply has no page"),
        ("{signal: reply,", "{signal: visit,", "visit → this row is never used: {signal: visit} above it"),
        ("8\n", "8\n  untracked: [Germany]\n", "Germany → "),
    ],
)
def test_a_slip_is_found_where_it_stands(folder: PlaybookFolder, old: str, new: str, said: str) -> None:
    """With what is wrong, and what would be right."""
    folder.replace("agreement.yaml", old, new)

    assert any(line.startswith(said) for line in folder.pointed("agreement.yaml")), folder.pointed("agreement.yaml")


@pytest.mark.parametrize(
    ("above", "below", "hidden"),
    [
        ("page: /p", "page: /Pricing", True),
        ("page: /pricing", "page: /p", False),
        ("contains: pric", "page: /pricing", True),
        ("contains: demo", "contains: Demo-day", True),
        ("contains: demo", "contains: pricing", False),
        ("page: /demo", "contains: demo", False),
    ],
)
def test_a_row_that_another_hides_is_named(folder: PlaybookFolder, above: str, below: str, *, hidden: bool) -> None:
    """The first row that fits a signal counts, so a wider one stands below."""
    rows = f"    - {{signal: visit, {above}, points: 5}}\n    - {{signal: visit, {below}, points: 16}}\n"
    folder.replace("agreement.yaml", "    - {signal: visit, page: /pricing, points: 16}\n", rows)

    assert [f"{above}}} above it" in line for line in folder.lines()] == ([True] if hidden else [])


def test_a_table_without_points_is_refused(folder: PlaybookFolder) -> None:
    """Nobody would ever show interest."""
    for points in ("40", "16", "4"):
        folder.replace("agreement.yaml", f"points: {points}}}", "points: 0}")

    assert any("no signal gives points" in line for line in folder.lines())


def test_opens_that_count_much_are_worth_a_look(folder: PlaybookFolder) -> None:
    """A warning: mail programs open emails by themselves."""
    folder.replace("agreement.yaml", "    - {signal: reply", "    - {signal: open, points: 8}\n    - {signal: reply")

    (found,) = folder.findings()

    assert (found.is_error, "open emails by themselves" in found.message) == (False, True)


@pytest.mark.parametrize("condition", ["{field: interest, is: strong}", "{field: score, at_least: 10}"])
def test_a_condition_on_what_nobody_measures_is_refused(tmp_path: Path, condition: str) -> None:
    """It would never hold, and nobody would know why."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("agreement.yaml", "{field: intent, is: demo}", condition)

    (line,) = folder.pointed("agreement.yaml")

    assert line.endswith("is never known: add a section 'scoring' to agreement.yaml")


@pytest.mark.parametrize(
    ("condition", "said"),
    [
        ("{field: interest, is: strog}", "interest is never 'strog' — did you mean 'strong'?"),
        ("{field: interest, at_least: 3}", "interest is a text: at_least needs a number"),
        ("{field: score, is: many}", "score is a number, never 'many'"),
        ("{all: [{field: interest, is: strong}, {field: interest, is: lost}]}", "contradicts itself"),
    ],
)
def test_conditions_on_interest_know_its_values(folder: PlaybookFolder, condition: str, said: str) -> None:
    """A typing slip is no rule that never matches."""
    folder.replace("agreement.yaml", "{field: intent, is: demo}", condition)

    assert any(said in line for line in folder.lines()), folder.lines()


def test_a_tracked_link_that_nobody_counts_is_worth_a_look(tmp_path: Path) -> None:
    """Without a measure of interest it is a link like any other."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("messages/mail.md", "Hi", "[us]({{ sender.website | track }}) Hi")

    (found,) = folder.findings()

    assert (found.is_error, found.line, found.column) == (False, 4, 24)
    assert "clicks on tracked links are not counted" in found.message


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("{{ unsubscribe_url | track }}", "our own links are not tracked"),
        ("{{ lead.company_domain | prepend: 'https://' | track }}", "names the host 'continental-logistics.example'"),
        ("{{ 'northbeam.example' | track }}", "is not a web address: a tracked link begins with https://"),
    ],
)
def test_a_link_that_cannot_be_tracked_is_refused(folder: PlaybookFolder, link: str, said: str) -> None:
    """At its place, before any lead gets it as it is."""
    folder.replace("messages/mail.md", "Hi", f"[us]({link}) Hi")

    assert any(said in line and "messages/mail.md" in line for line in folder.lines()), folder.lines()


def test_the_website_and_what_a_message_names_can_be_tracked(folder: PlaybookFolder) -> None:
    """And what is not known is no link at all."""
    both = (
        "[us]({{ sender.website | track }}) [a]({{ 'https://other.example/x' | track }}){{ lead.attributes.u | track }}"
    )
    folder.replace("messages/mail.md", "Hi", f"{both} Hi")

    assert folder.lines() == []
