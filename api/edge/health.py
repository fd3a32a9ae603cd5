"""For operators: liveness, readiness, version, and the documentation page."""

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
    """The process is alive."""

    ok: bool = True


class Version(BaseModel):
    """The running release."""

    version: str


@router.get("/healthz", summary="Check Liveness")
async def healthz(response: Response) -> Alive:
    """Check that the process is alive. It needs no other server, so a failure means that a restart helps.

    The header `Sevenfold-Process` has the process id, because on a laptop another process may have taken the port.
    """
    response.headers["Sevenfold-Process"] = str(os.getpid())
    return Alive()


@router.get(
    "/readyz",
    responses={503: {"model": Readiness, "description": "Not ready; each part says why"}},
    summary="Check Readiness",
)
async def readyz(collaborators: With, response: Response) -> Readiness:
    """Check each part that the API needs: the ledger and its schema, the playbook, Temporal.

    The API receives leads even while Temporal is away. Take it out of rotation only if the ledger is not ok.
    """
    found = await readiness(collaborators)
    response.status_code = 200 if found.ready else 503
    return found


@router.get("/v1/version", summary="Show Version")
async def version(request: Request) -> Version:
    """Show the running release."""
    return Version(version=request.app.version)


@router.get("/docs", include_in_schema=False)
async def docs(request: Request) -> HTMLResponse:
    """Show the documentation page."""
    return HTMLResponse(docs_page(document_of(request.app)))
