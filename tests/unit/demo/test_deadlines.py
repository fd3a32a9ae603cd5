"""The deadlines on the demo's board: what is late, and what is owed next."""

from datetime import timedelta

from demo_answers import NOW, a_lead, a_promise
from rich.text import Text

from demo.deadlines import Face, late, owed, rows_for


def test_clocks_tell_what_is_late_and_what_is_owed_next() -> None:
    """Of leads in hand, each once; what the machine owes, and what was done late, is not among them."""
    leads = {each["lead_id"]: each for each in (a_lead(), a_lead("l2"), a_lead("l3", stage="nurture"))}
    before = (NOW - timedelta(hours=1)).isoformat()
    promises = [
        a_promise(state="breached", state_at=before),
        a_promise(state="breached", state_at=NOW.isoformat(), kind="contact"),
        a_promise("l2", state="breached", state_at=before, fulfilled_at=NOW.isoformat()),
        a_promise("l2", kind="attempts", owed=6, due_at=(NOW + timedelta(days=9)).isoformat()),
        a_promise("l2", kind="contact"),
        a_promise("l2", kind="acknowledged", due_at=NOW.isoformat()),
        a_promise("l3", state="breached", state_at=before),
    ]

    assert [(clock.promise["lead_id"], clock.promise["kind"]) for clock in late(promises, leads)] == [
        ("l1", "first_attempt")
    ]
    assert [(clock.promise["lead_id"], clock.promise["kind"]) for clock in owed(promises, leads)] == [("l2", "contact")]


def test_the_red_zone_is_red_and_what_does_not_fit_is_counted() -> None:
    """Instants are the story's; a smaller terminal shows fewer deadlines."""
    leads = {each["lead_id"]: each for each in map(a_lead, ("l1", "l2", "l3", "l4"))}
    promises = [
        a_promise(state="breached", state_at=(NOW - timedelta(hours=3)).isoformat()),
        a_promise("l2", state="breached", state_at=(NOW - timedelta(minutes=3)).isoformat()),
        a_promise("l3"),
        a_promise("l4", due_at=(NOW + timedelta(hours=5)).isoformat()),
    ]
    face = Face(lambda at: at + timedelta(days=1), NOW, timedelta(hours=2))

    lines = list(face.lines(late(promises, leads), owed(promises, leads), 1))
    everything: list[Text] = list(face.lines(late(promises, leads), owed(promises, leads), 2))

    assert [line.plain.split()[0] for line in everything] == ["late", "red", "due", "due"]
    assert [line.style for line in everything][:2] == ["red", "bold red"]
    assert lines[1].plain == (
        "due   Diego Ramos, Sunfield            a first attempt to reach the lead, by Tue 24 Nov 15:05  ben"
    )
    assert lines[2].plain.strip() == "and 1 more late, 1 more due"
    assert [rows_for(height) for height in (24, 28, 34, 50)] == [0, 1, 2, 3]
    assert not list(face.lines(late(promises, leads), owed(promises, leads), 0))
