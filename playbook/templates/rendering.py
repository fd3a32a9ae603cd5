"""Writes a message for one lead."""

import re
from collections.abc import Mapping
from typing import Any

from domain.errors import InvalidInputError
from domain.terms.playbook import Message, Rendered
from domain.terms.variables import OPEN_VARIABLES, complete
from playbook.templates.liquid import Links, TemplateError, fill
from playbook.templates.markdown import bodies_of
from playbook.templates.values import askable, of_any_name

_BLANK_LINES = re.compile(r"\n{3,}")
_SPACE = re.compile(r"\s+")
_LINK = re.compile(r"https?:|www\.|://", re.IGNORECASE)
_GREETED_BY = ("first_name", "last_name", "title", "company", "industry", "product_interest")


class LiquidRenderer:
    """Renders the Liquid templates of a playbook."""

    def render(self, message: Message, variables: Mapping[str, Any], links: Links | None = None) -> Rendered:
        """Render a message; fields that the lead did not give are empty.

        Values are plain text: a lead's input makes no markup, no header and no template. A name that contains a link
        is left out, because spammers fill in forms with other people's addresses to send them links.
        Only HTML gets tracked links: plain text shows the address to its reader, so it must be the true one.

        Raises:
            InvalidInputError: the template cannot be rendered; names message, line and column.
        """
        known = _as_asked(complete(variables))
        subject = _filled(message, message.subject, known, is_markdown=False, is_subject=True)
        body = _filled(message, message.body, known, is_markdown=message.kind == "md")
        if message.kind == "md":
            linked = _filled(message, message.body, known, is_markdown=True, links=links) if links else body
            bodies = bodies_of(body, linked)
            return Rendered(subject=_one_line(subject), text=bodies.text, html=bodies.html)
        return Rendered(subject=_one_line(subject), text=_BLANK_LINES.sub("\n\n", body).strip() + "\n")


def _as_asked(variables: dict[str, Any]) -> dict[str, Any]:
    known = {name: askable(value) for name, value in variables.items()}
    known["lead"].update({name: askable("") for name in _GREETED_BY if _LINK.search(str(variables["lead"][name]))})
    for path in OPEN_VARIABLES:
        group, _, name = path.partition(".")
        known[group][name] = of_any_name(variables[group][name])
    return known


def _filled(
    message: Message,
    source: str,
    variables: dict[str, Any],
    *,
    is_markdown: bool,
    is_subject: bool = False,
    links: Links | None = None,
) -> str:
    try:
        return fill(source, variables, is_markdown=is_markdown, links=links)
    except TemplateError as error:
        line = error.spot.line + message.first_line - 1
        where = "its subject" if is_subject else f"line {line}, column {error.spot.column}"
        raise InvalidInputError(f"message {message.file}, {where}: {error}", field=message.name) from None


def _one_line(subject: str) -> str:
    """Make a subject one header line, whatever the lead typed."""
    return _SPACE.sub(" ", subject).strip()
