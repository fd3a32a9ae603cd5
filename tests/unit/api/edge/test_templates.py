"""Templates: what a stranger typed stays a text, and a value that was forgotten is no empty place on a page."""

import pytest
from jinja2 import UndefinedError

from api.edge.templates import written


def test_every_value_is_escaped() -> None:
    """In texts and in attributes alike: no template has to remember it."""
    page = written("pages/notice.html", title='<b title="x">', text="<script>alert('1')</script>")

    assert "<h1>&lt;b title=&#34;x&#34;&gt;</h1>" in page
    assert "<p>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;</p>" in page


def test_a_value_that_is_missing_is_an_error() -> None:
    """A page that lacks what it is about is not shown at all."""
    with pytest.raises(UndefinedError, match="'text' is undefined"):
        written("pages/notice.html", title="Done")


def test_a_template_that_is_not_there_is_an_error() -> None:
    """Its name was misspelt in the code."""
    with pytest.raises(KeyError):
        written("pages/nothing.html", title="Done")
