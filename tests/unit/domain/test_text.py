"""Text that every part can keep, and instants in words."""

from datetime import UTC, datetime

from domain.text import all_keepable, at_text, dated, keepable, plain, steady

AT = datetime(2026, 3, 9, 10, 15, tzinfo=UTC)


def test_what_cannot_be_kept_is_replaced_and_all_else_stays() -> None:
    """A NUL and half a surrogate pair, but no emoji and no umlaut."""
    assert keepable("a\x00b\ud800c") == "a\ufffdb\ufffdc"
    assert keepable("Grüße 🚀\n") == "Grüße 🚀\n"


def test_texts_are_made_keepable_wherever_they_stand() -> None:
    """In lists and mappings, in their keys too; numbers are left alone."""
    assert all_keepable({"a\x00": ["b\x00", ("c\x00", 1)], "n": None}) == {
        "a\ufffd": ("b\ufffd", ("c\ufffd", 1)),
        "n": None,
    }


def test_no_name_turns_the_rest_of_its_line_round() -> None:
    """Arabic needs no such mark to be read from right to left."""
    assert steady("Bob\u202e\u2066 مرحبا") == "Bob مرحبا"


def test_words_and_instants_are_as_people_read_them() -> None:
    """In a list, and in a letter."""
    assert plain("left_voicemail") == "left voicemail"
    assert at_text(AT) == "2026-03-09 10:15Z"
    assert dated(AT) == "9 March 2026, 10:15 UTC"
