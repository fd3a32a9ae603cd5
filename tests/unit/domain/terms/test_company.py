"""What the agreement says of a company's other leads."""

from domain.terms.company import CompanyEvent, CompanyReaction, CompanyTerms


def test_each_event_has_its_own_reaction_and_goes_on_by_default() -> None:
    """Nothing happens that the agreement does not say."""
    terms = CompanyTerms(answers=CompanyReaction.PAUSE, books=CompanyReaction.TELL)

    assert terms.reaction_to(CompanyEvent.ANSWERED) is CompanyReaction.PAUSE
    assert terms.reaction_to(CompanyEvent.BOOKED) is CompanyReaction.TELL
    assert terms.reaction_to(CompanyEvent.OPTED_OUT) is CompanyReaction.GO_ON


def test_terms_that_let_everybody_go_on_have_nothing_to_tell() -> None:
    """One reaction of another kind is enough."""
    assert not CompanyTerms().does_anything
    assert CompanyTerms(opted_out=CompanyReaction.TELL).does_anything


def test_reasons_name_nobody() -> None:
    """They are read by people of other leads."""
    assert all(event.in_words.startswith("somebody at the company ") for event in CompanyEvent)
