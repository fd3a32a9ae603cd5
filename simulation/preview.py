"""What a lead would get: the timeline of a cadence for somebody who never answers, each line with its reason."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from domain.channels import OUTCOMES_OF
from domain.errors import NotFoundError
from domain.facts.unions import Assigned, OutcomeLogged, Reported, TaskOpened, TouchFailed, TouchSent, TouchSkipped
from domain.hours.zones import zone_of
from domain.journey.in_hand import OpenTask
from domain.journey.run import Run
from domain.journey.state import Journey, Stage
from domain.journey.steps import AskRep, Finish, HandOverLead, KickBackLead, SendTouch, StartCadence
from domain.lead.company import company_of, is_account
from domain.lead.form import LeadForm
from domain.lead.profile import profile_of
from domain.outcomes import in_silence
from domain.remember.beginnings import begin
from domain.snapshot import Snapshot
from domain.terms.playbook import Playbook
from domain.text import plain
from domain.triage.triage import route, triage
from simulation.running import Event, run

LONGEST = timedelta(days=3 * 366)
"""No cadence that lints waits longer than this in all."""


class PreviewLine(Snapshot):
    """One line of the timeline.

    Attributes:
        at: the instant, aware UTC.
        local_at: the same on the lead's own clock, or the calendar's where the lead's zone is not known for sure.
        what: a channel, or what happens otherwise: ``assigned``, ``skipped``, ``goes on``, ``ends`` …
        touch: the touch's id, empty where it is none.
        reason: the rules that put it there.
    """

    at: datetime
    local_at: datetime
    what: str
    touch: str = ""
    reason: str


class _Silence:
    """Everything leaves, everybody does their tasks at once, and nobody answers."""

    def sent(self, step: SendTouch, at: datetime) -> TouchSent:
        return TouchSent(key=step.key, at=at, channel=step.channel, send_id=step.send_id)

    def asked(self, task: OpenTask, at: datetime) -> Sequence[tuple[datetime, Reported]]:
        outcome = in_silence(OUTCOMES_OF[task.kind])
        if outcome is None:
            return ()
        fact = OutcomeLogged(id=f"{task.task_id}.done", at=at, outcome=outcome, task_id=task.task_id)
        return ((at, fact),)


def preview(
    playbook: Playbook,
    form: LeadForm,
    at: datetime,
    *,
    cadence: str | None = None,
    zones: tuple[str, ...] = (),
) -> list[PreviewLine]:
    """The timeline of one cadence.

    Args:
        playbook: as compiled.
        form: the lead.
        at: when it arrives, aware.
        cadence: the cadence to show, whatever triage says; the one it is routed to when none is named.
        zones: candidates of its phone number; its own ``time_zone`` goes before them.

    Raises:
        NotFoundError: the playbook has no such cadence.
        InvalidInputError: the lead's time zone is none.
    """
    known = (zone_of(form.time_zone).key,) if form.time_zone else zones
    journey = _arrived(playbook, form, at, cadence, known)
    zone = _clock_of(playbook, journey, known)
    story = run(journey, playbook, world=_Silence(), until=at + LONGEST)
    return [
        PreviewLine(at=event.at, local_at=event.at.astimezone(zone), what=what, touch=touch, reason=reason)
        for event in _until_it_moves(story.events)
        if (line := _line(event)) is not None
        for what, touch, reason in (line,)
    ]


def _arrived(playbook: Playbook, form: LeadForm, at: datetime, cadence: str | None, zones: tuple[str, ...]) -> Journey:
    profile = profile_of(
        form,
        lead_id="preview",
        arrived_at=at,
        zones=zones,
        attribute_names=playbook.attribute_names,
        is_known_account=is_account(company_of(form), playbook.team.accounts),
    )
    agreement = playbook.agreement
    verdict = triage(agreement, profile)
    if cadence is None:
        taken = route(agreement, profile, verdict.qualification)
        return begin(profile, agreement, playbook.cadences[(taken or agreement.routes[0]).cadence])
    if cadence not in playbook.cadences:
        raise NotFoundError(f"no cadence named {cadence!r}; cadences are: {', '.join(sorted(playbook.cadences))}")
    shown = playbook.cadences[cadence]
    return Journey(
        profile=profile,
        agreement=agreement,
        cadence=shown,
        stage=Stage.NURTURE if shown.kind == "nurture" else Stage.WORKING,
        qualification=verdict.qualification,
        rule=verdict.rule,
        run=Run(anchor_at=at),
    )


def _clock_of(playbook: Playbook, journey: Journey, zones: tuple[str, ...]) -> ZoneInfo:
    return zone_of(zones[0] if len(zones) == 1 else playbook.calendars[journey.cadence.calendar].time_zone)


def _until_it_moves(events: Sequence[Event]) -> Iterator[Event]:
    for event in events:
        yield event
        if isinstance(event.step, StartCadence):
            return


def _line(event: Event) -> tuple[str, str, str] | None:
    match event.step:
        case SendTouch(channel=channel, touch_id=touch, purpose=purpose) if isinstance(event.fact, TouchSent):
            what = f"{purpose.value} by {channel}" if purpose.answers_the_lead else channel.value
            return what, touch, event.why
        case SendTouch(channel=channel, touch_id=touch) if isinstance(event.fact, TouchFailed):
            return f"{channel} not sent", touch, event.fact.rule
        case AskRep(task=task, touch_id=touch) if isinstance(event.fact, TaskOpened):
            return plain(task.value), touch, event.why
        case AskRep(task=task, touch_id=touch) if isinstance(event.fact, TouchFailed):
            return f"{plain(task.value)} not asked for", touch, event.fact.rule
        case HandOverLead() | KickBackLead():
            return plain(event.step.kind), "", event.why
        case StartCadence(cadence=name):
            return f"goes on in {name}", "", event.why
        case Finish(disposition=disposition):
            return f"ends: {plain(disposition.value)}", "", event.why
        case _:
            return _other(event)


def _other(event: Event) -> tuple[str, str, str] | None:
    match event.fact:
        case TouchSkipped(key=key, reason=reason):
            return "skipped", key.split(":")[1], reason
        case Assigned(owner=owner, reason=reason):
            return f"assigned to {owner}", "", reason
        case _:
            return None
