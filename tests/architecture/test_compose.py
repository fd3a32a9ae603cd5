"""docker-compose.yml: it keeps the specification's rules, it is safe to start, and it names what is there."""

import importlib.util
import re
import shutil
import subprocess
import tomllib
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from architecture.compose_file import MissingVariableError, raw, read, required_variables, variables
from architecture.compose_rules import Service
from architecture.settings_table import default, variable
from pydantic import SecretStr

from channels.mail.smtp_address import SmtpAddress
from embedded.temporal_server import SEARCH_ATTRIBUTES, temporal_binary
from ledger.database.engine import parse_url
from settings import Settings

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docker-compose.yml").read_text()
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
FIELDS = {variable(name): field for name, field in Settings.model_fields.items()}

FILLED_IN = {
    "TEMPORAL_DB_PASSWORD": "t3mporal",
    "LEDGER_DB_PASSWORD": "l3dger",
    "SEVENFOLD_SMTP_URL": "smtps://engine:s3cret@mail.example.com:465",
    "SEVENFOLD_MAIL_DOMAIN": "leads.example.com",
    "SEVENFOLD_TOKEN_SECRET": "0123456789abcdef0123456789abcdef",
    "SEVENFOLD_PUBLIC_URL": "https://leads.example.com",
    "SEVENFOLD_API_KEYS": "rep=k1,ops=k2,ingest=k3,admin=k4",
}
"""What an operator gives, and no more than that."""

COMPOSE = read(TEXT, FILLED_IN)
OURS = sorted(name for name, service in COMPOSE.services.items() if service.build)
DURATION = re.compile(r"(\d+)([smh])")
SECONDS = {"s": 1, "m": 60, "h": 3600}


def seconds(written: str) -> timedelta:
    """A Compose duration in whole seconds, minutes and hours."""
    return timedelta(seconds=sum(int(count) * SECONDS[unit] for count, unit in DURATION.findall(written)))


def settings_of(service: Service, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The settings that a container of the service reads."""
    for name in FIELDS:
        monkeypatch.delenv(name, raising=False)
    for name, value in service.environment.items():
        monkeypatch.setenv(name, value)
    return Settings()


def version(image: str) -> str:
    """The tag of an image."""
    return image.rpartition(":")[2] if ":" in image else ""


def test_the_example_lists_what_an_operator_must_give() -> None:
    """Each required variable is in .env.example to be filled in, and nothing more is asked for."""
    asked = re.findall(r"^([A-Z_]+)=$", (ROOT / ".env.example").read_text(), re.MULTILINE)

    assert set(asked) == required_variables(TEXT) == FILLED_IN.keys()


@pytest.mark.parametrize("name", sorted(FILLED_IN))
@pytest.mark.parametrize("given", [None, ""])
def test_a_missing_value_is_refused_in_words(name: str, given: str | None) -> None:
    """Nothing starts with an empty password, key or address: the refusal says which value is meant."""
    values = {key: value for key, value in FILLED_IN.items() if key != name} | ({} if given is None else {name: given})

    with pytest.raises(MissingVariableError, match=rf"{name}: \w+ \w+"):
        read(TEXT, values)


def test_defaults_are_the_engines_own() -> None:
    """A variable that is left out means in a container what it means anywhere."""
    given = {name: defaults for name, defaults in variables(TEXT).items() if name in FIELDS}

    assert all(defaults - {None} <= {default(FIELDS[name])} for name, defaults in given.items())


def test_each_setting_that_is_named_exists() -> None:
    """A variable that settings.py does not know would be given in vain."""
    named = {name for name in variables(TEXT) if name.startswith("SEVENFOLD_")}
    handed = {name for ours in OURS for name in COMPOSE.services[ours].environment}

    assert named | handed <= FIELDS.keys()


@pytest.mark.parametrize("name", OURS)
def test_each_process_takes_its_settings(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What the file hands to a container is valid, and reaches the databases and servers that the file starts."""
    settings = settings_of(COMPOSE.services[name], monkeypatch)

    assert settings.temporal_address == "temporal:7233"
    assert parse_url(settings.ledger_url).host in COMPOSE.services
    assert SmtpAddress.parse(settings.smtp_url).host == "mail.example.com"
    assert settings.pace == 1.0


def test_the_api_may_listen_beyond_its_container(monkeypatch: pytest.MonkeyPatch) -> None:
    """It has keys and a secret of its own, without which it refuses."""
    settings = settings_of(COMPOSE.services["api"], monkeypatch)

    settings.refuse_open_api()

    assert settings.api_keys["rep"] == SecretStr("k1")
    assert settings.base_url == "https://leads.example.com"


def test_the_mail_profile_can_be_mailed_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """The address that .env.example names for the mail inbox is the inbox."""
    compose = read(TEXT, FILLED_IN | {"SEVENFOLD_SMTP_URL": "smtp://mail:1025"})
    settings = settings_of(compose.services["worker"], monkeypatch)

    assert SmtpAddress.parse(settings.smtp_url).host in compose.services
    assert "smtp://mail:1025" in (ROOT / ".env.example").read_text()


@pytest.mark.parametrize("name", OURS)
def test_each_command_exists(name: str) -> None:
    """A container starts a program that the package installs, with a command that it has."""
    from starter import app

    command = COMPOSE.services[name].command

    match command:
        case ["python", "-m", module]:
            assert importlib.util.find_spec(f"{module}.__main__")
        case ["sevenfold", verb]:
            assert verb in {
                (known.name or known.callback.__name__) for known in app.registered_commands if known.callback
            }
        case _:
            assert command == ["sevenfold-worker"]
    assert {"sevenfold", "sevenfold-worker"} <= PROJECT["scripts"].keys()


@pytest.mark.parametrize("name", sorted(COMPOSE.services))
def test_an_image_is_pinned(name: str) -> None:
    """The same file starts the same programs next year."""
    assert re.fullmatch(r"v?\d+\.\d+(\.\d+)?(-[a-z]+)?", version(COMPOSE.services[name].image))


def test_our_image_has_the_version_of_the_project() -> None:
    """A release is told from the one before."""
    assert {COMPOSE.services[name].image for name in OURS} == {f"sevenfold:{PROJECT['version']}"}


def test_temporal_is_the_version_that_the_tests_run_on() -> None:
    """Production's server, its schema tool and the embedded server are one version."""
    program = subprocess.run([temporal_binary(), "--version"], capture_output=True, text=True, check=True)
    images = {service.image for service in COMPOSE.services.values() if "temporalio" in service.image}
    embedded = re.search(r"Server ([\d.]+), UI ([\d.]+)", program.stdout)
    assert embedded

    server, ui = embedded.groups()

    assert images == {f"temporalio/server:{server}", f"temporalio/admin-tools:{server}", f"temporalio/ui:{ui}"}


def test_temporal_can_outgrow_this_machine() -> None:
    """The number of shards is fixed for ever by the first start: the server's default of 4 would be the ceiling."""
    assert COMPOSE.services["temporal"].environment["NUM_HISTORY_SHARDS"] == "512"


def test_the_namespace_job_knows_what_leads_are_listed_by() -> None:
    """Production registers the search attributes that the embedded server has."""
    script = (ROOT / "deploy" / "temporal" / "create-namespace.sh").read_text()

    assert tuple(re.findall(r"--name (\w+) --type (\w+)", script)) == SEARCH_ATTRIBUTES


@pytest.mark.parametrize("name", sorted(COMPOSE.services))
def test_ports_are_loopback(name: str) -> None:
    """Nothing is reachable from outside before somebody puts a proxy with TLS there."""
    assert all(port.startswith("127.0.0.1:") for port in COMPOSE.services[name].ports)


def test_what_is_mounted_exists() -> None:
    """The engine would make an empty folder in place of a file that is missing, and start."""
    mounted = {path for service in COMPOSE.services.values() for path in service.host_paths}

    assert mounted
    assert all((ROOT / path).exists() for path in mounted)


def test_each_volume_is_used() -> None:
    """A volume that nobody mounts is left from something."""
    assert COMPOSE.volumes.keys() == {name for service in COMPOSE.services.values() for name in service.named_volumes}


def test_no_secret_stands_in_the_file() -> None:
    """Passwords, keys and logins come from the environment, and none has a default."""
    for name, service in raw(TEXT)["services"].items():
        for key, value in service.get("environment", {}).items():
            if re.search(r"PASSWORD|PWD|SECRET|KEYS", key):
                assert re.fullmatch(r"\$\{\w+:\?[^}]+\}", value), f"{name}: {key} is no required variable"
            password = urlsplit(re.sub(r"\$\{\w+:?[-?][^}]*\}", "", value)).password
            assert not password, f"{name}: {key} holds a password"


@pytest.mark.parametrize("name", sorted(COMPOSE.services))
def test_what_runs_is_started_again_and_what_ends_is_not(name: str) -> None:
    """Servers come back after a crash or a reboot; a job that has succeeded is left alone."""
    awaited = {
        other
        for service in COMPOSE.services.values()
        for other, how in service.depends_on.items()
        if how.condition == "service_completed_successfully"
    }

    assert COMPOSE.services[name].restart == ("on-failure:5" if name in awaited else "unless-stopped")


def test_a_stopping_worker_has_the_time_it_takes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The engine kills later than the worker gives up waiting for its sends."""
    worker = COMPOSE.services["worker"]

    grace = timedelta(seconds=settings_of(worker, monkeypatch).shutdown_grace_seconds)

    assert seconds(worker.stop_grace_period) >= grace + timedelta(seconds=10)


def test_workers_can_be_scaled() -> None:
    """Nothing in the worker's service can exist only once."""
    assert not COMPOSE.services["worker"].ports


def test_the_api_takes_leads_while_temporal_is_away() -> None:
    """Intake waits for the ledger only: what is accepted meanwhile is started later."""
    waits = COMPOSE.services["api"].depends_on.keys()

    assert not {name for name in waits if name.startswith("temporal")}


def test_docker_agrees() -> None:
    """Where Docker's own Compose is installed, it takes the file too; it needs no engine for that."""
    docker = shutil.which("docker")
    if not docker or subprocess.run([docker, "compose", "version"], capture_output=True, check=False).returncode:
        pytest.skip(
            "docker's compose plugin is not installed: the file is held against our own reading of the rules only"
        )

    checked = subprocess.run(
        [docker, "compose", "--profile", "mail", "config", "--quiet"],
        cwd=ROOT,
        env={"PATH": str(Path(docker).parent), **FILLED_IN},
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stderr
