"""A message to the team's chat as Slack takes it, and those that speak its tongue (Mattermost, Rocket.Chat).

Only ``text`` is read everywhere; Slack itself shows ``blocks`` and keeps the text for notifications. Limits and
escaping are those of Slack's documentation of incoming webhooks, ``mrkdwn`` and Block Kit.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final

from domain.outgoing.chat import OutgoingChat

MOST_TEXT: Final = 4_000
"""Characters of ``text``; what is longer Slack asks not to send."""

MOST_IN_SECTION: Final = 3_000
MOST_IN_VALUE: Final = 1_000
"""Of one thing that is known: a long letter must not push out the rest."""

_MENTION: Final = re.compile(r"(?<![A-Za-z0-9._+-])@(?=[A-Za-z])")
_LINK: Final = re.compile(r"\](?=\()")
"""What Slack shows as it is, and services beside it take for mentions (``@all``) and for links of their Markdown."""

_NOTHING: Final = "\u200b"
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def payload_of(chat: OutgoingChat) -> dict[str, Any]:
    """The JSON to post. Nothing in it mentions anybody, and no link in it is opened for a preview."""
    head = (f"*{_line(chat.title)}*", *(_line(line) for line in chat.lines))
    known = tuple(f"*{_line(label)}:* {_quoted(value)}" for label, value in chat.known)
    lately = tuple(_line(line) for line in chat.lately)
    links = (" · ".join(f"<{escaped(address, MOST_IN_VALUE)}|{_line(label)}>" for label, address in chat.links),)
    parts = [part for part in (head, known, lately) if part]
    return {
        # The links are what the text is for where no blocks are shown: what is known is cut before them.
        "text": "\n".join((*_fitting(_flat(parts), MOST_TEXT - len(links[0]) - 1), *links)),
        "blocks": [_section(text) for part in (*parts, links) for text in _pages(part)],
        "unfurl_links": False,
        "unfurl_media": False,
    }


def _quoted(value: str) -> str:
    """The value, whose further lines are shown as quoted: a lead could write one that looks like one of ours."""
    lines = filter(str.strip, _harmless(value).splitlines())
    return escaped("\n".join(lines), MOST_IN_VALUE).replace("\n", "\n> ")


def _harmless(text: str) -> str:
    return _LINK.sub(f"]{_NOTHING}", _MENTION.sub(f"@{_NOTHING}", text))


def escaped(text: str, most: int) -> str:
    """The text with Slack's three control characters written out, and no longer than ``most``.

    It is cut before it is escaped, so that no entity is cut in half.
    """
    pieces = [_ENTITIES.get(character, character) for character in text]
    if sum(map(len, pieces)) <= most:
        return "".join(pieces)
    kept, length = [], 1
    for piece in pieces:
        length += len(piece)
        if length > most:
            break
        kept.append(piece)
    return "".join(kept) + "…"


def _line(text: str) -> str:
    return escaped(" ".join(_harmless(text).split()), MOST_IN_VALUE)


def _flat(parts: Iterable[Iterable[str]]) -> Iterator[str]:
    for part in parts:
        yield from part


def _fitting(lines: Iterable[str], most: int) -> Iterator[str]:
    """As many whole lines, from the first, as fit with the line ends between them."""
    for line in lines:
        most -= len(line) + 1
        if most < 0:
            return
        yield line


def _pages(lines: Iterable[str]) -> Iterator[str]:
    """The lines in texts that a section can hold; no line is longer than that."""
    page = ""
    for line in lines:
        if page and len(page) + 1 + len(line) > MOST_IN_SECTION:
            yield page
            page = ""
        page = f"{page}\n{line}" if page else line
    if page:
        yield page


def _section(text: str) -> dict[str, Any]:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}
