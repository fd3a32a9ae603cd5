"""What the API works with, built once by its process and handed to every route."""

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
    """Everything a route may use.

    Attributes:
        reception: where forms arrive, whatever their source.
        starts: starts that go on after their sender was answered.
        reach_temporal: returns when Temporal answers and raises when it does not.
        now: the clock, so that tests can hold it.
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
    """The collaborators of the application that a request came to."""
    return cast("Collaborators", request.app.state.collaborators)


With = Annotated[Collaborators, Depends(collaborators_of)]
"""Annotation of a route's parameter that receives them."""
