"""The package in the scripts and mails that are shipped: all that is known, no heading of nothing, no markup."""

import re

import pytest
from packages import PACKAGE
from shipped import shipped_playbook

from domain.lead.learned import Learned
from domain.lead.package import for_script
from playbook.templates.rendering import LiquidRenderer
from playbook.templates.sample_leads import SAMPLE_LEADS

QUOTING = ("case-study.a", "case-study.b", "nurture-three-numbers")
HEADING = re.compile(r"^(?:[A-Z][A-Z ]+|[A-Z][a-z ]+:)$", re.MULTILINE)


def written(name: str, **variables: object) -> str:
    """A shipped message for the lead of whom least is known, and what else is given."""
    return LiquidRenderer().render(shipped_playbook().messages[name], {**SAMPLE_LEADS["minimal"], **variables}).text


def test_a_hand_over_shows_all_that_was_learned() -> None:
    """Pains, answers, the best time, each call with its note, what sales said before, and what the lead got."""
    learned = Learned(pains=("two days a month",), answers={"team size": "40"}, best_time="after 15:00")

    script = written("hand-over", learned=learned.model_dump(), package=for_script(PACKAGE))

    for line in (
        "- two days a month",
        "- team size: 40",
        "Best time to call: after 15:00",
        "tess: connected. Two people forecast.",
        "by reply: Call me.",
        "tess: On holiday.",
        "carla: follow up, agreed for 2 March 2026, 15:00 UTC. After the fair.",
        "manual email: as-promised",
    ):
        assert line in script


def test_a_kick_back_begins_with_the_first_conversation() -> None:
    """Not with the first attempt, at which nobody was there."""
    script = written("kick-back", package=for_script(PACKAGE))

    assert "YOUR FIRST CONVERSATION\n2 March 2026, 15:00 UTC, tess: connected. Two people forecast.\n" in script


def test_a_kick_back_without_a_talk_on_record_begins_with_what_was_noted_on_arrival() -> None:
    """Teleprospectors write what was said into the list that they hand in."""
    lead = {"email": "a@b.example", "message": "Met at the fair, forecasts by hand."}

    script = written("kick-back", lead=lead)

    assert "NOTED WHEN THEY CAME IN\n" in script
    assert "Met at the fair, forecasts by hand." in script
    assert "FIRST CONVERSATION" not in script


@pytest.mark.parametrize("name", ["hand-over", "kick-back", "review"])
def test_what_there_is_none_of_has_no_heading(name: str) -> None:
    """Of a lead of whom nothing is known, no heading is followed by a blank line or another heading."""
    script = written(name)

    for heading in HEADING.finditer(script):
        assert script[heading.end() : heading.end() + 2].strip(), heading.group()


def test_the_next_script_of_an_accepted_lead_knows_what_sales_agreed() -> None:
    """Who is asked what became of it reads who took it, and for when."""
    script = written("review", package=for_script(PACKAGE), learned={"pains": ["slow"], "best_time": "mornings"})

    assert "carla: follow up, agreed for 2 March 2026, 15:00 UTC. After the fair." in script
    assert "- slow" in script
    assert "Best time to call: mornings" in script


@pytest.mark.parametrize("name", QUOTING)
def test_a_mail_quotes_the_newest_pain_and_reads_well_without_one(name: str) -> None:
    """The lead hears its own words again, and nothing gapes where there are none."""
    quoting = written(name, learned={"pains": ["old", "two days a month"]})

    assert '\n"two days a month"\n' in quoting
    assert "old" not in quoting.split("\n\n")
    assert written(name).count("\n\n") == quoting.count("\n\n") - 3


@pytest.mark.parametrize("name", QUOTING)
def test_a_pain_makes_no_markup_in_a_mail(name: str) -> None:
    """A rep's words go out to the lead: whatever was typed or pasted is text."""
    pain = '<script>x</script> [us](https://evil.example) **all** {{ owner.email }}\n# "of" it'

    mail = LiquidRenderer().render(
        shipped_playbook().messages[name], {**SAMPLE_LEADS["full"], "learned": {"pains": [pain]}}
    )

    assert mail.html is not None
    assert not any(mark in mail.html for mark in ("<script", 'href="https://evil', "<strong>all", "<h1"))
    assert "{{ owner.email }}" in mail.text
