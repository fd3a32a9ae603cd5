"""Previews: what a lead would get, when and why."""

from datetime import UTC, datetime, timedelta

import pytest
from builders import MONDAY, a_cadence, a_playbook, a_touch, an_agreement, an_office
from shipped import shipped_playbook

from domain.channels import Channel, Consent
from domain.errors import InvalidInputError, NotFoundError
from domain.hours.spans import parse_span
from domain.lead.form import LeadForm
from domain.terms.agreement import Cap, Qualification, TriageRule
from domain.terms.playbook import Playbook
from simulation.preview import PreviewLine, preview

FRIDAY_EVENING = datetime(2026, 3, 6, 21, 50, tzinfo=UTC)
LEAD = LeadForm(
    email="a@b.example",
    phone="+12125550123",
    country="US",
    region="NY",
    time_zone="America/New_York",
    consent=Consent(sms=True),
)


def told(lines: list[PreviewLine]) -> list[tuple[str, str, str]]:
    """Local time, what, and which touch, of each line."""
    return [(f"{line.local_at:%a %H:%M}", line.what, line.touch) for line in lines]


def test_a_preview_shows_what_a_lead_would_get_and_when() -> None:
    """On the lead's own clock, over the weekend, to the move to nurture."""
    lines = preview(a_playbook(), LEAD, FRIDAY_EVENING)

    assert told(lines) == [
        ("Fri 16:50", "acknowledgment by sms", "ack"),
        ("Fri 16:50", "assigned to ana", ""),
        ("Fri 16:55", "call", "first-call"),
        ("Mon 09:00", "email", "intro"),
        ("Tue 09:00", "sms", "nudge"),
        ("Tue 09:00", "goes on in nurture", ""),
    ]


def test_every_line_of_a_preview_has_its_reason() -> None:
    """The touch, and the rules that placed it."""
    lines = preview(a_playbook(), LEAD, FRIDAY_EVENING)

    assert all(line.reason for line in lines)
    assert lines[3].reason == "touch 2 of 3 of hot: intro; 1 day later; office is closed"


def test_a_preview_shows_what_is_passed_over_and_why() -> None:
    """A lead without consent to texts."""
    lines = preview(a_playbook(), LEAD.model_copy(update={"consent": Consent()}), FRIDAY_EVENING)

    skipped = next(line for line in lines if line.what == "skipped")
    assert (skipped.touch, skipped.reason) == ("nudge", "the lead cannot be reached by sms")


def test_a_preview_keeps_the_caps() -> None:
    """Two mails a day are agreed: the third waits, and the line says why."""
    touches = (a_touch(name, after="0 minutes") for name in ("one", "two", "three"))
    cap = Cap(channel=Channel.EMAIL, count=2, within=parse_span("1 day"))
    playbook = a_playbook(a_cadence(*touches, acknowledge=None), agreement=an_agreement(caps=(cap,)))

    lines = preview(playbook, LEAD, MONDAY)

    assert [line.at - MONDAY for line in lines if line.what == "email"] == [timedelta(), timedelta(), timedelta(days=1)]
    assert lines[-2].reason.endswith("at most 2 email touches within 1 day")


def test_a_cadence_may_be_previewed_whatever_triage_says() -> None:
    """Nurture, for a lead that would not get it now."""
    lines = preview(a_playbook(), LEAD, MONDAY, cadence="nurture")

    assert told(lines) == [
        ("Wed 11:00", "email", "news"),
        ("Fri 11:00", "email", "last-news"),
        ("Fri 11:00", "ends: exhausted", ""),
    ]


def test_a_lead_that_does_not_qualify_is_previewed_as_its_end() -> None:
    """With the rule."""
    nobody = (TriageRule(name="nobody", then=Qualification.NOT_QUALIFIED),)

    lines = preview(a_playbook(agreement=an_agreement(triage=nobody)), LEAD, MONDAY)

    assert [(line.what, line.reason) for line in lines] == [("ends: not qualified", "not qualified: nobody")]


def test_a_lead_of_an_unknown_zone_is_shown_on_our_clock() -> None:
    """Candidates of its number bind the hours, and none of them is its clock for sure."""
    form = LEAD.model_copy(update={"time_zone": "", "region": ""})

    lines = preview(a_playbook(), form, MONDAY, zones=("America/Chicago", "America/Denver"))

    call = next(line for line in lines if line.what == "call")
    assert f"{call.local_at:%H:%M %Z}" == "12:00 EST"
    assert "strict-us" in call.reason


@pytest.mark.parametrize(
    ("changes", "error"),
    [({"cadence": "cold"}, "no cadence named 'cold'; cadences are: hot, nurture")],
)
def test_a_preview_of_what_is_not_there_is_refused(changes: dict[str, str], error: str) -> None:
    """With what there is."""
    with pytest.raises(NotFoundError, match=error):
        preview(a_playbook(), LEAD, MONDAY, cadence=changes["cadence"])


def test_a_preview_of_a_lead_with_a_made_up_zone_is_refused() -> None:
    """The error names the zone and the field."""
    with pytest.raises(InvalidInputError, match="Mars/Phobos"):
        preview(a_playbook(), LEAD.model_copy(update={"time_zone": "Mars/Phobos"}), MONDAY)


@pytest.fixture(scope="module")
def shipped() -> Playbook:
    """The playbook that ships."""
    return shipped_playbook()


def test_every_shipped_cadence_can_be_previewed(shipped: Playbook) -> None:
    """To its end, with a reason on each line, and each mail and call in its order."""
    for name in shipped.cadences:
        lines = preview(shipped, LEAD, FRIDAY_EVENING, cadence=name)

        assert all(line.reason for line in lines)
        assert [line.at for line in lines] == sorted(line.at for line in lines)
        assert len([line for line in lines if line.touch]) >= len(shipped.cadences[name].touches)


def test_an_early_office_does_not_call_a_lead_that_sleeps() -> None:
    """Berlin opens at three in the morning of New York; the call waits for eight there."""
    playbook = a_playbook(calendars={"office": an_office(time_zone="Europe/Berlin")})

    lines = preview(playbook, LEAD, FRIDAY_EVENING)

    assert next(line for line in lines if line.what == "call").at == datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
