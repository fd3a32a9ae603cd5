"""Turns an email's Markdown into its two bodies: plain text, and HTML that mail programs display well."""

from collections.abc import Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

_STYLES = {
    "p": "margin:0 0 1em",
    "ul": "margin:0 0 1em;padding-left:1.4em",
    "ol": "margin:0 0 1em;padding-left:1.6em",
    "a": "color:#0b57d0",
    "h1": "font-size:1.3em;margin:0 0 .6em",
    "h2": "font-size:1.15em;margin:0 0 .6em",
    "h3": "font-size:1em;margin:0 0 .6em",
    "blockquote": "margin:0 0 1em;padding-left:1em;border-left:3px solid #ddd",
}
_BODY = "font:15px/1.5 -apple-system,'Segoe UI',Helvetica,Arial,sans-serif;color:#1f2328;max-width:36em"

# No raw HTML, no images (trackers use them, and mail programs block them), nothing that letters never use.
_MARKDOWN = MarkdownIt("commonmark", {"html": False}).disable(
    ["html_block", "html_inline", "image", "code", "fence", "reference", "lheading"]
)


class Bodies(NamedTuple):
    """The two bodies of one email."""

    text: str
    html: str


def bodies_of(source: str, linked: str = "") -> Bodies:
    """Both bodies of an email. The HTML may have tracked links; without them the Markdown is parsed once."""
    tokens = _MARKDOWN.parse(source)
    text = _TextWriter().write(tokens)
    return Bodies(text, _html(tokens if linked in ("", source) else _MARKDOWN.parse(linked)))


def _html(tokens: Sequence[Token]) -> str:
    """HTML with inline styles, because mail programs drop all others."""
    for token in _all(tokens):
        if token.nesting == 1 and token.tag in _STYLES:
            token.attrSet("style", _STYLES[token.tag])
    body = _MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {})
    return f'<div style="{_BODY}">\n{body}</div>\n'


def _all(tokens: Sequence[Token]) -> list[Token]:
    return [each for token in tokens for each in (token, *(token.children or ()))]


class _TextWriter:
    """Plain text: lines as written, each link followed by its address."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._lists: list[int] = []
        self._bullet = ""

    def write(self, tokens: Sequence[Token]) -> str:
        for token in tokens:
            self._note(token)
        return "\n".join(self._blocks).strip() + "\n"

    def _note(self, token: Token) -> None:
        if token.type in ("bullet_list_open", "ordered_list_open"):
            self._lists.append(int(token.attrGet("start") or 1) if token.tag == "ol" else 0)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self._lists.pop()
            self._blocks.append("")
        elif token.type == "list_item_open":
            self._bullet = self._next_bullet()
        elif token.type == "inline":
            self._add(_inline(token.children or []))
        elif token.type in ("paragraph_close", "heading_close") and not self._lists:
            self._blocks.append("")
        elif token.type == "hr":
            self._blocks += ["--", ""]

    def _next_bullet(self) -> str:
        number = self._lists[-1]
        self._lists[-1] += 1 if number else 0
        return f"{number}. " if number else "- "

    def _add(self, text: str) -> None:
        indent = "  " * max(len(self._lists) - 1, 0)
        hanging = indent + " " * len(self._bullet)
        first, *rest = text.split("\n")
        self._blocks += [f"{indent}{self._bullet}{first}", *(f"{hanging}{line}" for line in rest)]
        self._bullet = ""


def _inline(tokens: Sequence[Token]) -> str:
    pieces: list[str] = []
    opened: list[tuple[str, int]] = []
    for token in tokens:
        if token.type == "link_open":
            opened.append((str(token.attrGet("href") or ""), len(pieces)))
        elif token.type == "link_close":
            address, start = opened.pop()
            pieces.append(_behind("".join(pieces[start:]), address))
        elif token.type in ("softbreak", "hardbreak"):
            pieces.append("\n")
        else:
            pieces.append(token.content)
    return "".join(pieces)


def _behind(label: str, address: str) -> str:
    return "" if address.removeprefix("mailto:") == label else f" ({address})"
