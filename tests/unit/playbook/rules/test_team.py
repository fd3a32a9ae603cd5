"""Lint of what the team says that its people are good for."""

from pathlib import Path

import pytest
from playbook_folders import PlaybookFolder

from domain.terms.team import AfterHours
from playbook.linting import load_playbook


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("territories: [UK]", "UK → 'UK' is not a territory — did you mean 'GB'?"),
        ("territories: [us-ca]", "us-ca → 'us-ca' is not a territory — did you mean 'US-CA'?"),
        (
            "territories: [DE, US-XX]",
            "US-XX → 'US-XX' is not a territory; write the ISO 3166 code of a country (DE) or a region (US-CA)",
        ),
        (
            "territories: [Germany]",
            "Germany → 'Germany' is not a territory; write the ISO 3166 code of a country (DE) or a region (US-CA)",
        ),
        (
            "languages: [German]",
            "German → 'German' is not a language; write its ISO 639-1 code, such as en or de — did you mean 'de'?",
        ),
        (
            "languages: [en-US]",
            "en-US → 'en-US' is not a language; write its ISO 639-1 code, such as en or de — did you mean 'en'?",
        ),
        (
            "accounts: ['https://www.Acme.example/']",
            "'https → 'https://www.Acme.example/' is not a company's domain — did you mean 'acme.example'?",
        ),
        ("accounts: [acme]", "acme → 'acme' is not a company's domain; write it like acme.example"),
        (
            "accounts: [gmail.com]",
            "gmail.com → gmail.com is a public mail provider, not a company's domain; write the company's own domain",
        ),
        ("skills: {industry: [banking]}", "industry → unknown key 'industry' — did you mean 'industries'?"),
        ("territory: [DE]", "territory → unknown key 'territory' — did you mean 'territories'?"),
        ("languages: en", "en → expected a list, found 'en'"),
    ],
)
def test_what_a_person_cannot_be_good_for_is_refused(tmp_path: Path, written: str, expected: str) -> None:
    """A code that is none, a page for a domain, a key that is not known: each with its place and its remedy."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("team.yaml", "roles: [", f"{written}, roles: [")

    assert folder.pointed("team.yaml") == [expected]


def test_a_policy_for_after_hours_that_is_none_is_refused(tmp_path: Path) -> None:
    """With the nearest one that is."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("team.yaml", "fallback: max", "fallback: max\nafter_hours: who is open")

    expected = "'who is open' is not one of first thing at opening, whoever is open — did you mean 'whoever is open'?"
    assert folder.pointed("team.yaml") == [f"who → {expected}"]


def test_what_people_are_good_for_is_compiled(tmp_path: Path) -> None:
    """Industries and products are free text; everything else keeps its code."""
    folder = PlaybookFolder(tmp_path)
    skills = "skills: {industries: [Fish & Chips], products: [any]}"
    rest = "territories: [DE, US-CA], languages: [de, no], accounts: [acme.example], sources: [Webinar 2026]"
    folder.replace("team.yaml", "roles: [", f"{skills}, {rest}, roles: [")
    folder.replace("team.yaml", "fallback: max", "fallback: max\nafter_hours: whoever is open")

    team = load_playbook(tmp_path).team
    (max_,) = team.people

    assert team.after_hours is AfterHours.WHOEVER_IS_OPEN
    assert (max_.skills.industries, max_.skills.products) == (("Fish & Chips",), ("any",))
    assert (max_.territories, max_.languages) == (("DE", "US-CA"), ("de", "no"))
    assert (max_.accounts, max_.sources) == (("acme.example",), ("Webinar 2026",))


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (
            "team.yaml",
            "fallback: max",
            "fallback: moritz",
            "moritz → nobody in team.yaml has the id 'moritz'; expected one of max",
        ),
        (
            "team.yaml",
            "roles: [",
            "calendar: home, roles: [",
            "home → no calendar named 'home' in calendars/; expected one of office",
        ),
        (
            "calendars/office.yaml",
            "mon: [09:00-17:00]",
            "mon: []",
            "weekly → this calendar never opens: give at least one day of the week opening hours",
        ),
        (
            "calendars/office.yaml",
            "calendar: office",
            "calendar: bureau",
            "bureau → the calendar is named 'bureau' but its file 'office': use the same name for both",
        ),
        (
            "calendars/office.yaml",
            "weekly:",
            "holidays: {2026-12-25: Christmas}\nexceptions: {2026-12-25: closed}\nweekly:",
            "2026-12-25 → 2026-12-25 is already a holiday: delete the exception, or give it opening hours",
        ),
        (
            "calendars/office.yaml",
            "weekly:",
            "holidays: {2026-13-25: Christmas}\nweekly:",
            "2026-13-25 → expected a date such as 2026-12-25, found '2026-13-25'",
        ),
    ],
)
def test_a_hole_in_the_team_or_a_calendar_is_named(
    tmp_path: Path, name: str, old: str, new: str, expected: str
) -> None:
    """A fallback nobody is, a calendar nobody wrote, a place that never opens."""
    folder = PlaybookFolder(tmp_path)
    folder.replace(name, old, new)

    assert folder.pointed(name) == [expected]


def test_two_people_cannot_share_an_id_or_an_address(tmp_path: Path) -> None:
    """What tells people apart is each one's own, whatever its case."""
    folder = PlaybookFolder(tmp_path)
    folder.write("team.yaml", (tmp_path / "team.yaml").read_text()
                 + "  - {id: max, name: Other, email: MAX@test.example, roles: [rep]}\n")  # fmt: skip

    assert folder.pointed("team.yaml") == [
        "max → somebody else already has the id 'max'",
        "MAX@test.example → somebody else already has the email 'MAX@test.example'",
    ]
