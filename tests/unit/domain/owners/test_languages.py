"""The language of a lead, and who speaks it."""

import pytest

from domain.owners.languages import LANGUAGES, language_of, speaks


@pytest.mark.parametrize(
    ("locale", "language"),
    [
        ("de", "de"),
        ("de-AT", "de"),
        ("de_AT.UTF-8", "de"),
        (" PT-br ", "pt"),
        ("zh-Hant-TW", "zh"),
        ("xx-DE", ""),
        ("german", ""),
        ("", ""),
    ],
)
def test_a_locale_names_a_language_of_the_table_or_none(locale: str, language: str) -> None:
    """However systems spell it."""
    assert language_of(locale) == language


def test_the_table_holds_two_letters_and_a_name_for_each() -> None:
    """No entry ran into the next one."""
    assert len(LANGUAGES) == 183
    assert all(len(code) == 2 and code.isalpha() and name for code, name in LANGUAGES.items())


@pytest.mark.parametrize(
    ("spoken", "language", "can_talk"),
    [
        (("de", "en"), "de", True),
        (("en",), "de", False),
        (("no",), "nb", True),
        (("nn",), "no", True),
        ((), "no", False),
    ],
)
def test_both_forms_of_norwegian_are_one(spoken: tuple[str, ...], language: str, *, can_talk: bool) -> None:
    """Any other language is itself alone."""
    assert speaks(spoken, language) is can_talk
