"""What was learned of a lead in conversations: its pains, its answers, when to call. Free text: in the ledger only."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Any, Final

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

LEARNED: Final = "learned"
"""Where a hearing's ``extra`` keeps what its report taught, if it taught anything."""

MOST_PAINS: Final = 10
MOST_ANSWERS: Final = 20
MOST_KEPT: Final = 50
"""Pains, and answers, of one lead over all its reports: the newest."""


def _in_one_line(text: str) -> str:
    return " ".join(text.split())


_OneLine = AfterValidator(_in_one_line)
Pain = Annotated[str, Field(min_length=1, max_length=300), _OneLine]
Question = Annotated[str, Field(min_length=1, max_length=200), _OneLine]
Answered = Annotated[str, Field(min_length=1, max_length=1_000), _OneLine]
BestTime = Annotated[str, Field(max_length=200, description="when they like to be called, in words"), _OneLine]


class Learned(BaseModel):
    """What is known, over all reports.

    Attributes:
        pains: what bothers the lead, the one that was said last at the end.
        answers: by question, the newest answer to each.
        best_time: when it likes to be called, in words.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    pains: tuple[str, ...] = ()
    answers: dict[str, str] = Field(default_factory=dict)
    best_time: str = ""


class LearnedReport(BaseModel):
    """What one report may teach; texts are one line each, and longer or more of them are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    pains: Annotated[
        tuple[Pain, ...],
        Field(max_length=MOST_PAINS, description="what bothers them, as they would say it: later mails may quote it"),
    ] = ()
    answers: Annotated[
        dict[Question, Answered],
        Field(max_length=MOST_ANSWERS, description="what they answered, by question; later mails may quote it"),
    ] = Field(default_factory=dict)
    best_time: BestTime = ""


def as_extra(learned: Learned | LearnedReport) -> dict[str, Any]:
    """The part of a hearing's ``extra`` that keeps what was learned; empty when nothing was."""
    told = {name: value for name, value in learned.model_dump(mode="json").items() if value}
    return {LEARNED: told} if told else {}


def learned_in(extra: Mapping[str, Any]) -> Learned:
    """What ``as_extra`` put there. It was judged when it came: limits that have changed since lose nothing."""
    told = extra.get(LEARNED) or {}
    return Learned(
        pains=tuple(told.get("pains", ())), answers=told.get("answers", {}), best_time=told.get("best_time", "")
    )


def gathered(reports: Iterable[Learned]) -> Learned:
    """Everything that reports taught, oldest first: a pain said again counts as new, a later answer replaces one."""
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
