"""``outcome``: a person's report from the terminal."""

import asyncio
import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Annotated, Any, Final

import typer

from commands.api_client import Api, ApiOption, KeyOption
from commands.leads import address_of, lead_id_of
from commands.preview import read_instant
from commands.terminal import AsJson, print_json, words
from domain.errors import InvalidInputError, RefusedError
from domain.outcomes import Outcome

_OPTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "call_back_at": "--call-back-at",
        "follow_up_at": "--follow-up-at",
        "note": "--note",
        "task_id": "--task",
    }
)
"""The option that stands for each field of the API that a refusal may name."""


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command()(outcome)


def outcome(
    lead: Annotated[str, typer.Argument(help="The lead's id, its email address, or part of a name.")],
    result: Annotated[Outcome, typer.Argument(metavar="OUTCOME", help="What came of it, such as no_answer.")],
    task: Annotated[str, typer.Option(help="The task it is about.  [default: the lead's open task]")] = "",
    note: Annotated[str, typer.Option(help="Free text for colleagues.")] = "",
    by: Annotated[str, typer.Option(help="Who says so, as the team names them.")] = "",
    call_back_at: Annotated[str, typer.Option(help="With call_back: when, with offset.")] = "",
    follow_up_at: Annotated[str, typer.Option(help="With follow_up: when, with offset.")] = "",
    pain: Annotated[
        list[str] | None, typer.Option(help="What bothers them. Mails may quote it. May be repeated.")
    ] = None,
    answer: Annotated[list[str] | None, typer.Option(help="QUESTION=ANSWER that they gave. May be repeated.")] = None,
    best_time: Annotated[str, typer.Option(help="When they like to be called, in words.")] = "",
    api: ApiOption = "",
    key: KeyOption = "",
    as_json: AsJson = False,
) -> None:
    """Say what came of a call, a letter, a hand-over or any other task, or of a contact that no task asked for."""
    body: dict[str, Any] = {"outcome": result.value, "note": note, "by": by}
    if call_back_at:
        body["call_back_at"] = read_instant(call_back_at).isoformat()
    if follow_up_at:
        body["follow_up_at"] = read_instant(follow_up_at).isoformat()
    if learned := learned_from(pain or (), answer or (), best_time):
        body["learned"] = learned
    became = asyncio.run(_report(address_of(api), key, lead, task, body))
    if as_json:
        print_json(became)
        return
    stands = f": the lead is {words(became['stands'])}" if became["stands"] else f": {became['detail']}"
    typer.echo(f"{words(became['state'])}{stands}")


def learned_from(pains: Sequence[str], answers: Sequence[str], best_time: str) -> dict[str, Any]:
    """What the conversation taught, as the API takes it; empty when nothing was given.

    Raises:
        InvalidInputError: an answer does not say to which question; or one question is answered twice.
    """
    answered: dict[str, str] = {}
    for each in answers:
        question, equals, answer = (part.strip() for part in each.partition("="))
        if not (question and equals and answer):
            raise InvalidInputError(f"--answer {each!r}: write it as QUESTION=ANSWER, as in 'team size=40'")
        if question in answered:
            raise InvalidInputError(f"--answer {each!r}: {question!r} is answered already, by {answered[question]!r}")
        answered[question] = answer
    learned = {"pains": list(pains), "answers": answered, "best_time": best_time}
    return {name: value for name, value in learned.items() if value}


async def _report(address: str, key: str, lead: str, task: str, body: dict[str, Any]) -> Any:
    async with Api(address, key) as api:
        lead_id = await lead_id_of(api, lead)
        task_id = task or _open_task(await api.get(f"/v1/leads/{lead_id}"))
        about = {"task_id": task_id} if task_id else {}
        try:
            return await api.post(f"/v1/leads/{lead_id}/outcomes", {**body, **about})
        except (InvalidInputError, RefusedError) as error:
            raise type(error)(in_options(str(error))) from None


def in_options(refusal: str) -> str:
    """What the API says of its fields, said of the options: the field ``note`` is typed as ``--note``."""
    return re.sub(rf"\b({'|'.join(_OPTIONS)})\b", lambda named: _OPTIONS[named[1]], refusal)


def _open_task(lead: dict[str, Any]) -> str:
    """The task that a report is about when none is named; none when nothing is open.

    Raises:
        InvalidInputError: several are open; names them.
    """
    tasks = lead["tasks"]
    if len(tasks) > 1:
        choices = ", ".join(f"{task['task_id']} ({words(task['kind'])})" for task in tasks)
        raise InvalidInputError(f"several tasks are open: say which with --task: {choices}")
    return str(tasks[0]["task_id"]) if tasks else ""
