"""The part of the Compose specification that docker-compose.yml uses, as models that refuse everything else.

A key that is missing here is either a typo or new to the file: look it up in the specification, then add it.
"""

from graphlib import CycleError, TopologicalSorter
from typing import Annotated, Literal, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

Name = Annotated[str, StringConstraints(pattern=r"^[a-zA-Z0-9._-]+$")]
Duration = Annotated[str, StringConstraints(pattern=r"^(\d+(us|ms|s|m|h))+$")]
Size = Annotated[str, StringConstraints(pattern=r"^\d+(b|k|kb|m|mb|g|gb)$")]
Image = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9._/-]*(:[\w][\w.-]*)?(@sha256:[0-9a-f]{64})?$")]
Port = Annotated[str, StringConstraints(pattern=r"^([\d.]+:|\[[\da-f:]+\]:)?(\d+:)?\d+(/(tcp|udp))?$")]
Mount = Annotated[str, StringConstraints(pattern=r"^[^:]+:/[^:]*(:(ro|rw|z|Z))?$")]
Restart = Annotated[str, StringConstraints(pattern=r"^(no|always|unless-stopped|on-failure(:\d+)?)$")]
Condition = Literal["service_started", "service_healthy", "service_completed_successfully"]
Words = str | list[str]


class Rules(BaseModel):
    """Nothing is coerced and nothing unknown is let through: YAML's own types must be the right ones already."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Healthcheck(Rules):
    """How the engine asks a container whether it is well."""

    disable: bool = False
    test: list[str] | None = None
    interval: Duration | None = None
    timeout: Duration | None = None
    start_period: Duration | None = None
    retries: Annotated[int, Field(ge=1)] | None = None

    @model_validator(mode="after")
    def _has_one_form(self) -> Self:
        if self.disable is (self.test is not None):
            raise ValueError("a health check has a test, or is disabled")
        match self.test:
            case None | ["CMD", _, *_] | ["CMD-SHELL", _]:
                return self
            case _:
                raise ValueError("test is [CMD, program, argument…] or [CMD-SHELL, line]")


class Dependency(Rules):
    """What has to be true of another service first."""

    condition: Condition
    restart: bool = False
    required: bool = True


class Logging(Rules):
    """Where a container's output goes; options are strings."""

    driver: str
    options: dict[str, str] = Field(default_factory=dict)


class Service(Rules):
    """One service."""

    image: Image
    build: str | None = None
    command: Words | None = None
    entrypoint: Words | None = None
    environment: dict[str, str] = Field(default_factory=dict)
    depends_on: dict[Name, Dependency] = Field(default_factory=dict)
    healthcheck: Healthcheck | None = None
    ports: list[Port] = Field(default_factory=list)
    volumes: list[Mount] = Field(default_factory=list)
    profiles: list[Name] = Field(default_factory=list)
    restart: Restart = "no"
    stop_grace_period: Duration = "10s"
    init: bool = False
    read_only: bool = False
    tmpfs: list[str] = Field(default_factory=list)
    cap_drop: list[str] = Field(default_factory=list)
    security_opt: list[str] = Field(default_factory=list)
    shm_size: Size | None = None
    logging: Logging | None = None
    networks: list[Name] = Field(default_factory=list)
    secrets: list[Name] = Field(default_factory=list)
    configs: list[Name] = Field(default_factory=list)

    @property
    def named_volumes(self) -> frozenset[str]:
        """The volumes it mounts that are no path of the host."""
        return frozenset(mount.split(":")[0] for mount in self.volumes if mount[0] not in "./~")

    @property
    def host_paths(self) -> frozenset[str]:
        """The files and folders of the host that it mounts."""
        return frozenset(mount.split(":")[0] for mount in self.volumes if mount[0] in "./~")

    @property
    def is_job(self) -> bool:
        """Whether it runs once and ends."""
        return self.restart.startswith(("no", "on-failure"))


Nothing = Annotated[None, BeforeValidator(lambda value: value or None)]


class ComposeFile(Rules):
    """The whole file, without its ``x-`` extensions."""

    name: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
    services: dict[Name, Service]
    volumes: dict[Name, Nothing] = Field(default_factory=dict)
    networks: dict[Name, Nothing] = Field(default_factory=dict)
    secrets: dict[Name, Nothing] = Field(default_factory=dict)
    configs: dict[Name, Nothing] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_what_is_there(self) -> Self:
        for name, service in self.services.items():
            self._refuse_undeclared(name, service)
            for other, dependency in service.depends_on.items():
                self._refuse_vain_wait(name, other, dependency)
        self._refuse_circle()
        return self

    def _refuse_circle(self) -> None:
        try:
            TopologicalSorter({name: service.depends_on for name, service in self.services.items()}).prepare()
        except CycleError as error:
            raise ValueError(f"these wait for one another: {' → '.join(error.args[1])}") from error

    def _refuse_undeclared(self, name: str, service: Service) -> None:
        used = {
            "volumes": service.named_volumes,
            "networks": service.networks,
            "secrets": service.secrets,
            "configs": service.configs,
        }
        for kind, names in used.items():
            if missing := set(names) - set(getattr(self, kind)):
                raise ValueError(f"{name}: {', '.join(sorted(missing))} is not declared under {kind}")

    def _refuse_vain_wait(self, name: str, other: str, dependency: Dependency) -> None:
        awaited = self.services.get(other)
        if awaited is None:
            raise ValueError(f"{name} depends on {other}, which is no service")
        if set(awaited.profiles) - set(self.services[name].profiles):
            raise ValueError(f"{name} depends on {other}, which is left out with its profile")
        if dependency.condition == "service_healthy" and (awaited.healthcheck is None or awaited.healthcheck.disable):
            raise ValueError(f"{name} waits for {other} to be healthy, and it has no health check")
        if dependency.condition == "service_completed_successfully" and not awaited.is_job:
            raise ValueError(f"{name} waits for {other} to end, and it is started anew whenever it does")
