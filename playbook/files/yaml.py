"""Reads one YAML file: its YAML 1.2 values with their places, or the errors with theirs."""

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from ruamel.yaml import YAML
from ruamel.yaml.constructor import SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from domain.text import UNKEEPABLE
from playbook.files.positions import Fault, Path, Place, Positions, faults_of, positions_of
from playbook.findings import Finding, Severity

LARGEST = 256 * 1024
Value = str | int | float | bool | list["Value"] | dict[str, "Value"] | None


@dataclass(frozen=True)
class Document:
    """One file as read.

    Attributes:
        file: its name as findings show it.
        data: its root mapping.
        positions: places by path.
        first_line: the line of the text's own first line in the file (a front matter starts on the second).
    """

    file: str
    data: dict[str, Value]
    positions: Positions
    first_line: int = 1

    def finding(
        self, message: str, path: Path = (), *, on_key: bool = False, severity: Severity = Severity.ERROR
    ) -> Finding:
        """Make a finding at a path, or at its nearest ancestor that exists."""
        place = self.positions.nearest(path, on_key=on_key)
        return Finding(self.file, place.line + self.first_line - 1, place.column, message, severity)


def decode(raw: bytes, file: str) -> str | Finding:
    """The text of a file, or why it is refused: over 256 KB, not UTF-8, or with U+0000 in it."""
    if len(raw) > LARGEST:
        return Finding(file, 1, 1, f"the file holds {-(-len(raw) // 1024)} KB; the limit is {LARGEST // 1024} KB")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_of(raw, error.start)
        return Finding(file, *place, f"the file is not UTF-8 (byte 0x{raw[error.start]:02x}); save it as UTF-8")
    if (nul := raw.find(b"\0")) >= 0:
        return Finding(file, *_place_of(raw, nul), _unkeepable("\0"))
    return text.replace("\r\n", "\n")


def _place_of(raw: bytes, index: int) -> Place:
    before = raw[:index]
    return Place(before.count(b"\n") + 1, index - (before.rfind(b"\n") + 1) + 1)


def read_yaml(text: str, file: str, *, first_line: int = 1) -> tuple[Document | None, list[Finding]]:
    """The document; or, if it is not valid YAML, a finding for every error."""
    try:
        faults = list(faults_of(text))
        if not faults:
            data, positions, faults = _composed(text)
        if not faults:
            document = Document(file, cast("dict[str, Value]", data), positions, first_line)
            faults = list(_unfit_root(document)) or list(_unfit(document.data, (), positions))
    except MarkedYAMLError as error:
        faults = [_unreadable(error)]
    except (YAMLError, ValueError, RecursionError) as error:
        faults = [Fault(Place(1, 1), f"this is not readable YAML: {error}")]
    findings = [Finding(file, place.line + first_line - 1, place.column, message) for place, message in faults]
    return (None, findings) if findings else (document, [])


class _Constructor(SafeConstructor):
    """Leaves dates as text: the grammar reads them, and reports the wrong ones with their place."""


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", SafeConstructor.construct_yaml_str)


def _composed(text: str) -> tuple[object, Positions, list[Fault]]:
    """The values and their places, from one tree of nodes; no values if a key is wrong."""
    # The pure parser, because the C parser reads YAML 1.1. A new instance each time, because it keeps state.
    yaml_1_2 = YAML(typ="safe", pure=True)
    yaml_1_2.Constructor = _Constructor
    root = yaml_1_2.compose(text)
    if root is None:
        return None, Positions({}, {}), []
    positions, faults = positions_of(root, text)
    return (None if faults else yaml_1_2.constructor.construct_document(root)), positions, faults


def _unfit_root(document: Document) -> Iterator[Fault]:
    if document.data is None:
        yield Fault(Place(1, 1), "the file is empty")
    elif not isinstance(document.data, dict):
        yield Fault(
            document.positions.nearest(()), "expected keys with values at the top of the file, such as 'key: value'"
        )


def _unfit(value: object, path: Path, positions: Positions) -> Iterator[Fault]:
    """Findings about values that would change when stored and read back."""
    if isinstance(value, dict):
        for key, below in value.items():
            if isinstance(key, bool | int | float) or key is None:
                yield Fault(positions.nearest(path), f"the key {key!r} must be text: put it in quotes")
            elif fault := _unkeepable(key):
                yield Fault(positions.nearest(path), f"in a key, {fault}")
            yield from _unfit(below, (*path, str(key)), positions)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _unfit(item, (*path, index), positions)
    elif isinstance(value, float) and not math.isfinite(value):
        yield Fault(positions.nearest(path), f"{value} is not a finite number")
    elif isinstance(value, str) and (fault := _unkeepable(value)):
        yield Fault(positions.nearest(path), fault)


def _unkeepable(text: str) -> str:
    """Why a text cannot be stored, with the remedy; empty if it can."""
    found = UNKEEPABLE.search(text)
    if found is None:
        return ""
    if found.group() == "\0":
        return "the text contains U+0000, which no database can store: remove it"
    return "the text contains half a character (a lone surrogate): write the whole character"


def _unreadable(error: MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    place = Place(mark.line + 1, mark.column + 1) if mark else Place(1, 1)
    # One message of the library prints a tuple instead of the text in it.
    problem = re.sub(r"\('(.*)',\)", r"'\1'", str(error.problem or error.context))
    hint = next((f" ({hint})" for sign, hint in _HINTS.items() if sign in problem), "")
    return Fault(place, f"this is not readable YAML: {problem}{hint}")


_HINTS = {
    "mapping values": "put a text that contains ': ' in quotes",
    "<block end>": "indent this line, or the one above it, like its neighbours",
    "expected ',' or": "close the bracket or brace above, or add the missing comma",
    "expected ':'": "put a colon and a space after the key, here or in the line above",
}
