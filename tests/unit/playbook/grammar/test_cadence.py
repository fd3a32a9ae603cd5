"""The grammar: what each file may say, and how a slip is told."""

from pathlib import Path

import pytest
from playbook_folders import PlaybookFolder

from domain.channels import CONSENTS, MACHINE_CHANNELS, Channel, in_order
from playbook.grammar.schema import schema_of


@pytest.mark.parametrize(
    ("name", "old", "new", "expected"),
    [
        (
            "inbound.yaml",
            "id: one, call",
            "id: one, cal",
            [
                "cal → unknown key 'cal' — did you mean 'call'?",
            ],
        ),
        (
            "inbound.yaml",
            "id: one, call",
            "id: one, linkedin: script, call",
            [f"linkedin → unknown key 'linkedin'; channels are {', '.join(Channel)}"],
        ),
        (
            "inbound.yaml",
            "id: one, call",
            "id: one, if: {outcome: connected}, call",
            ["if → unknown key 'if' — did you mean 'if_late' or 'if_not_done' or 'only_if'?"],
        ),
        (
            "inbound.yaml",
            "touches:",
            "touchs:",
            [
                "cadence → 'touches' is missing",
                "touchs → unknown key 'touchs' — did you mean 'touches'?",
            ],
        ),
        (
            "inbound.yaml",
            "after: 1 day}",
            "after: 1 dya}",
            [
                (
                    "1 → '1 dya' is not a duration: 'dya' is not a unit (did you mean 'day'?); write it like"
                    " '2 business days' or '1 hour 30 minutes'"
                ),
            ],
        ),
        (
            "inbound.yaml",
            "after: 1 day}",
            "after: 1 month}",
            [
                (
                    "1 → '1 month' is not a duration: a month has no fixed length, use days or weeks; write it like"
                    " '2 business days' or '1 hour 30 minutes'"
                ),
            ],
        ),
        (
            "inbound.yaml",
            "after: 1 day}",
            "after: 3}",
            [
                "3 → 3 is not a duration: it is not text; write it like '2 business days'",
            ],
        ),
        (
            "inbound.yaml",
            "id: two",
            "id: Touch Two",
            [
                "Touch → 'Touch Two' is not a name: use lower-case letters, digits and dashes, as in 'first-call'",
            ],
        ),
        (
            "inbound.yaml",
            "{id: two, email: mail,",
            "{id: two, email: mail, sms: mail,",
            [
                (
                    f"{{id → touch 'two' needs exactly one of {', '.join(Channel)}"
                    " with the name of"
                    " its message; found email and sms"
                ),
            ],
        ),
        (
            "agreement.yaml",
            "calendar: office",
            "calendar: office\ntask_reminders: -1",
            ["-1 → expected a number that is at least 0, found -1"],
        ),
        (
            "inbound.yaml",
            "id: one, call",
            "id: one, socal",
            [
                "socal → unknown key 'socal' — did you mean 'social'?",
            ],
        ),
        (
            "inbound.yaml",
            "by: [email]",
            "by: [email, social]",
            [f"social → 'social' is not one of {', '.join(in_order(MACHINE_CHANNELS))}"],
        ),
        (
            "inbound.yaml",
            "id: one, call: script",
            "id: one, social: script, needs: socail consent",
            [f"socail → 'socail consent' is not one of {', '.join(CONSENTS)} — did you mean 'social consent'?"],
        ),
        (
            "inbound.yaml",
            "title: Everybody who asks",
            "title: 12",
            [
                "12 → expected a text, found 12 (put it in quotes to make it text)",
            ],
        ),
        (
            "inbound.yaml",
            "exhausted: nurture",
            "exhausted: nurture\nagain: after 3 moons",
            [
                (
                    "after → '3 moons' is not a duration: 'moons' is not a unit (units are week, day, hour,"
                    " minute, business day,"
                    " business hour); write it like '2 business days' or '1 hour 30 minutes'"
                ),
            ],
        ),
        (
            "inbound.yaml",
            "exhausted: nurture",
            "exhausted: nurture\nagain: sometimes",
            [
                "sometimes → 'sometimes' is none of 'once', 'always' and 'after <duration>', such as 'after 90 days'",
            ],
        ),
        (
            "inbound.yaml",
            "exhausted: nurture",
            "exhausted: nurture\nwhen: {replyed: hand over}",
            [
                "replyed → unknown key 'replyed' — did you mean 'replied'?",
            ],
        ),
        (
            "inbound.yaml",
            "exhausted: nurture",
            "exhausted: nurture\nwhen: {replied: hand-over}",
            [
                (
                    "hand-over → 'hand-over' is not one of hand over, pause, pause until return, finish, go on"
                    " — did you mean"
                    " 'hand over'?"
                ),
            ],
        ),
        (
            "inbound.yaml",
            "title:",
            "for: {field: direction, is: inbound, is_not: outbound}\ntitle:",
            [
                "{field → a field needs exactly one of is, is_not, in, not_in, at_least, at_most, contains, known",
            ],
        ),
        (
            "inbound.yaml",
            "title:",
            "for: {all: [{feild: direction, is: inbound}]}\ntitle:",
            [
                "feild → unknown key 'feild' — did you mean 'field'?",
            ],
        ),
        (
            "nurture.yaml",
            "bulk: true",
            "bulk: yes",
            [
                "yes → expected true or false, found 'yes'",
            ],
        ),
        (
            "team.yaml",
            "email: max@test.example",
            "email: max at test",
            [
                "max → 'max at test' is not an email address; write it like ana@northbeam.example",
            ],
        ),
        (
            "team.yaml",
            "roles: [rep, sales, teleprospector, manager]",
            "roles: []",
            [
                "[ → 'roles' is empty",
            ],
        ),
        (
            "agreement.yaml",
            "then: high",
            "then: hihg",
            [
                (
                    "hihg → 'hihg' is not one of high, medium, low, not qualified, not enough information —"
                    " did you mean"
                    " 'high'?"
                ),
            ],
        ),
        (
            "calendars/office.yaml",
            "America/New_York",
            "America/NewYork",
            [
                "America/NewYork → 'America/NewYork' is not an IANA time zone; did you mean 'America/New_York'?",
            ],
        ),
        (
            "calendars/office.yaml",
            "mon: [09:00-17:00]",
            "mon: [17:00-09:00]",
            [
                (
                    "17 → 17:00-09:00 closes before it opens; hours over midnight are two openings, such as"
                    " 22:00-24:00 on"
                    " one day and 00:00-06:00 on the next"
                ),
            ],
        ),
        (
            "calendars/office.yaml",
            "mon:",
            "mo:",
            [
                "mo → 'mo' is not one of mon, tue, wed, thu, fri, sat, sun — did you mean 'mon'?",
            ],
        ),
        ("messages/mail.md", "subject:", "subjet:", ["subjet → unknown key 'subjet' — did you mean 'subject'?"]),
        (
            "messages/mail.md",
            "subject: Hello\n---\n",
            "subject: Hello\n",
            [
                "--- → the front matter is not closed: end it with a line of ---",
            ],
        ),
    ],
)
def test_a_slip_is_told_at_its_place_with_what_would_be_right(
    tmp_path: Path, name: str, old: str, new: str, expected: list[str]
) -> None:
    """Key, value, duration, name and enum value: each with line, column and the nearest right word."""
    folder = PlaybookFolder(tmp_path)
    folder.replace(name, old, new)

    assert sorted(folder.pointed(name)) == sorted(expected)


@pytest.mark.parametrize("channel", list(Channel))
def test_every_channel_is_a_key_of_a_touch_and_of_its_otherwise(channel: Channel) -> None:
    """Editors complete it, and ask for one of them."""
    for name in ("TouchWritten", "AlternativeWritten"):
        touch = schema_of("cadence")["$defs"][name]

        assert channel.value in touch["properties"]
        assert {"required": [channel.value]} in touch["anyOf"]


def test_editors_offer_the_words_that_the_table_of_channels_holds() -> None:
    """Channels that the machine can acknowledge on, and the consents that a touch may need."""
    defined = schema_of("cadence")["$defs"]

    by = defined["AcknowledgeWritten"]["properties"]["by"]["items"]["enum"]
    needs = defined["TouchWritten"]["properties"]["needs"]["anyOf"][0]["enum"]
    assert by == [channel.value for channel in in_order(MACHINE_CHANNELS)]
    assert needs == list(CONSENTS)
