"""The bodies that the API reads, beside a lead's form."""

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
    """Somebody takes an alert up."""


class _Taught(_Said):
    learned: Annotated[
        LearnedReport, Field(description="what the conversation taught; it goes with the lead, and mails may quote it")
    ] = LearnedReport()


class TaskOutcome(_Taught):
    """What came of a task."""

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
        Instant | None, Field(description="with a hand-over's follow_up: the instant agreed with the lead")
    ] = None
    reason: Annotated[str, Field(max_length=200, description="your own reason code, for reports")] = ""


class ContactOutcome(TaskOutcome):
    """What came of a task of this lead, or of a contact that no task asked for (no ``task_id``)."""

    task_id: Annotated[str, Field(max_length=200)] = ""


class Pause(_Said):
    """Hold everything to this lead; without ``until``, until it is resumed or the agreement's limit."""

    until: Instant | None = None


class Snooze(_Said):
    """Hold everything to this lead until an instant."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"until": "2099-03-09T10:00:00-05:00"}]})

    until: Instant


class Resume(_Said):
    """Let the lead go on."""


class OptOut(_Said):
    """The lead asked to be left alone."""


class Disqualify(_Said):
    """Close the lead for good."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "a competitor"}]})

    reason: Annotated[str, Field(min_length=1, max_length=200)]


class Accept(_Taught):
    """Sales takes the lead; a follow-up says when."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"how": "follow_up", "follow_up_at": "2099-03-09T10:00:00-05:00"}]}
    )

    how: Literal["accepted", "opportunity", "follow_up"] = "accepted"
    follow_up_at: Instant | None = None


class Reject(_Taught):
    """Sales refuses the lead, and says which of the two it is, and why in words."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"why": "needs_qualification", "note": "No budget before autumn."}]}
    )

    why: Literal["needs_qualification", "never_customer"]
    reason: Annotated[str, Field(max_length=200, description="your own reason code, for reports")] = ""


class Information(LeadForm):
    """What was missing, or is new, about a lead; what is left out stays as it is."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"phone": "+14155550123", "company": "Northbeam Analytics"}]}
    )

    @model_validator(mode="after")
    def _reachable(self) -> Self:
        # The lead was reachable when it arrived, so one field more is enough.
        fixed = sorted(self.model_fields_set & FIXED_ON_ARRIVAL)
        if fixed:
            raise ValueError(f"{', '.join(fixed)} cannot change after arrival: leave it out")
        if not self.model_fields_set:
            raise ValueError("give at least one field, such as phone")
        return self
