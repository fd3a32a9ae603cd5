"""Words by which people say what they want, in English, German and French.

The rules only preselect an outcome; only an exact STOP decides. They read what the sender wrote, never quoted text,
because most replies quote our own footer ("reply STOP to opt out").
"""

import re
from enum import StrEnum
from typing import Final


class Hint(StrEnum):
    """What a human reply seems to say. The console preselects an outcome by it; a person decides."""

    ASKS_TO_STOP = "asks_to_stop"
    WRONG_PERSON = "wrong_person"
    LEFT_COMPANY = "left_company"
    NOT_INTERESTED = "not_interested"
    MEETING = "meeting"


# The words that count as an opt-out by law (47 CFR 64.1200(a)(10)), further words of carriers, and German and French
# equivalents.
_STOP_WORDS: Final = frozenset(
    {"stop", "quit", "end", "revoke", "opt out", "cancel", "unsubscribe", "stopall", "stop all", "optout"}
    | {"abmelden", "abbestellen", "austragen", "stopp"}
    | {"arret", "arrêt", "désabonner", "désinscrire", "désinscription"}
)
_POLITE: Final = frozenset(
    {"please", "pls", "plz", "me", "thanks", "thank", "you", "kindly", "bitte", "danke"}
    | {"svp", "merci", "s'il", "vous", "plaît"}
)

_HINTS: Final[dict[Hint, tuple[str, ...]]] = {
    Hint.ASKS_TO_STOP: (
        r"\bunsubscribe\b|\bopt(ing)?[ -]?out\b",
        r"remove (me|us|my)|take (me|us) off|leave me alone",
        r"(stop|quit|cease|don'?t|do not|never) (\w+ )?(text|e-?mail|call|contact|messag|writ|send)(s|ing|ting|e)?\b",
        r"no more (e-?mails|texts|calls|messages)",
        r"keine weiteren (e-?mails|nachrichten|anrufe)|(aus|von) (dem|ihrem) verteiler",
        r"ne (m'|me )(contactez|écrivez|appelez) plus|désabonne[rz]|désinscri",
    ),
    Hint.LEFT_COMPANY: (
        r"no longer (with|works?|working|employed|at|part of)",
        r"(has|have|'ve|who) left (the |our )?(company|organi[sz]ation|firm)",
        r"nicht mehr (im unternehmen|bei|für)|ausgeschieden",
        r"ne (fait|travaille) plus|a quitté",
    ),
    Hint.WRONG_PERSON: (
        r"wrong (person|contact|address|number|department)|not the right (person|contact)",
        r"not (my|our) (area|department)|i don'?t (handle|deal with)",
        r"(contact|speak (to|with)|reach out to|try) my colleague",
        r"nicht (der|die) richtige|falsche[rn]? ansprechpartner|nicht zuständig|pas la bonne personne",
    ),
    Hint.NOT_INTERESTED: (
        r"not (really |currently )?interested|no interest|no,? thank(s| you)",
        r"(we'?ll|i'?ll|going to|have to) pass\b|not (a|the right) (fit|time)",
        r"already (have|use|using|went with)",
        r"kein(e)? interesse|nicht interessiert|pas intéressé",
    ),
    Hint.MEETING: (
        r"\b(meet(ing)?|calendar|calendly|demo|schedule|appointment|availab\w+)\b",
        r"call me|give me a (call|ring)|what time|works for me|sounds (good|great)",
        r"(let'?s|happy to|could we|can we|glad to) (talk|chat|speak|meet)",
        r"\btermin\b|rufen sie|rendez-vous|appelez-moi",
    ),
}
_COMPILED: Final = tuple((hint, re.compile("|".join(phrases), re.IGNORECASE)) for hint, phrases in _HINTS.items())
_LONGEST_STOP: Final = 80  # characters: longer than any polite stop word, so that a long body isn't split


def is_opt_out(text: str) -> bool:
    """Whether the text, or its first line, is only a stop word, apart from polite words.

    "STOP", "Unsubscribe me, please." are; "Can we stop by on Tuesday?" is not. Phrases ("take me off your list")
    are left to ``read_hints``: the reply pauses the lead and a person confirms the same day.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    return any(_is_stop_word(candidate) for candidate in (text, *lines[:1]))


def read_hints(text: str) -> tuple[Hint, ...]:
    """What the text seems to say, the most binding first."""
    plain = text.replace("’", "'")
    return tuple(hint for hint, pattern in _COMPILED if pattern.search(plain))


def _is_stop_word(text: str) -> bool:
    if len(text) > _LONGEST_STOP:
        return False
    words = re.findall(r"[\w']+", text.casefold().replace("-", " ").replace("’", "'"))
    return " ".join(word for word in words if word not in _POLITE) in _STOP_WORDS
