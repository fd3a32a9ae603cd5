"""Lint of the definition of a lead, and of conditions on the first visit and the firm."""

from pathlib import Path

import pytest
from playbook_folders import PlaybookFolder

from playbook.linting import load_playbook

TRIAGE = "triage:\n"


def criteria(*written: str) -> str:
    """A ``lead:`` with these criteria, named One, Two, ..., above the rules of triage."""
    names = ("One", "Two", "Three")
    rows = (f"  - criterion: {name}\n    when: {when}\n" for name, when in zip(names, written, strict=False))
    return f"lead:\n{''.join(rows)}{TRIAGE}"


@pytest.mark.parametrize(
    ("lead", "expected"),
    [
        (
            criteria("{field: contry, in: [US]}"),
            "contry → no lead has the field 'contry' — did you mean 'country'?",
        ),
        (
            criteria("{field: days_since_visit, at_most: 9}"),
            "days_since_visit → no lead has the field 'days_since_visit' — did you mean 'days_since_first_visit'?",
        ),
        (criteria("{field: intent, is: dmeo}"), "dmeo → intent is never 'dmeo' — did you mean 'demo'?"),
        (criteria("{outcome: connected}"), "connected → at triage nothing has been reported yet"),
        (
            criteria("{field: priority, is: high}"),
            "priority → triage sets the priority, so its conditions cannot use it",
        ),
        (
            criteria("{all: [{field: intent, is: demo}, {field: intent, is: call}]}"),
            "when → criterion 'One' contradicts itself: nobody can meet it",
        ),
        (
            criteria("{field: earlier_leads, at_most: -1}"),
            "when → criterion 'One' contradicts itself: nobody can meet it",
        ),
        (
            criteria(
                "{field: intent, is: demo}", "{not: {field: direction, is: inbound}}", "{field: intent, is: call}"
            ),
            "when → criterion 'Three' and the criteria above it exclude each other: nobody can meet them all",
        ),
        (
            criteria("{field: is_known_account, in: [true, false]}"),
            "when → criterion 'One' excludes nobody: every form meets it",
        ),
        (
            criteria("{field: direction, is: inbound}").replace(
                TRIAGE, f"  - criterion: One\n    when: {{field: intent, is: demo}}\n{TRIAGE}"
            ),
            "One → another criterion is already named 'One': give this one a different name",
        ),
        (
            criteria("{field: country, in: [US, CA]}"),
            (
                "when → this excludes leads whose country is unknown: put {field: country, known: false} beside it"
                " under 'any', or {field: country, known: true} under 'all' if you mean that"
            ),
        ),
        (
            criteria("{all: [{field: days_since_first_visit, at_most: 30}, {field: intent, is_not: demo}]}"),
            (
                "when → this excludes leads whose days_since_first_visit is unknown: put {field:"
                " days_since_first_visit, known: false} beside it under 'any', or {field: days_since_first_visit,"
                " known: true} under 'all' if you mean that"
            ),
        ),
        (
            criteria("{not: {field: intent, is: demo}}"),
            "Asked → rule 'Asked for a demo' never matches: the criteria of 'lead' exclude everybody it is for",
        ),
        ("lead:\n  - criterion: One\ntriage:\n", "criterion → 'when' is missing"),
        (criteria("{field: is_known_account, is: acme}"), "acme → is_known_account is true or false, never 'acme'"),
        (
            criteria("{field: is_known_account, at_least: 1}"),
            "at_least → is_known_account is true or false: at_least needs a number",
        ),
        (criteria("{field: earlier_leads, is: many}"), "many → earlier_leads is a number, never 'many'"),
        (criteria("{field: company_size, is: true}"), "true → company_size is a number, never True"),
    ],
)
def test_a_definition_that_does_not_define_is_named(tmp_path: Path, lead: str, expected: str) -> None:
    """Each slip gives a finding at its place, with the remedy."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("agreement.yaml", TRIAGE, lead)

    assert expected in folder.pointed("agreement.yaml")


@pytest.mark.parametrize(
    "lead",
    [
        criteria("{any: [{field: country, in: [US]}, {field: country, known: false}]}"),
        criteria("{all: [{field: country, in: [US]}, {field: country, known: true}]}"),
        criteria("{not: {field: source, in: [careers]}}"),
        criteria("{any: [{field: company_size, at_least: 5}, {field: intent, is: demo}]}"),
        criteria("{field: company_size, known: true}"),
        criteria("{field: earlier_leads, at_most: 3}", "{field: is_known_account, is: false}"),
        criteria("{any: [{field: days_since_first_visit, at_least: 1}, {field: intent, is: demo}]}"),
    ],
)
def test_a_definition_that_decides_what_is_not_known_is_sound(tmp_path: Path, lead: str) -> None:
    """Whoever has not said is let through, turned away on purpose, or judged by something else."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("agreement.yaml", TRIAGE, lead)

    assert folder.lines() == []


def test_a_route_that_only_others_than_leads_would_take_is_named(tmp_path: Path) -> None:
    """The cadence is for outbound leads, and those are no leads."""
    folder = PlaybookFolder(tmp_path)
    folder.write(
        "calls.yaml",
        (tmp_path / "inbound.yaml")
        .read_text()
        .replace("cadence: inbound\n", "cadence: calls\nfor: {field: direction, is: outbound}\n"),
    )
    folder.replace("agreement.yaml", "routes: [inbound]", "routes: [calls, inbound]")
    assert folder.pointed("agreement.yaml") == []

    folder.replace("agreement.yaml", TRIAGE, criteria("{field: direction, is: inbound}"))

    assert folder.pointed("agreement.yaml") == [
        "calls → no lead reaches 'calls': the criteria of 'lead' exclude everybody it is for"
    ]


def test_a_gap_in_the_routes_that_the_definition_closes_is_none(tmp_path: Path) -> None:
    """Outbound leads are no leads, so they need no cadence."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("inbound.yaml", "title:", "for: {field: direction, is: inbound}\ntitle:")
    assert "no route fits a qualified lead" in folder.lines()[0]

    folder.replace("agreement.yaml", TRIAGE, criteria("{field: direction, is: inbound}"))

    assert folder.lines() == []


def test_the_definition_is_compiled_in_order(tmp_path: Path) -> None:
    """The first that fails is the reason, so the order is the file's."""
    folder = PlaybookFolder(tmp_path)
    folder.replace(
        "agreement.yaml", TRIAGE, criteria("{field: direction, is: inbound}", "{field: attributes.plan, known: true}")
    )

    compiled = load_playbook(tmp_path)

    assert [criterion.name for criterion in compiled.agreement.lead] == ["One", "Two"]
    assert compiled.attribute_names == {"plan"}


def test_what_sales_needs_can_be_told_later(tmp_path: Path) -> None:
    """A need that only the first form could bring would be asked for in vain."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("agreement.yaml", "needed: [email|phone]", "needed: [source, source|company]")

    assert folder.pointed("agreement.yaml") == [
        "source → a lead cannot supply 'source' after arrival: remove it from 'needed'"
    ]
