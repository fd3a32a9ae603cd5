"""Random playbooks, leads, worlds and reports, and the stories they make: what the laws are tried on.

Everything is read off one string of bytes, so that a life costs milliseconds and still shrinks: zeros are the plainest.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from builders import MONDAY, a_cadence, a_playbook, a_profile, an_agreement
from hypothesis import strategies as st

from domain.channels import CONSENTS, MACHINE_CHANNELS, OUTCOMES_OF, VOICE_CHANNELS, Address, Channel, Consent
from domain.facts.unions import (
    Accepted,
    AlertAcknowledged,
    Bounced,
    CompanyNews,
    Disqualified,
    Failure,
    InformationAdded,
    InterestChanged,
    InviteAnswered,
    MailUnclear,
    MeetingBooked,
    OptedOut,
    OutcomeLogged,
    OutOfOffice,
    Paused,
    Rejected,
    ReplyReceived,
    Reported,
    Resumed,
    TouchFailed,
    TouchSent,
    TouchUnknown,
)
from domain.hours.spans import parse_span
from domain.journey.in_hand import OpenTask
from domain.journey.state import Journey
from domain.journey.steps import SendTouch, StartCadence
from domain.lead.form import Direction, FunnelStage, Intent, Interest
from domain.lead.profile import LeadProfile
from domain.outcomes import Outcome
from domain.remember.apply import apply
from domain.remember.beginnings import begin, move_on
from domain.terms.agreement import (
    Agreement,
    Cap,
    HandOver,
    KickBackTerms,
    MissingInformation,
    Qualification,
    ResponseTimes,
    Review,
    Route,
    TriageRule,
)
from domain.terms.alerts import AlertTerms, Rung, RungAction
from domain.terms.cadence import (
    Acknowledgment,
    Alternative,
    Cadence,
    IfLate,
    IfNotDone,
    OnEvent,
    OnUnknown,
    Reactions,
    Touch,
)
from domain.terms.company import CompanyEvent, CompanyReaction, CompanyTerms
from domain.terms.conditions import Condition
from domain.terms.playbook import Playbook
from domain.terms.scoring import SignalKind
from simulation.running import Event, Story, run

Thing = TypeVar("Thing")

TWENTY_YEARS = MONDAY + timedelta(days=20 * 365)
PATIENCE_OF_PEOPLE = 25
"""How many tasks people of a random world answer, so that nobody asks to be called back for ever."""

SPANS = [
    parse_span(text)
    for text in ("0 minutes", "5 minutes", "1 hour", "1 day", "1 business hour", "2 business days", "2 weeks")
]
CONDITIONS = [
    Condition(outcome="connected"),
    Condition(outcome="no_answer"),
    Condition(field="direction", is_="outbound"),
    Condition(field="interest", is_="strong"),
    Condition(field="priority", is_="high"),
]
PLACES = [
    (("America/New_York",), "US", "NY"),
    (("America/Chicago", "America/Denver"), "US", ""),
    (("Europe/Berlin",), "DE", ""),
    ((), "", ""),
    (("Pacific/Auckland", "America/Los_Angeles"), "", ""),
]
NURTURING = ("nurture", "readers", "monthly")
MOMENTS = [0, 1, 6, 60, 1440, 3000, 9000, 30_000]


class Dice:
    """Choices read off a string of bytes; when it is used up, the first of everything."""

    def __init__(self, thrown: bytes) -> None:
        self._thrown = iter(thrown)

    def number(self, below: int) -> int:
        """A number from 0 on."""
        return next(self._thrown, 0) % below

    def one(self, *things: Thing) -> Thing:
        """One of several."""
        return things[self.number(len(things))]

    def of(self, things: Sequence[Thing]) -> Thing:
        """One of a sequence."""
        return things[self.number(len(things))]

    def some(self, things: Sequence[Thing]) -> tuple[Thing, ...]:
        """Most of them, in order."""
        return tuple(thing for thing in things if self.number(4))


def a_random_touch(dice: Dice, index: int) -> Touch:
    """A touch of any channel and any policy."""
    channel = dice.of(list(Channel))
    other = dice.of([other for other in Channel if other is not channel])
    return Touch(
        id=f"t{index}",
        channel=channel,
        message=f"m{index}",
        after=dice.of(SPANS),
        within=dice.one(None, *SPANS),
        if_not_done=dice.of(list(IfNotDone)),
        only_if=dice.one(None, None, None, *CONDITIONS),
        unless=dice.one(None, None, None, *CONDITIONS),
        needs=dice.one(None, None, None, *CONSENTS),
        best_time=channel in VOICE_CHANNELS and dice.one(False, True),
        variants=dice.one({}, {"a": 50, "b": 50}, {"a": 1, "b": 2, "c": 97}),
        if_late=dice.of(list(IfLate)),
        on_unknown=dice.of(list(OnUnknown)),
        otherwise=dice.one(None, Alternative(channel=other, message="other")),
        any_hour=channel in MACHINE_CHANNELS and dice.one(False, True),
    )


def a_random_cadence(dice: Dice, name: str) -> Cadence:
    """A cadence of few touches, which may even be followed by itself."""
    both = (Channel.SMS, Channel.EMAIL)
    by = dice.one(both, (), (Channel.SMS,), both[::-1])
    cadence = a_cadence(
        name=name,
        kind="nurture" if name in NURTURING else "follow_up",
        acknowledge=Acknowledgment(within=parse_span("1 minute"), by=by, message="thanks") if by else None,
        when=Reactions(
            replied=dice.one(OnEvent.HAND_OVER, OnEvent.HAND_OVER, OnEvent.FINISH, OnEvent.PAUSE),
            meeting_booked=dice.one(OnEvent.FINISH, OnEvent.HAND_OVER),
            out_of_office=dice.one(OnEvent.PAUSE_UNTIL_RETURN, OnEvent.GO_ON),
        ),
        exhausted=dice.one("close", "kick back", "nurture", "hot", "cold"),
    )
    touches = tuple(a_random_touch(dice, index) for index in range(dice.number(5)))
    return cadence.model_copy(update={"touches": touches})


def a_random_agreement(dice: Dice) -> Agreement:
    """Any agreement: what is needed, any ladder, and anything that follows."""
    ladder = [Rung(after=dice.of(SPANS), then=dice.of(list(RungAction))) for _ in range(dice.number(4))]
    rule = TriageRule(name="rule", when=dice.of(CONDITIONS[2:]), then=dice.of(list(Qualification)))
    following = ("nurture", "cold", "hot")
    return an_agreement(
        triage=(*dice.one((), (), (rule,)), TriageRule(name="rest", then=Qualification.MEDIUM)),
        missing=MissingInformation(
            needed=dice.one((), (), ("email",), ("phone|email", "company")),
            message=dice.one("ask", ""),
            script=dice.one("ask", ""),
            requests=dice.number(3),
            otherwise=dice.one("close", "nurture", "kick back"),
        ),
        routes=(Route(cadence=dice.one("hot", "cold"), version="v1"),),
        not_interested=dice.one("nurture", "cold"),
        hand_over=HandOver(
            ladder=tuple(ladder),
            silence=dice.of(following),
            rejected=dice.of(following),
            follow_up_within=dice.one(None, *SPANS[1:]),
        ),
        kick_back=KickBackTerms(silence=dice.of(following), reminders=dice.number(3)),
        review=Review(times=dice.number(3)),
        caps=dice.one((), (Cap(channel="all", count=2, within=parse_span("1 day")),)),
        task_reminders=dice.number(3),
        response_times=dice.one((), (_random_response_times(dice),)),
        alerts=AlertTerms(
            ladder=tuple(Rung(after=dice.of(SPANS), then=dice.of(list(RungAction))) for _ in range(dice.number(4)))
        ),
        company=dice.one(None, _random_company(dice)),
        nurture=dice.one((), _random_nurture(dice)),
    )


def _random_company(dice: Dice) -> CompanyTerms:
    answers, books, opted_out = (dice.of(list(CompanyReaction)) for _ in range(3))
    return CompanyTerms(answers=answers, books=books, opted_out=opted_out, pause_for=dice.one(None, *SPANS))


def _random_nurture(dice: Dice) -> tuple[Route, ...]:
    """Nurture cadences, of which the last need not take everybody: no lead is lost for that."""
    ways = dice.one((), (Channel.EMAIL,), (Channel.CALL, Channel.POST))
    readers = Route(cadence="readers", version="v1", applies=dice.of(CONDITIONS[2:]), channels=ways)
    rest = Route(cadence="monthly", version="v1", applies=dice.one(None, None, *CONDITIONS[2:]))
    return dice.one((readers, rest), (rest,), (readers,))


def _random_response_times(dice: Dice) -> ResponseTimes:
    return ResponseTimes(
        classes=tuple(Qualification),
        applies=dice.one(None, None, *CONDITIONS[2:]),
        acknowledged=dice.one(None, *SPANS[1:4]),
        first_attempt=dice.one(None, *SPANS[1:]),
        contact=dice.one(None, *SPANS[1:]),
        attempts=dice.number(4),
        attempts_within=dice.of(SPANS[1:]),
    )


def a_random_profile(dice: Dice) -> LeadProfile:
    """A lead with any ways of being reached, anywhere, arriving at any hour."""
    zones, country, region = dice.of(PLACES)
    ways = tuple(address.value for address in Address)
    arrived_at = MONDAY + timedelta(hours=dice.number(168), minutes=dice.number(60))
    return a_profile(
        arrived_at=arrived_at,
        opted_in_at=arrived_at,
        direction=dice.of(list(Direction)),
        generated_by=dice.one("", "tom"),
        intent=dice.of(list(Intent)),
        funnel_stage=dice.one(None, *FunnelStage),
        company_size=dice.one(None, 3, 8, 50, 500),
        zones=zones,
        country=country,
        region=region,
        consent=Consent(
            email=dice.one(None, True, True, False),
            sms=dice.one(None, True, True),
            voice=dice.one(None, True, True, False),
            social=dice.one(None, True, False),
        ),
        known=frozenset({dice.of(ways), *dice.some(("company", "first_name", *ways))}),
    )


def a_random_report(dice: Dice, at: datetime, profile: LeadProfile) -> Reported:
    """Anything that may be reported, whether it makes sense or not; few ids, so that some come twice."""
    heard: dict[str, Any] = {"id": f"f{dice.number(13)}", "at": at}
    soon = dice.one(None, at + timedelta(hours=1), at + timedelta(days=9), at - timedelta(days=9))
    built: tuple[Reported, ...] = (
        OutcomeLogged(**heard, outcome=dice.of(list(Outcome)), call_back_at=soon),
        ReplyReceived(**heard, sender=dice.one("lead", "other")),
        OutOfOffice(**heard, until=dice.one(None, (at + timedelta(days=5)).date(), date.max)),
        Bounced(**heard, channel=dice.of(list(Channel)), hard=dice.one(True, False)),
        Accepted(**heard, by=dice.one("", "ben"), follow_up_at=soon),
        Rejected(**heard, why=dice.one("needs_qualification", "needs_qualification", "never_customer")),
        Paused(**heard, until=soon),
        Resumed(**heard),
        AlertAcknowledged(**heard),
        CompanyNews(**heard, about=dice.of(list(CompanyEvent)), lead=dice.one("", "lead2")),
        InformationAdded(**heard, profile=_informed(profile, at)),
        InterestChanged(
            **heard,
            level=dice.one(None, *Interest),
            score=dice.number(99),
            signal=dice.one(None, *SignalKind),
            number=dice.number(5),
        ),
        MailUnclear(**heard),
        InviteAnswered(**heard, answer=dice.one("declined", "tentative", "accepted")),
        MeetingBooked(**heard),
        Disqualified(**heard),
        OptedOut(**heard),
    )
    return dice.of(built)


def _informed(profile: LeadProfile, at: datetime) -> LeadProfile:
    known = profile.known | {"email", "phone", "company", "first_name"}
    return profile.model_copy(update={"known": known, "opted_in_at": at, "zones": ("Europe/London",), "country": "GB"})


class RandomWorld:
    """Does with touches and tasks whatever its numbers say, over and over."""

    def __init__(self, numbers: Sequence[int]) -> None:
        self._numbers = numbers
        self._taken = 0
        self._patience = PATIENCE_OF_PEOPLE

    def _number(self) -> int:
        self._taken += 1
        return self._numbers[self._taken % len(self._numbers)] + self._taken

    def sent(self, step: SendTouch, at: datetime) -> TouchSent | TouchUnknown | TouchFailed:
        """Mostly sent; else unknown, or failed in every way there is."""
        came: dict[str, Any] = {"key": step.key, "at": at, "channel": step.channel}
        match self._number() % 8:
            case 0:
                return TouchUnknown(**came)
            case 1:
                return TouchFailed(**came, why=list(Failure)[self._number() % len(Failure)])
            case _:
                return TouchSent(**came, send_id=step.send_id)

    def asked(self, task: OpenTask, at: datetime) -> Sequence[tuple[datetime, Reported]]:
        """Nothing, or any of the outcomes that the task can have, within the hour or after a week."""
        number = self._number()
        if number % 3 == 0 or not self._patience:
            return ()
        self._patience -= 1
        outcomes = sorted(OUTCOMES_OF[task.kind])
        reported_at = at + (timedelta(days=7) if number % 5 == 0 else timedelta(minutes=number % 50))
        fact = OutcomeLogged(
            id=f"w{self._taken}",
            at=reported_at,
            outcome=outcomes[self._number() % len(outcomes)],
            task_id=task.task_id if number % 2 else "",
            call_back_at=reported_at + timedelta(minutes=number % 3) if number % 4 == 0 else None,
        )
        return ((reported_at, fact),)


@dataclass(frozen=True)
class Lived:
    """A whole story: where it began, on what, and what happened."""

    began: Journey
    playbook: Playbook
    story: Story

    def steps(self) -> Iterator[tuple[Event, Journey, Journey]]:
        """Each event with the journey before and after it, remembered once more from the beginning."""
        journey = self.began
        for event in self.story.events:
            before = journey
            if event.fact is not None:
                journey = apply(journey, event.fact)
            elif isinstance(event.step, StartCadence):
                cadence = self.playbook.cadences[event.step.cadence]
                journey = move_on(journey, cadence, self.playbook.agreement, event.at)
            yield event, before, journey


def lives(playbook: Playbook | None = None) -> st.SearchStrategy[Lived]:
    """The story of a random lead, to its end; on a random playbook if none is given."""
    return st.binary(min_size=400, max_size=400).map(lambda thrown: live(Dice(thrown), playbook))


def live(dice: Dice, playbook: Playbook | None = None) -> Lived:
    """One life, of which six reports at most are heard from outside, some of them late."""
    profile = a_random_profile(dice)
    script = []
    for _ in range(dice.number(7)):
        at = profile.arrived_at + timedelta(minutes=dice.of(MOMENTS), hours=dice.number(200))
        script.append((at + timedelta(days=dice.one(0, 0, 0, 3)), a_random_report(dice, at, profile)))
    world = RandomWorld([dice.number(256) for _ in range(6)])
    if playbook is None:
        named = [a_random_cadence(dice, name) for name in ("hot", "cold", *NURTURING)]
        playbook = a_playbook(*named, agreement=a_random_agreement(dice))
    began = begin(profile, playbook.agreement, dice.of(list(playbook.cadences.values())))
    return Lived(began, playbook, run(began, playbook, script=script, world=world, until=TWENTY_YEARS))
