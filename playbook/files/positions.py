"""Where each key and value of a YAML text stands, and what no playbook may use of YAML.

Positions come from PyYAML, which knows them for every node; values come from elsewhere (:mod:`playbook.reading`),
because PyYAML reads ``NO`` as false and ``9:30`` as 570.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple, Protocol

import yaml

Path = tuple[str | int, ...]
"""From the root: keys and list indexes."""

DEEPEST = 40
_UNSHARED = "is not allowed here: write the value out where it is used"


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
        """The place of a path, or of the nearest thing above it that exists."""
        if on_key and path in self.keys:
            return self.keys[path]
        while path not in self.values and path:
            path = path[:-1]
        return self.values.get(path, Place(1, 1))


def faults_of(text: str) -> Iterator[Fault]:
    """Tabs, anchors, aliases, tags, merge keys and excessive depth, each with its place.

    Raises:
        yaml.MarkedYAMLError: the text is not YAML at all.
    """
    depth = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if "\t" in line:
            yield Fault(Place(number, line.index("\t") + 1), "a tab: indent and separate with spaces")
            return
    # The scanner and the event parser keep their own stacks, so depth is seen before anything recurses.
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if message := _forbidden(event, depth):
            yield Fault(_place(event.start_mark), message)
            if depth > DEEPEST:
                return


def _forbidden(event: yaml.Event, depth: int) -> str:
    if isinstance(event, yaml.AliasEvent):
        return f"the alias *{event.anchor} {_UNSHARED}"
    if isinstance(event, yaml.NodeEvent) and event.anchor:
        return f"the anchor &{event.anchor} {_UNSHARED}"
    if isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent) and event.tag and event.tag != "!":
        return f"the tag {event.tag} is not allowed: write a plain value"
    if isinstance(event, yaml.ScalarEvent) and event.value == "<<" and event.style is None:
        return f"the merge key << {_UNSHARED}"
    return f"nested more than {DEEPEST} levels deep" if depth > DEEPEST else ""


def positions_of(text: str) -> tuple[Positions, list[Fault]]:
    """The places of every key and value, and the keys that are given twice.

    Raises:
        yaml.MarkedYAMLError: the text is not YAML, or holds several documents.
    """
    positions, faults = Positions({}, {}), list[Fault]()
    root = yaml.compose(text, Loader=yaml.SafeLoader)
    if root is not None:
        _note(root, (), positions, faults)
    return positions, faults


def _note(node: yaml.Node, path: Path, positions: Positions, faults: list[Fault]) -> None:
    positions.values[path] = _place(node.start_mark)
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            _note(item, (*path, index), positions, faults)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _note_entry(key, value, path, positions, faults)


def _note_entry(key: yaml.Node, value: yaml.Node, path: Path, positions: Positions, faults: list[Fault]) -> None:
    place = _place(key.start_mark)
    if not isinstance(key, yaml.ScalarNode):
        faults.append(Fault(place, "a key must be a word, not a list or a mapping"))
        return
    below: Path = (*path, str(key.value))
    if below in positions.keys:
        first = positions.keys[below]
        faults.append(Fault(place, f"the key {key.value!r} is given twice; it is already on line {first.line}"))
        return
    positions.keys[below] = place
    _note(value, below, positions, faults)


class _Mark(Protocol):
    """A mark of PyYAML, in whichever of its two implementations."""

    @property
    def line(self) -> int: ...

    @property
    def column(self) -> int: ...


def _place(mark: _Mark | None) -> Place:
    return Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
