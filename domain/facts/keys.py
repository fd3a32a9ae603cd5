"""What the keys of steps stand for, in words for people."""

from domain.text import plain


def named(key: str) -> str:
    """What a key stands for: ``1:intro:0:0`` is ``intro``, ``1:intro:0:0:deadline:0`` its deadline."""
    _, _, rest = key.partition(":")
    what, *more = rest.split(":")
    if what == "promise":
        return plain(more[0])
    if what == "watch":
        return "acknowledgment of the alert"
    if is_deadline(key):
        return f"deadline of {what}"
    return f"next reminder of {what}" if ":rung:" in key else what


def touch_in(key: str) -> str:
    """The touch that a key belongs to: ``intro``, also if it is the key of a deadline."""
    return key.split(":")[1]


def is_owed(key: str) -> bool:
    """Whether the key belongs to a deadline that people have to meet, not to something that the engine will do."""
    return key.partition(":")[2].split(":")[0] in ("promise", "watch")


def is_deadline(key: str) -> bool:
    """Whether the key belongs to the deadline of a task."""
    return ":deadline:" in key
