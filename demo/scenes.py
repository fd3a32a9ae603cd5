"""The scenes that the demo promises to show: each is looked for in what the API says of the lead that plays it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from demo.watch import Watch
from domain.journey.promise import PromiseKind, PromiseState
from domain.lead.form import Interest

Lead = Mapping[str, Any]

BECAME = {"met": "kept", "breached": "broken", "void": "not owed any more"}
"""What becomes of a promise, by its state."""


@dataclass(frozen=True)
class Evidence:
    """What was seen, beside the leads themselves.

    Attributes:
        roles: id of the lead that plays each part.
        set_aside: who was set aside meanwhile, and the lead that they let lie.
        pains: what each lead's package says hurts, by lead id.
    """

    roles: Mapping[str, str] = field(default_factory=dict)
    set_aside: Mapping[str, str] = field(default_factory=dict)
    pains: Mapping[str, Sequence[str]] = field(default_factory=dict)


class Scene(NamedTuple):
    """One scene.

    Attributes:
        title: what there is to see.
        role: of the lead that it is about; nothing is asked for while that lead does not take part.
        seen: what was seen of it on the lead, in words; empty if it did not happen.
        is_anybodys: any other lead may show it as well.
        needs: another lead without which there is nothing to see.
    """

    title: str
    role: str
    seen: Callable[[Lead, Evidence], str]
    is_anybodys: bool = False
    needs: str = ""


class Shown(NamedTuple):
    """A scene, the lead that showed it, and what was seen; ``saw`` is empty for one that did not happen."""

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


def _lines(lead: Lead, kind: str, starts: str = "") -> list[Mapping[str, Any]]:
    return [line for line in lead["timeline"] if line["kind"] == kind and line["what"].startswith(starts)]


def _last(lead: Lead, kind: str, starts: str = "") -> str:
    found = _lines(lead, kind, starts)
    return ": ".join(filter(None, (found[-1]["what"], found[-1]["reason"]))) if found else ""


def _kept(lead: Lead, _: Evidence) -> str:
    kept = _promise(lead, PromiseKind.FIRST_ATTEMPT, PromiseState.MET)
    return f"first attempt within {kept['within']}, by {kept['owner']}" if kept else ""


def _broken(lead: Lead, _: Evidence) -> str:
    broken = _promise(lead, PromiseKind.FIRST_ATTEMPT, PromiseState.BREACHED)
    if broken is None or broken["state_at"] != broken["due_at"]:
        return ""
    return f"{broken['reason']}; broken at that very instant, {'done late' if broken['fulfilled_at'] else 'never done'}"


def _climbed(lead: Lead, _: Evidence) -> str:
    rungs = [line["reason"].rpartition(": ")[2] for line in _lines(lead, "climbed") if "alert" in line["reason"]]
    return f"in vain: {', '.join(rungs)}" if {"remind", "reassign", "manager"} <= set(rungs) else ""


def _set_aside(lead: Lead, evidence: Evidence) -> str:
    lying = evidence.roles.get("diego", "")
    given = [line for line in _lines(lead, "assigned") if f"did not answer for lead {lying}" in line["reason"]]
    if not given:
        return ""
    people = [who for who, lead_id in evidence.set_aside.items() if lead_id == lying and who not in given[0]["what"]]
    return f"not given to {people[0]}, but {given[0]['what']}" if people else ""


def _taken_up(lead: Lead, _: Evidence) -> str:
    found = _lines(lead, "alert_acknowledged")
    return f"{found[0]['what']} by {found[0]['by']}" if found else ""


def _passed_to_sales(starts: str) -> Callable[[Lead, Evidence], str]:
    def seen(lead: Lead, _: Evidence) -> str:
        promised = (each for each in lead["promises"] if each["kind"] == PromiseKind.FOLLOW_UP)
        followed = [f"; follow-up within {each['within']}: {BECAME[each['state']]}" for each in promised]
        answer = _last(lead, "accepted", starts)
        return f"{answer}{''.join(followed[-1:])}" if answer else ""

    return seen


def _refused(why: str, stage: str) -> Callable[[Lead, Evidence], str]:
    def seen(lead: Lead, _: Evidence) -> str:
        found = _lines(lead, "rejected", f"refused by sales: {why}")
        return f'{found[-1]["what"]}, "{found[-1]["note"]}"; now {stage}' if found and lead["stage"] == stage else ""

    return seen


def _sales_climbed(lead: Lead, _: Evidence) -> str:
    rungs = [line["reason"].rpartition(": ")[2] for line in _lines(lead, "climbed") if "sales" in line["reason"]]
    return f"in vain: {', '.join(rungs)}" if {"remind", "reassign", "manager"} <= set(rungs) else ""


def _kicked_back(lead: Lead, _: Evidence) -> str:
    back = _lines(lead, "kicked_back")
    after = _lines(lead, "handed_over")
    return (
        f"{back[-1]['what']}, then {after[-1]['what']}" if back and after and back[-1]["at"] < after[-1]["at"] else ""
    )


def _package(lead: Lead, evidence: Evidence) -> str:
    pains = evidence.pains.get(lead["lead_id"], ())
    return f'its package says what hurts: "{pains[0]}"' if pains else ""


def _paused(lead: Lead, _: Evidence) -> str:
    return f"held: {_last(lead, 'company_news')}" if _lines(lead, "pause_ended") else ""


def _back(lead: Lead, _: Evidence) -> str:
    strong = _lines(lead, "interest_changed", f"interest is {Interest.STRONG}")
    again = [line for line in lead["timeline"] if strong and line["run"] > strong[-1]["run"]]
    return f"{_last(lead, 'interest_changed')}; worked again, by {lead['cadence']['name']}" if again else ""


SCENES = (
    Scene("a promise kept", "nora", _kept, is_anybodys=True),
    Scene("a promise broken", "diego", _broken),
    Scene("an alert that nobody takes up", "diego", _climbed),
    Scene("who lets a lead lie is set aside", "leila", _set_aside, needs="diego"),
    Scene("an alert taken up", "oskar", _taken_up, is_anybodys=True),
    Scene("sales gets what was learned", "nora", _package),
    Scene("accepted as an opportunity", "tomas", _passed_to_sales("accepted by sales: opportunity")),
    Scene("accepted with a follow-up agreed", "amara", _passed_to_sales("accepted by sales: follow up")),
    Scene("refused: needs more qualification", "marcus", _refused("needs qualification", "nurture")),
    Scene("refused: never a customer", "grace", _refused("never customer", "closed")),
    Scene("sales stays silent", "viktor", _sales_climbed),
    Scene("outbound, and kicked back", "emil", _kicked_back),
    Scene("one company, one conversation", "mila", _paused, needs="marcus"),
    Scene("interest brings a lead back", "ines", _back),
)
