"""People who work leads."""

from datetime import date

import pytest
from builders import a_team
from pydantic import ValidationError

from domain.terms.team import Absence, Person

AWAY = Absence(first=date(2026, 3, 9), last=date(2026, 3, 13))


def ana(**changes: object) -> Person:
    """A rep."""
    fields: dict[str, object] = {
        "id": "ana",
        "name": "Ana",
        "email": "ana@seller.example",
        "roles": ("rep",),
        **changes,
    }
    return Person.model_validate(fields)


@pytest.mark.parametrize(("day", "is_away"), [(8, False), (9, True), (13, True), (14, False)])
def test_an_absence_takes_its_first_and_its_last_day(day: int, *, is_away: bool) -> None:
    """In the person's own calendar."""
    assert ana(absent=(AWAY,)).is_away(date(2026, 3, day)) is is_away


def test_nobody_works_leads_without_room_for_one() -> None:
    """A capacity of nothing would divide by nothing."""
    with pytest.raises(ValidationError, match="capacity"):
        ana(capacity=0)


def test_a_team_knows_its_people_and_the_companies_they_know() -> None:
    """By id; nobody for any other."""
    team = a_team().model_copy(
        update={"people": (ana(accounts=("acme.example",)), ana(id="ben", accounts=("b.example",)))}
    )

    assert team.accounts == {"acme.example", "b.example"}
    assert team.person("ben") is team.people[1]
    assert team.person("carla") is None
