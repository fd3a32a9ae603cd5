"""The tables of nurture and return, as tests read them."""

from datetime import timedelta
from pathlib import Path
from typing import Any

from builders import MONDAY, a_cadence, a_nurture, a_playbook, a_profile, a_touch, an_agreement
from ruamel.yaml import YAML
from walking import Walk

from domain.channels import Channel, Consent
from domain.facts.unions import InformationAdded, OutcomeLogged, Rejected, ReplyReceived
from domain.hours.spans import parse_span
from domain.journey.changes import changed
from domain.journey.state import Stage
from domain.journey.steps import StartCadence, WaitUntil
from domain.lead.form import Intent
from domain.lead.profile import LeadProfile
from domain.outcomes import Outcome
from domain.remember.beginnings import begin, move_on
from domain.terms.agreement import HandOver, KickBackTerms, MissingInformation, Route
from domain.terms.alerts import Rung, RungAction
from domain.terms.cadence import Cadence
from domain.terms.conditions import Condition
from domain.terms.playbook import Playbook

Row = dict[str, Any]
KNOWN = frozenset({"first_name", "company"})
MAY_GET: dict[str, tuple[frozenset[str], Consent]] = {
    "mail": (KNOWN | {"email", "phone"}, Consent(voice=False)),
    "calls": (KNOWN | {"email", "phone"}, Consent(email=False)),
    "both": (KNOWN | {"email", "phone"}, Consent()),
    "nothing": (KNOWN | {"email", "phone"}, Consent(email=False, voice=False)),
}


def rows(table: str) -> list[Row]:
    """Every row of one of the tables."""
    read: dict[str, list[Row]] = YAML(typ="safe").load(Path(__file__).parent / "scenarios" / "nurture.yaml")
    return read[table]


def name_of(row: Row) -> str:
    """A row as test runners show it."""
    return ", ".join(str(value) for value in row.values())


def a_person(may_get: str, intent: str = "demo") -> LeadProfile:
    """A lead who asked for that, and may be reached so."""
    known, consent = MAY_GET[may_get]
    return a_profile(intent=Intent(intent), known=known, consent=consent)


def a_nurturing_playbook(says: str = "nurture") -> Playbook:
    """The three nurture cadences, listed; whatever sends leads on says ``says``."""
    readers = a_nurture(name="readers", applies=Condition(field="intent", in_=("content", "event")))
    readers = readers.model_copy(update={"touches": readers.touches[:1]})
    calls = a_nurture(name="calls").model_copy(update={"touches": (a_touch("hello", Channel.CALL, "90 days"),)})
    hot = a_cadence(a_touch("intro"), a_touch("call", Channel.CALL), exhausted=says)
    cadences = (hot, readers, a_nurture(name="monthly"), calls)
    channels = {"readers": (Channel.EMAIL,), "monthly": (Channel.EMAIL,), "calls": (Channel.CALL,)}
    agreement = an_agreement(
        not_interested=says,
        hand_over=HandOver(
            ladder=(Rung(after=parse_span("1 hour"), then=RungAction.MANAGER),), silence=says, rejected=says
        ),
        kick_back=KickBackTerms(silence=says),
        nurture=tuple(_route(cadence, channels[cadence.name]) for cadence in cadences if cadence.name in channels),
    )
    return a_playbook(*cadences, agreement=agreement)


def _route(cadence: Cadence, channels: tuple[Channel, ...]) -> Route:
    return Route(cadence=cadence.name, version=cadence.version, applies=cadence.applies, channels=channels)


def a_worked_lead(row: Row) -> Walk:
    """A lead of Ana's in cadence ``hot``."""
    playbook = a_nurturing_playbook(row["says"])
    if row["happens"] == "never told":
        missing = MissingInformation(needed=("title",), message="ask", requests=0, otherwise=row["says"])
        agreement = playbook.agreement.model_copy(update={"missing": missing})
        playbook = playbook.model_copy(update={"agreement": agreement})
    journey = begin(a_person(row["may get"], row["intent"]), playbook.agreement, playbook.cadences["hot"])
    return Walk(changed(journey, is_acknowledged=True, owner="ana"), playbook)


def happens(walk: Walk, what: str) -> str:
    """It happens; the cadence that takes the lead."""
    match what:
        case "not interested":
            walk.hears(OutcomeLogged, outcome=Outcome.NOT_INTERESTED)
        case "rejected":
            walk.hears(ReplyReceived).to_rest()
            walk.hears(Rejected)
        case "silence":
            walk.hears(ReplyReceived)
    return walk.to(StartCadence).cadence


def a_nurtured_lead(cadence: str, may_get: str = "both") -> Walk:
    """A lead of Ana's in a nurture cadence."""
    playbook = a_nurturing_playbook()
    intent = "content" if cadence == "readers" else "demo"
    begun = begin(a_person(may_get, intent), playbook.agreement, playbook.cadences["hot"])
    owned = changed(begun, is_acknowledged=True, owner="ana")
    moved = move_on(owned, playbook.cadences[cadence], playbook.agreement, MONDAY)
    assert moved.stage is Stage.NURTURE
    return Walk(moved, playbook)


def hears(walk: Walk, what: str) -> None:
    """It is heard of a lead that waits."""
    walk.to(WaitUntil)
    match what:
        case "reply":
            walk.hears(ReplyReceived)
        case "interested":
            walk.hears(OutcomeLogged, outcome=Outcome.INTERESTED)
        case "not interested":
            walk.hears(OutcomeLogged, outcome=Outcome.NOT_INTERESTED)
        case "a form":
            asked = {"intent": Intent.DEMO, "opted_in_at": MONDAY + timedelta(days=3)}
            walk.hears(InformationAdded, profile=walk.journey.profile.model_copy(update=asked))


def then(walk: Walk) -> str:
    """What has become of the lead."""
    journey = walk.journey
    if journey.stage is Stage.ENGAGED:
        return "handed over"
    if journey.in_hand.moving_to is not None:
        return "worked again" if journey.in_hand.moving_to[0] == "hot" else f"goes to {journey.in_hand.moving_to[0]}"
    return "stays" if journey.stage is Stage.NURTURE else journey.stage.value
