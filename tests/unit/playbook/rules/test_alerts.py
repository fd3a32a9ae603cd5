"""Lint of alerts: somebody is told, by means that are named, and every route and ladder leads somewhere."""

from pathlib import Path

import pytest
from playbook_folders import PlaybookFolder

from domain.hours.spans import parse_span
from domain.terms.alerts import About, AlertRoute, AlertTerms, Means, Rung, RungAction
from domain.terms.conditions import Condition
from playbook.linting import load_playbook

WEBINAR = "{field: source, is: webinar}"
EVERYBODY = "manager, max, owner, rep, sales, teleprospector"
LEFT_OUT = "to → the person who has to act does not get this alert: add 'owner' unless you mean that"


def alerts(*routes: str, ladder: str = "[]") -> str:
    """The section, with these routes."""
    return f"alerts:\n  ladder: {ladder}\n  routes: {'' if routes else '[]'}\n" + "".join(
        f"    - {route}\n" for route in routes
    )


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        (
            alerts("{to: [owner, mangaer]}"),
            ["mangaer → nobody in team.yaml has the role or the id 'mangaer' — did you mean 'manager'?"],
        ),
        (
            alerts("{to: [owner, closer]}"),
            [f"closer → nobody in team.yaml has the role or the id 'closer'; expected one of {EVERYBODY}"],
        ),
        (alerts("{to: [max]}"), [LEFT_OUT]),
        (
            alerts("{by: [slack]}"),
            ["by → slack needs a webhook: add 'slack: NAME', and put its address in the settings"],
        ),
        (
            alerts("{slack: webinar-leads}"),
            ["webinar-leads → the webhook 'webinar-leads' is never used: add slack to 'by'"],
        ),
        (
            alerts("{about: [new_lead]}", f"{{when: {WEBINAR}, about: [new_lead]}}"),
            ["{when → route 2 is never used: route 1 above it takes all of its alerts"],
        ),
        (
            alerts(
                "{when: {field: direction, is: inbound}}",
                "{when: {field: direction, is: outbound}}",
                "{about: [new_lead]}",
            ),
            ["{about → route 3 is never used: the routes above it take all of its alerts"],
        ),
        (
            alerts("{when: {all: [{field: source, is: a}, {field: source, is: b}]}}"),
            ["when → the condition contradicts itself: no lead can match it"],
        ),
        (
            alerts("{when: {field: sorce, is: webinar}}"),
            ["sorce → no lead has the field 'sorce' — did you mean 'source'?"],
        ),
        (
            alerts("{when: {outcome: connected}}"),
            ["connected → at routing nothing has been reported yet"],
        ),
        (
            alerts(ladder="[{after: 10 minutes, then: remind}, {after: 20 minutes, then: reassign}]"),
            ["reassign → the last rung of the ladder must be the manager"],
        ),
        (
            alerts(ladder="[{after: 10 minutes, then: remind}, {after: 0 minutes, then: manager}]"),
            ["0 → this rung does not wait: give it a time in which somebody can answer, such as '20 minutes'"],
        ),
    ],
)
def test_a_slip_is_shown_at_its_place(tmp_path: Path, section: str, expected: list[str]) -> None:
    """One finding for one slip, at what has to be mended."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("agreement.yaml", "not_interested:", f"{section}not_interested:")

    assert folder.pointed("agreement.yaml") == expected


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        ("{about: [new_leed]}", "new_lead"),
        ("{by: [pager]}", "slack"),
        ("{to: []}", "to"),
        ("{slak: x, by: [slack], slack: x}", "slack"),
    ],
)
def test_what_the_grammar_does_not_know_is_refused(tmp_path: Path, route: str, expected: str) -> None:
    """With what was expected."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("agreement.yaml", "not_interested:", f"{alerts(route)}not_interested:")

    (finding,) = folder.findings()

    assert finding.is_error
    assert expected in finding.message


def test_a_sound_section_is_compiled_as_it_stands(tmp_path: Path) -> None:
    """Ladder and routes, in their order; an agreement without the section tells whoever an alert is for."""
    folder = PlaybookFolder(tmp_path)
    assert load_playbook(tmp_path).agreement.alerts == AlertTerms()
    route = f"{{when: {WEBINAR}, about: [new_lead], to: [owner, manager], by: [email, slack], slack: webinar-leads}}"
    ladder = "[{after: 10 minutes, then: remind}, {after: 1 hour, then: manager}]"
    folder.replace("agreement.yaml", "not_interested:", f"{alerts(route, ladder=ladder)}not_interested:")

    assert load_playbook(tmp_path).agreement.alerts == AlertTerms(
        ladder=(
            Rung(after=parse_span("10 minutes"), then=RungAction.REMIND),
            Rung(after=parse_span("1 hour"), then=RungAction.MANAGER),
        ),
        routes=(
            AlertRoute(
                when=Condition(field="source", is_="webinar"),
                about=(About.NEW_LEAD,),
                to=("owner", "manager"),
                by=(Means.EMAIL, Means.SLACK),
                slack="webinar-leads",
            ),
        ),
    )
