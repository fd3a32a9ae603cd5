"""The return date of out-of-office replies, as people write them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from channels.incoming.return_date import HORIZON, find_return_date

RECEIVED_AT = datetime(2026, 3, 2, 9, tzinfo=UTC)  # a Monday

ANNOUNCED = [
    ("I am out of the office until 12 March 2026. Urgent: +1 415 555 0100 ext. 1234", "", (3, 12)),
    ("I'll be back on Monday, March 16th.", "", (3, 16)),
    ("I am away between 3 March and 12 March.", "", (3, 12)),
    ("Conference March 3-12, back afterwards.", "", (3, 12)),
    ("On leave from 3/3 to 9/3.", "en-GB", (3, 9)),
    ("Out until 03/04/2026.", "en-US", (3, 4)),
    ("Out until 03/04/2026.", "en-GB", (4, 3)),
    ("Away until 2026-03-20.", "", (3, 20)),
    ("I will be travelling with no access to my mail and return to the office on\nMarch 23rd.", "", (3, 23)),
    ("I return on Wednesday.", "", (3, 4)),
    ("Back next week.", "en", (3, 9)),
    ("Ich bin bis 12. März nicht im Büro.", "de", (3, 12)),
    ("Ich bin am 20.03. wieder im Büro.", "de-DE", (3, 20)),
    ("Vom 3.3. bis einschließlich 13.3. bin ich im Urlaub.", "de", (3, 13)),
    ("Je suis absente jusqu'au 15 mars inclus.", "fr", (3, 15)),
    ("Absent du 3 au 12 mars.", "fr", (3, 12)),
    ("Estaré fuera hasta el 20 de marzo.", "es", (3, 20)),
]
UNANNOUNCED = [
    "Please get back to me at +1 415 555 0100 ext. 1234.",
    "I will be back at 9:30.",
    "Back in 2020 we were smaller.",
    "Je suis de retour bientôt.",
    "I joined on 5 March.",
    "Back shortly. Our office is at 4/5 Main Street.",
    "Out until January 5.",  # ten months ahead: a leftover of another year
    "I was out until 27 February 2026.",
    "",
]


@pytest.mark.parametrize(("text", "locale", "expected"), ANNOUNCED)
def test_an_announced_return_is_found(text: str, locale: str, expected: tuple[int, int]) -> None:
    """The latest date of the sentence that announces the absence counts, and the sentence is shown."""
    found = find_return_date(text, RECEIVED_AT, locale)

    assert found is not None
    assert found[0] == date(2026, *expected)
    assert found[1] in " ".join(text.split())


@pytest.mark.parametrize("text", UNANNOUNCED)
def test_what_announces_no_return_gives_no_date(text: str) -> None:
    """Phone numbers, times, addresses, past and far dates are not returns."""
    assert find_return_date(text, RECEIVED_AT) is None


def test_an_order_that_nobody_settles_is_read_the_later_way() -> None:
    """Without a locale 3/4 may be March or April: to pause too long offends nobody."""
    found = find_return_date("Out until 3/4.", RECEIVED_AT)

    assert found is not None
    assert found[0] == date(2026, 4, 3)


def test_a_date_of_next_january_is_of_next_year() -> None:
    """A date without a year is the next such day."""
    found = find_return_date("Back on 7 January.", datetime(2026, 12, 20, tzinfo=UTC))

    assert found is not None
    assert found[0] == date(2027, 1, 7)


@given(st.integers(0, 110), st.sampled_from(["until %d %B", "back on %B %d, %Y", "returning %Y-%m-%d", "bis %d.%m."]))
def test_every_plausible_date_is_read_back(days: int, form: str) -> None:
    """Whatever the day, what was written is what is read."""
    day = RECEIVED_AT.date() + timedelta(days=days)

    found = find_return_date(f"I am {day.strftime(form)}", RECEIVED_AT)

    assert found is not None
    assert found[0] == day


@given(
    st.text(st.characters(codec="utf-8"), max_size=300), st.sampled_from(["until ", "back on ", "bis ", "from 1 to "])
)
def test_whatever_stands_behind_the_announcement_the_date_is_plausible(noise: str, cue: str) -> None:
    """Never a past day, never one beyond the horizon, never an exception."""
    found = find_return_date(cue + noise, RECEIVED_AT)

    assert found is None or RECEIVED_AT.date() <= found[0] <= RECEIVED_AT.date() + HORIZON
