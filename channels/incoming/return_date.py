"""The date on which the writer of an out-of-office reply is back.

Dates are read only in sentences that announce an absence or a return, and only in the next 120 days: a reader
let loose on the whole text takes phone numbers and extensions for years. Own patterns read the usual forms;
dateparser gets the words behind the announcement where they find nothing.
"""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from dateparser.search import search_dates

from channels.incoming.written_dates import dates_in

HORIZON: Final = timedelta(days=120)
_CUE: Final = re.compile(
    r"\b(until|till|through|thru|back|return(?:ing|s)?|resume|between|from\b.{1,40}?\b(?:to|-|–)"
    r"|bis|zurück|wieder|zwischen|ab|jusqu.(?:au|à)|retour|du\b.{1,40}?\bau|entre"
    r"|hasta|regres\w+|fino al|tot)\b",
    re.IGNORECASE,
)
# Not behind a digit: the dot of "12. März" ends nothing.
_SENTENCE_END: Final = re.compile(r"(?<!\d)[.!?]\s+|\n+")
# A full line is a wrapped one; a short line is a sentence of its own, unless it ends in the middle of one.
_WRAPPED: Final = re.compile(r"(?<=[^\n]{55})([^\n]{0,40}[^\n.!?:])\n(?=[^\n])|(\b(?:until|till|on|bis|au|the|am))\n")
_PHONE: Final = re.compile(
    r"(?:\+|\b(?:tel|phone|mobile|ext|extension|durchwahl|fax)\b\W{0,3})[\d\s()./-]{3,}", re.IGNORECASE
)
_DEFAULT_LANGUAGES: Final = ("en", "de", "fr")
_LONGEST_SENTENCE: Final = 300
_LONGEST_PHRASE: Final = 60
_MOST_TEXT: Final = 8_000


def find_return_date(text: str, received_at: datetime, locale: str = "") -> tuple[date, str] | None:
    """The latest plausible date announced, and the sentence that announces it; None when there is none.

    Args:
        text: what the sender wrote.
        received_at: aware; dates count from its UTC day until 120 days later.
        locale: such as ``en-US``; settles 3/4 as March or April. Without it the later plausible reading is
            taken: to pause too long offends nobody.
    """
    today = received_at.astimezone(UTC).date()
    found = [
        (day, sentence)
        for sentence in _announcements(text[:_MOST_TEXT])
        for day in _dates(sentence, today, locale)
        if today <= day <= today + HORIZON
    ]
    return max(found, key=lambda pair: pair[0], default=None)


def _announcements(text: str) -> list[str]:
    joined = _WRAPPED.sub(lambda line: f"{line.group(1) or line.group(2)} ", text.replace("\r\n", "\n"))
    sentences = (" ".join(sentence.split()) for sentence in _SENTENCE_END.split(joined))
    return [sentence for sentence in sentences if len(sentence) <= _LONGEST_SENTENCE and _CUE.search(sentence)]


def _dates(sentence: str, today: date, locale: str) -> tuple[date, ...]:
    without_phones = _PHONE.sub(" ", sentence)
    if found := dates_in(without_phones, today, locale):
        return found
    cue = _CUE.search(without_phones)
    return _parsed(without_phones[cue.end() :][:_LONGEST_PHRASE], today, locale) if cue else ()


def _parsed(phrase: str, today: date, locale: str) -> tuple[date, ...]:
    """What dateparser reads in a phrase; words of less than four letters without a digit are never dates."""
    language = locale.casefold().replace("_", "-").partition("-")[0]
    languages = list(dict.fromkeys((language, "en"))) if language else list(_DEFAULT_LANGUAGES)
    settings = {
        "RELATIVE_BASE": datetime.combine(today, time(), tzinfo=None),
        "PREFER_DATES_FROM": "future",
        "REQUIRE_PARTS": ["day"],
    }
    try:
        found = search_dates(phrase, languages=languages, settings=settings) or []
    except ValueError:  # a locale whose language dateparser doesn't know
        return ()
    return tuple(day.date() for words, day in found if len(words) > 3 or re.search(r"\d", words))  # noqa: PLR2004
