"""``package``: prints a lead's hand-over package."""

import asyncio
from collections.abc import Iterable, Iterator
from typing import Annotated, Any

import typer

from commands.api_client import Api, ApiOption, KeyOption
from commands.leads import address_of, lead_id_of
from commands.terminal import AsJson, instant, print_json, print_lines, when, words
from commands.why import taught
from domain.lead.field import Of
from domain.lead.form import FIELDS


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command()(package)


def package(
    lead: Annotated[str, typer.Argument(help="The lead's id, email address, or part of the name.")],
    api: ApiOption = "",
    key: KeyOption = "",
    as_json: AsJson = False,
) -> None:
    """Show a lead's hand-over package: pains, answers, calls, what the lead wrote, and what was sent."""
    found = asyncio.run(_package(address_of(api), key, lead))
    if as_json:
        print_json(found)
        return
    print_lines(on_one_page(found))


async def _package(address: str, key: str, named: str) -> Any:
    async with Api(address, key) as api:
        return await api.get(f"/v1/leads/{await lead_id_of(api, named)}/package")


def on_one_page(found: dict[str, Any]) -> Iterator[str]:
    """The package as lines; empty parts have no heading.

    Args:
        found: the answer of ``GET /v1/leads/{id}/package``.
    """
    who = ", ".join(filter(None, (found["name"], found["title"], found["company"])))
    yield f"{found['lead_id']}  {who}"
    yield f"  stage    {words(found['stage'])}, {found['cadence']}"
    yield f"  class    {words(found['qualification'])}: {found['rule']}"
    yield from _origin(found["origin"])
    yield from taught(found["learned"])
    yield from _listed("calls", (_said(call, call["outcome"]) for call in found["calls"]))
    yield from _listed("lead wrote", (f"{_at(each)}  {each['how']}: {_line(each['text'])}" for each in found["wrote"]))
    yield from _listed("notes", (f"{_at(each)}  {each['by']}: {_line(each['text'])}" for each in found["notes"]))
    yield from _listed("answers of sales", (_said(each, _answer(each)) for each in found["sales"]))
    yield from _listed("sent", (f"{_at(each)}  {words(each['channel'])}: {each['what']}" for each in found["sent"]))


def _origin(origin: dict[str, Any]) -> Iterator[str]:
    requested = {name: field.label for name, field in FIELDS.items() if field.of is Of.REQUEST}
    said = (
        f"{label.lower()} {words(value)}".strip() for name, label in requested.items() if (value := origin.get(name))
    )
    told = ", ".join(filter(None, (origin["source"], *said)))
    yield f"  asked    {when(instant(origin['opted_in_at']))}: {told}"
    if origin["message"]:
        yield f'           "{_line(origin["message"])}"'


def _listed(heading: str, lines: Iterable[str]) -> Iterator[str]:
    for number, line in enumerate(lines):
        if not number:
            yield ""
            yield f"  {heading}"
        yield f"    {line}"


def _said(each: dict[str, Any], what: str) -> str:
    by = f" (by {each['by']})" if each["by"] else ""
    note = f': "{_line(each["note"])}"' if each["note"] else ""
    return f"{_at(each)}  {words(what)}{by}{note}"


def _answer(each: dict[str, Any]) -> str:
    agreed = f", agreed for {when(instant(each['follow_up_at']))}" if each["follow_up_at"] else ""
    return f"{words(each['answer'])}{agreed}"


def _at(each: dict[str, Any]) -> str:
    return when(instant(each["at"]))


def _line(text: str) -> str:
    return " ".join(text.split())
