"""Makes every Temporal client, so that data converter, namespace and options are the same everywhere."""

import dataclasses

from temporalio.client import Client
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import DataConverter, DefaultFailureConverterWithEncodedAttributes
from temporalio.runtime import Runtime

from settings import Settings

DATA_CONVERTER: DataConverter = dataclasses.replace(
    pydantic_data_converter,
    # Error texts may contain an email address, so they are encoded like all other payloads.
    failure_converter_class=DefaultFailureConverterWithEncodedAttributes,
)


async def connect(settings: Settings, *, lazy: bool = False, runtime: Runtime | None = None) -> Client:
    """A client for the configured server and namespace; with ``lazy`` it connects on its first call."""
    return await Client.connect(
        settings.temporal_address,
        namespace=settings.temporal_namespace,
        data_converter=DATA_CONVERTER,
        lazy=lazy,
        runtime=runtime,
    )
