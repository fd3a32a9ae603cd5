"""What the keys of steps stand for, as far as people are told."""

from domain.text import plain


def named(key: str) -> str:
    """What a key stands for: ``1:intro:0:0`` is ``intro``, ``1:intro:0:0:deadline:0`` its deadline."""
    _, _, rest = key.partition(":")
    what, *more = rest.split(":")
    if what == "promise":
        return plain(more[0])
    if what == "watch":
        return "acknowledgment of the alert"
    if ":deadline:" in key:
        return f"deadline of {what}"
    return f"next reminder of {what}" if ":rung:" in key else what


def touch_in(key: str) -> str:
    """The touch that a key is of: ``intro``, also where the key is of its deadline."""
    return key.split(":")[1]


def is_owed(key: str) -> bool:
    """Whether it is of something that people owe, and not of something that will be done then."""
    return key.partition(":")[2].split(":")[0] in ("promise", "watch")
