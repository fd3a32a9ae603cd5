"""A folder as a whole: what is read, what is missing, and everything at once."""

from pathlib import Path

import pytest
from playbook_folders import PlaybookFolder

from domain.errors import PlaybookInvalidError
from domain.terms.playbook import Playbook
from playbook.linting import lint, load_playbook


def test_the_small_playbook_of_these_tests_is_sound(tmp_path: Path) -> None:
    """The folder that other tests break has no finding of its own."""
    folder = PlaybookFolder(tmp_path)

    assert folder.lines() == []


def test_a_folder_that_is_not_there_is_one_finding(tmp_path: Path) -> None:
    """The message names the folder."""
    findings = lint(tmp_path / "nowhere")

    assert [str(finding) for finding in findings] == [f"{tmp_path / 'nowhere'}:1:1  this folder does not exist"]


def test_an_empty_folder_lacks_its_two_files(tmp_path: Path) -> None:
    """Both files that every playbook has are named."""
    messages = [finding.message for finding in lint(tmp_path)]

    assert messages == [
        "this file is missing: every playbook needs agreement.yaml",
        "this file is missing: every playbook needs team.yaml",
    ]


def test_errors_of_all_files_come_in_one_run(tmp_path: Path) -> None:
    """One slip in each of four files gives four findings, in file order."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("agreement.yaml", "then: manager", "then: manger")
    folder.replace("inbound.yaml", "exhausted: nurture", "exhausted: nurtur")
    folder.replace("messages/mail.md", "first_name", "firstname")
    folder.replace("team.yaml", "fallback: max", "fallback: maxx")

    lines = folder.lines()

    assert lines == [
        "agreement.yaml:17:39  'manger' is not one of remind, reassign, manager — did you mean 'manager'?",
        "inbound.yaml:11:12  no cadence named 'nurtur' — did you mean 'nurture'?",
        "messages/mail.md:4:7  {{ lead.firstname }} does not exist — did you mean 'lead.first_name'?",
        "team.yaml:2:11  nobody in team.yaml has the id 'maxx' — did you mean 'max'?",
    ]


def test_a_playbook_with_errors_is_not_loaded_and_says_all_of_them(tmp_path: Path) -> None:
    """The error carries each finding with its place."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("inbound.yaml", "exhausted: nurture", "exhausted: nurtur")
    folder.replace("team.yaml", "fallback: max", "fallback: maxx")

    with pytest.raises(PlaybookInvalidError) as raised:
        load_playbook(tmp_path)

    assert [finding.rpartition("/")[2].partition("  ")[0] for finding in raised.value.findings] == [
        "inbound.yaml:11:12",
        "team.yaml:2:11",
    ]


def test_a_warning_does_not_keep_a_playbook_from_loading(tmp_path: Path) -> None:
    """A message that nothing uses the message is: use it in a touch, or delete the file worth a look and no more."""
    folder = PlaybookFolder(tmp_path)
    folder.write("messages/forgotten.txt", "Hello.\n")

    loaded = load_playbook(tmp_path)

    assert folder.lines() == [
        "messages/forgotten.txt:1:1  nothing uses the message 'forgotten': use it in a touch, or delete the file"
    ]
    assert "forgotten" in loaded.messages


def test_a_file_that_cannot_be_read_causes_no_follow_up_errors(tmp_path: Path) -> None:
    """Other files may name a broken cadence, calendar or message without a second complaint."""
    folder = PlaybookFolder(tmp_path)
    folder.write("nurture.yaml", "cadence: [\n")
    folder.write("calendars/office.yaml", "\n")
    folder.write("messages/mail.md", "---\nsubjct: x\n---\nHi\n")

    places = [line.partition("  ")[0] for line in folder.lines()]

    assert places == ["calendars/office.yaml:1:1", "messages/mail.md:2:1", "nurture.yaml:2:1"]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("inbound.yml", "rename this file to inbound.yaml: .yml files are not read"),
        ("messages/letter.docx", "a message must be an .md or a .txt file: rename this file or move it elsewhere"),
    ],
)
def test_a_file_of_another_kind_is_named(tmp_path: Path, name: str, expected: str) -> None:
    """A file that would silently not be read is a finding."""
    folder = PlaybookFolder(tmp_path)
    folder.write(name, "x")

    assert folder.lines() == [f"{name}:1:1  {expected}"]


def test_a_published_playbook_survives_its_json(tmp_path: Path) -> None:
    """What is stored whole is read back equal."""
    PlaybookFolder(tmp_path)
    loaded = load_playbook(tmp_path)

    assert Playbook.model_validate_json(loaded.model_dump_json()) == loaded
