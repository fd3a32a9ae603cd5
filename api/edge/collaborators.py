"""The objects that routes work with, built once by the API's process."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, cast

from fastapi import Depends, Request

from api.edge.keys import KeyRing
from api.edge.starts import Deliveries, Starts
from ledger.ledger import Ledger
from reception import Reception


@dataclass(frozen=True)
class Collaborators:
    """Everything that a route may use.

    Attributes:
        reception: receives forms from every source.
        starts: starts workflows after the sender got its answer.
        reach_temporal: returns if Temporal answers and raises if not.
        now: the clock, which tests can stop.
    """

    ledger: Ledger
    outbox: Deliveries
    starts: Starts
    reception: Reception
    keys: KeyRing
    token_secret: str
    reach_temporal: Callable[[], Awaitable[None]]
    now: Callable[[], datetime]


def collaborators_of(request: Request) -> Collaborators:
    """The collaborators of the application that received this request."""
    return cast("Collaborators", request.app.state.collaborators)


With = Annotated[Collaborators, Depends(collaborators_of)]
"""Annotation for a route's parameter that receives the collaborators."""
