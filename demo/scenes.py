"""The scenes that the demo has to show; each is looked for in the API's answer about its lead."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from commands.why import BECAME as STATES
from demo.watch import Watch
from domain.facts.happened import Happened
from domain.facts.unions import (
    Accepted,
    AlertAcknowledged,
    Assigned,
    CompanyNews,
    Escalated,
    HandedOver,
    InterestChanged,
    KickedBack,
    PauseEnded,
    Rejected,
    kind_of,
)
from domain.journey.promise import PromiseKind, PromiseState
from domain.lead.form import Interest
from domain.terms.alerts import RungAction

Lead = Mapping[str, Any]

BECAME = {state: STATES[state] for state in ("met", "breached", "void")}
"""The final states of a promise, in words."""


@dataclass(frozen=True)
class Evidence:
    """What was seen besides the leads themselves.

    Attributes:
        roles: id of the lead that plays each part.
        paused_reps: reps who were paused from new leads, and the lead that each did not act on.
        pains: the pains in each lead's hand-over package, by lead id.
    """

    roles: Mapping[str, str] = field(default_factory=dict)
    paused_reps: Mapping[str, str] = field(default_factory=dict)
    pains: Mapping[str, Sequence[str]] = field(default_factory=dict)


class Scene(NamedTuple):
    """One scene.

    Attributes:
        title: the scene in words.
        role: the part of its lead; the scene is left out if that lead does not take part.
        seen: describes what happened on the lead; empty if it did not happen.
        is_anybodys: whether any other lead may show it as well.
        needs: another part that the scene needs.
    """

    title: str
    role: str
    seen: Callable[[Lead, Evidence], str]
    is_anybodys: bool = False
    needs: str = ""


class Shown(NamedTuple):
    """A scene, its lead, and what happened; ``saw`` is empty if the scene did not happen."""

    scene: Scene
    lead: Lead
    saw: str


def shown_of(watch: Watch, evidence: Evidence) -> list[Shown]:
    """Each scene whose lead takes part."""
    wanted = (scene for scene in SCENES if not scene.needs or watch.playing(scene.needs))
    found = ((scene, watch.playing(scene.role)) for scene in wanted)
    return [_shown(scene, lead, watch.leads.values(), evidence) for scene, lead in found if lead is not None]


def _shown(scene: Scene, lead: Lead, others: Iterable[Lead], evidence: Evidence) -> Shown:
    for each in (lead, *(others if scene.is_anybodys else ())):
        if saw := scene.seen(each, evidence):
            return Shown(scene, each, saw)
    return Shown(scene, lead, "")


def _promise(lead: Lead, kind: PromiseKind, state: PromiseState) -> Mapping[str, Any] | None:
    found: Iterable[Mapping[str, Any]] = lead["promises"]
    return next((each for each in found if each["kind"] == kind and each["state"] == state), None)


def _lines(lead: Lead, fact: type[Happened], starts: str = "") -> list[Mapping[str, Any]]:
    kind = kind_of(fact)
    return [line for line in lead["timeline"] if line["kind"] == kind and line["what"].startswith(starts)]


def _last(lead: Lead, fact: type[Happened], starts: str = "") -> str:
    found = _lines(lead, fact, starts)
    return ": ".join(filter(None, (found[-1]["what"], found[-1]["reason"]))) if found else ""


def _kept(lead: Lead, _: Evidence) -> str:
    kept = _promise(lead, PromiseKind.FIRST_ATTEMPT, PromiseState.MET)
    return f"first attempt within {kept['within']}, by {kept['owner']}" if kept else ""


def _broken(lead: Lead, _: Evidence) -> str:
    broken = _promise(lead, PromiseKind.FIRST_ATTEMPT, PromiseState.BREACHED)
    if broken is None or broken["state_at"] != broken["due_at"]:
        return ""
    return f"{broken['reason']}; missed at the deadline, {'done late' if broken['fulfilled_at'] else 'never done'}"


def _escalated(lead: Lead, _: Evidence) -> str:
    return _whole_ladder(lead, "alert")


def _whole_ladder(lead: Lead, of: str) -> str:
    rungs = [line["reason"] for line in _lines(lead, Escalated) if of in line["what"]]
    return f"escalated: {', '.join(rungs)}" if {each.in_words for each in RungAction} <= set(rungs) else ""


def _paused_reps(lead: Lead, evidence: Evidence) -> str:
    lying = evidence.roles.get("diego", "")
    given = [line for line in _lines(lead, Assigned) if f"because of lead {lying}" in line["reason"]]
    if not given:
        return ""
    people = [who for who, lead_id in evidence.paused_reps.items() if lead_id == lying and who not in given[0]["what"]]
    return f"{given[0]['what']} instead of {people[0]}" if people else ""


def _taken_up(lead: Lead, _: Evidence) -> str:
    found = _lines(lead, AlertAcknowledged)
    return f"{found[0]['what']} by {found[0]['by']}" if found else ""


def _passed_to_sales(starts: str) -> Callable[[Lead, Evidence], str]:
    def seen(lead: Lead, _: Evidence) -> str:
        promised = (each for each in lead["promises"] if each["kind"] == PromiseKind.FOLLOW_UP)
        followed = [f"; follow-up within {each['within']}: {BECAME[each['state']]}" for each in promised]
        answer = _last(lead, Accepted, starts)
        return f"{answer}{''.join(followed[-1:])}" if answer else ""

    return seen


def _refused(why: str, stage: str) -> Callable[[Lead, Evidence], str]:
    def seen(lead: Lead, _: Evidence) -> str:
        found = _lines(lead, Rejected, f"Turned down by sales: {why}")
        return f'{found[-1]["what"]}, "{found[-1]["note"]}"; now {stage}' if found and lead["stage"] == stage else ""

    return seen


def _sales_escalated(lead: Lead, _: Evidence) -> str:
    return _whole_ladder(lead, "hand-over")


def _kicked_back(lead: Lead, _: Evidence) -> str:
    back = _lines(lead, KickedBack)
    after = _lines(lead, HandedOver)
    return f"{back[-1]['what']}; {after[-1]['what']}" if back and after and back[-1]["at"] < after[-1]["at"] else ""


def _package(lead: Lead, evidence: Evidence) -> str:
    pains = evidence.pains.get(lead["lead_id"], ())
    return f'hand-over package with the pain "{pains[0]}"' if pains else ""


def _paused(lead: Lead, _: Evidence) -> str:
    return f"on hold: {_last(lead, CompanyNews)}" if _lines(lead, PauseEnded) else ""


def _back(lead: Lead, _: Evidence) -> str:
    strong = _lines(lead, InterestChanged, f"Interest is {Interest.STRONG}")
    again = [line for line in lead["timeline"] if strong and line["run"] > strong[-1]["run"]]
    return f"{_last(lead, InterestChanged)}; working again in {lead['cadence']['name']}" if again else ""


SCENES = (
    Scene("a promise kept", "nora", _kept, is_anybodys=True),
    Scene("a promise missed", "diego", _broken),
    Scene("an alert that nobody acknowledges", "diego", _escalated),
    Scene("a silent rep is paused from new leads", "leila", _paused_reps, needs="diego"),
    Scene("an alert acknowledged", "oskar", _taken_up, is_anybodys=True),
    Scene("sales gets what was learned", "nora", _package),
    Scene("accepted as an opportunity", "tomas", _passed_to_sales("Accepted by sales: opportunity")),
    Scene("accepted with a follow-up agreed", "amara", _passed_to_sales("Accepted by sales: follow up")),
    Scene("turned down: needs more qualification", "marcus", _refused("needs qualification", "nurture")),
    Scene("turned down: never a customer", "grace", _refused("never customer", "closed")),
    Scene("sales does not answer", "viktor", _sales_escalated),
    Scene("outbound, and kicked back", "emil", _kicked_back),
    Scene("one company, one conversation", "mila", _paused, needs="marcus"),
    Scene("interest brings a lead back", "ines", _back),
)
