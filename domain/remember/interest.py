"""What a change of interest does to the journey: to its class, its cadence, and who is alerted.

The ledger has the signals and measures the level; a workflow only hears of changes.
"""

from functools import partial

from domain.facts.heard import InterestChanged
from domain.journey.changes import changed
from domain.journey.state import Journey, Stage
from domain.lead.form import Interest
from domain.lead.profile import LeadProfile
from domain.remember.beginnings import settle
from domain.remember.turns import raise_alert, return_to_work
from domain.snapshot import replaced
from domain.terms.agreement import Qualification
from domain.terms.alerts import About
from domain.terms.scoring import SignalKind
from domain.triage.triage import triage

_RANK = {None: 0, Interest.LOST: 1, Interest.LITTLE: 2, Interest.STRONG: 3}


def remember_interest(journey: Journey, fact: InterestChanged) -> Journey:
    """The journey with the new level, triaged again where that may matter; the owner is alerted to strong interest.

    A nurtured or kicked-back lead is worked again when its interest becomes strong, or when another triage rule
    decides at the new level. Fading interest only changes the class.
    """
    if fact.number < journey.past.interest_changes:
        return journey  # a later change arrived first
    before = journey.profile
    profile = replaced(before, partial(LeadProfile, interest=fact.level, score=fact.score))
    known = changed(journey, profile=profile, interest_changes=fact.number)
    has_risen = _RANK[fact.level] > _RANK[before.interest]
    match journey.stage:
        case Stage.NURTURE | Stage.KICKED_BACK if has_risen and not _is_held(journey):
            decides = triage(journey.agreement, profile).rule != triage(journey.agreement, before).rule
            back = return_to_work(known, fact.at) if decides or fact.level is Interest.STRONG else known
            return back if back is not known else _told(known, fact, has_risen=has_risen)
        case Stage.INCOMPLETE:
            return _told(_triaged_again(known, fact), fact, has_risen=has_risen)
        case Stage.WORKING:
            return _told(_classed_again(known), fact, has_risen=has_risen)
        case Stage.CLOSED:
            return known
        case _:
            return _told(known, fact, has_risen=has_risen)


def _is_held(journey: Journey) -> bool:
    """Whether a person paused the lead, or its company is in talks: then the owner is only alerted."""
    pause = journey.in_hand.pause
    return pause is not None and (pause.is_wished or pause.is_of_company)


def _triaged_again(journey: Journey, fact: InterestChanged) -> Journey:
    verdict = triage(journey.agreement, journey.profile)
    if verdict.qualification is Qualification.NOT_ENOUGH_INFORMATION:
        return changed(journey, rule=verdict.rule)  # a request that was sent already stays as it is
    return settle(journey, fact.at)


def _classed_again(journey: Journey) -> Journey:
    """The journey with its present class and rule. The cadence stays; a class that would end the lead is ignored."""
    verdict = triage(journey.agreement, journey.profile)
    if not verdict.qualification.is_qualified:
        return journey
    return changed(journey, qualification=verdict.qualification, rule=verdict.rule)


def _told(journey: Journey, fact: InterestChanged, *, has_risen: bool) -> Journey:
    """Alert the owner to strong interest, unless a reply caused it: replies raise their own alert."""
    is_news = has_risen and fact.level is Interest.STRONG and fact.signal is not SignalKind.REPLY
    if not is_news or journey.disposition is not None:
        return journey
    last = f"; last signal: {fact.signal.value}" if fact.signal is not None else ""
    return raise_alert(journey, journey.owner, About.INTEREST, f"strong interest (score {fact.score}{last})")
