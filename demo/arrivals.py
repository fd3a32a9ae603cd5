"""How the demo's leads come: one after the other through the API, and some of them on a cue."""

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
"""People do not fill in forms all at once."""

CUE_PATIENCE_SECONDS = 30.0
"""Nobody waits for ever: what was to be seen on the cue is then missed, and the summary says so."""


def sample_rows(most: int) -> list[Row]:
    """The sample leads that take part."""
    return list(islice(rows_of(SAMPLES), most))


def role_of(row: Row) -> str:
    """The name of the part that the lead of this row plays."""
    return str(row.form["external_id"])


class Arrivals:
    """Everybody's arrival, and from then on their part.

    Args:
        api: where forms are sent.
        watch: told of each lead that came, and asked for cues, as is ``silence``.
        readers: play what leads do about mails; ``visitors`` what they do on the website.
    """

    def __init__(self, api: Api, watch: Watch, silence: Silence, readers: MailPeople, visitors: WebPeople) -> None:
        self._api = api
        self._watch = watch
        self._silence = silence
        self._readers = readers
        self._visitors = visitors

    async def play(self, rows: Sequence[Row]) -> None:
        """Have all come, those with a cue after the others, and play until cancelled.

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
    """Who comes when: without a cue first, and nobody on a cue that cannot come because its lead does not take part."""
    parts = [CAST.get(role_of(row), NOBODY) for row in rows]
    is_anybody_silent = any(part.is_left_lying for part in parts)
    cues = [None if part.comes is Cue.SET_ASIDE and not is_anybody_silent else part.comes for part in parts]
    turns = (None, *Cue)
    return sorted(zip(cues, rows, strict=True), key=lambda each: turns.index(each[0]))
