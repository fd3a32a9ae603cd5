"""Migrations give the tables that the code expects, on both databases, from any folder, at any time."""

import asyncio
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from ledger_builders import a_lead
from sqlalchemy import text

from domain.errors import SettingsInvalidError
from ledger.database.migrating import alembic_config, engine_for, upgrade
from ledger.database.schema import EXPECTED
from ledger.database.tables import metadata
from ledger.ledger import Ledger

pytest_plugins = ("ledgers",)


def test_migrations_and_tables_agree(empty_url: str) -> None:
    """Autogenerate finds nothing to do after an upgrade."""
    upgrade(empty_url)

    engine = engine_for(empty_url)
    with engine.begin() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        difference = compare_metadata(context, metadata)
    engine.dispose()

    assert difference == []


def test_the_code_expects_the_newest_migration() -> None:
    """A new migration is forgotten nowhere."""
    assert ScriptDirectory.from_config(alembic_config()).get_current_head() == EXPECTED


def test_a_downgrade_leaves_nothing_behind(empty_url: str) -> None:
    """Down to nothing, and up again."""
    upgrade(empty_url)

    engine = engine_for(empty_url)
    with engine.begin() as connection:
        config = alembic_config()
        config.attributes["connection"] = connection
        command.downgrade(config, "base")
    engine.dispose()
    upgrade(empty_url)


async def test_an_upgrade_keeps_what_is_there(ledger: Ledger, ledger_url: str) -> None:
    """Every process may upgrade when it starts."""
    lead_id = await a_lead(ledger)

    await asyncio.to_thread(upgrade, ledger_url)

    assert (await ledger.leads.lead(lead_id)).lead_id == lead_id


async def test_processes_that_start_together_migrate_once(empty_url: str) -> None:
    """One does the work, the others wait and find it done."""
    await asyncio.gather(*(asyncio.to_thread(upgrade, empty_url) for _ in range(6)))

    ledger = Ledger.open(empty_url)
    await ledger.refuse_old_schema()
    await ledger.close()


def test_an_upgrade_depends_on_no_folder(empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The migrations are found where the code is."""
    monkeypatch.chdir(tmp_path)

    upgrade(empty_url)

    assert not (tmp_path / "ledger").exists()


async def test_old_and_missing_tables_are_refused(empty_url: str) -> None:
    """With what is there, what is needed, and the remedy; newer ones are not."""
    ledger = Ledger.open(empty_url)
    with pytest.raises(SettingsInvalidError, match=f"has no tables yet and this version needs {EXPECTED}: run"):
        await ledger.refuse_old_schema()
    await asyncio.to_thread(upgrade, empty_url)
    await ledger.refuse_old_schema()

    await _stamp(ledger, "9999")
    await ledger.refuse_old_schema()

    await _stamp(ledger, "0000")
    with pytest.raises(SettingsInvalidError, match="is at migration 0000 and this version needs"):
        await ledger.refuse_old_schema()
    await ledger.close()


async def _stamp(ledger: Ledger, version: str) -> None:
    stamp = text("update alembic_version set version_num = :version")
    await ledger.database.write(lambda connection: connection.execute(stamp, {"version": version}).rowcount)
