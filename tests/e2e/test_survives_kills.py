"""The engine's processes are killed at the worst instants, and nobody notices: each touch arrives exactly once."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from e2e.mailboxes import letters_to
from e2e.quick_playbook import EVERY_TOUCH, quick_playbook
from e2e.relay import Moment, Strike
from e2e.stacks import Town, town

from domain.dispositions import Disposition
from embedded.addresses import Part

LEADS = 200
WHILE_POSTING = 160
"""Touches that leave before the last leads are posted: the API has work to die from until then."""

LATEST = 900
"""The last touch, of twelve hundred, that a kill is drawn for: each one is due while much is under way."""


class Killer:
    """Draws the kills, carries them out, and counts."""

    def __init__(self, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311 - repeatable, and no secret
        self.kills: Counter[Part] = Counter()
        self.comebacks: list[asyncio.Future[int]] = []

    def drawn(self, town: Town) -> list[Strike]:
        """Each part at least twice, at instants of all kinds."""
        early = self._chance.sample(range(5, WHILE_POSTING), 2)
        later = self._chance.sample(range(20, LATEST), 6)
        parts = [Part.API, Part.API, Part.WORKER, Part.WORKER, Part.WORKER, Part.WORKER, Part.TEMPORAL, Part.TEMPORAL]
        return [
            Strike(number, moment, self._kill(town, part))
            for number, moment, part in zip([*early, *later], self._moments(), parts, strict=False)
        ]

    def _moments(self) -> Iterator[Moment]:
        while True:
            yield from self._chance.sample(tuple(Moment), len(Moment))

    def _kill(self, town: Town, part: Part) -> Callable[[], bool]:
        def kill() -> bool:
            child = town.stack.child(part)
            if child.pid is None:
                return False  # it is down from the kill before
            self.comebacks.append(child.next_start())
            child.kill()
            self.kills[part] += 1
            return True

        return kill


@pytest.mark.timeout(300)
async def test_each_touch_arrives_exactly_once_however_often_the_engine_is_killed(tmp_path: Path) -> None:
    """Worker, API and Temporal die of SIGKILL again and again, and every lead still gets each of its mails once."""
    seed = random.SystemRandom().randrange(10_000)
    killer = Killer(seed)
    addresses = [f"lead{number}@people.example" for number in range(LEADS)]
    print(f"kills are drawn from seed {seed}")  # noqa: T201 - pytest shows it with a failure, which can be repeated

    async with town(tmp_path / "home", quick_playbook(tmp_path / "playbook"), day=6) as here:
        here.relay.plan(killer.drawn(here))
        ids = [await here.post_lead(address) for address in addresses[: LEADS // 2]]
        await here.relay.until(lambda relay: relay.begun >= WHILE_POSTING)
        ids += [await here.post_lead(address) for address in addresses[LEADS // 2 :]]
        endings = {await here.disposition_of(lead_id) for lead_id in ids}
        await asyncio.gather(*killer.comebacks)
        neglected = await here.ledger.reading.overdue(datetime.now(UTC), timedelta(0))
        standing = await here.ledger.reading.outstanding()
        boxes = await letters_to(here.office, *addresses)

    told = ", ".join(f"{part} {count}" for part, count in sorted(killer.kills.items()))
    print(f"{killer.kills.total()} kills ({told}), {LEADS} leads, {sum(map(len, boxes.values()))} mails")  # noqa: T201 - as above
    assert endings == {Disposition.EXHAUSTED}
    assert not neglected
    assert standing.touches == {"sent": LEADS * len(EVERY_TOUCH)}
    for address, letters in boxes.items():
        assert [letter.touch for letter in letters] == list(EVERY_TOUCH), address
        assert len({letter.message_id for letter in letters}) == len(letters), address
    assert killer.kills.total() >= 6
    assert set(killer.kills) == {Part.WORKER, Part.API, Part.TEMPORAL}
