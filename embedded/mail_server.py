"""The laptop's mail server: a mailbox for every address, one password for all of them, and a web inbox."""

import importlib.util
import sys
from urllib.parse import quote

from domain.errors import SettingsInvalidError
from embedded.ports import LOOPBACK

MAILBOX_LOGIN = "sevenfold"
"""The IMAP password of all mailboxes. It need not be secret: the server is on loopback and keeps nothing on disk."""


def replies_address(mail_domain: str) -> str:
    """The mailbox that receives all mail to ``reply+…@`` and ``bounce+…@``."""
    return f"replies@{mail_domain}"


def journal_address(mail_domain: str) -> str:
    """The journal mailbox: gets a blind copy of each mail, to find out whether a mail with unknown outcome was sent."""
    return f"journal@{mail_domain}"


def mailbox_url(address: str, imap_port: int) -> str:
    """The IMAP URL of an address's inbox; the user is percent-encoded, because it contains an @."""
    return f"imap://{quote(address, safe='')}:{MAILBOX_LOGIN}@{LOOPBACK}:{imap_port}/INBOX"


def mail_argv(*, smtp_port: int, imap_port: int, inbox_port: int, mail_domain: str) -> tuple[str, ...]:
    """The command that runs the mail server on loopback, in memory.

    Raises:
        SettingsInvalidError: the ``mail-devel`` package is not installed.
    """
    if importlib.util.find_spec("mail_devel") is None:
        raise SettingsInvalidError(
            "the laptop's mail server is not installed: run `pip install mail-devel`, "
            "or set SEVENFOLD_SMTP_URL to your own mail server",
            field="smtp_url",
        )
    replies = replies_address(mail_domain)
    return (
        *(sys.executable, "-m", "embedded.laptop_mail", "--host", LOOPBACK, "--multi-user"),
        *("--user", replies, "--password", MAILBOX_LOGIN),
        *("--smtp-port", str(smtp_port), "--imap-port", str(imap_port), "--http-port", str(inbox_port)),
        *("--alias", f"reply+*@{mail_domain}:{replies}", "--alias", f"bounce+*@{mail_domain}:{replies}"),
    )
