"""The grammar of ``agreement.yaml``; keys are those of :mod:`domain.agreement`, and so are the defaults."""

from typing import Annotated, Any, Literal, get_args

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema

from domain.channels import Channel
from domain.hours.spans import Span
from domain.terms.agreement import Agreement, HandOver, KickBackTerms, MissingInformation, Review
from domain.terms.alerts import About, AlertRoute, Means, Rung
from domain.terms.company import CompanyTerms
from domain.terms.conditions import Condition
from playbook.grammar.base import Count, Line, Name, Written
from playbook.grammar.scoring import ScoringWritten

QualificationWord = Literal["high", "medium", "low", "not qualified", "not enough information"]
"""The classes of triage as a playbook writes them."""


def _default(field: str) -> Any:
    """The default of the domain model, so that it is defined once."""
    return Agreement.model_fields[field].default


class CriterionRow(Written):
    """One criterion that every lead must meet."""

    criterion: Line
    when: Condition


class TriageRow(Written):
    """One row of the triage table; without ``when`` it matches every lead."""

    rule: Line
    when: Condition | None = None
    then: QualificationWord


class MissingWritten(MissingInformation, Written):
    """The fields that sales needs, and the message or script that asks for missing ones."""


class RungWritten(Rung, Written):
    """One step of an escalation ladder: who is alerted, and after how long."""


class HandOverWritten(HandOver, Written):
    """What sales must do with a lead that is handed over, and by when."""

    ladder: tuple[RungWritten, ...]


class KickBackWritten(KickBackTerms, Written):
    """What the teleprospector must do with a lead that is kicked back, and by when."""


class ReviewWritten(Review, Written):
    """How often sales is asked for the state of an accepted lead."""


class AlertRow(AlertRoute, Written):
    """``{when: {field: source, is: webinar}, to: [owner, marketing], by: [email, slack], slack: webinar-leads}``."""

    about: Annotated[tuple[About, ...], Field(description="what the alerts are about; without it, anything")] = ()
    to: Annotated[tuple[Name, ...], Field(min_length=1)] = AlertRoute.model_fields["to"].default
    by: Annotated[tuple[Means, ...], Field(min_length=1)] = AlertRoute.model_fields["by"].default
    slack: Annotated[Name | Literal[""], Field(description="name of a webhook whose address is in the settings")] = ""


class AlertsWritten(Written):
    """Who gets which alerts, and what happens if nobody acknowledges one."""

    ladder: tuple[RungWritten, ...] = ()
    routes: Annotated[
        tuple[AlertRow, ...], Field(description="who else gets an alert; the first row that fits counts")
    ] = ()


class CapRow(Written):
    """``{channel: sms, at_most: 1, within: 1 day, per: company}``."""

    channel: Channel | Literal["all"]
    at_most: Count
    within: Span
    per: Annotated[
        Literal["person", "company"],
        Field(description="whose touches are counted together, over all their leads and cadences"),
    ] = "person"


class CompanyWritten(CompanyTerms, Written):
    """What happens to a company's other leads when one of them answers, books or opts out."""


def _one_or_more(value: object) -> object:
    return value if isinstance(value, list | tuple) else (value,)


class ResponseRow(Written):
    """``{class: high, acknowledged: 1 minute, first_attempt: 15 minutes, contact: 1 business day}``."""

    model_config = ConfigDict(populate_by_name=True)

    class_: Annotated[
        tuple[QualificationWord, ...],
        BeforeValidator(_one_or_more),
        WithJsonSchema(
            {
                "anyOf": [
                    {"enum": list(get_args(QualificationWord))},
                    {"type": "array", "items": {"enum": list(get_args(QualificationWord))}, "minItems": 1},
                ]
            }
        ),
        Field(alias="class", min_length=1),
    ]
    when: Annotated[Condition | None, Field(description="the origin, or any other field of the lead")] = None
    acknowledged: Annotated[
        Span | None, Field(description="how soon the engine acknowledges the lead, around the clock")
    ] = None
    first_attempt: Annotated[
        Span | None, Field(description="how soon a person makes the first attempt, in their opening hours")
    ] = None
    contact: Annotated[
        Span | None, Field(description="how soon the lead has answered or talked to us, in opening hours")
    ] = None
    attempts: Annotated[Count | None, Field(description="how many touches a lead gets if it does not answer")] = None
    attempts_within: Span | None = None


class AgreementFile(Written):
    """The agreement between marketing and sales."""

    agreement: Line
    calendar: Name
    lead: Annotated[
        tuple[CriterionRow, ...],
        Field(description="who is a lead: every criterion must hold; the first that fails is the reason for closing"),
    ] = ()
    triage: Annotated[tuple[TriageRow, ...], Field(min_length=1)]
    missing_information: MissingWritten = MissingWritten()
    routes: Annotated[tuple[Name, ...], Field(min_length=1)]
    working_role: Name = _default("working_role")
    outbound_role: Name = _default("outbound_role")
    manager_role: Name = _default("manager_role")
    not_interested: Annotated[Name, Field(description="the cadence for leads who say 'not now'")]
    hand_over: HandOverWritten
    kick_back: KickBackWritten
    review: ReviewWritten = ReviewWritten()
    caps: tuple[CapRow, ...] = ()
    nurture: Annotated[
        tuple[Name, ...],
        Field(description="for cadences that end in 'nurture': the lead gets the first of these whose 'for' holds"),
    ] = ()
    company: CompanyWritten | None = None
    scoring: Annotated[
        ScoringWritten | None,
        Field(description="how interest is measured from what leads do; leave it out to measure none"),
    ] = None
    response_times: Annotated[
        tuple[ResponseRow, ...], Field(description="what each class is promised; the first row that fits a lead counts")
    ] = ()
    red_zone: Annotated[Span, Field(description="how long past its promise a lead is shown in red")] = _default(
        "red_zone"
    )
    alerts: AlertsWritten = AlertsWritten()
    pause_at_most: Span = _default("pause_at_most")
    out_of_office: Span = _default("out_of_office")
    task_within: Span = _default("task_within")
    task_reminders: Annotated[int, Field(ge=0, le=20)] = _default("task_reminders")
