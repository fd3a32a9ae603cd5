"""Starts the embedded stack in order, keeps it running, and stops it in reverse."""

from contextlib import AsyncExitStack
from datetime import timedelta
from pathlib import Path
from types import TracebackType

import settings as settings_module
from domain.errors import NotFoundError, SettingsInvalidError
from embedded.addresses import Addresses, Part, Ports
from embedded.children import Child
from embedded.configuration import addresses, as_environment, embedded_parts, resolved
from embedded.home import held
from embedded.launches import Launch, launch
from embedded.ports import is_free
from embedded.supervisor import Supervisor
from settings import Settings

GRACE = timedelta(seconds=10)
"""How long a child may take to stop, in addition to the time that a worker gives its sends."""

EVERYTHING = frozenset(Part)


class Stack:
    """The embedded stack: ``async with Stack(settings) as addresses``.

    Inside the block every part is ready. A part that dies is started again on the same port, with its state from files.
    A part whose address was given (``SEVENFOLD_TEMPORAL_ADDRESS``, ``SEVENFOLD_SMTP_URL``) is not started. State, logs
    and pid files are in ``settings.home``, which only one stack may use at a time.

    Args:
        settings: the operator's settings.
        parts: the parts to start, except those whose address was given.
        wishes: preferred ports; a port that is taken is replaced by another.

    Attributes:
        settings: the settings of all processes in the stack, with resolved addresses. Ports are claimed when the
            object is created and released at the end; the servers listen on them inside the block.
        addresses: the address of each part.
    """

    def __init__(self, settings: Settings, *, parts: frozenset[Part] = EVERYTHING, wishes: Ports | None = None) -> None:
        self._parts = embedded_parts(parts, settings)
        ports = (wishes or Ports()).claimed()
        self._ports = ports
        self.settings = resolved(settings, self._parts, ports)
        self.addresses: Addresses = addresses(self.settings, self._parts, ports)
        self._api_bind_given = "api_bind" in settings.model_fields_set
        self._launches = tuple(launch(part, self.settings, ports) for part in Part if part in self._parts)
        self._children = {each.part: self._child(each) for each in self._launches}
        self._opened = AsyncExitStack()

    def child_environment(self) -> dict[str, str]:
        """The settings as environment variables, which each child gets in addition to this process's own."""
        return as_environment(self.settings)

    def child(self, part: Part) -> Child:
        """The process that runs this part.

        Raises:
            NotFoundError: this stack does not run the part.
        """
        if part not in self._children:
            raise NotFoundError(f"{part} is not part of this stack, which runs {', '.join(self._children)}")
        return self._children[part]

    async def until_ready(self, part: Part) -> None:
        """Return when this part is ready, also after a restart.

        Raises:
            NotFoundError: this stack does not run the part.
            TransientError: the process ended or took too long; the message has the last lines of its log.
        """
        child = self.child(part)
        await next(each for each in self._launches if each.part is part).until_ready(child)

    async def __aenter__(self) -> Addresses:
        self._refuse_taken_bind()
        grace = GRACE + timedelta(seconds=self.settings.shutdown_grace_seconds)
        async with AsyncExitStack() as opening:
            opening.callback(self._ports.release)
            opening.enter_context(held(self.settings.home))
            supervisor = Supervisor(grace)
            opening.push_async_callback(supervisor.stop)
            for part, child in self._children.items():
                supervisor.own(child)
                await child.start()
                await self.until_ready(part)
                supervisor.keep_running(child)
            self._opened = opening.pop_all()
        return self.addresses

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._opened.aclose()

    def _child(self, each: Launch) -> Child:
        # `-m` finds the program in the working directory: the checkout, or the folder of the installed wheel.
        program_folder = Path(settings_module.__file__).resolve().parent
        return Child(
            each.part,
            each.argv,
            self.settings.home,
            environment=self.child_environment(),
            directory=program_folder,
        )

    def _refuse_taken_bind(self) -> None:
        """Refuse to start if the given address of the API is taken; only a default port may be replaced."""
        host, _, port = self.settings.api_bind.rpartition(":")
        if self._api_bind_given and Part.API in self._parts and not is_free(int(port), host.strip("[]")):
            raise SettingsInvalidError(
                f"SEVENFOLD_API_BIND={self.settings.api_bind} is taken: stop what listens there, give "
                "another port, or unset the setting to use any free port",
                field="api_bind",
            )
