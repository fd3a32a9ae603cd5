"""The worker: its adapters, put together."""

from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from activities.carriers import Mailer
from channels.memory import MemoryEmailChannel
from domain.channels import MACHINE_CHANNELS, Channel
from settings import Settings
from worker import carriers_of, mailer_of


def test_every_channel_of_the_machine_has_a_carrier(tmp_path: Path) -> None:
    """And no other channel has one: a row of the machine's without a line in worker.py is found here."""
    settings = Settings(home=tmp_path)
    nobody = cast("Any", None)
    mailer = mailer_of(nobody_has_a_ledger(), settings, nobody, nobody, MemoryEmailChannel(), None)

    carriers = carriers_of(settings, nobody, mailer)

    assert carriers.keys() == MACHINE_CHANNELS
    assert isinstance(carriers[Channel.EMAIL], Mailer)
    assert carriers[Channel.SMS].settles_after == timedelta(0)


def nobody_has_a_ledger() -> Any:
    """A ledger of which only the touches are asked for, and not used."""

    class _NoLedger:
        touches = None

    return _NoLedger()
