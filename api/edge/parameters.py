"""Types of parameters and fields that several routes share."""

from datetime import datetime
from typing import Annotated

from fastapi import Header, Query
from pydantic import AfterValidator, AwareDatetime, Field

from domain.errors import InvalidInputError
from domain.hours.zones import to_utc


def _in_utc(instant: datetime) -> datetime:
    try:
        return to_utc(instant, "the date and time")
    except InvalidInputError as error:
        raise ValueError(str(error)) from None  # pydantic adds the path of a field only to a ValueError


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A date and time with UTC offset, in a year that the time-zone database covers."""


Note = Annotated[str, Field(max_length=4_000, description="note for colleagues; never sent to the lead")]


By = Annotated[str, Field(max_length=100, description="who reports this: their id in the team")]


IdempotencyKey = Annotated[
    str,
    Header(
        alias="Idempotency-Key",
        max_length=200,
        pattern=r"^[!-~]*$",
        description="a key of your choice, in printable ASCII; a request that you repeat under it takes effect once",
    ),
]


Filter = Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$")]
