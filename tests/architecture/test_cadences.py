"""The shipped playbook: sound, as marketing people would expect it, and with the schemas of today."""

from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest

from domain.channels import Channel
from domain.lead.form import LeadForm
from domain.lead.profile import profile_of
from domain.terms.agreement import Qualification
from domain.terms.playbook import Playbook
from domain.triage.triage import route, triage
from playbook.grammar.schema import GRAMMARS, schema_text
from playbook.linting import lint, load_playbook
from playbook.templates.rendering import LiquidRenderer
from playbook.templates.sample_leads import SAMPLE_LEADS

ROOT = Path(__file__).parents[2]
FOLDER = ROOT / "cadences"
NOW = datetime(2026, 3, 6, 21, 50, tzinfo=UTC)


@pytest.fixture(scope="module")
def shipped() -> Playbook:
    """The playbook in ``cadences/``."""
    return load_playbook(FOLDER)


def test_the_shipped_playbook_has_no_finding() -> None:
    """Not even a warning: it is what others begin from."""
    assert [str(finding) for finding in lint(FOLDER)] == []


def test_the_shipped_playbook_survives_its_json(shipped: Playbook) -> None:
    """What the ledger keeps is what was published."""
    assert Playbook.model_validate_json(shipped.model_dump_json()) == shipped


@pytest.mark.parametrize("sample", sorted(SAMPLE_LEADS))
def test_every_shipped_message_is_written_for_every_sample_lead(shipped: Playbook, sample: str) -> None:
    """Each form of each message, without a stray brace."""
    forms = [each for message in shipped.messages.values() for each in (message, message.short) if each]

    texts = [LiquidRenderer().render(form, SAMPLE_LEADS[sample]).text for form in forms]

    assert all(text.strip() for text in texts)
    assert sample == "hostile" or not any("{{" in text or "{%" in text for text in texts)


@pytest.mark.parametrize(
    ("form", "qualification", "cadence"),
    [
        ({"intent": "demo", "company_size": 340}, Qualification.HIGH, "inbound-hot"),
        ({"intent": "immediate_need"}, Qualification.HIGH, "inbound-hot"),
        ({"intent": "demo", "company_size": 8}, Qualification.MEDIUM, "inbound-standard"),
        ({"intent": "other", "company_size": 900, "funnel_stage": "middle"}, Qualification.HIGH, "inbound-hot"),
        ({"intent": "content"}, Qualification.LOW, "inbound-early"),
        ({"intent": "other", "funnel_stage": "top"}, Qualification.LOW, "inbound-early"),
        ({"intent": "other"}, Qualification.MEDIUM, "inbound-standard"),
        ({"direction": "outbound", "intent": "demo"}, Qualification.MEDIUM, "outbound"),
        ({"company_size": 3, "intent": "demo"}, Qualification.NOT_QUALIFIED, None),
        ({"source": "careers"}, Qualification.NOT_QUALIFIED, None),
        ({"intent": "demo", "company": ""}, Qualification.NOT_ENOUGH_INFORMATION, None),
    ],
)
def test_leads_get_the_class_and_the_cadence_that_people_expect(
    shipped: Playbook, form: dict[str, object], qualification: Qualification, cadence: str | None
) -> None:
    """The rule table and the routes together, on leads that everybody has seen."""
    whole = LeadForm.model_validate({"email": "a@b.example", "first_name": "Ada", "company": "Analytical", **form})
    profile = profile_of(whole, lead_id="l-1", arrived_at=NOW, zones=(), attribute_names=shipped.attribute_names)

    verdict = triage(shipped.agreement, profile)
    chosen = route(shipped.agreement, profile, verdict.qualification) if verdict.qualification.is_qualified else None

    assert verdict.qualification is qualification
    assert (chosen.cadence if chosen else None) == cadence


def test_a_hot_lead_is_called_before_it_is_mailed(shipped: Playbook) -> None:
    """The first touch is a call within minutes, the second try comes within two hours."""
    hot = shipped.cadences["inbound-hot"]

    assert hot.touches[0].channel == "call"
    assert str(hot.touches[0].within) == "5 minutes"
    assert [touch.id for touch in hot.touches if touch.channel == "call"] == ["first-call", "second-call", "third-call"]


def test_early_readers_are_not_called_in_the_first_week(shipped: Playbook) -> None:
    """Two mails and eleven business days come before the only call."""
    early = shipped.cadences["inbound-early"]
    before = [touch for touch in early.touches[:3] if touch.channel == "email"]

    assert [touch.channel for touch in early.touches].count(Channel.CALL) == 1
    assert len(before) == 2
    assert sum(touch.after.business_days for touch in early.touches[:3]) == 11


def test_outbound_is_shorter_and_wider_than_inbound_and_goes_back_to_who_knows_them(shipped: Playbook) -> None:
    """Restraint: fewer touches, never two within three business days."""
    outbound, inbound = shipped.cadences["outbound"], shipped.cadences["inbound-hot"]
    pauses = [later.after.business_days for _, later in pairwise(outbound.touches)]

    assert len(outbound.touches) < len(inbound.touches)
    assert min(pauses) >= 3
    assert outbound.exhausted == "kick back"


def test_nurture_is_bulk_monthly_and_ends(shipped: Playbook) -> None:
    """A year at most, one click to stop it, and an end."""
    nurture = shipped.cadences["nurture-monthly"]

    assert 6 <= len(nurture.touches) <= 12
    assert all(touch.bulk and str(touch.after) == "30 days" for touch in nurture.touches)
    assert (nurture.kind, nurture.exhausted) == ("nurture", "close")


@pytest.mark.parametrize("kind", sorted(GRAMMARS))
def test_the_committed_schema_is_the_generated_one(kind: str) -> None:
    """After a change of a grammar: ``sevenfold schema``."""
    assert (FOLDER / ".schema" / f"{kind}.json").read_text(encoding="utf-8") == schema_text(kind)


def test_every_shipped_file_names_its_schema() -> None:
    """Editors complete and check while typing."""
    files = [*FOLDER.glob("*.yaml"), *FOLDER.glob("calendars/*.yaml")]
    first_lines = [file.read_text(encoding="utf-8").partition("\n")[0] for file in files]

    assert len(files) >= 9
    for file, line in zip(files, first_lines, strict=True):
        schema = file.parent / line.removeprefix("# yaml-language-server: $schema=")
        assert schema.is_file(), f"{file.name} begins with {line!r}, which names no schema"
