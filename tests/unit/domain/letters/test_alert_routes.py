"""Who is told of an alert and by what, as the table says."""

from typing import Any

import pytest
from builders import a_profile
from house import SCENARIOS
from hypothesis import given
from hypothesis import strategies as st
from ruamel.yaml import YAML

from domain.letters.alert_routes import recipients_of
from domain.terms.alerts import About, AlertRoute, AlertTerms, Means
from domain.terms.conditions import Condition, subject_of
from playbook.compiling import compile_team
from playbook.grammar.agreement import AlertsWritten
from playbook.grammar.team import TeamFile

TABLE = YAML(typ="safe").load(SCENARIOS / "alerts.yaml")
TERMS = AlertTerms.model_validate(AlertsWritten.model_validate(TABLE["alerts"]).model_dump())
TEAM = compile_team(TeamFile.model_validate(TABLE["team"]))
KEYS = {"case", "lead", "about", "for", "told", "by", "slack", "because"}


@pytest.mark.parametrize("row", TABLE["cases"], ids=lambda row: row["case"])
def test_an_alert_is_told_as_the_table_says(row: dict[str, Any]) -> None:
    """And the route that says so is named."""
    assert row.keys() <= KEYS
    known = dict(row["lead"])
    priority = known.pop("class")

    told = recipients_of(
        TERMS, TEAM, to=row["for"], about=About(row["about"]), lead=subject_of(a_profile(**known), priority)
    )

    assert [person.id for person in told.people] == row["told"]
    assert [means.value for means in told.by] == row["by"]
    assert (told.slack, told.route) == (row.get("slack", ""), row.get("because", ""))


ROUTES = st.lists(
    st.builds(
        AlertRoute,
        when=st.sampled_from([None, Condition(field="source", is_="webinar")]),
        about=st.lists(st.sampled_from(About), max_size=2).map(tuple),
        to=st.lists(st.sampled_from(["owner", "marketing", "maria"]), max_size=3).map(lambda names: ("owner", *names)),
        by=st.sampled_from([(Means.EMAIL,), (Means.SLACK,), (Means.EMAIL, Means.SLACK)]),
    ),
    max_size=4,
).map(tuple)


@given(routes=ROUTES, about=st.sampled_from(About), to=st.sampled_from(["ana", "manager"]), source=st.text(max_size=3))
def test_whoever_has_to_act_is_told_once(routes: tuple[AlertRoute, ...], about: About, to: str, source: str) -> None:
    """Where every route names the owner, whatever else it says."""
    told = recipients_of(AlertTerms(routes=routes), TEAM, to=to, about=about, lead={"source": source})

    ids = [person.id for person in told.people]
    assert len(ids) == len(set(ids))
    assert {"ana"} <= set(ids) if to == "ana" else {"maria", "max"} <= set(ids)
