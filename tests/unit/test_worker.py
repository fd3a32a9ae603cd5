"""The worker: its adapters, put together."""

from datetime import timedelta
from pathlib import Path
from typing import Any, cast

from activities.carriers import Mailer
from channels.memory import MemoryEmailChannel
from domain.channels import MACHINE_CHANNELS, Channel
from settings import Settings
from worker import carriers_of


def test_every_channel_of_the_machine_has_a_carrier(tmp_path: Path) -> None:
    """And no other channel has one: a row of the machine's without a line in worker.py is found here."""
    settings = Settings(home=tmp_path)
    nobody = cast("Any", None)

    carriers = carriers_of(settings, nobody, Mailer(MemoryEmailChannel(), nobody, nobody, nobody))

    assert carriers.keys() == MACHINE_CHANNELS
    assert isinstance(carriers[Channel.EMAIL], Mailer)
    assert carriers[Channel.SMS].settles_after == timedelta(0)
