"""Values as templates see them: what is not known is no."""

import pytest

from domain.terms.playbook import Message
from playbook.templates.rendering import LiquidRenderer


@pytest.mark.parametrize(
    ("body", "known", "unknown"),
    [
        ("{% if learned.pains %}yes{% else %}no{% endif %}", "yes", "no"),
        ("{% unless learned.pains %}no{% else %}yes{% endunless %}", "yes", "no"),
        ("{% if learned.pains != empty %}yes{% else %}no{% endif %}", "yes", "no"),
        ("{% if learned.pains.size > 0 %}yes{% else %}no{% endif %}", "yes", "no"),
        ("{% if learned.best_time %}yes{% else %}no{% endif %}", "yes", "no"),
        ('{% if learned.best_time != "" %}yes{% else %}no{% endif %}', "yes", "no"),
        ("{% if learned.best_time == blank %}no{% else %}yes{% endif %}", "yes", "no"),
        ("{% if learned.answers %}yes{% else %}no{% endif %}", "yes", "no"),
        ("{% if learned.answers.budget %}yes{% else %}no{% endif %}", "no", "no"),
        ("{{ learned.answers.Team-size | default: 'none' }}", "40", "none"),
        ("{{ learned.answers['team size'] | default: 'none' }}", "40", "none"),
        ("{% for each in learned.answers %}{{ each.first }}={{ each.last }}{% endfor %}.", "Team size=40.", "."),
        ("{{ learned.pains | join: '; ' | default: 'none' }}", "a; b", "none"),
        ("{% if package.talks %}yes{% else %}no{% endif %}", "no", "no"),
        ("{% if lead.phone %}yes{% else %}no{% endif %}", "no", "no"),
        ("{% if lead.email and learned.pains %}yes{% else %}no{% endif %}", "yes", "no"),
    ],
)
def test_what_is_not_known_is_no(body: str, known: str, unknown: str) -> None:
    """However a template asks; in Liquid itself an empty list, and an empty text, would be yes."""
    message = Message(name="m", kind="txt", body=body)
    learned = {"pains": ["a", "b"], "answers": {"Team size": "40"}, "best_time": "mornings"}
    lead = {"email": "a@b.example"}

    texts = [LiquidRenderer().render(message, {"lead": lead, "learned": each}).text for each in (learned, {})]

    assert texts == [f"{known}\n", f"{unknown}\n"]
