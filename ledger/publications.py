"""Published playbooks: immutable by version, the one published last is current."""

from collections import OrderedDict
from datetime import UTC, datetime
from typing import Final

from sqlalchemy import Connection, select, update

from domain.errors import NotFoundError
from domain.intake.beginning import Asked, asked_by
from domain.terms.playbook import Playbook
from ledger.database.engine import Database
from ledger.database.inserts import insert_new
from ledger.database.locks import lock
from ledger.database.tables import playbooks

REMEMBERED: Final = 16
"""Playbooks kept in memory: leads live for months, and few versions are in use at a time."""

CURRENT_VERSION: Final = (
    select(playbooks.c.version).order_by(playbooks.c.published_at.desc(), playbooks.c.version).limit(1)
)
"""The one published last."""


class PublishedPlaybooks:
    """``Publications`` on the database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._read: OrderedDict[str, Playbook] = OrderedDict()

    async def publish(self, playbook: Playbook, at: datetime | None = None) -> bool:
        """Make the playbook the current one; answers whether it was not that already.

        A version that was published before comes back as it was kept then. ``at`` is the present, if not the wall
        clock's.
        """
        published_at = at or datetime.now(UTC)
        return await self._database.write(lambda connection: _publish(connection, playbook, published_at))

    async def version(self, version: str) -> Playbook:
        """That playbook.

        Raises:
            NotFoundError: it was never published here.
        """
        if version not in self._read:
            self._read[version] = await self._database.read(lambda connection: _body(connection, version))
        self._read.move_to_end(version)
        while len(self._read) > REMEMBERED:
            self._read.popitem(last=False)
        return self._read[version]

    async def current(self) -> Playbook:
        """The one published last.

        Raises:
            NotFoundError: none was ever published here.
        """
        version = await self._database.read(_current_version)
        if version is None:
            raise NotFoundError("no playbook is published yet: run `sevenfold publish`")
        return await self.version(version)


class RulesAsk:
    """What each version's rules ask of a lead beside its form, kept instead of the playbooks themselves."""

    def __init__(self) -> None:
        self._known: dict[str, Asked] = {}

    def of(self, connection: Connection, *versions: str) -> Asked:
        """What any of these versions asks, within a transaction; nothing where it was never published here."""
        asked = Asked()
        for version in versions:
            asked = asked.together(self._of(connection, version))
        return asked

    def _of(self, connection: Connection, version: str) -> Asked:
        if version not in self._known:
            try:
                self._known[version] = asked_by(_body(connection, version))
            except NotFoundError:
                return Asked()
        return self._known[version]


def _publish(connection: Connection, playbook: Playbook, at: datetime) -> bool:
    lock(connection, ("playbooks",))
    if _current_version(connection) == playbook.version:
        return False
    body = playbook.model_dump(mode="json")
    row = {"version": playbook.version, "published_at": at, "body": body}
    if not insert_new(connection, playbooks, row):
        connection.execute(update(playbooks).where(playbooks.c.version == playbook.version).values(published_at=at))
    return True


def _current_version(connection: Connection) -> str | None:
    return connection.execute(CURRENT_VERSION).scalar_one_or_none()


def _body(connection: Connection, version: str) -> Playbook:
    body = connection.execute(select(playbooks.c.body).where(playbooks.c.version == version)).scalar_one_or_none()
    if body is None:
        raise NotFoundError(f"playbook {version} was never published here")
    return Playbook.model_validate(body)
