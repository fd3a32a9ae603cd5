"""For those who run the API: is it alive, is it ready, which release is it, what can it do."""

import os

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse
from pydantic import BaseModel

from api.edge.collaborators import With
from api.edge.docs_page import docs_page
from api.edge.openapi import document_of
from api.edge.readiness import Readiness, readiness

router = APIRouter(tags=["operations"])


class Alive(BaseModel):
    """The process answers."""

    ok: bool = True


class Version(BaseModel):
    """The release that answers."""

    version: str


@router.get("/healthz")
async def healthz(response: Response) -> Alive:
    """Tell that the process lives; needs nothing else, so a supervisor restarts only what a restart mends.

    The header ``Sevenfold-Process`` says which process it is: on a laptop another one may have taken the port.
    """
    response.headers["Sevenfold-Process"] = str(os.getpid())
    return Alive()


@router.get("/readyz", responses={503: {"model": Readiness, "description": "a part is missing; each says why"}})
async def readyz(collaborators: With, response: Response) -> Readiness:
    """Tell whether each part that the API needs can be used: ledger and schema, playbook, Temporal.

    Leads are received while Temporal is away: take traffic off an API only when its ledger is missing.
    """
    found = await readiness(collaborators)
    response.status_code = 200 if found.ready else 503
    return found


@router.get("/v1/version")
async def version(request: Request) -> Version:
    """Tell which release answers."""
    return Version(version=request.app.version)


@router.get("/docs", include_in_schema=False)
async def docs(request: Request) -> HTMLResponse:
    """Show what the API can do."""
    return HTMLResponse(docs_page(document_of(request.app)))
