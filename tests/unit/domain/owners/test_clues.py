"""What a lead's form says of whom to give it to."""

from domain.lead.form import LeadForm
from domain.owners.clues import clues_of
from domain.owners.languages import LANGUAGES
from domain.places import region_code


def test_places_and_languages_are_read_as_people_write_them() -> None:
    """States by name, regions with and without their country, nothing for what is not known."""
    assert region_code("us", "california") == region_code("US", "us-ca") == "US-CA"
    assert (region_code("DE", "by"), region_code("US", "Bavaria"), region_code("", "CA")) == ("DE-BY", "", "")
    assert len(LANGUAGES) == 183
    assert clues_of(LeadForm(email="a@b.example", locale="xx-DE")).language == ""
