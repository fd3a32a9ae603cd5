"""One company, one conversation: what a company's other leads do when one of them answers, books or opts out."""

from enum import StrEnum

from domain.hours.spans import Span
from domain.snapshot import Compact, Snapshot


class CompanyEvent(StrEnum):
    """What somebody at a company did that matters to the company's other leads."""

    ANSWERED = "answered"
    BOOKED = "booked"
    OPTED_OUT = "opted_out"

    @property
    def in_words(self) -> str:
        """The event as a clause for reasons, without saying who it was."""
        return _IN_WORDS[self]


_IN_WORDS = {
    CompanyEvent.ANSWERED: "somebody at the company answered",
    CompanyEvent.BOOKED: "somebody at the company booked a meeting",
    CompanyEvent.OPTED_OUT: "somebody at the company opted out",
}


class CompanyReaction(StrEnum):
    """What a lead does on such an event."""

    PAUSE = "pause"
    TELL = "tell"
    GO_ON = "go on"


class CompanyTerms(Compact):
    """What follows each event for the other open leads of the company.

    Attributes:
        pause_for: how long such a pause lasts; None: as long as a pause may last.
    """

    answers: CompanyReaction = CompanyReaction.GO_ON
    books: CompanyReaction = CompanyReaction.GO_ON
    opted_out: CompanyReaction = CompanyReaction.GO_ON
    pause_for: Span | None = None

    def reaction_to(self, event: CompanyEvent) -> CompanyReaction:
        """What a lead does on this event."""
        match event:
            case CompanyEvent.ANSWERED:
                return self.answers
            case CompanyEvent.BOOKED:
                return self.books
            case CompanyEvent.OPTED_OUT:
                return self.opted_out

    @property
    def does_anything(self) -> bool:
        """Whether any event makes other leads do something."""
        return any(self.reaction_to(event) is not CompanyReaction.GO_ON for event in CompanyEvent)


class NewsOwed(Snapshot):
    """News still to be sent to the company's other leads."""

    key: str
    about: CompanyEvent
