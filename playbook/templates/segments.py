"""How many segments a text message has (3GPP TS 23.038 and 23.040); each segment costs money."""

_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED = frozenset("\f^{}\\[~]|€")
_ONE_BASIC, _EACH_BASIC = 160, 153
_ONE_WIDE, _EACH_WIDE = 70, 67


def segments_of(text: str) -> int:
    """The number of segments. A character outside the basic alphabet more than halves what fits in one."""
    if not foreign_characters(text):
        length = sum(2 if character in _EXTENDED else 1 for character in text)
        return _pieces(length, _ONE_BASIC, _EACH_BASIC)
    return _pieces(len(text.encode("utf-16-be")) // 2, _ONE_WIDE, _EACH_WIDE)


def foreign_characters(text: str) -> str:
    """The characters outside the basic GSM alphabet, each once."""
    return "".join(dict.fromkeys(each for each in text if each not in _BASIC and each not in _EXTENDED))


def _pieces(length: int, one: int, each: int) -> int:
    return 1 if length <= one else -(-length // each)
