"""How a lead can end, and what each ending means later. Each has one row, which everything else reads."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final, NamedTuple


class Disposition(StrEnum):
    """The one way a lead ends."""

    CONVERTED = "converted"
    LOST = "lost"
    ACCEPTED = "accepted"
    MEETING_BOOKED = "meeting_booked"
    NOT_QUALIFIED = "not_qualified"
    NOT_ENOUGH_INFORMATION = "not_enough_information"
    DISQUALIFIED = "disqualified"
    NEVER_CUSTOMER = "never_customer"
    OPTED_OUT = "opted_out"
    ANSWERED = "answered"
    UNREACHABLE = "unreachable"
    EXHAUSTED = "exhausted"


class DispositionRow(NamedTuple):
    """What one disposition means.

    Attributes:
        is_for_good: a person closed the lead for good, so no cadence may start again.
        was_worked: a cadence ran. If none did, a further form starts the first one.
        was_accepted: sales had accepted the lead, so its company is a known account, even if the deal was lost.
        is_opt_out: the person asked not to be contacted.
    """

    is_for_good: bool = False
    was_worked: bool = True
    was_accepted: bool = False
    is_opt_out: bool = False


DISPOSITIONS: Final[Mapping[Disposition, DispositionRow]] = MappingProxyType(
    {
        Disposition.CONVERTED: DispositionRow(was_accepted=True),
        Disposition.LOST: DispositionRow(was_accepted=True),
        Disposition.ACCEPTED: DispositionRow(was_accepted=True),
        Disposition.MEETING_BOOKED: DispositionRow(),
        Disposition.NOT_QUALIFIED: DispositionRow(was_worked=False),
        Disposition.NOT_ENOUGH_INFORMATION: DispositionRow(was_worked=False),
        Disposition.DISQUALIFIED: DispositionRow(is_for_good=True),
        Disposition.NEVER_CUSTOMER: DispositionRow(is_for_good=True),
        Disposition.OPTED_OUT: DispositionRow(is_opt_out=True),
        Disposition.ANSWERED: DispositionRow(),
        Disposition.UNREACHABLE: DispositionRow(),
        Disposition.EXHAUSTED: DispositionRow(),
    }
)
