"""Whether the API can work now: each part that it needs, and what is wrong with it."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from pydantic import BaseModel

from api.edge.collaborators import Collaborators
from domain.errors import SevenfoldError

log = structlog.get_logger(__name__)

ANSWER_WITHIN = timedelta(seconds=2)


class Part(BaseModel):
    """One part; ``why`` says what is wrong, or gives details if it is ok."""

    name: str
    ok: bool
    why: str


class Readiness(BaseModel):
    """All parts; ready if every part is ok."""

    ready: bool
    parts: tuple[Part, ...]


async def readiness(collaborators: Collaborators) -> Readiness:
    """Check all parts at once; a part that does not answer in time is not ok."""
    parts = await asyncio.gather(
        _ask("ledger", lambda: _ledger(collaborators)),
        _ask("playbook", lambda: _playbook(collaborators)),
        _ask("temporal", lambda: _temporal(collaborators)),
    )
    return Readiness(ready=all(part.ok for part in parts), parts=tuple(parts))


async def _ask(name: str, question: Callable[[], Awaitable[str]]) -> Part:
    try:
        async with asyncio.timeout(ANSWER_WITHIN.total_seconds()):
            return Part(name=name, ok=True, why=await question())
    except TimeoutError:
        return Part(name=name, ok=False, why=f"no answer within {ANSWER_WITHIN.total_seconds():g} seconds")
    except SevenfoldError as error:
        return Part(name=name, ok=False, why=str(error))
    except Exception as error:  # noqa: BLE001 - a probe reports what is wrong, whatever it is
        log.warning("part_not_ready", part=name, error=type(error).__name__)
        return Part(name=name, ok=False, why=f"cannot be reached ({type(error).__name__})")


async def _ledger(collaborators: Collaborators) -> str:
    await collaborators.ledger.refuse_old_schema()
    return "reachable, schema up to date"


async def _playbook(collaborators: Collaborators) -> str:
    return f"version {(await collaborators.ledger.publications.current()).version}"


async def _temporal(collaborators: Collaborators) -> str:
    await collaborators.reach_temporal()
    return "reachable"
