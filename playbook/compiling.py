"""Compiles the written playbook into domain models, and gives each part its version."""

import hashlib
import json
from collections.abc import Iterator
from functools import partial

from domain.channels import Channel
from domain.hours.calendars import BusinessCalendar
from domain.snapshot import replaced
from domain.terms.agreement import (
    Agreement,
    Cap,
    Criterion,
    HandOver,
    KickBackTerms,
    MissingInformation,
    Qualification,
    ResponseTimes,
    Review,
    Route,
    TriageRule,
)
from domain.terms.alerts import AlertTerms
from domain.terms.cadence import Acknowledgment, Alternative, Cadence, IfNotDone, OnUnknown, Reactions, Touch
from domain.terms.company import CompanyTerms
from domain.terms.playbook import Message, Playbook
from domain.terms.scoring import ScoringTerms
from domain.terms.team import Team
from playbook.files.sources import MessageSource, Sources
from playbook.grammar.agreement import AgreementFile, ResponseRow
from playbook.grammar.cadence import CadenceFile, TouchWritten
from playbook.grammar.calendar import CalendarFile
from playbook.grammar.team import TeamFile

_TAKEN_OVER = (
    "working_role", "outbound_role", "manager_role", "not_interested", "pause_at_most", "out_of_office",
    "task_within", "task_reminders", "red_zone",
)  # fmt: skip


def compile_playbook(sources: Sources) -> Playbook:
    """Compile sources in which lint found no error."""
    if sources.agreement is None or sources.team is None:
        raise ValueError("only a playbook without errors can be compiled")
    written = sources.agreement.written
    messages = {name: compile_message(files) for name, files in sorted(sources.messages.items())}
    cadences = {
        name: compile_cadence(source.written, messages, written.calendar)
        for name, source in sorted(sources.cadences.items())
    }
    playbook = Playbook(
        version="",
        cadences=cadences,
        agreement=compile_agreement(written, cadences),
        team=compile_team(sources.team.written),
        calendars={name: compile_calendar(source.written) for name, source in sorted(sources.calendars.items())},
        messages=messages,
    )
    version = version_of(playbook.model_dump(mode="json"))
    agreement = replaced(playbook.agreement, partial(Agreement, version=version))
    return replaced(playbook, partial(Playbook, version=version, agreement=agreement))


def version_of(content: object) -> str:
    """First 12 hex digits of the SHA-256 of the content's canonical JSON.

    Defaults are part of the content. If a new engine reads the same file differently, the version changes too.
    """
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]


def compile_message(files: list[MessageSource]) -> Message:
    """Join the one or two files of a message."""
    by_kind = {source.message.kind: source.message for source in files}
    if "md" in by_kind:
        return replaced(by_kind["md"], partial(Message, short=by_kind.get("txt")))
    return by_kind["txt"]


def compile_cadence(written: CadenceFile, messages: dict[str, Message], calendar: str) -> Cadence:
    """Compile a cadence. ``calendar`` is its default; its version covers the texts of its messages."""
    cadence = Cadence(
        name=written.cadence,
        title=written.title,
        version="",
        applies=written.for_,
        kind=written.kind,
        calendar=written.calendar or calendar,
        again=written.again,
        acknowledge=_acknowledgment(written),
        touches=tuple(compile_touch(touch) for touch in written.touches),
        when=Reactions.model_validate(written.when.model_dump()),
        exhausted=written.exhausted,
    )
    texts = {name: messages[name].model_dump(mode="json") for name in sorted(set(message_names(cadence)))}
    return replaced(cadence, partial(Cadence, version=version_of([cadence.model_dump(mode="json"), texts])))


def message_names(cadence: Cadence) -> Iterator[str]:
    """Every message that the cadence may send, or show to a rep."""
    if cadence.acknowledge:
        yield cadence.acknowledge.message
    for touch in cadence.touches:
        yield from (variant_message(touch.message, each) for each in touch.variants)
        if not touch.variants:
            yield touch.message
        if touch.voicemail:
            yield touch.voicemail
        if touch.otherwise:
            yield touch.otherwise.message


def _acknowledgment(written: CadenceFile) -> Acknowledgment | None:
    if (terms := written.acknowledge) is None:
        return None
    return Acknowledgment(within=terms.within, by=terms.by, message=terms.message)


def compile_touch(written: TouchWritten) -> Touch:
    """Compile one touch."""
    alternative = written.otherwise
    return Touch(
        id=written.id,
        channel=written.channel,
        message=written.message,
        after=written.after,
        within=written.within,
        if_not_done=written.if_not_done or IfNotDone.REMIND,
        only_if=written.only_if,
        unless=written.unless,
        needs=written.needs,
        voicemail=written.left_voicemail,
        best_time=written.at == "best time",
        variants=written.variants,
        if_late=written.if_late,
        on_unknown=OnUnknown(written.on_unknown.replace(" ", "_")),
        otherwise=Alternative(channel=alternative.channel, message=alternative.message) if alternative else None,
        bulk=written.bulk,
        any_hour=written.any_hour,
    )


def variant_message(message: str, variant: str) -> str:
    """``case-study`` in variant ``a`` is the message ``case-study.a``."""
    return f"{message}.{variant}"


def compile_agreement(written: AgreementFile, cadences: dict[str, Cadence]) -> Agreement:
    """Compile ``agreement.yaml``. Each route takes the condition and the version of its cadence."""
    return Agreement(
        version="",
        calendar=written.calendar,
        lead=tuple(Criterion(name=row.criterion, when=row.when) for row in written.lead),
        triage=tuple(
            TriageRule(name=row.rule, when=row.when, then=Qualification(row.then.replace(" ", "_")))
            for row in written.triage
        ),
        missing=MissingInformation.model_validate(written.missing_information.model_dump()),
        routes=tuple(
            Route(cadence=name, version=cadences[name].version, applies=cadences[name].applies)
            for name in written.routes
        ),
        scoring=ScoringTerms.model_validate(written.scoring.model_dump()) if written.scoring else None,
        response_times=tuple(compile_response_times(row) for row in written.response_times),
        hand_over=HandOver.model_validate(written.hand_over.model_dump()),
        kick_back=KickBackTerms.model_validate(written.kick_back.model_dump()),
        review=Review.model_validate(written.review.model_dump()),
        alerts=AlertTerms.model_validate(written.alerts.model_dump()),
        caps=tuple(Cap(channel=row.channel, count=row.at_most, within=row.within, per=row.per) for row in written.caps),
        nurture=tuple(_nurture_route(cadences[name]) for name in written.nurture),
        company=CompanyTerms.model_validate(written.company.model_dump()) if written.company else None,
        **written.model_dump(include=set(_TAKEN_OVER)),
    )


def compile_response_times(row: ResponseRow) -> ResponseTimes:
    """One row of the response times."""
    return ResponseTimes(
        classes=tuple(Qualification(word.replace(" ", "_")) for word in row.class_),
        applies=row.when,
        attempts=row.attempts or 0,
        **{name: getattr(row, name) for name in ("acknowledged", "first_attempt", "contact", "attempts_within")},
    )


def _nurture_route(cadence: Cadence) -> Route:
    """A nurture cadence with the channels that one of its touches may take."""
    own = {touch.channel for touch in cadence.touches}
    others = {touch.otherwise.channel for touch in cadence.touches if touch.otherwise}
    ways = tuple(channel for channel in Channel if channel in own | others)
    return Route(cadence=cadence.name, version=cadence.version, applies=cadence.applies, channels=ways)


def compile_team(written: TeamFile) -> Team:
    """Compile ``team.yaml``."""
    return Team.model_validate(written.model_dump())


def compile_calendar(written: CalendarFile) -> BusinessCalendar:
    """Compile one calendar file."""
    return BusinessCalendar(
        name=written.calendar,
        time_zone=written.time_zone,
        weekly=written.weekly,
        holidays=written.holidays,
        exceptions=written.exceptions,
    )
