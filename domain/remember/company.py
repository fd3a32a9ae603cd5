"""One company, one conversation: which facts are news for the company's other leads, and what news does to a lead.

News is not passed on: a lead that reacts to news causes no news itself.
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
    """The journey after a fact, with news for the company if there is any and if the agreement reacts to news."""
    terms = after.agreement.company
    event = _event(before, after, fact) if terms is not None and terms.does_anything else None
    if event is None or event in {news.about for news in after.owed.company_news}:
        return after
    news = NewsOwed(key=after.key("company", after.counts.company_informed), about=event)
    return changed(
        after, company_news=(*after.owed.company_news, news), company_informed=after.counts.company_informed + 1
    )


def _event(before: Journey, after: Journey, fact: Reported) -> CompanyEvent | None:
    """The news in a fact, if any. An answer to sales, who are in contact with the lead already, is not news."""
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
    """The journey after that news was sent."""
    if not journey.owed.company_news or journey.owed.company_news[0].key != key:
        return journey
    return changed(journey, company_news=journey.owed.company_news[1:])


def hear_of_company(journey: Journey, fact: CompanyNews) -> Journey:
    """The journey after news from its company, by the lead's own agreement."""
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
