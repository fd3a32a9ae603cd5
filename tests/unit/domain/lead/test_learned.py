"""What was learned of a lead: what a report may say, and what many reports come to."""

from typing import Any

import pytest
from pydantic import ValidationError

from domain.lead.learned import Learned, LearnedReport, as_extra, gathered, learned_in


def test_a_report_keeps_what_it_says_in_single_lines() -> None:
    """Pains and answers are quoted within mails and lists: a line end in one would break what is around it."""
    report = LearnedReport(
        pains=("  two days\n of every month ",), answers={" team\nsize ": " 40 \n people "}, best_time="after\t15:00 "
    )

    assert report.pains == ("two days of every month",)
    assert report.answers == {"team size": "40 people"}
    assert report.best_time == "after 15:00"


@pytest.mark.parametrize(
    ("said", "place"),
    [
        ({"pains": ["x" * 301]}, ("pains", 0)),
        ({"pains": [" "]}, ("pains", 0)),
        ({"pains": ["x"] * 11}, ("pains",)),
        ({"answers": {"q": "x" * 1_001}}, ("answers", "q")),
        ({"answers": {"q": ""}}, ("answers", "q")),
        ({"answers": {str(number): "x" for number in range(21)}}, ("answers",)),
        ({"best_time": "x" * 201}, ("best_time",)),
        ({"pain": ["typo"]}, ("pain",)),
    ],
)
def test_too_long_too_many_or_empty_is_refused(said: dict[str, Any], place: tuple[object, ...]) -> None:
    """A report is notes of a conversation and no archive; the error names the place."""
    with pytest.raises(ValidationError) as refused:
        LearnedReport.model_validate(said)

    assert refused.value.errors()[0]["loc"] == place


def test_what_is_kept_is_read_again() -> None:
    """Under one name beside whatever else the sender said; nothing is kept of nothing."""
    report = LearnedReport(pains=("slow",), answers={"who": "me"}, best_time="mornings")

    extra = {"reason": "r1", **as_extra(report)}

    assert learned_in(extra) == Learned(pains=("slow",), answers={"who": "me"}, best_time="mornings")
    assert as_extra(LearnedReport()) == {}
    assert learned_in({"reason": "r1"}) == Learned()


def test_reports_add_up() -> None:
    """A pain said again counts as new, a later answer to a question replaces the one before, silence takes nothing."""
    first = Learned(pains=("Slow", "wrong"), answers={"Team size": "40", "who": "me"}, best_time="mornings")
    second = Learned(pains=("slow",), answers={"team size": "45"})

    assert gathered([first, Learned(), second]) == Learned(
        pains=("wrong", "slow"), answers={"who": "me", "team size": "45"}, best_time="mornings"
    )


def test_the_newest_are_kept_of_very_many() -> None:
    """Years of reports do not make a script that nobody reads."""
    many = gathered(Learned(pains=(str(number),), answers={str(number): "x"}) for number in range(99))

    assert (len(many.pains), many.pains[-1]) == (50, "98")
    assert (len(many.answers), list(many.answers)[-1]) == (50, "98")
