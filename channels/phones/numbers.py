"""Reads telephone numbers as people write them, with the numbering plans of ``phonenumbers``."""

import phonenumbers
from phonenumbers import NumberParseException, PhoneNumber, PhoneNumberFormat, PhoneNumberType
from phonenumbers.timezone import time_zones_for_number

from channels.phones.area_codes import STATE_BY_AREA_CODE
from domain.errors import InvalidInputError
from domain.lead.phones import Phone, PhoneKind

_KINDS: dict[int, PhoneKind] = {
    PhoneNumberType.MOBILE: "mobile",
    PhoneNumberType.FIXED_LINE: "fixed_line",
    PhoneNumberType.FIXED_LINE_OR_MOBILE: "fixed_line_or_mobile",
    PhoneNumberType.TOLL_FREE: "toll_free",
}
_UNKNOWN_ZONE = "Etc/Unknown"
_NORTH_AMERICA = 1


def read_phone(raw: str, country: str | None) -> Phone:
    """The number that a person, a form or a file gave.

    Args:
        raw: in any usual spelling; ``+`` and the country code, or national.
        country: two letters (ISO 3166-1) of the country that a national number belongs to, when known.

    Raises:
        InvalidInputError: it is no number that can be dialled; the field is ``phone``.
    """
    number = _parse(raw.strip(), country.strip().upper() if country else None)
    if not phonenumbers.is_valid_number(number):
        raise _unusable("no such number exists in its country")
    region_code = phonenumbers.region_code_for_number(number) or ""
    return Phone(
        e164=phonenumbers.format_number(number, PhoneNumberFormat.E164),
        zones=tuple(sorted(set(time_zones_for_number(number)) - {_UNKNOWN_ZONE})),
        country=region_code if len(region_code) == 2 else "",  # noqa: PLR2004 - "001" stands for no country
        region=_state(number),
        kind=_KINDS.get(phonenumbers.number_type(number), "other"),
        extension=number.extension or "",
    )


def _parse(raw: str, country: str | None) -> PhoneNumber:
    try:
        return phonenumbers.parse(raw, country)
    except NumberParseException as error:
        if error.error_type == NumberParseException.INVALID_COUNTRY_CODE:
            raise _unusable("its country is not known") from None
        raise _unusable("it is not a telephone number") from None


def _state(number: PhoneNumber) -> str:
    if number.country_code != _NORTH_AMERICA:
        return ""
    return STATE_BY_AREA_CODE.get(str(number.national_number)[:3], "")


def _unusable(reason: str) -> InvalidInputError:
    return InvalidInputError(
        # The number stays out of the text: errors are logged, and it is personal data.
        f"the telephone number cannot be used: {reason}; "
        "write it with + and the country code (E.164), such as +14155550100",
        field="phone",
    )
