"""Signals as they are reported, and whether a person or a program caused them. Pure.

Mail gateways of companies open every link in an email before its reader does; they cause ten to thirty per cent of all
clicks. None of these rules is a proof. A signal that fails one is stored with the reason, and does not count.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from pydantic import AwareDatetime

from domain.snapshot import Snapshot
from domain.terms.scoring import SignalKind

TOO_SOON: Final = timedelta(seconds=10)
"""Nobody opens an email, reads it and follows a link within this time after it was sent."""

AT_ONCE: Final = timedelta(seconds=2)
"""No person opens two links of one email within this time."""

THE_SAME_AGAIN: Final = timedelta(minutes=30)
"""The same page or link within this time is one signal; web analytics count visits the same way."""

_PROGRAMS: Final = re.compile(
    r"(?<!cu)bot\b|crawl|spider|scanner|headless|phantomjs|puppeteer|playwright|selenium|curl/|wget/|python-|httpx/"
    r"|aiohttp|go-http-client|java/|okhttp|libwww|apache-httpclient|node-fetch|axios/|safelinks|barracuda|proofpoint"
    r"|mimecast|trendmicro|symantec|messagelabs|forcepoint|fireeye|sophos|ironport|bitdefender|checkpoint|zscaler"
    r"|virustotal|urlscan|facebookexternalhit|skypeuripreview|whatsapp/|microsoft office|ms-office|linkpreview"
)
_MAIL_PROXIES: Final = re.compile(r"googleimageproxy|ggpht\.com|yahoomailproxy|outlookimageproxy")
_APPLE_PROXY: Final = "mozilla/5.0"
"""The whole user agent of Apple's Mail Privacy Protection, which loads the images of every email."""


class Noticed(Snapshot):
    """A signal as it came in, before it is judged.

    Attributes:
        signal_id: identifies the signal; a repeated id is the same signal.
        what: the page visited, or the address that a link leads to.
        send_id: the email that the signal came from, if known.
        is_own: it came through one of our own links, not through a report.
        is_head: only the headers were asked for.
        is_ahead: a browser prefetched the link and said so.
    """

    signal_id: str
    lead_id: str
    kind: SignalKind
    what: str = ""
    at: AwareDatetime
    send_id: str = ""
    user_agent: str = ""
    is_own: bool = False
    is_head: bool = False
    is_ahead: bool = False


class SignalOnRecord(NamedTuple):
    """An earlier signal of the same lead, as recorded."""

    signal_id: str
    kind: SignalKind
    what: str
    at: datetime
    send_id: str
    is_human: bool


class Judgement(NamedTuple):
    """Whether a person caused a signal, and why not."""

    is_human: bool
    why: str


def judge(noticed: Noticed, *, sent_at: datetime | None, others: Iterable[SignalOnRecord]) -> Judgement:
    """Whether a person caused a signal.

    Args:
        noticed: the signal.
        sent_at: when the email that it came from was sent, if known.
        others: the lead's signals around it.
    """
    suspicion = (
        ("only the headers were requested" if noticed.is_head else "")
        or ("a browser prefetched the link" if noticed.is_ahead else "")
        or _by_its_name(noticed)
        or _by_its_haste(noticed, sent_at)
        or ("several links in the email were opened at once" if _opened_with(noticed, others) else "")
    )
    return Judgement(not suspicion, suspicion)


def exposed(noticed: Noticed, others: Iterable[SignalOnRecord]) -> tuple[str, ...]:
    """Ids of earlier signals that counted and that this one shows to be a program's."""
    return tuple(other.signal_id for other in _opened_with(noticed, others) if other.is_human)


def is_repeated(noticed: Noticed, judgement: Judgement, others: Iterable[SignalOnRecord]) -> bool:
    """Whether the same signal with the same verdict came moments ago: reloading a page is not a second visit."""
    return any(
        (other.kind, other.what, other.is_human) == (noticed.kind, noticed.what, judgement.is_human)
        and abs(other.at - noticed.at) < THE_SAME_AGAIN
        for other in others
    )


def _by_its_name(noticed: Noticed) -> str:
    agent = noticed.user_agent.strip().casefold()
    if not agent:
        return "no user agent, which every browser sends" if noticed.is_own else ""
    if found := _PROGRAMS.search(agent):
        return f"a program opened it: {found.group().strip('/-')}"
    if noticed.kind is SignalKind.OPEN and (agent == _APPLE_PROXY or _MAIL_PROXIES.search(agent)):
        return "the mail program loads images whether or not anybody reads the email"
    return ""


def _by_its_haste(noticed: Noticed, sent_at: datetime | None) -> str:
    if sent_at is None or noticed.kind not in (SignalKind.CLICK, SignalKind.OPEN):
        return ""
    passed = noticed.at - sent_at
    if passed >= TOO_SOON:
        return ""
    return f"{max(int(passed.total_seconds()), 0)} seconds after the email was sent: too soon for a reader"


def _opened_with(noticed: Noticed, others: Iterable[SignalOnRecord]) -> tuple[SignalOnRecord, ...]:
    if noticed.kind is not SignalKind.CLICK or not noticed.send_id:
        return ()
    return tuple(
        other
        for other in others
        if other.kind is SignalKind.CLICK
        and other.send_id == noticed.send_id
        and other.what != noticed.what
        and abs(other.at - noticed.at) <= AT_ONCE
    )
