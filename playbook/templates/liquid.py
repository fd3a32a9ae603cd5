"""The template language: a small, safe part of Liquid, in which a message is written and not programmed.

Left out on purpose: ``date`` and ``now`` (a message rendered twice must be the same bytes twice), ``include`` and
``render`` (a message is one file), ``capture`` (it would be escaped twice), and everything that keeps state.
"""

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import NamedTuple, TextIO

from liquid import BoundTemplate, Environment, RenderContext, StrictDefaultUndefined
from liquid.builtin.output import Output, OutputNode
from liquid.exceptions import FilterArgumentError, LiquidError
from liquid.filter import with_context
from liquid.stringify import to_liquid_string

from domain.errors import InvalidInputError
from playbook.findings import did_you_mean

_WRITTEN_TAGS = frozenset({"assign", "break", "case", "comment", "continue", "for", "if", "unless"})
TAGS = _WRITTEN_TAGS | {"#", "content", "illegal", "output"}
FILTERS = frozenset(
    {
        "append", "capitalize", "default", "downcase", "first", "join", "last", "minus", "plus", "prepend", "remove",
        "replace", "size", "slice", "split", "squish", "strip", "strip_html", "strip_newlines", "times", "track",
        "truncate", "truncatewords", "upcase", "url_encode",
    }
)  # fmt: skip

_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_NEWLINES = re.compile(r"\s*\n\s*")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")


Links = Callable[[str], str]
"""Makes an email's tracked link for an address; raises InvalidInputError for one that cannot be tracked."""

_LINKS = "the links of this mail"
"""The variable that holds the link maker. Templates cannot use it, because its name has spaces."""


@with_context
def _track(value: object, *, context: RenderContext) -> str:
    """The filter ``track``: a link whose clicks are counted, or the plain address if none are counted."""
    address = to_liquid_string(value, autoescape=False)
    links = context.resolve(_LINKS, default=None)
    if links is None or not address:
        return address
    try:
        return str(links(address))
    except InvalidInputError as error:
        raise FilterArgumentError(f"track: {error}", token=None) from None


class _Language(Environment):
    """Liquid with limits, so that no template can hang or flood a worker."""

    loop_iteration_limit = 1_000
    output_stream_limit = 100_000
    local_namespace_limit = 100_000
    context_depth_limit = 10
    block_nesting_limit = 10


class _PlainNode(OutputNode):
    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        return buffer.write(_printed(self, context))


class _PlainOutput(Output):
    node_class = _PlainNode


class _MarkdownNode(OutputNode):
    """Escapes a value for Markdown: a lead's input can make no link and no heading."""

    def render_to_output(self, context: RenderContext, buffer: TextIO) -> int:
        escaped = _PUNCTUATION.sub(r"\\\1", _printed(self, context).strip())
        return buffer.write(_NEWLINES.sub("\\\\\n", escaped))


class _MarkdownOutput(Output):
    node_class = _MarkdownNode


def _printed(node: OutputNode, context: RenderContext) -> str:
    text = to_liquid_string(node.expression.evaluate(context), autoescape=False)
    # Bidirectional overrides disguise a text; control characters break headers and GSM texts.
    return _UNPRINTABLE.sub("", text)


def _language(output: type[Output]) -> Environment:
    environment = _Language(undefined=StrictDefaultUndefined, strict_filters=True)
    environment.add_tag(output)
    environment.tags = {name: tag for name, tag in environment.tags.items() if name in TAGS}
    environment.filters = {name: call for name, call in environment.filters.items() if name in FILTERS}
    environment.add_filter("track", _track)
    return environment


_PLAIN, _MARKDOWN = _language(_PlainOutput), _language(_MarkdownOutput)


class Spot(NamedTuple):
    """A line and a column of a template, both from 1."""

    line: int
    column: int


class TemplateError(InvalidInputError):
    """A template has an error, or cannot be rendered with these variables."""

    def __init__(self, message: str, spot: Spot) -> None:
        super().__init__(message)
        self.spot = spot


class Variable(NamedTuple):
    """One use of a variable; the path leaves out computed parts."""

    path: tuple[str, ...]
    spot: Spot


@lru_cache(maxsize=2048)
def _parsed(source: str, *, is_markdown: bool) -> BoundTemplate:
    # Keyed by the text, so that two playbooks share the templates that did not change.
    return (_MARKDOWN if is_markdown else _PLAIN).from_string(source)


def check(source: str) -> None:
    """Parses a template.

    Raises:
        TemplateError: what is wrong, and where.
    """
    try:
        template = _parsed(source, is_markdown=False)
        _refuse_unknown_filters(template, source)
    except LiquidError as error:
        raise _explained(error, source) from None


def _refuse_unknown_filters(template: BoundTemplate, source: str) -> None:
    for name, spans in template.analyze(include_partials=False).filters.items():
        if name not in FILTERS:
            raise TemplateError(_unknown_filter(name), _spot(source, spans[0].index))


def fill(source: str, variables: dict[str, object], *, is_markdown: bool, links: Links | None = None) -> str:
    """Render the template; ``links`` makes its tracked links.

    Raises:
        TemplateError: the template has an error, or uses a variable that does not exist.
    """
    try:
        return _parsed(source, is_markdown=is_markdown).render(**variables, **{_LINKS: links})
    except LiquidError as error:
        raise _explained(error, source) from None


def variables_in(source: str) -> Iterator[Variable]:
    """Every variable of the template, in all branches."""
    analysis = _parsed(source, is_markdown=False).analyze(include_partials=False)
    for uses in analysis.globals.values():
        for use in uses:
            path = tuple(part for part in use.segments if isinstance(part, str))
            yield Variable(path, _spot(source, use.span.index))


def _explained(error: LiquidError, source: str) -> TemplateError:
    message = str(error.args[0]) if error.args else "this is not a template"
    if found := re.fullmatch(r"unknown filter '(.*)'", message):
        message = _unknown_filter(found[1])
    elif found := re.fullmatch(r"unexpected tag '(.*)'", message):
        message = f"unknown tag {found[1]!r}{did_you_mean(found[1], _WRITTEN_TAGS)}"
    index = error.token.start_index if error.token else -1
    return TemplateError(message, _spot(source, index if index >= 0 else len(source)))


def _unknown_filter(name: str) -> str:
    hint = did_you_mean(name, FILTERS) or f"; filters are {', '.join(sorted(FILTERS))}"
    return f"unknown filter {name!r}{hint}"


def _spot(source: str, index: int) -> Spot:
    before = source[:index]
    return Spot(before.count("\n") + 1, index - (before.rfind("\n") + 1) + 1)
