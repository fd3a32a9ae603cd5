"""What was learned about a lead in conversations: pains, answers, when to call. Free text, kept in the ledger only."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

LEARNED: Final = "learned"
"""Key in a hearing's ``extra`` for what was learned from a report."""

MOST_PAINS: Final = 10
MOST_ANSWERS: Final = 20
MOST_KEPT: Final = 50
"""How many pains, and how many answers, of one lead are kept: the newest."""


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


_OneLine = AfterValidator(_in_one_line)
Pain = Annotated[str, Field(min_length=1, max_length=300), _OneLine]
Question = Annotated[str, Field(min_length=1, max_length=200), _OneLine]
Answered = Annotated[str, Field(min_length=1, max_length=1_000), _OneLine]
BestTime = Annotated[str, Field(max_length=200, description="when they like to be called, in words"), _OneLine]


class Learned(BaseModel):
    """What was learned from all reports.

    Attributes:
        pains: the lead's pains, the latest last.
        answers: the newest answer to each question.
        best_time: when the lead likes to be called, in words.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    pains: tuple[str, ...] = ()
    answers: dict[str, str] = Field(default_factory=dict)
    best_time: str = ""


class LearnedReport(BaseModel):
    """What was learned in one report. Texts are one line each; too many or too long texts are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    pains: Annotated[
        tuple[Pain, ...],
        Field(max_length=MOST_PAINS, description="their pains, in their own words; later emails may quote them"),
    ] = ()
    answers: Annotated[
        dict[Question, Answered],
        Field(max_length=MOST_ANSWERS, description="their answers, by question; later emails may quote them"),
    ] = Field(default_factory=dict)
    best_time: BestTime = ""


def as_extra(learned: Learned | LearnedReport) -> dict[str, Any]:
    """The part of a hearing's ``extra`` that keeps what was learned; empty when nothing was."""
    told = {name: value for name, value in learned.model_dump(mode="json").items() if value}
    return {LEARNED: told} if told else {}


def learned_in(extra: Mapping[str, Any]) -> Learned:
    """What ``as_extra`` stored. It is not validated again, so that later limits lose nothing."""
    told = extra.get(LEARNED) or {}
    return Learned(
        pains=tuple(told.get("pains", ())), answers=told.get("answers", {}), best_time=told.get("best_time", "")
    )


def gathered(reports: Iterable[Learned]) -> Learned:
    """What was learned from reports, oldest first. A repeated pain counts as new; a later answer replaces one."""
    pains: dict[str, str] = {}
    answers: dict[str, tuple[str, str]] = {}
    best_time = ""
    for report in reports:
        for pain in report.pains:
            pains.pop(pain.casefold(), None)
            pains[pain.casefold()] = pain
        for question, answer in report.answers.items():
            answers.pop(question.casefold(), None)
            answers[question.casefold()] = (question, answer)
        best_time = report.best_time or best_time
    return Learned(
        pains=tuple(pains.values())[-MOST_KEPT:],
        answers=dict(list(answers.values())[-MOST_KEPT:]),
        best_time=best_time,
    )
