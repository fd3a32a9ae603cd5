"""What words a reply is taken by."""

from hypothesis import given
from hypothesis import strategies as st

from domain.incoming.words import is_opt_out


@given(st.text(max_size=200))
def test_a_text_that_says_more_than_politeness_is_no_opt_out(text: str) -> None:
    """The words rule, not the letters: a question about stopping stays a question."""
    assert not is_opt_out(f"Could you tell me whether {text} and when?".replace("\n", " ").replace("\r", " "))
