"""The page of a lead's fields is as new as the form."""

from architecture.fields_table import fields_table
from house import ROOT


def test_the_fields_page_is_what_the_form_says() -> None:
    """docs/fields.md is generated."""
    page = (ROOT / "docs" / "fields.md").read_text()

    assert page == fields_table(), "the form has changed: run `make docs`"
