"""Previews and simulated runs: the same core under a clock that is made up."""

from datetime import UTC, datetime, timedelta

import pytest
from builders import MONDAY, a_cadence, a_journey, a_playbook, a_profile, a_touch, an_agreement, an_office
from house import CADENCES
from random_leads import RandomWorld

from domain.channels import Channel, Consent
from domain.errors import InvalidInputError, NotFoundError
from domain.facts.unions import OptedOut, ReplyReceived
from domain.hours.spans import parse_span
from domain.journey.steps import SendTouch
from domain.lead.form import LeadForm
from domain.outcomes import Disposition
from domain.terms.agreement import Cap, Qualification, TriageRule
from domain.terms.playbook import Playbook
from playbook.linting import load_playbook
from simulation.preview import PreviewLine, preview
from simulation.running import run

FRIDAY_EVENING = datetime(2026, 3, 6, 21, 50, tzinfo=UTC)
ALL_GOES_WELL = RandomWorld([3])
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
    assert (skipped.touch, skipped.reason) == ("nudge", "sms cannot reach this lead")


def test_a_preview_keeps_the_caps() -> None:
    """Two mails a day are agreed: the third waits, and the line says why."""
    touches = (a_touch(name, after="0 minutes") for name in ("one", "two", "three"))
    cap = Cap(channel=Channel.EMAIL, count=2, within=parse_span("1 day"))
    playbook = a_playbook(a_cadence(*touches, acknowledge=None), agreement=an_agreement(caps=(cap,)))

    lines = preview(playbook, LEAD, MONDAY)

    assert [line.at - MONDAY for line in lines if line.what == "email"] == [timedelta(), timedelta(), timedelta(days=1)]
    assert lines[-2].reason.endswith("at most 2 email within 1 day")


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
    [({"cadence": "cold"}, "there is no cadence 'cold'; there are: hot, nurture")],
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
    return load_playbook(CADENCES)


def test_every_shipped_cadence_can_be_previewed(shipped: Playbook) -> None:
    """To its end, with a reason on each line, and each mail and call in its order."""
    for name in shipped.cadences:
        lines = preview(shipped, LEAD, FRIDAY_EVENING, cadence=name)

        assert all(line.reason for line in lines)
        assert [line.at for line in lines] == sorted(line.at for line in lines)
        assert len([line for line in lines if line.touch]) >= len(shipped.cadences[name].touches)


def test_a_run_hears_its_script_at_its_instants() -> None:
    """A reply after two days ends the cadence then; an opt-out after three ends the lead."""
    reply, opted_out = MONDAY + timedelta(days=2), MONDAY + timedelta(days=3)
    script = ((opted_out, OptedOut(id="no", at=opted_out)), (reply, ReplyReceived(id="reply", at=reply)))

    story = run(a_journey(), a_playbook(), script=script, world=ALL_GOES_WELL, until=MONDAY + timedelta(days=99))

    assert story.journey.disposition is Disposition.OPTED_OUT
    assert story.at == opted_out
    assert max(event.at for event in story.events if isinstance(event.step, SendTouch)) < reply


def test_a_run_may_be_left_before_its_end() -> None:
    """The journey stands where it stood then."""
    story = run(a_journey(), a_playbook(), world=ALL_GOES_WELL, until=MONDAY + timedelta(hours=1))

    assert story.journey.disposition is None
    assert all(event.at <= MONDAY + timedelta(hours=1) for event in story.events)


def test_a_run_that_goes_round_without_time_passing_is_refused() -> None:
    """The error names the cadence and the remedy."""
    names = [f"c{number}" for number in range(200)]
    ring = [
        a_cadence(name=name, exhausted=following, acknowledge=None).model_copy(update={"touches": ()})
        for name, following in zip(names, [*names[1:], names[0]], strict=True)
    ]
    journey = a_journey(cadence=ring[0], is_acknowledged=True, moving_to=None)

    with pytest.raises(InvalidInputError, match="goes round without time passing"):
        run(journey, a_playbook(*ring), world=ALL_GOES_WELL, until=MONDAY)


def test_a_touch_that_no_hour_allows_is_not_sent_in_a_run_either() -> None:
    """The last check blocks it as the real one would, and the next channel takes over."""
    profile = a_profile(zones=("Pacific/Auckland", "Asia/Kolkata", "America/Los_Angeles", "Europe/London"), country="")

    story = run(a_journey(profile=profile), a_playbook(), world=ALL_GOES_WELL, until=MONDAY + timedelta(days=1))

    sends = [event.step.channel for event in story.events if isinstance(event.step, SendTouch)]
    assert sends[:2] == [Channel.SMS, Channel.EMAIL]


def test_an_early_office_does_not_call_a_lead_that_sleeps() -> None:
    """Berlin opens at three in the morning of New York; the call waits for eight there."""
    playbook = a_playbook(calendars={"office": an_office(time_zone="Europe/Berlin")})

    lines = preview(playbook, LEAD, FRIDAY_EVENING)

    assert next(line for line in lines if line.what == "call").at == datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
