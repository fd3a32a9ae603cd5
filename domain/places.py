"""Where a lead is: countries and their regions by ISO 3166 codes (``US``, ``US-CA``), zones, and calendars."""

import re

from domain.snapshot import Snapshot


class Place(Snapshot):
    """The place that decides which hours and which law apply.

    Attributes:
        calendar: name of the calendar that applies, unless the person who acts has one of their own.
        zones, country, region: the lead's own place, as far as it is known.
    """

    calendar: str
    zones: tuple[str, ...] = ()
    country: str = ""
    region: str = ""


_COUNTRIES = """
AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA
CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR GA
GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP
KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS
MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS
RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW
TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW
"""


COUNTRIES = frozenset(_COUNTRIES.split())
"""ISO 3166-1 alpha-2."""


_TERRITORY = re.compile(r"([A-Z]{2})(?:-([A-Z0-9]{1,3}))?")


def is_territory(code: str) -> bool:
    """Whether the code is a country (``DE``) or a region (``US-CA``, ``DE-BY``); US states are checked by name."""
    written = _TERRITORY.fullmatch(code)
    if written is None or written[1] not in COUNTRIES:
        return False
    return written[1] != "US" or written[2] is None or us_state(written[2]) is not None


def region_code(country: str, region: str) -> str:
    """The region as ISO 3166-2 writes it: ``US-CA`` of ``US`` and ``CA``, ``us-ca`` or ``California``.

    Empty when the country or the region is not known.
    """
    country = country.strip().upper()
    name = region.strip().upper().removeprefix(f"{country}-")
    if country == "US":
        name = us_state(name) or ""
    return f"{country}-{name}" if country and name else ""


_CODES = {
    "alabama": "AL", "alaska": "AK", "arizona": "AZ", "arkansas": "AR", "california": "CA",
    "colorado": "CO", "connecticut": "CT", "delaware": "DE", "district of columbia": "DC",
    "florida": "FL", "georgia": "GA", "hawaii": "HI", "idaho": "ID", "illinois": "IL", "indiana": "IN",
    "iowa": "IA", "kansas": "KS", "kentucky": "KY", "louisiana": "LA", "maine": "ME", "maryland": "MD",
    "massachusetts": "MA", "michigan": "MI", "minnesota": "MN", "mississippi": "MS", "missouri": "MO",
    "montana": "MT", "nebraska": "NE", "nevada": "NV", "new hampshire": "NH", "new jersey": "NJ",
    "new mexico": "NM", "new york": "NY", "north carolina": "NC", "north dakota": "ND", "ohio": "OH",
    "oklahoma": "OK", "oregon": "OR", "pennsylvania": "PA", "rhode island": "RI", "south carolina": "SC",
    "south dakota": "SD", "tennessee": "TN", "texas": "TX", "utah": "UT", "vermont": "VT",
    "virginia": "VA", "washington": "WA", "west virginia": "WV", "wisconsin": "WI", "wyoming": "WY",
    "american samoa": "AS", "guam": "GU", "northern mariana islands": "MP", "puerto rico": "PR",
    "virgin islands": "VI", "washington dc": "DC",
}  # fmt: skip


US_STATES = frozenset(_CODES.values())
"""Two-letter codes: the fifty states, the capital's district and the five inhabited territories."""


def us_state(region: str) -> str | None:
    """The code of the state that ``FL``, ``US-FL``, ``fl`` or ``Florida`` names; None when it names none."""
    name = " ".join(region.replace(".", "").casefold().split()).removeprefix("us-")
    code = name.upper()
    return code if code in US_STATES else _CODES.get(name)
