"""The position of each key and value of a YAML text, and the YAML features that a playbook may not use."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

from ruamel.yaml import YAML
from ruamel.yaml.events import AliasEvent, CollectionEndEvent, CollectionStartEvent, Event, NodeEvent, ScalarEvent
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

Path = tuple[str | int, ...]
"""Keys and list indexes, from the root down."""

DEEPEST = 40
_COLON = re.compile(" *:")
_UNSHARED = "is not allowed: write the value out where it is used"


class Place(NamedTuple):
    """A line and a column, both from 1."""

    line: int
    column: int


class Fault(NamedTuple):
    """Something that a playbook's YAML may not contain, and where."""

    place: Place
    message: str


@dataclass(frozen=True)
class Positions:
    """Places by path."""

    keys: dict[Path, Place]
    values: dict[Path, Place]

    def nearest(self, path: Path, *, on_key: bool = False) -> Place:
        """The place of a path, or of its nearest ancestor that exists."""
        if on_key and path in self.keys:
            return self.keys[path]
        while path not in self.values and path:
            path = path[:-1]
        return self.values.get(path, Place(1, 1))


def faults_of(text: str) -> Iterator[Fault]:
    """Tabs, anchors, aliases, tags, merge keys and excessive depth, each with its place.

    Raises:
        MarkedYAMLError: the text is not YAML at all.
    """
    depth = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if "\t" in line:
            yield Fault(Place(number, line.index("\t") + 1), "tabs are not allowed: indent and separate with spaces")
            return
    # The scanner and the event parser do not recurse, so excessive depth is found before anything does.
    for event in YAML(typ="safe", pure=True).parse(text):
        if isinstance(event, CollectionStartEvent):
            depth += 1
        elif isinstance(event, CollectionEndEvent):
            depth -= 1
        if message := _forbidden(event, depth):
            yield Fault(_place(event.start_mark), message)
            if depth > DEEPEST:
                return


def _forbidden(event: Event, depth: int) -> str:
    if isinstance(event, AliasEvent):
        return f"the alias *{event.anchor} {_UNSHARED}"
    if isinstance(event, NodeEvent) and event.anchor:
        return f"the anchor &{event.anchor} {_UNSHARED}"
    if isinstance(event, ScalarEvent | CollectionStartEvent) and event.tag and event.tag != "!":
        return f"the tag {event.tag} is not allowed: write a plain value"
    if isinstance(event, ScalarEvent) and event.value == "<<" and event.style is None:
        return f"the merge key << {_UNSHARED}"
    return f"nested more than {DEEPEST} levels deep: flatten it" if depth > DEEPEST else ""


def positions_of(root: Node, text: str) -> tuple[Positions, list[Fault]]:
    """The places of every key and value of a text that was composed, and the keys that are given twice."""
    survey = _Survey(text, Positions({}, {}), [])
    survey.note(root, ())
    return survey.positions, survey.faults


@dataclass(frozen=True)
class _Survey:
    """A walk through the nodes of a text, and what was found so far."""

    text: str
    positions: Positions
    faults: list[Fault]

    def note(self, node: Node, path: Path) -> None:
        """Note a node and everything below it."""
        self.positions.values[path] = _place(node.start_mark)
        if isinstance(node, SequenceNode):
            for index, item in enumerate(node.value):
                self.note(item, (*path, index))
        elif isinstance(node, MappingNode):
            for key, value in node.value:
                self._note_entry(key, value, path)

    def _note_entry(self, key: Node, value: Node, path: Path) -> None:
        place = _place(key.start_mark)
        if not isinstance(key, ScalarNode):
            self.faults.append(Fault(place, "a key must be a word, not a list or a mapping"))
            return
        if _is_left_out(key):
            self.faults.append(Fault(place, "a key is missing before the colon"))
            return
        below: Path = (*path, str(key.value))
        if below in self.positions.keys:
            first = self.positions.keys[below]
            self.faults.append(
                Fault(
                    place, f"the key {key.value!r} is given twice (first on line {first.line}): delete one of the two"
                )
            )
            return
        self.positions.keys[below] = place
        self.note(value, below)
        if _is_left_out(value) and (colon := _COLON.match(self.text, key.end_mark.index)):
            # For an empty value the library reports the place of the next token, which may be lines below.
            column = key.end_mark.column + len(colon.group())
            self.positions.values[below] = Place(key.end_mark.line + 1, column + 1)


def _is_left_out(node: Node) -> bool:
    return isinstance(node, ScalarNode) and not node.value and not node.style


class _Mark(Protocol):
    """Where something begins, counted from 0."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


def _place(mark: _Mark | None) -> Place:
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
