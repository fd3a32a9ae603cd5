"""Whether a person is behind a signal, or a program that opens links."""

from datetime import timedelta
from typing import Any

import pytest
from builders import MONDAY

from domain.terms.scoring import SignalKind
from domain.triage.signals import Noticed, SignalOnRecord, exposed, is_repeated, judge

CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/125.0 Safari/537.36"
SENT_AT = MONDAY - timedelta(hours=2)


def a_click(**changes: Any) -> Noticed:
    """Somebody follows our own link in a browser, two hours after the mail."""
    fields: dict[str, Any] = {
        "signal_id": "s2",
        "lead_id": "l1",
        "kind": SignalKind.CLICK,
        "what": "https://a.example/one",
        "at": MONDAY,
        "send_id": "l1.1.intro",
        "user_agent": CHROME,
        "is_own": True,
    }
    return Noticed(**{**fields, **changes})


def an_earlier(what: str = "https://a.example/two", seconds: float = 1, **changes: Any) -> SignalOnRecord:
    """Another click of the same mail, so many seconds before."""
    made = SignalOnRecord(
        "s1", SignalKind.CLICK, what, MONDAY - timedelta(seconds=seconds), "l1.1.intro", is_human=True
    )
    return made._replace(**changes)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"is_head": True}, "only the headers were requested"),
        ({"is_ahead": True}, "a browser prefetched the link"),
        ({"user_agent": " "}, "no user agent, which every browser sends"),
        ({"user_agent": "Mozilla/5.0 (compatible; Barracuda Sentinel)"}, "a program opened it: barracuda"),
        ({"user_agent": "Mozilla/5.0 (compatible; bingbot/2.0)"}, "a program opened it: bot"),
        ({"user_agent": "python-requests/2.32"}, "a program opened it: python"),
        ({"user_agent": CHROME.replace("Chrome/", "HeadlessChrome/")}, "a program opened it: headless"),
        ({"user_agent": "curl/8.5.0"}, "a program opened it: curl"),
        ({"user_agent": "Microsoft Office Existence Discovery"}, "a program opened it: microsoft office"),
        ({"at": SENT_AT + timedelta(seconds=4)}, "4 seconds after the email was sent: too soon for a reader"),
        ({"at": SENT_AT - timedelta(seconds=4)}, "0 seconds after the email was sent: too soon for a reader"),
    ],
)
def test_a_program_is_told_by_how_it_asks(changes: dict[str, Any], why: str) -> None:
    """Each with the reason that people are shown."""
    judgement = judge(a_click(**changes), sent_at=SENT_AT, others=())

    assert (judgement.is_human, judgement.why) == (False, why)


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"at": SENT_AT + timedelta(seconds=10)},
        {"user_agent": "Mozilla/5.0 (Linux; Android 13; CUBOT X30) AppleWebKit/537.36 Chrome/120.0 Mobile"},
        {"user_agent": "", "is_own": False},
        {"kind": SignalKind.VISIT, "at": SENT_AT},
    ],
)
def test_a_person_is_left_in_peace(changes: dict[str, Any]) -> None:
    """A browser after a while, a phone whose maker ends in bot, and what a website reports without a user agent."""
    assert judge(a_click(**changes), sent_at=SENT_AT, others=()) == (True, "")


@pytest.mark.parametrize("agent", ["Mozilla/5.0", "Mozilla/5.0 (via ggpht.com GoogleImageProxy)", "YahooMailProxy; x"])
def test_opens_of_mail_programs_prove_nothing(agent: str) -> None:
    """They fetch the images of every mail; a click of the same program is its user's."""
    opened = judge(a_click(kind=SignalKind.OPEN, user_agent=agent), sent_at=SENT_AT, others=())
    clicked = judge(a_click(user_agent=agent), sent_at=SENT_AT, others=())

    assert (opened.is_human, clicked.is_human) == (False, True)
    assert "loads images" in opened.why


def test_several_links_of_one_mail_at_once_are_no_hand() -> None:
    """The later one shows what the earlier one was, whichever comes first."""
    other = an_earlier()
    before = an_earlier(seconds=-2)

    for each in (other, before):
        assert judge(a_click(), sent_at=SENT_AT, others=[each]) == (
            False,
            "several links in the email were opened at once",
        )
        assert exposed(a_click(), [each]) == ("s1",)


@pytest.mark.parametrize(
    "other",
    [
        an_earlier(seconds=2.1),
        an_earlier("https://a.example/one"),
        an_earlier(send_id="l1.1.other"),
        an_earlier(kind=SignalKind.VISIT),
    ],
)
def test_what_lies_apart_is_not_judged_together(other: SignalOnRecord) -> None:
    """Later, of the same link, of another mail, or a visit that the click leads to."""
    assert judge(a_click(), sent_at=SENT_AT, others=[other]).is_human
    assert exposed(a_click(), [other]) == ()


def test_clicks_of_unknown_mails_are_not_judged_together() -> None:
    """Two reports without a mail have nothing in common."""
    assert judge(a_click(send_id=""), sent_at=None, others=[an_earlier(send_id="")]).is_human


def test_the_same_within_half_an_hour_is_the_same() -> None:
    """Before or after; not another page, and not a person's after a program's."""
    click = a_click()
    judged = judge(click, sent_at=SENT_AT, others=())
    same = an_earlier(click.what, seconds=1799)

    assert is_repeated(click, judged, [same])
    assert is_repeated(click, judged, [an_earlier(click.what, seconds=-1799)])
    assert not is_repeated(click, judged, [an_earlier(click.what, seconds=1800)])
    assert not is_repeated(click, judged, [same._replace(is_human=False)])
    assert not is_repeated(click, judged, [same._replace(what="https://a.example/other")])
