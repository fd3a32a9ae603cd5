"""Which company a lead belongs to, and whether two leads belong to the same one."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from domain.lead.form import LeadForm

_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]")

_PROVIDERS = """
126.com 163.com aol.com att.net bluewin.ch bt.com btinternet.com comcast.net cox.net email.com fastmail.com free.fr
freenet.de gmail.com gmx.at gmx.ch gmx.com gmx.de gmx.net googlemail.com hey.com hotmail.co.uk hotmail.com
hotmail.de hotmail.es hotmail.fr hotmail.it icloud.com laposte.net libero.it live.co.uk live.com live.de live.fr
live.nl mac.com mail.com mail.ru me.com msn.com naver.com orange.fr outlook.com outlook.de outlook.es outlook.fr
pm.me proton.me protonmail.com qq.com rediffmail.com rocketmail.com sbcglobal.net sfr.fr sky.com t-online.de
tuta.com tutanota.com verizon.net virgilio.it wanadoo.fr web.de yahoo.ca yahoo.co.in yahoo.co.jp yahoo.co.uk
yahoo.com yahoo.com.br yahoo.de yahoo.es yahoo.fr yahoo.it yandex.com yandex.ru ymail.com zoho.com
"""

MAILBOX_PROVIDERS = frozenset(_PROVIDERS.split())
"""Domains at which anybody can have a mailbox: they say nothing about a company."""


_NO_COMPANY = """
a company, freelance, freelancer, home, independent, individual, me, myself, n a, n/a, n.a, na, nil, no, no company,
none, not applicable, null, personal, private, retired, self, self employed, self-employed, sole proprietor,
sole trader, student, test, unemployed, unknown, x, xx, xxx
"""

NO_COMPANY = frozenset(("", *(" ".join(each.split()) for each in _NO_COMPANY.split(","))))
"""What people write who have no company: without this list they would all belong to the same one."""


class Company(NamedTuple):
    """A lead's company as far as it is known.

    Attributes:
        domain: casefolded, as in ``acme.example``; empty when not known.
        name: casefolded, one space between words; empty when not known.
    """

    domain: str = ""
    name: str = ""


def company_of(form: LeadForm) -> Company:
    """The company that a form names: by its domain, else by that of a work address, and by its name."""
    domain = domain_in(form.company_domain) or domain_in(form.email.rpartition("@")[2])
    name = " ".join(form.company.casefold().split())
    return Company(
        domain="" if domain in MAILBOX_PROVIDERS else domain,
        name="" if name.strip(" .-_/") in NO_COMPANY else name,
    )


def are_same(one: Company, other: Company) -> bool:
    """Whether two companies are the same: the same domain, or the same name if a domain is missing.

    Two domains that differ are two companies, whatever their names: Delta is an airline, and makes faucets.
    """
    if one.domain and other.domain:
        return one.domain == other.domain
    return bool(one.name) and one.name == other.name


def domain_in(text: str) -> str:
    """The domain in a text such as ``https://www.Acme.example/about``; empty if there is none."""
    host = re.sub(r"^[a-z][a-z0-9+.-]*://", "", text.strip().casefold())
    host = re.split(r"[/?#:]", host, maxsplit=1)[0].rpartition("@")[2].rstrip(".").removeprefix("www.")
    return host if _DOMAIN.fullmatch(host) else ""


def is_account(company: Company, accounts: Iterable[str]) -> bool:
    """Whether the company is one of these accounts; a company without a domain never is."""
    return bool(company.domain) and any(is_of(company.domain, account) for account in accounts)


def is_of(domain: str, account: str) -> bool:
    """Whether a domain is the account's or a subdomain of it: ``eu.acme.example`` belongs to ``acme.example``."""
    return domain == account or domain.endswith(f".{account}")
