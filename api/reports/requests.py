"""The request bodies of reports."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from api.edge.parameters import By, Instant, Note
from domain.lead.form import FIXED_ON_ARRIVAL, LeadForm
from domain.lead.learned import LearnedReport
from domain.outcomes import Outcome


class _Body(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)


class _Said(_Body):
    by: By = ""
    note: Note = ""


class Acknowledge(_Said):
    """Somebody acknowledges an alert."""


class _Taught(_Said):
    learned: Annotated[
        LearnedReport,
        Field(description="what you learned in the conversation; it stays with the lead, and emails may quote it"),
    ] = LearnedReport()


class TaskOutcome(_Taught):
    """The outcome of a task."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"outcome": "no_answer"},
                {"outcome": "call_back", "call_back_at": "2099-03-09T10:00:00-05:00", "note": "in a meeting"},
                {"outcome": "needs_qualification", "note": "No budget before autumn.", "reason": "budget"},
                {
                    "outcome": "interested",
                    "note": "Wants their own numbers in it.",
                    "learned": {
                        "pains": ["the forecast is off by 20 percent every quarter"],
                        "answers": {"how many people forecast": "40"},
                        "best_time": "after 15:00, never on Mondays",
                    },
                },
            ]
        }
    )

    outcome: Outcome
    call_back_at: Annotated[Instant | None, Field(description="with call_back: when to call")] = None
    follow_up_at: Annotated[
        Instant | None, Field(description="with follow_up after a hand-over: the date and time you agreed")
    ] = None
    reason: Annotated[str, Field(max_length=200, description="your own reason code, for your statistics")] = ""


class ContactOutcome(TaskOutcome):
    """The outcome of a task of this lead, or, without ``task_id``, of a contact that was not a task."""

    task_id: Annotated[str, Field(max_length=200)] = ""


class Pause(_Said):
    """Pause a lead until a date and time. Without ``until``: until it is resumed, or until the agreement's limit."""

    until: Instant | None = None


class Snooze(_Said):
    """Pause a lead until a date and time."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"until": "2099-03-09T10:00:00-05:00"}]})

    until: Instant


class Resume(_Said):
    """Resume a paused lead."""


class OptOut(_Said):
    """The lead opted out."""


class Disqualify(_Said):
    """Disqualify and close the lead."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "a competitor"}]})

    reason: Annotated[str, Field(min_length=1, max_length=200)]


class Accept(_Taught):
    """Sales accepts the lead; with ``follow_up``, also the date and time that were agreed."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"how": "follow_up", "follow_up_at": "2099-03-09T10:00:00-05:00"}]}
    )

    how: Literal["accepted", "opportunity", "follow_up"] = "accepted"
    follow_up_at: Instant | None = None


class Reject(_Taught):
    """Sales turns the lead down: which of the two reasons, and why in words."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"why": "needs_qualification", "note": "No budget before autumn."}]}
    )

    why: Literal["needs_qualification", "never_customer"]
    reason: Annotated[str, Field(max_length=200, description="your own reason code, for your statistics")] = ""


class Information(LeadForm):
    """New information about a lead. Fields that you leave out stay as they are."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"phone": "+14155550123", "company": "Northbeam Analytics"}]}
    )

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        # Replaces the form's own check: the lead is already reachable, so any one field is enough.
        fixed = sorted(self.model_fields_set & FIXED_ON_ARRIVAL)
        if fixed:
            raise ValueError(f"{', '.join(fixed)} cannot change after arrival: leave this out")
        if not self.model_fields_set:
            raise ValueError("give at least one field, for example phone")
        return self
