"""Who must do what about a refusal by a mail system."""

import pytest

from domain.incoming.bounces import BounceKind, judge_bounce


@pytest.mark.parametrize(
    ("status", "diagnostic", "code", "kind"),
    [
        ("5.1.1", "", None, BounceKind.DEAD_ADDRESS),
        ("5.2.1", "", None, BounceKind.DEAD_ADDRESS),
        ("5.4.4", "", None, BounceKind.DEAD_ADDRESS),
        ("5.2.2", "mailbox full", None, BounceKind.TRY_LATER),
        ("4.1.1", "user unknown", None, BounceKind.TRY_LATER),
        ("5.7.1", "no such user", None, BounceKind.SENDER_BLOCKED),
        ("5.1.8", "", None, BounceKind.SENDER_BLOCKED),
        ("5.3.4", "too big", None, BounceKind.SENDER_BLOCKED),
    ],
)
def test_the_enhanced_status_decides(status: str, diagnostic: str, code: int | None, kind: BounceKind) -> None:
    """Before any word: only what speaks of the address condemns it."""
    assert judge_bounce(status, diagnostic, code) is kind


@pytest.mark.parametrize(
    ("diagnostic", "code", "kind"),
    [
        ("550 5.1.1 no such user", None, BounceKind.DEAD_ADDRESS),
        ("Recipient address rejected", 554, BounceKind.DEAD_ADDRESS),
        ("the account does not exist", None, BounceKind.DEAD_ADDRESS),
        ("listed on a blacklist", 550, BounceKind.SENDER_BLOCKED),
        ("go away", 554, BounceKind.SENDER_BLOCKED),
        ("go away", 550, BounceKind.DEAD_ADDRESS),
        ("451 greylisted", None, BounceKind.TRY_LATER),
        ("user unknown", 450, BounceKind.TRY_LATER),
        ("", None, BounceKind.TRY_LATER),
    ],
)
def test_without_one_the_words_do_and_then_the_code(diagnostic: str, code: int | None, kind: BounceKind) -> None:
    """Of what nobody understands, no address is condemned."""
    assert judge_bounce("", diagnostic, code) is kind


def test_a_vague_status_leaves_the_word_to_the_words() -> None:
    """5.0.0 says only that it failed, and the code beside it is no better."""
    assert judge_bounce("5.0.0", "550 spam") is BounceKind.SENDER_BLOCKED
    assert judge_bounce("5.0.0", "550 failed") is BounceKind.TRY_LATER
