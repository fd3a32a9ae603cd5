"""Who of the demo's colleagues stays silent, on which lead and for how long."""

from demo_answers import a_lead, an_escalation, watching

from demo.silence import Silence


def test_a_lead_is_left_lying_until_the_manager_was_told() -> None:
    """By whoever has it; other leads are not."""
    watch = watching(("diego", a_lead()), ("nora", a_lead("l2")))
    silence = Silence(watch)

    assert silence.holds("ana", "l1")
    assert not silence.holds("ana", "l2")

    watch.alerts = [an_escalation("l1")]
    assert not silence.holds("ana", "l1")

    watch.alerts = []  # no longer among the open ones
    assert not silence.holds("ana", "l1")


def test_who_got_it_first_is_silent_on_everything_until_the_next_lead_is_somebodys() -> None:
    """A word of theirs would end their being set aside before it was seen."""
    watch = watching(("diego", a_lead()), ("nora", a_lead("l2")), to_come=("leila",))
    silence = Silence(watch)
    assert silence.is_away("ben")
    assert not silence.has_consequences

    watch.leads["l1"] = a_lead(owner="ana")
    watch.paused_reps = {"ben": "l1"}
    assert silence.holds("ben", "l2")
    assert silence.has_consequences
    assert not silence.is_away("ana")

    watch.take("l3", "leila")
    assert silence.is_away("ben")
    watch.leads["l3"] = a_lead("l3", owner="ana")
    assert not silence.is_away("ben")


def test_without_a_next_lead_the_silent_one_is_back_when_somebody_else_has_it() -> None:
    """A demo with fewer leads waits for nobody who does not take part."""
    watch = watching(("diego", a_lead()))
    silence = Silence(watch)
    assert silence.is_away("ben")

    watch.leads["l1"] = a_lead(owner="ana")

    assert not silence.is_away("ben")
