"""``outcome``: report an outcome from the terminal."""

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
from domain.dispositions import Disposition
from domain.errors import InvalidInputError, RefusedError
from domain.journey.state import Stage
from domain.outcomes import Outcome

_OPTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "call_back_at": "--call-back-at",
        "follow_up_at": "--follow-up-at",
        "note": "--note",
        "task_id": "--task",
        "learned.pains": "--pain",
        "learned.answers": "--answer",
        "learned.best_time": "--best-time",
    }
)
"""The option that sets each field of the API that a refusal may name."""

CLOSED: Final = frozenset(each.value for each in Disposition) - {each.value for each in Stage}
"""Answers that can only mean that the lead is closed."""


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command()(outcome)


def outcome(
    lead: Annotated[str, typer.Argument(help="The lead's id, email address, or part of the name.")],
    result: Annotated[Outcome, typer.Argument(metavar="OUTCOME", help="The outcome, for example no_answer.")],
    task: Annotated[str, typer.Option(help="The task's id.", show_default="the lead's open task")] = "",
    note: Annotated[str, typer.Option(help="Note for colleagues.")] = "",
    by: Annotated[str, typer.Option(help="Who reports the outcome: their id in the team.")] = "",
    call_back_at: Annotated[
        str, typer.Option(help="With call_back: when to call, for example 2026-03-09T15:00-05:00.")
    ] = "",
    follow_up_at: Annotated[
        str, typer.Option(help="With follow_up: the date and time agreed, for example 2026-03-09T15:00-05:00.")
    ] = "",
    pain: Annotated[
        list[str] | None, typer.Option(help="A problem the lead has; later emails may quote it. Repeatable.")
    ] = None,
    answer: Annotated[list[str] | None, typer.Option(help="QUESTION=ANSWER from the lead. Repeatable.")] = None,
    best_time: Annotated[str, typer.Option(help="When the lead likes to be called, in words.")] = "",
    api: ApiOption = "",
    key: KeyOption = "",
    as_json: AsJson = False,
) -> None:
    """Report the outcome of a task, or of a contact that was not a task."""
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
    typer.echo(f"Recorded. {standing(became)}")


def standing(became: dict[str, Any]) -> str:
    """Where the lead is now, or why that is not known yet."""
    if not became["stands"]:
        return str(became["detail"])
    return f"{'Closed' if became['stands'] in CLOSED else 'Stage'}: {words(became['stands'])}"


def learned_from(pains: Sequence[str], answers: Sequence[str], best_time: str) -> dict[str, Any]:
    """What the conversation taught, in the API's form; empty if nothing was given.

    Raises:
        InvalidInputError: an answer has no question, or a question has two answers.
    """
    answered: dict[str, str] = {}
    for each in answers:
        question, equals, answer = (part.strip() for part in each.partition("="))
        if not (question and equals and answer):
            raise InvalidInputError(f"--answer {each!r}: write it as QUESTION=ANSWER, for example 'team size=40'")
        if question in answered:
            raise InvalidInputError(f"--answer {each!r}: {question!r} already has the answer {answered[question]!r}")
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
    return re.sub(rf"\b({'|'.join(map(re.escape, _OPTIONS))})\b", lambda named: _OPTIONS[named[1]], refusal)


def _open_task(lead: dict[str, Any]) -> str:
    """The lead's open task; empty if none is open.

    Raises:
        InvalidInputError: several tasks are open; the message lists them.
    """
    tasks = lead["tasks"]
    if len(tasks) > 1:
        choices = ", ".join(f"{task['task_id']} ({words(task['kind'])})" for task in tasks)
        raise InvalidInputError(f"the lead has several open tasks, please choose one with --task: {choices}")
    return str(tasks[0]["task_id"]) if tasks else ""
