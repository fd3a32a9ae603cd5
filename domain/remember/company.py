"""One company, one conversation: when a lead's turn is news for its company, and what such news does to a lead.

News does not echo: a lead that was only paused, or whose owner was told, tells nobody.
"""

from domain.dispositions import DISPOSITIONS
from domain.facts.unions import CompanyNews, InviteAnswered, MeetingBooked, OutcomeLogged, ReplyReceived, Reported
from domain.journey.changes import changed
from domain.journey.in_hand import Pause
from domain.journey.state import Journey, Stage
from domain.outcomes import OUTCOMES, Turn
from domain.remember.turns import QUIET_ENOUGH_TO_PAUSE, hold, raise_alert
from domain.terms.alerts import About
from domain.terms.company import CompanyEvent, CompanyReaction, NewsOwed


def announced(before: Journey, after: Journey, fact: Reported) -> Journey:
    """The journey after a fact, owing its company the news if there is any and the agreement does anything with it."""
    terms = after.agreement.company
    event = _event(before, after, fact) if terms is not None and terms.does_anything else None
    if event is None or event in {news.about for news in after.owed.company_news}:
        return after
    news = NewsOwed(key=after.key("company", after.counts.company_informed), about=event)
    return changed(
        after, company_news=(*after.owed.company_news, news), company_informed=after.counts.company_informed + 1
    )


def _event(before: Journey, after: Journey, fact: Reported) -> CompanyEvent | None:
    """What the fact is to the lead's company; an answer to sales, who talks to the lead already, is no news."""
    if after.disposition is not None and DISPOSITIONS[after.disposition].is_opt_out:
        return CompanyEvent.OPTED_OUT
    match fact:
        case MeetingBooked() | InviteAnswered(answer="accepted"):
            return CompanyEvent.BOOKED
        case OutcomeLogged(outcome=outcome) if OUTCOMES[outcome].turn is Turn.BOOK:
            return CompanyEvent.BOOKED
        case ReplyReceived(sender="lead") if not (before.is_with_sales or before.stage is Stage.ACCEPTED):
            return CompanyEvent.ANSWERED
        case _:
            return CompanyEvent.ANSWERED if after.sales.engaged > before.sales.engaged else None


def news_delivered(journey: Journey, key: str) -> Journey:
    """The journey with that news told."""
    if not journey.owed.company_news or journey.owed.company_news[0].key != key:
        return journey
    return changed(journey, company_news=journey.owed.company_news[1:])


def hear_of_company(journey: Journey, fact: CompanyNews) -> Journey:
    """The journey after somebody else at its company was heard from: what its own agreement says."""
    terms = journey.agreement.company
    if terms is None or journey.stage not in QUIET_ENOUGH_TO_PAUSE:
        return journey
    why = f"{fact.about.in_words}{f' (lead {fact.lead})' if fact.lead else ''}"
    match terms.reaction_to(fact.about):
        case CompanyReaction.PAUSE:
            wait = terms.pause_for or journey.agreement.pause_at_most
            return hold(journey, Pause(since=fact.at, reason=why, wait=wait, is_of_company=True))
        case CompanyReaction.TELL:
            return raise_alert(journey, journey.owner, About.COMPANY_NEWS, why)
        case CompanyReaction.GO_ON:
            return journey
