"""In which order the demo's leads arrive."""

from demo.arrivals import in_order, role_of, sample_rows
from demo.cast import Cue


def test_leads_on_a_cue_come_after_the_others() -> None:
    """Where the one does not take part whose owner is silent, nobody waits for somebody to be set aside."""
    rows = sample_rows(1000)

    everybody = [(cue, role_of(row)) for cue, row in in_order(rows)]
    fewer = [(cue, role_of(row)) for cue, row in in_order([row for row in rows if role_of(row) != "diego"])]

    assert everybody[-2:] == [(Cue.FIRST_CALLS, "diego"), (Cue.SET_ASIDE, "leila")]
    assert {cue for cue, _ in everybody[:-2]} == {None}
    assert (None, "leila") in fewer
