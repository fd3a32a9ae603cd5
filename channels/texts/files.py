"""Texts as files in a folder: the channel for laptops, and for an office that prints and posts."""

import asyncio
import json
import os
from datetime import timedelta
from pathlib import Path

from domain.errors import ChannelUnavailableError, InvalidInputError
from domain.outgoing.mail import Receipt
from domain.outgoing.texts import OutgoingText
from domain.outgoing.tokens import SEND_ID


class FileOutbox:
    """A ``TextChannel`` that writes ``<folder>/<channel>/<send_id>.json``, once per send."""

    settles_after = timedelta(0)

    def __init__(self, folder: Path, channel: str) -> None:
        self._folder = folder / channel
        self._channel = channel

    async def send(self, text: OutgoingText) -> Receipt:
        """Write the text's file, unless it is there: then the touch has left, and its receipt is the same.

        Raises:
            InvalidInputError: the send_id can't be a file name.
            ChannelUnavailableError: the folder can't be written.
        """
        if not SEND_ID.fullmatch(text.send_id):
            raise InvalidInputError(f"send_id {text.send_id!r}: use 1 to 40 of a-z, 0-9 and dots", field="send_id")
        try:
            await asyncio.to_thread(self._write_once, text)
        except OSError as error:
            raise ChannelUnavailableError(f"outbox {self._folder} can't be written: {error}") from error
        return Receipt(provider_id=f"{self._channel}-{text.send_id}", detail=str(self._path(text)))

    async def left(self, send_id: str) -> bool:  # noqa: ARG002 - no look-up is needed
        """Sending it again is safe: there is one file per send."""
        return False

    def _path(self, text: OutgoingText) -> Path:
        # A suffix keeps the ids "." and ".." from naming folders.
        return self._folder / f"{text.send_id}.json"

    def _write_once(self, text: OutgoingText) -> None:
        path = self._path(text)
        if path.exists():
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        content = {"channel": self._channel, **text.model_dump()}
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        with draft.open("w", encoding="utf-8") as file:
            json.dump(content, file, ensure_ascii=False, indent=2)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        self._sync_folder()

    def _sync_folder(self) -> None:
        # Without this the rename itself may be lost with the machine, after the ledger said "sent".
        folder = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
