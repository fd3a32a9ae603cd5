"""Rules for alerts: their recipients exist, Slack has a webhook, and each route fits some alert."""

from collections.abc import Iterator

from domain.hours.spans import Span
from domain.outcomes import Outcome
from domain.terms.alerts import OWNER, About, RungAction
from domain.terms.conditions import Condition
from playbook.files.sources import Sources
from playbook.findings import Finding, did_you_mean
from playbook.grammar.agreement import AlertRow
from playbook.rules.conditions import is_sound
from playbook.rules.witnesses import World, is_possible


def alerts_reach_somebody(sources: Sources) -> Iterator[Finding]:
    """A route's recipients are in the team: a role that somebody has, or a person."""
    if sources.agreement is None or sources.team is None:
        return
    people = sources.team.written.people
    known = {OWNER} | {person.id for person in people} | {role for person in people for role in person.roles}
    for index, route in enumerate(sources.agreement.written.alerts.routes):
        for place, name in enumerate(route.to):
            if name not in known:
                message = f"nobody in team.yaml has the role or the id {name!r}{did_you_mean(name, known)}"
                yield sources.agreement.error(message, "alerts", "routes", index, "to", place)


def whoever_it_is_for_is_told(sources: Sources) -> Iterator[Finding]:
    """A route without the owner is usually a mistake: the owner has to act on the alert."""
    if sources.agreement is None:
        return
    for index, route in enumerate(sources.agreement.written.alerts.routes):
        if OWNER not in route.to:
            message = "the person who has to act does not get this alert: add 'owner' unless you mean that"
            yield sources.agreement.warning(message, "alerts", "routes", index, "to", on_key=True)


def slack_names_its_webhook(sources: Sources) -> Iterator[Finding]:
    """Slack needs the name of a webhook, and a webhook needs Slack."""
    if sources.agreement is None:
        return
    for index, route in enumerate(sources.agreement.written.alerts.routes):
        is_posted = any(means.posts_to_webhook for means in route.by)
        if is_posted and not route.slack:
            message = "slack needs a webhook: add 'slack: NAME', and put its address in the settings"
            yield sources.agreement.error(message, "alerts", "routes", index, "by", on_key=True)
        elif route.slack and not is_posted:
            message = f"the webhook {route.slack!r} is never used: add slack to 'by'"
            yield sources.agreement.error(message, "alerts", "routes", index, "slack")


def alert_routes_can_match(sources: Sources) -> Iterator[Finding]:
    """Each route must be the first to fit some alert; the finding names the routes that hide it."""
    if sources.agreement is None:
        return
    routes = sources.agreement.written.alerts.routes
    for index, route in enumerate(routes):
        path = ("alerts", "routes", index)
        if route.when and not is_sound(route.when):
            continue
        if route.when and not is_possible([route.when], [], _ANY_CLASS):
            message = "the condition contradicts itself: no lead can match it"
            yield sources.agreement.error(message, *path, "when", on_key=True)
        elif hiding := _hiding(routes, index):
            message = f"route {index + 1} is never used: {hiding} all of its alerts"
            yield sources.agreement.error(message, *path)


_ANY_CLASS = World(priorities=("high", "medium", "low", "not_enough_information"), outcomes=frozenset(Outcome))
"""Whether the condition asks for an outcome; another rule reports that no outcome is known yet."""


def _hiding(routes: tuple[AlertRow, ...], index: int) -> str:
    """The route above, or all routes above together, that take every alert this one could."""
    route = routes[index]
    for number, above in enumerate(routes[:index], start=1):
        if all(_is_hidden(route, about, (above,)) for about in route.about or About):
            return f"route {number} above it takes"
    is_hidden = all(_is_hidden(route, about, routes[:index]) for about in route.about or About)
    return "the routes above it take" if is_hidden else ""


def _is_hidden(route: AlertRow, about: About, above: tuple[AlertRow, ...]) -> bool:
    fitting = [each.when for each in above if not each.about or about in each.about]
    if None in fitting:
        return True
    failing: list[Condition] = [when for when in fitting if when]
    return bool(failing) and not is_possible([route.when] if route.when else [], failing, _ANY_CLASS)


def alert_ladder_leads_somewhere(sources: Sources) -> Iterator[Finding]:
    """An alert ladder is optional; if there is one, its last rung is the manager."""
    if sources.agreement is None:
        return
    ladder = sources.agreement.written.alerts.ladder
    if ladder and ladder[-1].then is not RungAction.MANAGER:
        message = "the last rung of the ladder must be the manager"
        yield sources.agreement.error(message, "alerts", "ladder", len(ladder) - 1, "then")


def rungs_give_time(sources: Sources) -> Iterator[Finding]:
    """Each rung waits some time, so that the person before it can answer."""
    if sources.agreement is None:
        return
    written = sources.agreement.written
    for section, ladder in (("alerts", written.alerts.ladder), ("hand_over", written.hand_over.ladder)):
        for index, rung in enumerate(ladder):
            if rung.after == Span():
                message = "this rung does not wait: give it a time in which somebody can answer, such as '20 minutes'"
                yield sources.agreement.error(message, section, "ladder", index, "after")
