"""Reads leads from a CSV or JSON file, row by row, as forms for the API."""

import csv
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from math import isfinite
from pathlib import Path
from typing import Any

from domain.channels import Consent
from domain.errors import InvalidInputError
from domain.intake.arrival import email_key_of
from domain.lead.company import Company, are_same, company_of
from domain.lead.form import LeadForm

PLAIN = frozenset(LeadForm.model_fields) - {"consent", "attributes"}


COLUMNS = PLAIN | {f"consent.{name}" for name in Consent.model_fields}


ATTRIBUTES = "attributes."


ERROR_COLUMNS = ("row", "field", "message")
"""Extra columns of an error file; they are ignored on reading, so that the corrected file can be enrolled as it is."""


@dataclass(frozen=True)
class Row:
    """One row of a file.

    Attributes:
        number: counted from 1, without the header.
        written: the row's cells as they are in the file, for the error file.
        form: the body for the API; empty if the row cannot be read, and then ``fault`` says why.
    """

    number: int
    written: Mapping[str, str]
    form: Mapping[str, Any] = field(default_factory=dict)
    fault: str = ""

    @property
    def key(self) -> str:
        """A hash of the form, so that the same row is the same lead, whichever file it is in."""
        canonical = json.dumps(self.form, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()


def rows_of(file: Path) -> Iterator[Row]:
    """The rows of a CSV file with a header, a JSON array, or a file with one JSON object per line.

    Raises:
        InvalidInputError: the file cannot be read, or its header names a column that leads do not have.
    """
    try:
        if file.suffix.lower() == ".csv":
            yield from _csv_rows(file)
        elif file.suffix.lower() in {".json", ".jsonl", ".ndjson"}:
            yield from _json_rows(file)
        else:
            raise InvalidInputError(f"{file}: expected a .csv, .json or .jsonl file")
    except OSError as error:
        raise InvalidInputError(f"{file} cannot be read: {error.strerror}") from None
    except UnicodeDecodeError:
        raise InvalidInputError(f"{file} is not UTF-8: save it with that encoding") from None


def _csv_rows(file: Path) -> Iterator[Row]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        reader = csv.DictReader(opened, strict=True)
        _refuse_unknown_columns(file, reader.fieldnames or ())
        number = 0
        try:
            for number, cells in enumerate(reader, start=1):
                yield _csv_row(number, cells)
        except csv.Error as error:
            raise InvalidInputError(f"{file}: row {number + 1} is not valid CSV: {error}") from None


def _refuse_unknown_columns(file: Path, columns: "list[str] | tuple[()] | Any") -> None:
    if not columns:
        raise InvalidInputError(f"{file} is empty: expected a header with a lead's field names")
    seen: set[str] = set()
    for column in columns:
        name = (column or "").strip()
        if name in seen:
            raise InvalidInputError(f"{file}:1  column {name!r} appears twice: keep one of them", field=name)
        seen.add(name)
        if name in COLUMNS or name in ERROR_COLUMNS or (name.startswith(ATTRIBUTES) and name != ATTRIBUTES):
            continue
        near = get_close_matches(name, COLUMNS, n=1)
        guess = f"; did you mean {near[0]!r}?" if near else "; for other data use columns named attributes.NAME"
        raise InvalidInputError(f"{file}:1  unknown column {name!r}{guess}", field=name)


def _csv_row(number: int, cells: Mapping[Any, Any]) -> Row:
    extra = cells.get(None)
    written = {str(name).strip(): str(value or "") for name, value in cells.items() if name is not None}
    written = {name: value for name, value in written.items() if name not in ERROR_COLUMNS}
    if extra:
        cells_more = "1 cell more" if len(extra) == 1 else f"{len(extra)} cells more"
        return Row(number, written, fault=f"the row has {cells_more} than the header")
    return Row(number, written, _nested(written))


def _nested(written: Mapping[str, str]) -> dict[str, Any]:
    """The form made of flat columns; an empty cell means that the field is not given."""
    form: dict[str, Any] = {}
    for name, value in written.items():
        if not value.strip():
            continue
        group, dot, inner = name.partition(".")
        if dot:
            form.setdefault(group, {})[inner] = value.strip()
        else:
            form[name] = value.strip()
    return form


def _json_rows(file: Path) -> Iterator[Row]:
    with file.open(encoding="utf-8-sig") as opened:
        start = opened.read(1)
        while start.isspace():
            start = opened.read(1)
        opened.seek(0)
        if start == "[":
            try:
                items = _read(opened.read())
            except (ValueError, RecursionError) as error:
                raise InvalidInputError(f"{file} is not JSON: {error}") from None
            yield from (_json_row(number, item) for number, item in enumerate(items, start=1))
            return
        lines = ((number, line) for number, line in enumerate(opened, start=1) if line.strip())
        for number, line in lines:
            try:
                yield _json_row(number, _read(line.removeprefix("\ufeff")))
            except (ValueError, RecursionError) as error:
                yield Row(number, {"line": line.strip()}, fault=f"not JSON: {error}")


def _read(text: str) -> Any:
    """The value of a JSON text. Many programs write NaN and Infinity, which are not JSON and cannot be sent."""
    return json.loads(text, parse_constant=_finite, parse_float=_finite)


def _finite(number: str) -> float:
    read = float(number)
    if not isfinite(read):
        raise ValueError(f"{number} is not a JSON number")
    return read


def _json_row(number: int, item: object) -> Row:
    if not isinstance(item, dict):
        return Row(number, {"line": json.dumps(item)}, fault="expected a JSON object with the fields of a lead")
    return Row(number, _flat(item), item)


def _flat(item: Mapping[str, Any]) -> dict[str, str]:
    flat: dict[str, str] = {}
    for name, value in item.items():
        if isinstance(value, dict):
            flat |= {f"{name}.{inner}": str(held) for inner, held in value.items()}
        else:
            flat[str(name)] = "" if value is None else str(value)
    return flat


MOST = 50
"""Rows remembered for each company or address; no rule counts further than this."""


class EarlierRows:
    """The rows seen so far, indexed by email address, company domain and company name."""

    def __init__(self) -> None:
        self._seen = 0
        self._by: dict[tuple[str, str], list[tuple[int, Company]]] = defaultdict(list)

    def count_and_add(self, form: LeadForm) -> int:
        """Return how many earlier rows are of the same person or company, then remember this row."""
        company, email = company_of(form), email_key_of(form.email)
        keys = [(kind, key) for kind, key in (("domain", company.domain), ("name", company.name)) if key]
        found = {number for key in keys for number, other in self._by[key] if are_same(company, other)}
        found |= {number for number, _ in self._by[("email", email)]} if email else set()
        self._seen += 1
        for key in (*keys, *([("email", email)] if email else ())):
            if len(self._by[key]) < MOST:
                self._by[key].append((self._seen, company))
        return len(found)
