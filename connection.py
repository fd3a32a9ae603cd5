"""The one place where a Temporal client is made: data converter, namespace and options agree everywhere."""

import dataclasses

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import DataConverter, DefaultFailureConverterWithEncodedAttributes
from temporalio.runtime import Runtime

from settings import Settings

DATA_CONVERTER: DataConverter = dataclasses.replace(
    pydantic_data_converter,
    # Error texts may name an address: they are encoded like every other payload.
    failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
)


async def connect(settings: Settings, *, lazy: bool = False, runtime: Runtime | None = None) -> Client:
    """A client of the configured server and namespace; ``lazy`` connects with the first call."""
    return await Client.connect(
        settings.temporal_address,
        namespace=settings.temporal_namespace,
        data_converter=DATA_CONVERTER,
        lazy=lazy,
        runtime=runtime,
    )
