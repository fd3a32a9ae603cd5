"""Whoever adds a member to an enum of the domain is told every place that has to say something about it."""

import pytest
from architecture.closed_enums import Listing, closed_enums, enums_in, listings_in, sources

NOTHING_TO_LIST = {
    "Intent": "an answer of the form; only the playbook's conditions tell its members apart",
    "FunnelStage": "as Intent",
    "LeadOrigin": "as Intent",
    "Need": "as Intent",
    "Medium": "a column of the channels' rows: a new word for a new sort of channel",
    "Sender": "as Medium",
    "Weekday": "no week gets another day",
    "Work": "a column of the outcomes' rows, and test_every_task_can_end fails for one that no row names",
}
"""Enums whose members nothing tells apart one by one, each with the reason. The list may only shrink."""


LISTINGS = [listing for path, text in sources().items() for listing in listings_in(path, text, closed_enums())]


def is_total(listing: Listing) -> bool:
    """Whether every member of the enum is listed."""
    return listing.named == closed_enums()[listing.enum]


@pytest.mark.parametrize("table", [each for each in LISTINGS if each.is_table], ids=lambda each: each.place)
def test_a_table_has_a_row_for_every_member(table: Listing) -> None:
    """Unless it says that it is partial, and why."""
    missing = ", ".join(sorted(closed_enums()[table.enum] - table.named))

    assert table.is_partial or not missing, (
        f"{table.place}: this table of {table.enum} lacks {missing}; add the rows, "
        "or write '# partial: <why>' on the line on which the table opens"
    )
    assert missing or not table.is_partial, f"{table.place}: this table is total, so take '# partial' off it"


@pytest.mark.parametrize("enum", sorted(closed_enums().keys() - NOTHING_TO_LIST.keys()))
def test_every_enum_has_a_place_that_lists_all_of_its_members(enum: str) -> None:
    """So that no member can be added without being named somewhere by a tool."""
    assert any(listing.enum == enum and is_total(listing) for listing in LISTINGS), (
        f"nothing lists every member of {enum}: give it a table, or match it without a case for the rest"
    )


@pytest.mark.parametrize("enum", NOTHING_TO_LIST)
def test_what_has_nothing_to_list_is_listed_nowhere(enum: str) -> None:
    """An enum that code decides by now is held to the rule."""
    assert enum in closed_enums()
    assert not any(listing.enum == enum and is_total(listing) for listing in LISTINGS)


def planted(code: str) -> list[Listing]:
    """What is found in a file that defines an enum of three members and lists them so."""
    text = f"class Way(StrEnum):\n    UP = 'up'\n    DOWN = 'down'\n    BACK = 'back'\n\n\n{code}"
    return list(listings_in("planted.py", text, dict(enums_in(text))))


@pytest.mark.parametrize(
    "code",
    [
        "WORDS = {Way.UP: 1, Way.DOWN: 2}",
        "WORDS = {Way.UP.value: 1, Way.DOWN.value: 2}",
        "def f():\n    return {None: 0, Way.UP: 1, Way.DOWN: 2}",
        "WORDS = MappingProxyType({Way.UP: 1, Way.DOWN: 2})",
    ],
)
def test_a_table_that_lacks_a_row_is_found(code: str) -> None:
    """Wherever it stands, and whether its keys are the members or what they are written as."""
    (table,) = planted(code)

    assert table.named == {"UP", "DOWN"}
    assert table.is_table
    assert not table.is_partial


def test_a_table_is_partial_only_with_a_reason() -> None:
    """The bare word does not do."""
    (declared,) = planted("WORDS = {  # partial: nobody goes back\n    Way.UP: 1,\n}")
    (bare,) = planted("WORDS = {  # partial:\n    Way.UP: 1,\n}")

    assert (declared.is_partial, bare.is_partial) == (True, False)


def test_members_that_carry_their_row_are_a_table() -> None:
    """An enum without a row for each cannot be written so."""
    text = "class Way(StrEnum):\n    UP = 'up', Row(1)\n    DOWN = 'down', Row(2)"

    (table,) = listings_in("planted.py", text, dict(enums_in(text)))

    assert table.named == {"UP", "DOWN"}


@pytest.mark.parametrize(
    ("rest", "is_found"),
    [
        ("case Way.BACK: pass", True),
        ("case Way.BACK if now: pass", True),
        ("case never: assert_never(never)", True),
        ("case None: pass", True),
        ("case _: pass", False),
        ("case other: print(other)", False),
        ("case 'back': pass", False),
    ],
)
def test_a_match_lists_members_only_when_it_leaves_none_to_the_rest(rest: str, *, is_found: bool) -> None:
    """What takes the rest would take a new member too, and nobody would be told."""
    found = planted(f"match way:\n    case Way.UP | Way.DOWN: pass\n    {rest}")

    assert bool(found) is is_found
    assert all({"UP", "DOWN"} <= each.named and not each.is_table for each in found)
