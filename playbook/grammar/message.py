"""The grammar of a message's front matter: the keys between two lines of ``---`` at the top of the file."""

from domain.channels import Channel
from playbook.grammar.base import Written


class FrontMatter(Written):
    """The front matter of a message. ``channel`` prevents its use on another channel by mistake."""

    title: str = ""
    subject: str = ""
    channel: Channel | None = None
