"""Slack's incoming webhooks against a real server: what is posted, and what each answer means."""

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import pytest

from channels.chat.slack import SlackChannel
from domain.errors import SenderRefusedError, SettingsInvalidError, TransientError
from domain.outgoing.chat import OutgoingChat

SECRET = "T000-B000-s3cret"
CHAT = OutgoingChat(to="hot-leads", title="New lead for you: Dana & Sons", links=(("Claim", "https://x.example/a"),))


class Webhook:
    """A server that keeps what it is posted, and answers as told.

    Attributes:
        requests: request line and JSON body of each.
        answer: the whole answer, or a coroutine function that writes it its own way.
    """

    def __init__(self) -> None:
        self.requests: list[tuple[str, Any]] = []
        self.answer: bytes | Callable[[asyncio.StreamWriter], Awaitable[None]] = answered(200, "ok")
        self.port = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/services/{SECRET}"

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        length = next(
            int(line.split(":")[1]) for line in head.splitlines() if line.lower().startswith("content-length")
        )
        self.requests.append((head.splitlines()[0], json.loads(await reader.readexactly(length))))
        if isinstance(self.answer, bytes):
            writer.write(self.answer)
        else:
            await self.answer(writer)
        writer.close()


def answered(status: int, body: str, *headers: str) -> bytes:
    """An answer as bytes."""
    lines = (f"HTTP/1.1 {status} X", f"Content-Length: {len(body)}", "Connection: close", *headers)
    return ("\r\n".join(lines) + "\r\n\r\n" + body).encode()


@pytest.fixture
async def webhook() -> AsyncIterator[Webhook]:
    """A webhook on this machine."""
    made = Webhook()
    server = await asyncio.start_server(made.serve, "127.0.0.1", 0)
    made.port = server.sockets[0].getsockname()[1]
    async with server:
        yield made


@asynccontextmanager
async def channel_to(address: str, **options: Any) -> AsyncIterator[SlackChannel]:
    """A channel that knows one webhook, ``hot-leads``."""
    channel = SlackChannel({"hot-leads": address}, **options)
    try:
        yield channel
    finally:
        await channel.aclose()


async def test_a_message_is_posted_as_json(webhook: Webhook) -> None:
    """Once, to the webhook's own path, escaped as Slack wants it."""
    async with channel_to(webhook.address) as channel:
        await channel.post(CHAT)

    ((line, body),) = webhook.requests
    assert line == f"POST /services/{SECRET} HTTP/1.1"
    assert body["text"].startswith("*New lead for you: Dana &amp; Sons*")
    assert [block["type"] for block in body["blocks"]] == ["section", "section"]


@pytest.mark.parametrize(
    ("status", "headers", "wait"),
    [
        (429, ("Retry-After: 30",), timedelta(seconds=30)),
        (429, ("Retry-After: Wed, 21 Oct 2026 07:28:00 GMT",), None),
        (429, (), None),
        (500, (), None),
        (503, ("Retry-After: 2",), timedelta(seconds=2)),
    ],
)
async def test_what_passes_is_tried_again(
    webhook: Webhook, status: int, headers: tuple[str, ...], wait: timedelta | None
) -> None:
    """Too many posts, or a fault on the other side; it says how long to wait, or not."""
    webhook.answer = answered(status, "rate_limited", *headers)

    async with channel_to(webhook.address) as channel:
        with pytest.raises(TransientError, match=f"answered {status} rate_limited") as raised:
            await channel.post(CHAT)

    assert raised.value.retry_after == wait


@pytest.mark.parametrize(
    ("status", "body", "says"),
    [
        (404, "no_service", "answered 404 no_service: check the webhook's address"),
        (400, "invalid_payload", "answered 400 invalid_payload: check the webhook's address"),
        (403, f"<html>/services/{SECRET} is closed</html>", "answered 403: check the webhook's address"),
        (410, "channel_is_archived " * 500, "answered 410: check the webhook's address"),
    ],
)
async def test_what_does_not_pass_is_final_and_says_what_the_other_side_said(
    webhook: Webhook, status: int, body: str, says: str
) -> None:
    """As far as it is a code of Slack's: anything else may repeat the address."""
    webhook.answer = answered(status, body)

    async with channel_to(webhook.address) as channel:
        with pytest.raises(SenderRefusedError) as raised:
            await channel.post(CHAT)

    assert str(raised.value) == says


async def test_a_redirect_is_not_followed(webhook: Webhook) -> None:
    """Leads go where the operator said, and nowhere else."""
    webhook.answer = answered(302, "", f"Location: {webhook.address}/elsewhere")

    async with channel_to(webhook.address) as channel:
        with pytest.raises(SenderRefusedError, match="answered 302: a redirect is not followed"):
            await channel.post(CHAT)

    assert len(webhook.requests) == 1


async def test_nothing_is_waited_for_beyond_the_patience(webhook: Webhook) -> None:
    """Neither for an answer that never comes, nor for one that comes a byte at a time."""
    told = asyncio.Event()

    async def never_done(writer: asyncio.StreamWriter) -> None:
        writer.write(b"HTTP/1.1 200 X\r\n")
        await told.wait()

    webhook.answer = never_done
    async with channel_to(webhook.address, patience=timedelta(milliseconds=50)) as channel:
        with pytest.raises(TransientError, match=r"no answer within 0\.05 seconds|cannot be reached \(ReadTimeout\)"):
            await channel.post(CHAT)
    told.set()


async def test_a_server_that_is_not_there_is_tried_again(webhook: Webhook) -> None:
    """Nothing listens there."""
    async with channel_to("http://127.0.0.1:1/services/x") as channel:
        with pytest.raises(TransientError, match=r"cannot be reached \(ConnectError\)"):
            await channel.post(CHAT)


async def test_a_name_without_an_address_names_the_setting() -> None:
    """The agreement may name what the installation does not have."""
    async with channel_to("http://127.0.0.1:1/") as channel:
        with pytest.raises(SettingsInvalidError, match="no webhook is named 'webinars': add it to SEVENFOLD_SLACK_WEB"):
            await channel.post(CHAT.model_copy(update={"to": "webinars"}))


async def test_no_error_and_no_log_line_repeats_the_address(webhook: Webhook, caplog: pytest.LogCaptureFixture) -> None:
    """Whoever reads it could post; the client's own log lines, which name addresses, are turned down by the process."""
    webhook.answer = answered(500, f"no route /services/{SECRET}")

    with caplog.at_level(logging.WARNING):
        async with channel_to(webhook.address) as channel:
            with pytest.raises(TransientError) as raised:
                await channel.post(CHAT)

    assert SECRET not in f"{raised.value!r} {caplog.text}"
