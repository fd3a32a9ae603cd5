"""Messages as Slack takes them: its control characters written out, its limits kept, nobody mentioned."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st

from channels.chat.slack_message import MOST_IN_SECTION, MOST_TEXT, escaped, payload_of
from domain.outgoing.chat import OutgoingChat

CHAT = OutgoingChat(
    to="hot-leads",
    title="New lead for you: Dana <!channel> & Sons",
    lines=("Why: Ana knows this lead.",),
    known=(("Owed", "call first-call"), ("Wrote", "is 3 < 4?\nyes")),
    lately=("9 March: email sent",),
    links=(("Claim", "https://x.example/a/l1:1:alert:0~~abc?x=1&y=2"),),
)


def test_a_message_is_laid_out_in_sections_with_the_same_in_its_text() -> None:
    """Services that read no blocks show the text."""
    payload = payload_of(CHAT)

    sections = [block["text"]["text"] for block in payload["blocks"]]
    assert sections == [
        "*New lead for you: Dana &lt;!channel&gt; &amp; Sons*\nWhy: Ana knows this lead.",
        "*Owed:* call first-call\n*Wrote:* is 3 &lt; 4?\n> yes",
        "9 March: email sent",
        "<https://x.example/a/l1:1:alert:0~~abc?x=1&amp;y=2|Claim>",
    ]
    assert payload["text"] == "\n".join(sections)


def test_no_link_is_opened_for_a_preview() -> None:
    """What a lead wrote may hold any link."""
    payload = payload_of(CHAT)

    assert (payload["unfurl_links"], payload["unfurl_media"]) == (False, False)


def test_what_a_lead_wrote_mentions_nobody_and_looks_like_no_line_of_ours() -> None:
    """Where Slack's tongue is spoken, ``@all`` rings every telephone, and Markdown has links and images."""
    wrote = (
        "hi @channel, ana@acme.example\n*Owner:* Eve\r\n\n\u2028![x](https://evil.example/x) [Claim](https://e.example)"
    )
    payload = payload_of(OutgoingChat(to="x", title="@here Dana", known=(("Wrote", wrote),), links=()))

    head, said = (block["text"]["text"] for block in payload["blocks"])
    assert head == "*@\u200bhere Dana*"
    assert said.splitlines() == [
        "*Wrote:* hi @\u200bchannel, ana@acme.example",
        "> *Owner:* Eve",
        "> ![x]\u200b(https://evil.example/x) [Claim]\u200b(https://e.example)",
    ]


LINES = st.text(max_size=5_000)


@given(
    title=LINES,
    lines=st.lists(LINES, max_size=2).map(tuple),
    known=st.lists(st.tuples(st.text(max_size=20), LINES), max_size=20).map(tuple),
    lately=st.lists(LINES, max_size=11).map(tuple),
)
def test_whatever_is_said_fits(
    title: str, lines: tuple[str, ...], known: tuple[tuple[str, str], ...], lately: tuple[str, ...]
) -> None:
    """Sections and text keep Slack's limits, the links are always there, and nothing but our links is in brackets."""
    links = (("Claim", "https://x.example/a/1"),)

    payload = payload_of(OutgoingChat(to="x", title=title, lines=lines, known=known, lately=lately, links=links))

    texts = [payload["text"], *(block["text"]["text"] for block in payload["blocks"])]
    assert len(payload["text"]) <= MOST_TEXT
    assert all(0 < len(block["text"]["text"]) <= MOST_IN_SECTION for block in payload["blocks"])
    assert len(payload["blocks"]) <= 50
    assert payload["text"].endswith("<https://x.example/a/1|Claim>")
    assert all(found == "<https://x.example/a/1|Claim>" for text in texts for found in re.findall("<[^>]*>", text))
    json.dumps(payload)


@given(text=st.text(alphabet="a&<>", max_size=30), most=st.integers(1, 40))
def test_no_entity_is_cut_in_half(text: str, most: int) -> None:
    """Read back, what is left is a beginning of what was said."""
    said = escaped(text, most)

    read = said.removesuffix("…").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
    assert len(said) <= most
    assert text.startswith(read)
    assert said.endswith("…") or read == text
