"""One YAML file: 1.2 values, places, and everything that is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from playbook.files.yaml import LARGEST, decode, read_yaml


def said(text: str) -> list[str]:
    """The findings of a text as lines."""
    return [str(finding) for finding in read_yaml(text, "f.yaml")[1]]


def test_values_are_those_of_yaml_1_2() -> None:
    """No country is false, no time is a number of minutes, and ``on`` is a word."""
    document, findings = read_yaml("country: NO\nat: 9:30\non: yes\nsize: 200\nflag: true\n", "f.yaml")

    assert findings == []
    assert document is not None
    assert document.data == {"country": "NO", "at": "9:30", "on": "yes", "size": 200, "flag": True}


def test_keys_and_values_have_their_places() -> None:
    """A finding lands on the key or on the value, from 1."""
    document, _ = read_yaml("touches:\n  - {id: intro, email: hello}\n", "f.yaml")

    assert document is not None
    assert str(document.finding("x", ("touches", 0, "email"))) == "f.yaml:2:24  x"
    assert str(document.finding("x", ("touches", 0, "email"), on_key=True)) == "f.yaml:2:17  x"
    assert str(document.finding("x", ("touches", 0, "not there", 3))) == "f.yaml:2:5  x"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("a:\n\n\nb: 1\n", "f.yaml:1:3"),
        ("a :  # later\nb: 1\n", "f.yaml:1:4"),
        ("x: 1\na:\n", "f.yaml:2:3"),
        ("{b: 1, a: }\n", "f.yaml:1:10"),
        ("{b: 1, a}\n", "f.yaml:1:9"),
        ("a: ''\nb: 1\n", "f.yaml:1:4"),
    ],
)
def test_a_value_that_is_left_out_has_its_place_behind_the_colon(text: str, place: str) -> None:
    """And not where the next key stands, which may be lines below and has nothing to do with it."""
    document, findings = read_yaml(text, "f.yaml")

    assert findings == []
    assert document is not None
    assert str(document.finding("x", ("a",))) == f"{place}  x"


def test_lines_are_those_that_an_editor_counts() -> None:
    """Unicode's own line separators are letters of a text in YAML 1.2, and end no line."""
    document, _ = read_yaml('a: "one\u2028two"\nb: 1\n', "f.yaml")

    assert document is not None
    assert document.data["a"] == "one\u2028two"
    assert str(document.finding("x", ("b",))) == "f.yaml:2:4  x"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "f.yaml:1:1  the file is empty"),
        ("# only a comment\n", "f.yaml:1:1  the file is empty"),
        ("- a\n- b\n", "f.yaml:1:1  expected keys with values at the top of the file, such as 'key: value'"),
        ("a: 1\nb: 2\na: 3\n", "f.yaml:3:1  the key 'a' is given twice (first on line 1): delete one of the two"),
        ("a: {b: 1, b: 2}\n", "f.yaml:1:11  the key 'b' is given twice (first on line 1): delete one of the two"),
        ("a:\n\tb: 1\n", "f.yaml:2:1  tabs are not allowed: indent and separate with spaces"),
        ("a: &x 1\n", "f.yaml:1:4  the anchor &x is not allowed: write the value out where it is used"),
        ("a: *x\n", "f.yaml:1:4  the alias *x is not allowed: write the value out where it is used"),
        ("<<: {a: 1}\n", "f.yaml:1:1  the merge key << is not allowed: write the value out where it is used"),
        (
            "a: !!python/object:os.system x\n",
            ("f.yaml:1:4  the tag tag:yaml.org,2002:python/object:os.system is not allowed: write a plain value"),
        ),
        ("a: .nan\n", "f.yaml:1:4  nan is not a finite number"),
        ("1: a\n", "f.yaml:1:1  the key 1 must be text: put it in quotes"),
        ("a: 1\n: b\n", "f.yaml:2:1  a key is missing before the colon"),
        ("? [a]\n: b\n", "f.yaml:1:3  a key must be a word, not a list or a mapping"),
        (
            'a: "\\ud800"\n',
            "f.yaml:1:4  the text contains half a character (a lone surrogate): write the whole character",
        ),
        ('a: "x\\0"\n', "f.yaml:1:4  the text contains U+0000, which no database can store: remove it"),
        (
            "title: a: b\n",
            (
                "f.yaml:1:9  this is not readable YAML: mapping values are not allowed here"
                " (put a text that contains ': ' in quotes)"
            ),
        ),
        (
            "a: [1\n",
            (
                "f.yaml:2:1  this is not readable YAML: expected ',' or ']', but got '<stream end>'"
                " (close the bracket or brace above, or add the missing comma)"
            ),
        ),
        (
            "a:\n   b: 1\n  c: 2\n",
            (
                "f.yaml:3:3  this is not readable YAML: expected <block end>, but found '<block mapping start>'"
                " (indent this line, or the one above it, like its neighbours)"
            ),
        ),
        (
            "a: 1\nb 2\nc: 3\n",
            (
                "f.yaml:3:1  this is not readable YAML: could not find expected ':'"
                " (put a colon and a space after the key, here or in the line above)"
            ),
        ),
    ],
)
def test_what_a_playbook_may_not_hold_is_refused_with_its_place(text: str, expected: str) -> None:
    """Each refusal says where it stands and what would be right."""
    assert said(text) == [expected]


def test_two_documents_in_one_file_are_refused_where_the_second_begins() -> None:
    """The marker of the second document is the place."""
    assert said("a: 1\n---\nb: 2\n")[0].startswith("f.yaml:2:1  this is not readable YAML: ")
    assert said("{a: 1}\nb: 2\n") == [
        "f.yaml:2:1  this is not readable YAML: expected '<document start>', but found '<block mapping start>'"
    ]


def test_all_duplicate_keys_are_told_at_once() -> None:
    """The first one found does not hide the next."""
    assert [line.partition("  ")[0] for line in said("a: 1\na: 2\nb: 1\nb: 2\n")] == ["f.yaml:2:1", "f.yaml:4:1"]


def test_a_pile_of_brackets_is_refused_and_not_followed() -> None:
    """Depth is seen before anything recurses."""
    assert said("a: " + "[" * 50_000)[0] == "f.yaml:1:43  nested more than 40 levels deep: flatten it"


def test_a_number_without_end_is_refused() -> None:
    """Digits past what a machine converts are a finding and no crash."""
    assert len(said("a: " + "9" * 5000)) == 1


def test_a_file_over_the_limit_is_refused() -> None:
    """The message says the limit."""
    assert str(decode(b"x" * (LARGEST + 1), "f.yaml")) == "f.yaml:1:1  the file holds 257 KB; the limit is 256 KB"


def test_a_file_that_is_not_utf_8_is_refused_at_the_byte() -> None:
    """Line and column of the first wrong byte."""
    found = decode("a: 1\nb: caf\xe9\n".encode("latin-1"), "f.yaml")

    assert str(found) == "f.yaml:2:7  the file is not UTF-8 (byte 0xe9); save it as UTF-8"


def test_a_text_that_no_database_can_keep_is_refused_at_the_byte() -> None:
    """In the body of a message as in YAML: PostgreSQL would refuse the whole playbook, or each mail of it."""
    found = decode(b"Hello\nMara\0", "f.md")

    assert str(found) == "f.md:2:5  the text contains U+0000, which no database can store: remove it"


def test_a_byte_order_mark_and_windows_line_ends_are_taken() -> None:
    """Files from any editor are read alike."""
    assert decode(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "f.yaml") == "a: 1\nb: 2\n"


@given(st.text(max_size=60))
def test_any_text_gives_a_document_or_findings(text: str) -> None:
    """Reading is total: never both, never neither, never an exception."""
    document, findings = read_yaml(text, "f.yaml")

    assert (document is None) is bool(findings)
    assert all(finding.line >= 1 and finding.column >= 1 for finding in findings)
