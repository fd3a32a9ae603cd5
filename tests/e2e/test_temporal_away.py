"""While Temporal is away leads are accepted and reports are kept; once it is back all of it happens, once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from e2e.mailboxes import letters_to
from e2e.quick_playbook import quick_playbook
from e2e.stacks import Town, town

from domain.dispositions import Disposition
from domain.wire.requests import workflow_id
from embedded.addresses import Part

LEADS = 100
AT_ONCE = 10
GRACE = timedelta(seconds=5)


@pytest.fixture
async def here(tmp_path: Path) -> AsyncIterator[Town]:
    """The engine, with days so long that nothing follows the acknowledgment."""
    async with town(tmp_path / "home", quick_playbook(tmp_path / "playbook"), day=3600) as running:
        yield running


async def posted(here: Town, addresses: list[str]) -> list[str]:
    """The ids of leads that were posted, some at a time."""
    places = asyncio.Semaphore(AT_ONCE)

    async def post(address: str) -> str:
        async with places:
            return await here.post_lead(address)

    return await asyncio.gather(*(post(address) for address in addresses))


async def test_nothing_is_lost_or_doubled_while_temporal_is_away(here: Town) -> None:
    """A hundred leads and some reports, an API that was started meanwhile, and then the server comes back."""
    addresses = [f"lead{number}@people.example" for number in range(LEADS)]
    server, api = here.stack.child(Part.TEMPORAL), here.stack.child(Part.API)
    await server.terminate(GRACE)

    ids = await posted(here, addresses[: LEADS // 2])
    opted_out = [ids[number] for number in (3, 30)]
    reports = [await here.request("POST", f"/v1/leads/{lead_id}/opt-out") for lead_id in opted_out[:1]]
    restarted = api.next_start()
    api.kill()
    await restarted
    await here.stack.until_ready(Part.API)
    ids += await posted(here, addresses[LEADS // 2 :])
    reports += [await here.request("POST", f"/v1/leads/{lead_id}/opt-out") for lead_id in opted_out[1:]]
    reports.append(await here.request("POST", f"/v1/leads/{ids[60]}/pause"))

    await server.start()
    await here.stack.until_ready(Part.TEMPORAL)
    reached = [address for address, lead_id in zip(addresses, ids, strict=True) if lead_id not in opted_out]
    for address in set(reached) - {addresses[60]}:
        await here.relay.until_delivered(address)
    endings = [await here.disposition_of(lead_id) for lead_id in opted_out]
    runs = [await here.client.get_workflow_handle(workflow_id(lead_id)).describe() for lead_id in ids]
    again = await posted(here, addresses[:2])
    boxes = await letters_to(here.office, *addresses)

    assert [report.status_code for report in reports] == [httpx.codes.ACCEPTED] * 3
    assert {report.json()["state"] for report in reports} == {"pending"}
    assert set(endings) == {Disposition.OPTED_OUT}
    assert len({run.run_id for run in runs}) == len(set(ids)) == LEADS
    assert again == ids[:2]
    silent = {addresses[3], addresses[30], addresses[60]}
    for address, letters in boxes.items():
        assert [letter.touch for letter in letters] == ([] if address in silent else ["ack"]), address
