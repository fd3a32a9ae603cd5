"""Files of leads: what is read, and what is refused with its place."""

import json
from pathlib import Path

import pytest
from house import SAMPLES

from commands.lead_files import EarlierRows, rows_of
from domain.errors import InvalidInputError
from domain.lead.form import LeadForm


def written(folder: Path, name: str, text: str) -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_dotted_columns_become_groups_and_empty_cells_are_not_given(tmp_path: Path) -> None:
    """``consent.sms`` and ``attributes.X`` nest; what a row leaves empty is not sent."""
    file = written(tmp_path, "leads.csv", "email,phone,consent.sms,attributes.tier\na@b.example,,yes,gold\n")

    (row,) = rows_of(file)

    assert row.form == {"email": "a@b.example", "consent": {"sms": "yes"}, "attributes": {"tier": "gold"}}
    assert row.number == 1


def test_an_unknown_column_is_refused_with_what_was_meant(tmp_path: Path) -> None:
    """A typo in the header fails the file before any row is sent."""
    file = written(tmp_path, "leads.csv", "emial\na@b.example\n")

    with pytest.raises(InvalidInputError, match=r"leads\.csv:1  unknown column 'emial'; did you mean 'email'\?"):
        list(rows_of(file))


def test_an_unknown_column_that_resembles_none_is_pointed_to_attributes(tmp_path: Path) -> None:
    """Other data has a place of its own."""
    file = written(tmp_path, "leads.csv", "email,zodiac sign\na@b.example,leo\n")

    with pytest.raises(InvalidInputError, match=r"for other data use columns named attributes\.NAME"):
        list(rows_of(file))


def test_a_row_with_too_many_cells_is_a_fault_of_that_row_alone(tmp_path: Path) -> None:
    """The rows around it are read."""
    file = written(tmp_path, "leads.csv", "email\na@b.example,oops\nc@d.example\n")

    first, second = rows_of(file)

    assert first.fault == "the row has 1 cell more than the header"
    assert second.form == {"email": "c@d.example"}


def test_json_arrays_and_lines_are_read_alike(tmp_path: Path) -> None:
    """Both give the same forms and the same keys."""
    leads = [{"email": "a@b.example", "consent": {"sms": True}}, {"phone": "+14155550100"}]
    array = written(tmp_path, "leads.json", json.dumps(leads))
    lines = written(tmp_path, "leads.jsonl", "\n".join(json.dumps(lead) for lead in leads))

    assert [row.form for row in rows_of(array)] == leads
    assert [row.key for row in rows_of(array)] == [row.key for row in rows_of(lines)]


def test_a_broken_json_line_is_a_fault_of_that_line_alone(tmp_path: Path) -> None:
    """Its number is the line's, and the next line is read."""
    file = written(tmp_path, "leads.jsonl", '{"email": \n{"email": "a@b.example"}\n[1]\n')

    broken, fine, odd = rows_of(file)

    assert broken.number == 1
    assert broken.fault.startswith("not JSON:")
    assert fine.form == {"email": "a@b.example"}
    assert odd.fault == "expected a JSON object with the fields of a lead"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("leads.xlsx", b"PK", "expected a .csv, .json or .jsonl file"),
        ("leads.csv", b"", "is empty: expected a header"),
        ("leads.csv", b"email\n\xff\xfe", "is not UTF-8"),
        ("leads.csv", b"email,email\na@b.example,c@d.example", "column 'email' appears twice"),
        ("leads.json", b"[1,", "is not JSON"),
        ("leads.json", b"[" * 50_000, "is not JSON"),
        (
            "leads.json",
            b'[{"email": "a@b.example", "attributes": {"score": NaN}}]',
            "NaN is not a JSON number",
        ),
    ],
)
def test_a_file_that_cannot_be_read_says_why(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    """Each refusal names the file and the remedy."""
    file = tmp_path / name
    file.write_bytes(content)

    with pytest.raises(InvalidInputError, match=message):
        list(rows_of(file))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    """The error names it."""
    with pytest.raises(InvalidInputError, match=r"none\.csv cannot be read"):
        list(rows_of(tmp_path / "none.csv"))


def test_the_key_of_a_row_depends_on_what_it_says_and_on_nothing_else(tmp_path: Path) -> None:
    """Another order of columns is the same lead, another value is not."""
    one = written(tmp_path, "one.csv", "email,company\na@b.example,Acme\n")
    other = written(tmp_path, "other.csv", "company,email\nAcme,a@b.example\nAcme,c@d.example\n")

    (first,), (same, different) = rows_of(one), rows_of(other)

    assert first.key == same.key
    assert first.key != different.key


def test_the_sample_leads_are_leads() -> None:
    """Every row of the samples is one that the API takes."""
    from domain.lead.form import LeadForm

    rows = list(rows_of(SAMPLES / "leads.csv"))

    assert len(rows) == 25
    assert all(LeadForm.model_validate(row.form) for row in rows)


def test_a_line_that_is_not_json_is_one_failed_row(tmp_path: Path) -> None:
    """However broken it is, the lines around it are read."""
    file = tmp_path / "leads.jsonl"
    broken = ['{"attributes": {"score": 1e999}}', "[" * 50_000, "nope"]
    file.write_text("\n".join(['{"email": "a@b.example"}', *broken, '{"email": "c@d.example"}']), encoding="utf-8")

    rows = list(rows_of(file))

    assert [row.fault.startswith("not JSON") for row in rows] == [False, True, True, True, False]


def test_rows_are_of_one_firm_as_leads_are() -> None:
    """The same domain, the same name where a domain is missing, or the same address; each row counted once."""
    rows = EarlierRows()
    forms = [
        {"email": "a@acme.example", "company": "Acme"},
        {"email": "b@acme.example", "company": "ACME"},
        {"email": "c@gmail.com", "company": "acme"},
        {"email": "d@acme-other.example", "company": "Acme"},
        {"email": "A+x@acme.example"},
        {"phone": "+14155550100"},
        {"phone": "+14155550101"},
    ]

    counts = [rows.count_and_add(LeadForm.model_validate(form)) for form in forms]

    assert counts == [0, 1, 2, 1, 2, 0, 0]
