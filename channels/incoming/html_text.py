"""The text of an HTML mail, without the conversation that mail programs quote in it.

Mail is hostile, and the standard library's HTML parser takes minutes for some kilobytes of unclosed tags. This
reader splits at ``<`` and ``>`` and is linear; what it gets wrong (a ``>`` inside an attribute) shows as text.
"""

import html
import re
from typing import Final

_MOST_HTML: Final = 400_000  # characters
_HIDDEN: Final = frozenset({"script", "style", "head", "title", "blockquote"})
_BREAKS: Final = frozenset({"br", "p", "div", "li", "tr", "h1", "h2", "h3"})
# Most programs put the quoted conversation behind a mark, not inside one: all that follows is old.
_QUOTE_MARK: Final = re.compile(
    r"(id|class)\s*=\s*[\"']?[^\"'>]{0,80}"
    r"(divrplyfwdmsg|appendonsend|moz-cite-prefix|gmail_quote|yahoo_quoted|protonmail_quote)"
)
_TAG: Final = re.compile(r"(/?)\s*([a-z][a-z0-9]*)")


def text_of_html(source: str) -> str:
    """The visible text, one line per block; never raises, whatever the HTML."""
    text: list[str] = []
    hidden: list[str] = []
    first, *chunks = _without_comments(source[:_MOST_HTML]).split("<")
    text.append(first)
    for chunk in chunks:
        tag, closed, words = chunk.partition(">")
        folded = tag[:500].casefold()
        if _QUOTE_MARK.search(folded):
            break
        if named := _TAG.match(folded):
            _enter_or_leave(hidden, is_end=bool(named.group(1)), name=named.group(2))
            text.append("\n" if named.group(2) in _BREAKS else "")
        if not hidden:
            text.append(words if closed else f"<{chunk}")
    lines = (" ".join(line.split()) for line in html.unescape("".join(text)).splitlines())
    return "\n".join(line for line in lines if line)


def _enter_or_leave(hidden: list[str], *, is_end: bool, name: str) -> None:
    if not is_end and name in _HIDDEN:
        hidden.append(name)
    elif is_end and hidden and hidden[-1] == name:
        hidden.pop()


def _without_comments(source: str) -> str:
    kept: list[str] = []
    start = 0
    while (begin := source.find("<!--", start)) >= 0:
        kept.append(source[start:begin])
        end = source.find("-->", begin)
        if end < 0:
            return "".join(kept)
        start = end + 3
    return "".join([*kept, source[start:]])
