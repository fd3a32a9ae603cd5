"""How many pieces a text is sent in."""

import pytest

from playbook.templates.segments import segments_of


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a" * 160, 1),
        ("a" * 161, 2),
        ("a" * 306, 2),
        ("a" * 307, 3),
        ("€" * 80, 1),
        ("€" * 81, 2),
        ("ő" * 70, 1),
        ("ő" * 71, 2),
        ("🚀" * 35, 1),
        ("🚀" * 36, 2),
        ("", 1),
    ],
)
def test_pieces_of_a_text_are_counted_as_the_networks_do(text: str, pieces: int) -> None:
    """160 or 153 characters of the basic alphabet, 70 or 67 of any other; some count double."""
    assert segments_of(text) == pieces
