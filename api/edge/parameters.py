"""Parameters."""

from datetime import datetime
from typing import Annotated

from fastapi import Header, Query
from pydantic import AfterValidator, AwareDatetime, Field

from domain.errors import InvalidInputError
from domain.hours.zones import to_utc


def _in_utc(instant: datetime) -> datetime:
    try:
        return to_utc(instant, "the instant")
    except InvalidInputError as error:
        raise ValueError(str(error)) from None  # pydantic reports ValueError with its own path


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""An instant with its offset from UTC, in a year for which time-zone rules are known."""


Note = Annotated[str, Field(max_length=4_000, description="free text; it is kept in the ledger and goes nowhere else")]


By = Annotated[str, Field(max_length=100, description="who says so, as the team names them")]


IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        pattern=r"^[!-~]*$",
        description="chosen by the sender, printable ASCII: the same request sent again under it happens once",
    ),
]


Filter = Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$")]
