"""The HTTP application: routes, problem answers and logs, with the collaborators that its process built."""

import tomllib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from fastapi import FastAPI

from api.alerts import routes as alerts
from api.console import routes as console
from api.edge import health, problems, static
from api.edge.body_limit import BodyLimit
from api.edge.collaborators import Collaborators
from api.edge.keys import KeyRing
from api.edge.openapi import document_of
from api.edge.request_log import RequestLog
from api.edge.starts import Deliveries, Starts
from api.leads import routes as leads
from api.numbers import routes as numbers
from api.pages import form as forms
from api.pages import link as links
from api.pages import take_up as acknowledgments
from api.pages import unsubscribe
from api.reports import routes as reports
from api.reports import signals
from api.reports import task_routes as tasks
from ledger.ledger import Ledger
from reception import Reception
from settings import Settings

MOST_BYTES = 256 * 1024
"""The largest request body: ten times the longest form."""

_ROUTES = (
    leads,
    reports,
    signals,
    tasks,
    alerts,
    numbers,
    console,
    unsubscribe,
    acknowledgments,
    links,
    forms,
    health,
    static,
)
"""In the order of the documentation."""

DRAIN = timedelta(seconds=2)
"""How long a stopping API waits for starts that are under way."""

_DESCRIPTION = (
    "Send leads, report what people did with them, and see what happens next and why. "
    "Every date and time has a UTC offset. Every error says which field is wrong and what was expected."
)


def system_clock() -> datetime:
    """The current time in UTC."""
    return datetime.now(UTC)


def _release() -> str:
    try:
        return version("sevenfold")
    except PackageNotFoundError:  # run from its source folder, which has no metadata
        source = Path(__file__).parents[1] / "pyproject.toml"
        return str(tomllib.loads(source.read_text(encoding="utf-8"))["project"]["version"])


def create_app(
    settings: Settings,
    ledger: Ledger,
    outbox: Deliveries,
    *,
    reach_temporal: Callable[[], Awaitable[None]],
    now: Callable[[], datetime] = system_clock,
) -> FastAPI:
    """The application.

    Args:
        settings: the API keys and the token secret come from here.
        ledger: open; whoever opened it also closes it.
        outbox: starts leads and delivers facts.
        reach_temporal: returns if Temporal answers and raises if not; called by ``/readyz``.
        now: the clock.

    Raises:
        SettingsInvalidError: the keys cannot be used.
    """
    starts = Starts(outbox)
    collaborators = Collaborators(
        ledger=ledger,
        outbox=outbox,
        starts=starts,
        reception=Reception(ledger, starts),
        keys=KeyRing(settings.api_keys),
        token_secret=settings.token_secret.get_secret_value(),
        reach_temporal=reach_temporal,
        now=now,
    )
    app = FastAPI(
        title="Sevenfold",
        version=_release(),
        description=_DESCRIPTION,
        lifespan=_lifespan,
        # The framework's own pages load scripts from other servers; ours loads nothing.
        docs_url=None,
        redoc_url=None,
        # The framework's log records contain error texts, which may quote a lead.
        telemetry={"logs": False},
    )
    app.state.collaborators = collaborators
    problems.install(app)
    app.openapi = lambda: document_of(app)  # type: ignore[method-assign]  # the framework's documented way to do this
    for routes in _ROUTES:
        app.include_router(routes.router)
    app.add_middleware(BodyLimit, most_bytes=MOST_BYTES)
    app.add_middleware(RequestLog)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    yield
    await app.state.collaborators.starts.drain(DRAIN)
