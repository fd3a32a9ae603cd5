"""Lint of promises: each class has a response time, no row hides another, and what is promised can be kept."""

from pathlib import Path

import pytest
from playbook_folders import PlaybookFolder

from domain.hours.spans import parse_span
from domain.terms.agreement import Qualification, ResponseTimes
from domain.terms.conditions import Condition
from playbook.linting import load_playbook

ALL = "{class: [high, medium], first_attempt: 1 business day}"
INBOUND = "when: {field: direction, is: inbound}, first_attempt: 1 hour"
OUTBOUND = "when: {field: direction, is: outbound}, first_attempt: 1 hour"
TOGETHER = "the rows above take all of its leads"
SOME = "some leads"
NO_TIME = "a response time of zero is missed at once: give a longer time"
UNTOLD = "a lead with missing information is only promised an acknowledgment: remove the other times"


def response_times(*rows: str) -> str:
    """The section, with these rows."""
    return "response_times:\n" + "".join(f"  - {row}\n" for row in rows)


@pytest.fixture
def folder(tmp_path: Path) -> PlaybookFolder:
    """The small playbook, which promises nothing."""
    return PlaybookFolder(tmp_path)


def written(folder: PlaybookFolder, section: str) -> None:
    """The section in the agreement."""
    folder.replace("agreement.yaml", "not_interested:", f"{section}not_interested:")


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (
            ["{class: high, first_attempt: 1 hour}"],
            ["response_times → class 'medium' has no response time: add a row with 'class: medium'"],
        ),
        (
            ["{class: high, first_attempt: 1 hour}", f"{{class: medium, {INBOUND}}}"],
            [
                f"response_times → {SOME} of class 'medium' have no response time: add a last row for it without 'when'"
            ],
        ),
        (
            [ALL, "{class: high, first_attempt: 5 minutes}"],
            ["high → this row never matches: row 1 above takes all of its leads"],
        ),
        (
            [f"{{class: high, {INBOUND}}}", f"{{class: high, {OUTBOUND}}}", ALL.replace("high, ", ""), ALL],
            [f"[high → this row never matches: {TOGETHER}, row 3 above takes all of its leads"],
        ),
        (
            [ALL, "{class: low, first_attempt: 1 hour}"],
            ["low → this row never matches: triage gives no such lead the class 'low'"],
        ),
        (
            ["{class: high, when: {field: intent, is: call}, first_attempt: 1 hour}", ALL],
            ["high → this row never matches: triage gives no such lead the class 'high'"],
        ),
        (
            [ALL.replace(", first_attempt: 1 business day", "")],
            ["{class → this row promises nothing: add a response time, such as first_attempt"],
        ),
        (
            ["{class: [high, medium], acknowledged: 0 minutes, contact: 0 business hours}"],
            [f"0 → {NO_TIME}", f"0 → {NO_TIME}"],
        ),
        (
            ["{class: [high, medium], acknowledged: 1 business hour}"],
            ["1 → the engine works around the clock: use minutes or hours, not '1 business hour'"],
        ),
        (
            ["{class: [high, medium], first_attempt: 1 hour, attempts: 3}"],
            ["3 → 'attempts' needs a time limit: add 'attempts_within'"],
        ),
        (
            ["{class: [high, medium], attempts_within: 5 business days}"],
            ["5 → 'attempts_within' needs a number: add 'attempts'"],
        ),
        (
            [ALL, "{class: not qualified, first_attempt: 1 hour}"],
            ["not → leads that are not qualified are not followed up: remove the class from this row"],
        ),
        (
            [ALL, "{class: not enough information, acknowledged: 1 hour, contact: 1 day}"],
            [f"contact → {UNTOLD}"],
        ),
        (
            ["{class: [high, medium], attempts: 7, attempts_within: 20 business days}"],
            [
                "7 → class 'high' is promised 7 attempts, but 'inbound' makes only 6: add touches, or promise fewer",
                "7 → class 'medium' is promised 7 attempts, but 'inbound' makes only 6: add touches, or promise fewer",
            ],
        ),
        (
            ["{class: [high, medium], when: {field: sorce, is: fair}, first_attempt: 1 hour}", ALL],
            ["sorce → no lead has the field 'sorce' — did you mean 'source'?"],
        ),
    ],
)  # fmt: skip
def test_a_slip_is_shown_at_its_place(folder: PlaybookFolder, rows: list[str], expected: list[str]) -> None:
    """One finding for one slip, at what has to be mended."""
    written(folder, response_times(*rows))

    assert folder.pointed("agreement.yaml") == expected


def test_a_finding_names_file_line_and_column(folder: PlaybookFolder) -> None:
    """As an editor jumps to it."""
    written(folder, response_times(ALL, "{class: high, first_attempt: 5 minutes}"))

    (line,) = folder.lines()

    assert line.startswith("agreement.yaml:15:13  this row never matches: row 1 above"), line


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("{class: hihg, first_attempt: 1 hour}", "high"),
        ("{class: [], first_attempt: 1 hour}", "class"),
        ("{first_attempt: 1 hour}", "class"),
        ("{class: high, first_attemt: 1 hour}", "first_attempt"),
        ("{class: high, first_attempt: soon}", "'soon' is not a duration"),
        ("{class: high, attempts: 0, attempts_within: 1 day}", "more than 0"),
    ],
)
def test_what_the_grammar_does_not_know_is_refused(folder: PlaybookFolder, row: str, expected: str) -> None:
    """With what was expected."""
    written(folder, response_times(row))

    (finding,) = folder.findings()

    assert finding.is_error
    assert expected in finding.message


def test_a_red_zone_is_plain_time(folder: PlaybookFolder) -> None:
    """Whose business hours it were, nobody could say of a list."""
    written(folder, "red_zone: 2 business hours\n")

    assert folder.pointed("agreement.yaml") == [
        "2 → the red zone needs plain time, such as '2 hours', not '2 business hours'"
    ]


@pytest.mark.parametrize(
    ("wanted", "findings"),
    [("attempts: 6", 0), ("attempts: 7", 1)],
)
def test_attempts_are_compared_with_the_cadence_that_such_a_lead_gets(
    folder: PlaybookFolder, wanted: str, findings: int
) -> None:
    """A short cadence for others, and a row that is for nobody of the short one, are no matter."""
    short = "cadence: short\ntitle: Few\ntouch_count_reason: few\nfor: {field: direction, is: outbound}\n"
    folder.write("short.yaml", f"{short}touches:\n  - {{id: only, call: script}}\nexhausted: kick back\n")
    folder.replace("agreement.yaml", "[inbound]", "[short, inbound]")
    few = f"{{class: [high, medium], {OUTBOUND}, attempts: 1, attempts_within: 9 business days}}"
    written(folder, response_times(few, f"{{class: medium, {wanted}, attempts_within: 20 business days}}", ALL))

    said = [line for line in folder.lines() if "is promised" in line]

    assert len(said) == findings
    assert all("'inbound' makes only 6" in line for line in said)


def test_whoever_is_no_lead_needs_no_response_time(folder: PlaybookFolder) -> None:
    """Only leads that triage gives the class to are counted."""
    criterion = "lead:\n  - {criterion: Asked us, when: {field: direction, is: inbound}}\n"
    folder.replace("agreement.yaml", "triage:", f"{criterion}triage:")
    written(folder, response_times(f"{{class: [high, medium], {INBOUND}}}"))

    assert not [line for line in folder.pointed("agreement.yaml") if "response time" in line]


def test_nothing_promised_is_nothing_to_find(folder: PlaybookFolder) -> None:
    """An agreement without response times is one that promises nothing."""
    assert folder.lines() == []
    assert load_playbook(folder.folder).agreement.response_times == ()


def test_a_sound_section_is_compiled_as_it_stands(folder: PlaybookFolder) -> None:
    """Rows in their order, a class alone or in a list, each term as it is written."""
    outbound = "when: {field: direction, is: outbound}, first_attempt: 1 business day"
    rest = "acknowledged: 1 minute, contact: 1 day, attempts: 6, attempts_within: 20 business days"
    section = response_times(f"{{class: medium, {outbound}}}", f"{{class: [high, medium], {rest}}}")
    written(folder, f"{section}red_zone: 3 hours\n")

    agreement = load_playbook(folder.folder).agreement

    assert agreement.red_zone == parse_span("3 hours")
    assert agreement.response_times == (
        ResponseTimes(
            classes=(Qualification.MEDIUM,),
            applies=Condition(field="direction", is_="outbound"),
            first_attempt=parse_span("1 business day"),
        ),
        ResponseTimes(
            classes=(Qualification.HIGH, Qualification.MEDIUM),
            acknowledged=parse_span("1 minute"),
            contact=parse_span("1 day"),
            attempts=6,
            attempts_within=parse_span("20 business days"),
        ),
    )
