"""Signals as they are reported, and whether a person is behind one or a program that opens links. Pure.

In front of the mailboxes of firms stand programs that open every link of a mail before its reader does: ten to thirty
of a hundred clicks are theirs. None of these rules is a proof; a signal that one of them finds is kept with the
reason, and counts nothing.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from pydantic import AwareDatetime

from domain.snapshot import Snapshot
from domain.terms.scoring import SignalKind

TOO_SOON: Final = timedelta(seconds=10)
"""Nobody opens a mail, reads it and follows a link within this of its sending."""

AT_ONCE: Final = timedelta(seconds=2)
"""Two links of one mail within this are opened by no hand."""

THE_SAME_AGAIN: Final = timedelta(minutes=30)
"""The same page or link within this is one signal: web analytics count a visit that long."""

_PROGRAMS: Final = re.compile(
    r"(?<!cu)bot\b|crawl|spider|scanner|headless|phantomjs|puppeteer|playwright|selenium|curl/|wget/|python-|httpx/"
    r"|aiohttp|go-http-client|java/|okhttp|libwww|apache-httpclient|node-fetch|axios/|safelinks|barracuda|proofpoint"
    r"|mimecast|trendmicro|symantec|messagelabs|forcepoint|fireeye|sophos|ironport|bitdefender|checkpoint|zscaler"
    r"|virustotal|urlscan|facebookexternalhit|skypeuripreview|whatsapp/|microsoft office|ms-office|linkpreview"
)
_MAIL_PROXIES: Final = re.compile(r"googleimageproxy|ggpht\.com|yahoomailproxy|outlookimageproxy")
_APPLE_PROXY: Final = "mozilla/5.0"
"""All that Apple's Mail Privacy Protection says of itself when it fetches the images of every mail."""


class Noticed(Snapshot):
    """A signal as it came in, before it is known whether it counts.

    Attributes:
        signal_id: the same one again is the same signal.
        what: the page visited, or the address a link leads to.
        send_id: the mail that it came out of, where that is known.
        is_own: it came through one of our own links, and not by somebody's report.
        is_head: only the headers were asked for.
        is_ahead: a browser fetched it in case somebody clicks, and said so.
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
    """A signal of the same lead that is on record."""

    signal_id: str
    kind: SignalKind
    what: str
    at: datetime
    send_id: str
    is_human: bool


class Judgement(NamedTuple):
    """Whether a person did it, and how that was told."""

    is_human: bool
    why: str


def judge(noticed: Noticed, *, sent_at: datetime | None, others: Iterable[SignalOnRecord]) -> Judgement:
    """Whether a person is behind a signal.

    Args:
        noticed: the signal.
        sent_at: when the mail that it came out of was sent, where that is known.
        others: the lead's signals around it.
    """
    suspicion = (
        ("only the headers were asked for" if noticed.is_head else "")
        or ("a browser fetched it ahead of any click" if noticed.is_ahead else "")
        or _by_its_name(noticed)
        or _by_its_haste(noticed, sent_at)
        or ("several links of the mail were opened at once" if _opened_with(noticed, others) else "")
    )
    return Judgement(not suspicion, suspicion)


def exposed(noticed: Noticed, others: Iterable[SignalOnRecord]) -> tuple[str, ...]:
    """Ids of earlier signals that counted, and that this one shows to be a program's."""
    return tuple(other.signal_id for other in _opened_with(noticed, others) if other.is_human)


def is_repeated(noticed: Noticed, judgement: Judgement, others: Iterable[SignalOnRecord]) -> bool:
    """Whether the same was noticed moments ago, and judged the same: a page loaded anew is no second visit."""
    return any(
        (other.kind, other.what, other.is_human) == (noticed.kind, noticed.what, judgement.is_human)
        and abs(other.at - noticed.at) < THE_SAME_AGAIN
        for other in others
    )


def _by_its_name(noticed: Noticed) -> str:
    agent = noticed.user_agent.strip().casefold()
    if not agent:
        return "it does not say what opened the link, as every browser does" if noticed.is_own else ""
    if found := _PROGRAMS.search(agent):
        return f"a program opened it: {found.group().strip('/-')}"
    if noticed.kind is SignalKind.OPEN and (agent == _APPLE_PROXY or _MAIL_PROXIES.search(agent)):
        return "the mail program fetches images whether or not anybody reads"
    return ""


def _by_its_haste(noticed: Noticed, sent_at: datetime | None) -> str:
    if sent_at is None or noticed.kind not in (SignalKind.CLICK, SignalKind.OPEN):
        return ""
    passed = noticed.at - sent_at
    if passed >= TOO_SOON:
        return ""
    return f"{max(int(passed.total_seconds()), 0)} seconds after the mail was sent, before anybody can have read it"


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
