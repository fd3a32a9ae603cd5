"""The grammar of a message's front matter: what stands between two lines of ``---`` at its top."""

from domain.channels import Channel
from playbook.grammar.base import Written


class FrontMatter(Written):
    """What a message says about itself; ``channel`` keeps it from being used on another one by mistake."""

    title: str = ""
    subject: str = ""
    channel: Channel | None = None
