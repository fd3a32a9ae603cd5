"""Lint of conditions: their fields and values exist."""

from pathlib import Path

import pytest
from playbook_folders import PlaybookFolder


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (
            "{field: directoin, is: inbound}",
            "directoin → no lead has the field 'directoin' — did you mean 'direction'?",
        ),
        ("{field: direction, is: inbond}", "inbond → direction is never 'inbond' — did you mean 'inbound'?"),
        ("{field: intent, in: [demo, prices]}", "prices → intent is never 'prices' — did you mean 'pricing'?"),
        ("{field: country, is: USA}", "USA → country is a two-letter code, such as US, never 'USA'"),
        ("{field: company_size, is: big}", "big → company_size is a number, never 'big'"),
        ("{field: industry, is: 7}", "7 → industry is text: put 7 in quotes"),
        ("{field: industry, at_least: 7}", "at_least → industry is a text: at_least needs a number"),
        ("{any: []}", "any → 'any' is empty: list at least one condition"),
        ("{not: {outcome: connected}}", "connected → at routing nothing has been reported yet"),
        ("{outcome: conected}", "conected → 'conected' is not an outcome — did you mean 'connected'?"),
        (
            "{all: [{field: direction, is: inbound}, {field: direction, is: outbound}]}",
            "for → this contradicts itself: no lead can match it",
        ),
    ],
)
def test_a_fault_of_a_condition_is_named(tmp_path: Path, condition: str, expected: str) -> None:
    """Unknown fields and values, wrong kinds, and what is not known at that moment."""
    folder = PlaybookFolder(tmp_path)
    folder.replace("inbound.yaml", "title:", f"for: {condition}\ntitle:")

    assert expected in folder.pointed("inbound.yaml")
