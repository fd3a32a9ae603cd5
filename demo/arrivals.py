"""Sends the demo's leads to the API, one after the other, some of them on a cue."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import assert_never

from commands.api_client import Api
from commands.enrol import enrol_row
from commands.lead_files import Row, rows_of
from demo.cast import CAST, NOBODY, Cue
from demo.people import MailPeople, Player, WebPeople
from demo.silence import Silence
from demo.watch import Watch
from domain.errors import InvalidInputError

SAMPLES = Path(__file__).resolve().parent.parent / "samples" / "leads.csv"

ARRIVE_EVERY_SECONDS = 0.35
"""The pause between two leads."""

CUE_PATIENCE_SECONDS = 30.0
"""How long a lead waits for its cue. After that it arrives anyway, and the summary says that its scene is missing."""


def sample_rows(most: int) -> list[Row]:
    """The sample leads that take part."""
    return list(islice(rows_of(SAMPLES), most))


def role_of(row: Row) -> str:
    """The part that the lead of this row plays."""
    return str(row.form["external_id"])


class Arrivals:
    """Sends each lead, and then starts its part.

    Args:
        api: receives the forms.
        watch: gets each lead that has arrived; cues are read from it and from ``silence``.
        readers: play what leads do about mails; ``visitors`` what they do on the website.
    """

    def __init__(self, api: Api, watch: Watch, silence: Silence, readers: MailPeople, visitors: WebPeople) -> None:
        self._api = api
        self._watch = watch
        self._silence = silence
        self._readers = readers
        self._visitors = visitors

    async def play(self, rows: Sequence[Row]) -> None:
        """Send all leads, those with a cue last, and play until cancelled.

        Raises:
            InvalidInputError: the API refused a form; names the row.
        """
        async with asyncio.TaskGroup() as group:
            for cue, row in in_order(rows):
                await self._await_cue(cue)
                player = await self._arrive(row)
                group.create_task(self._readers.play(player))
                group.create_task(self._visitors.play(player))
                await asyncio.sleep(ARRIVE_EVERY_SECONDS)

    async def _arrive(self, row: Row) -> Player:
        done = await enrol_row(self._api, row)
        if done.became == "failed":
            raise InvalidInputError(f"{SAMPLES}: row {row.number}: {done.message}")
        self._watch.take(done.lead_id, role_of(row))
        name = f"{row.form['first_name']} {row.form['last_name']}"
        return Player(role_of(row), done.lead_id, name, row.form["email"])

    async def _await_cue(self, cue: Cue | None) -> None:
        if cue is None:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(CUE_PATIENCE_SECONDS):
                await self._watch.until(lambda: self._has_come(cue))

    def _has_come(self, cue: Cue) -> bool:
        match cue:
            case Cue.FIRST_CALLS:
                is_everybody_known = len(self._watch.leads) == len(self._watch.roles)
                return is_everybody_known and self._watch.are_first_attempts_over
            case Cue.SET_ASIDE:
                return self._silence.has_consequences
            case _:
                assert_never(cue)


def in_order(rows: Sequence[Row]) -> list[tuple[Cue | None, Row]]:
    """The order of arrival, leads without a cue first; a cue that can never come is dropped."""
    parts = [CAST.get(role_of(row), NOBODY) for row in rows]
    is_anybody_silent = any(part.is_left_lying for part in parts)
    cues = [None if part.comes is Cue.SET_ASIDE and not is_anybody_silent else part.comes for part in parts]
    turns = (None, *Cue)
    return sorted(zip(cues, rows, strict=True), key=lambda each: turns.index(each[0]))
