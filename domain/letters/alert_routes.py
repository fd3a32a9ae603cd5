"""Who receives an alert, by which means, and which route of the agreement decides."""

from collections.abc import Iterator
from typing import NamedTuple

from domain.terms.alerts import OWNER, About, AlertRoute, AlertTerms, Means
from domain.terms.conditions import Subject, holds
from domain.terms.team import Person, Team
from domain.text import plain
from domain.triage.near_misses import condition_in_words


class Recipients(NamedTuple):
    """Who receives an alert, and how.

    Attributes:
        people: each person once.
        slack: name of the webhook; empty if nothing is posted to Slack.
        route: the route that fits, in words; empty if none does and the alert goes to its addressee by email.
    """

    people: tuple[Person, ...]
    by: tuple[Means, ...] = (Means.EMAIL,)
    slack: str = ""
    route: str = ""


def recipients_of(terms: AlertTerms, team: Team, *, to: str, about: About, lead: Subject) -> Recipients:
    """The recipients by the first route that fits the alert; ``to`` is the person or the role that the alert is for."""
    for number, route in enumerate(terms.routes, start=1):
        if _fits(route, about, lead):
            people = tuple(dict.fromkeys(_people(team, to, route.to)))
            return Recipients(people, route.by, route.slack, f"alert route {number} ({_in_words(route)})")
    return Recipients(members(team, to))


def members(team: Team, name: str) -> tuple[Person, ...]:
    """The person with that id, or everybody with that role."""
    person = team.person(name)
    return (person,) if person is not None else tuple(each for each in team.people if name in each.roles)


def _fits(route: AlertRoute, about: About, lead: Subject) -> bool:
    return (not route.about or about in route.about) and (route.when is None or holds(route.when, lead))


def _people(team: Team, to: str, names: tuple[str, ...]) -> Iterator[Person]:
    for name in names:
        yield from members(team, to if name == OWNER else name)


def _in_words(route: AlertRoute) -> str:
    said = [condition_in_words(route.when)] if route.when is not None else ["any lead"]
    return "; ".join((*said, *([", ".join(plain(each.value) for each in route.about)] if route.about else [])))
