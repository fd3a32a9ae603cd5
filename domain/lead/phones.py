"""A valid phone number, and what its digits say about the place and the line."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

PhoneKind = Literal["mobile", "fixed_line", "fixed_line_or_mobile", "toll_free", "other"]
"""The kind of line by the numbering plan; North American numbers do not distinguish mobile from fixed lines."""


class Phone(BaseModel):
    """A valid number.

    Attributes:
        e164: the number as it is dialled from anywhere, such as ``+14155550100``.
        zones: every IANA zone that the number may be in, sorted. One for a city, several for an
            area code on a zone boundary, dozens for toll-free: a call is lawful when it is lawful in all of
            them. Empty when unknown.
        country: two letters (ISO 3166-1), or empty for numbers of no country.
        region: the two-letter US state of the area code, or empty. People keep their number when they
            move, so the law of the lead's own address holds as well.
        kind: what the numbering plan says about the line.
        extension: digits to dial after the connection, or empty.
    """

    model_config = ConfigDict(frozen=True)

    e164: str
    zones: tuple[str, ...]
    country: str
    region: str = ""
    kind: PhoneKind
    extension: str = ""
