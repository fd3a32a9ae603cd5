"""The one-shot jobs of docker-compose.yml, run for real where there is a server, and against a recorder where not."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from servers import dev_server, temporal_binary
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.api.workflowservice.v1 import DescribeNamespaceRequest
from temporalio.testing import WorkflowEnvironment

from embedded.temporal_server import SEARCH_ATTRIBUTES

JOBS = Path(__file__).parents[2] / "deploy" / "temporal"
NAMESPACE_JOB = JOBS / "create-namespace.sh"
SCHEMA_JOB = JOBS / "create-schema.sh"
IN_A_SECOND = {"MAX_ATTEMPTS": "2", "WAIT_SECONDS": "0"}


@pytest.fixture(scope="module")
async def temporal() -> AsyncIterator[WorkflowEnvironment]:
    """A real Temporal server."""
    async with dev_server() as environment:
        yield environment


async def run(job: Path, programs: Path, **environment: str) -> tuple[int, str]:
    """Run a job with these programs first on the path; its exit code and what it said."""
    path = f"{programs}:{os.defpath}"
    process = await asyncio.create_subprocess_exec(
        "sh",
        str(job),
        env={"PATH": path, **environment},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    assert process.returncode is not None
    return process.returncode, said.decode()


async def make_namespace(temporal: WorkflowEnvironment, namespace: str, retention: str = "90d") -> tuple[int, str]:
    """Run the namespace job against the server."""
    return await run(
        NAMESPACE_JOB,
        temporal_binary().parent,
        TEMPORAL_ADDRESS=temporal.client.service_client.config.target_host,
        TEMPORAL_NAMESPACE=namespace,
        RETENTION=retention,
    )


async def retention_of(temporal: WorkflowEnvironment, namespace: str) -> timedelta:
    """How long the server keeps what has ended there."""
    described = await temporal.client.workflow_service.describe_namespace(DescribeNamespaceRequest(namespace=namespace))
    return described.config.workflow_execution_retention_ttl.ToTimedelta()


async def test_the_namespace_is_made_with_all_that_leads_are_listed_by(temporal: WorkflowEnvironment) -> None:
    """On a new server the job makes the namespace, its retention and its search attributes."""
    namespace = f"leads-{uuid4()}"

    code, said = await make_namespace(temporal, namespace)
    listed = await temporal.client.operator_service.list_search_attributes(
        ListSearchAttributesRequest(namespace=namespace)
    )

    assert code == 0, said
    assert await retention_of(temporal, namespace) == timedelta(days=90)
    assert {name for name, _ in SEARCH_ATTRIBUTES} <= listed.custom_attributes.keys()


async def test_the_namespace_job_can_run_before_every_start(temporal: WorkflowEnvironment) -> None:
    """What is there is left alone, and a new retention is taken."""
    namespace = f"leads-{uuid4()}"
    await make_namespace(temporal, namespace)

    code, said = await make_namespace(temporal, namespace, retention="30d")

    assert code == 0, said
    assert await retention_of(temporal, namespace) == timedelta(days=30)


async def test_a_server_that_is_away_is_named(tmp_path: Path) -> None:
    """The job gives up after its attempts and shows the last answer."""
    code, said = await run(
        NAMESPACE_JOB,
        temporal_binary().parent,
        TEMPORAL_ADDRESS="127.0.0.1:1",
        TEMPORAL_NAMESPACE="leads",
        RETENTION="90d",
        HOME=str(tmp_path),
        **IN_A_SECOND,
    )

    assert code == 1
    assert "gave up after 2 attempts" in said
    assert "127.0.0.1:1" in said


@pytest.mark.parametrize("job", [NAMESPACE_JOB, SCHEMA_JOB])
async def test_a_job_says_what_it_lacks(job: Path, tmp_path: Path) -> None:
    """Without its address a job stops before it does anything."""
    code, said = await run(job, tmp_path)

    assert code
    assert "the " in said or "host:port" in said


def recorder(folder: Path, *, fails_at: str = "never") -> Path:
    """A `temporal-sql-tool` that writes down how it is called; the file it writes to."""
    calls = folder / "calls"
    tool = folder / "temporal-sql-tool"
    tool.write_text(f'#!/bin/sh\necho "$@" >> {calls}\ncase "$*" in *{fails_at}*) exit 1;; esac\n')
    tool.chmod(0o755)
    return calls


DATABASE = {"POSTGRES_SEEDS": "db", "POSTGRES_USER": "temporal", "SQL_PASSWORD": "s3cret"}


async def test_both_schemas_are_brought_up_to_date(tmp_path: Path) -> None:
    """Each database is made, given a version, then updated, in this order; the password stays out of arguments."""
    calls = recorder(tmp_path)

    code, said = await run(SCHEMA_JOB, tmp_path, **DATABASE)

    steps = ("create", "setup-schema -v 0.0", "update-schema -d /etc/temporal/schema/postgresql/v12/{}/versioned")
    asked = "--plugin postgres12 --ep db -p 5432 -u temporal --db {} {}"
    expected = [
        asked.format(database, step.format(schema))
        for database, schema in (("temporal", "temporal"), ("temporal_visibility", "visibility"))
        for step in steps
    ]
    assert code == 0, said
    assert calls.read_text().splitlines() == expected


async def test_a_schema_that_fails_stops_the_start(tmp_path: Path) -> None:
    """The server must not start on half a schema."""
    recorder(tmp_path, fails_at="update-schema")

    code, _ = await run(SCHEMA_JOB, tmp_path, **DATABASE)

    assert code == 1
