"""The demo's cast: a part for each sample lead."""

from house import ROOT

from commands.lead_files import rows_of
from demo.cast import CAST, MailAct


def test_every_sample_lead_has_a_part_and_every_part_a_lead() -> None:
    """And each kind of reaction is played by somebody."""
    roles = {row.form["external_id"] for row in rows_of(ROOT / "samples" / "leads.csv")}

    assert roles == set(CAST)
    assert {part.reaction.act for part in CAST.values() if part.reaction} == set(MailAct)
