"""``demo``: weeks of follow-up in about a minute, on the real servers, with people played by a script.

Only the people are made up. Leads arrive through the API, mail goes through the mail server and is answered there, and
everything on the screen is read from the API or from the mailboxes.
"""

import asyncio
from collections.abc import AsyncIterator, Coroutine, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from commands.exits import Exit
from commands.options import Home, announce
from commands.terminal import console, print_table, words
from domain.snapshot import replaced
from settings import read_settings

if TYPE_CHECKING:
    from commands.api_client import Api
    from demo.board import Board
    from demo.scenes import Shown
    from demo.summary import Totals
    from demo.watch import Watch
    from domain.hours.pace import Pace
    from domain.terms.playbook import Playbook
    from embedded.addresses import Addresses
    from settings import Settings

LOOK_EVERY_SECONDS = 0.5
MOST_COUNTS = 5

LONGEST = timedelta(seconds=180)
LONGEST_IN_STORY = timedelta(days=70)
"""How long all leads may take to come to rest: the longer of the two, for a slow story or a slow machine."""


def register(app: typer.Typer) -> None:
    """Add this module's command."""
    app.command()(demo)


def demo(
    once: Annotated[bool, typer.Option("--once", help="Stop when all leads are at rest, and print a summary.")] = False,
    home: Home = None,
    leads: Annotated[int, typer.Option(min=1, help="At most this many sample leads.")] = 1000,
    seconds: Annotated[float, typer.Option(min=5, help="Real seconds for two weeks of the story.")] = 30.0,
) -> None:
    """Watch sample leads live: acknowledged, called, emailed, answered, handed over and kicked back.

    Starts the same stack as `sevenfold up`, in its own folder, which every demo clears first. Exits with 1 if a lead
    is not at rest in time or a scene did not happen, and names it.
    """
    from commands.serve import until_told
    from telemetry import configure_logging

    configure_logging(json=True)
    base = read_settings(home=home)
    base = base if home else replaced(base, partial(type(base), home=base.home / "demo"))
    raise typer.Exit(asyncio.run(until_told(_demo(base, once=once, most=leads, seconds=seconds))))


async def _demo(base: "Settings", *, once: bool, most: int, seconds: float) -> int:
    from commands.serve import prepared
    from demo.story import clear, paced, refuse_outside
    from embedded.home import held
    from embedded.stack import Stack

    refuse_outside(base)
    with held(base.home):
        clear(base.home)
    _log_to(base.home / "logs" / "demo.log")
    playbook = await prepared(base)
    pace = paced(playbook, seconds=seconds, now=datetime.now(UTC))
    on_stage = partial(
        type(base),
        demo=True,
        pace=pace.factor,
        pace_real_start=pace.real_start,
        pace_story_start=pace.story_start,
    )
    settings = replaced(base, on_stage)
    console().print("Starting Temporal, the mail server, a worker and the API ...")
    async with Stack(settings) as addresses:
        file = announce(addresses.home, addresses.model_dump(mode="json"))
        try:
            return await _Play(settings, playbook, pace, addresses).run(once=once, most=most)
        finally:
            file.unlink(missing_ok=True)


def _log_to(file: Path) -> None:
    """Write log lines to a file, because they would disturb the board."""
    import logging

    file.parent.mkdir(parents=True, exist_ok=True)
    for handler in logging.getLogger().handlers:
        if isinstance(handler, logging.StreamHandler):
            handler.setStream(file.open("a", encoding="utf-8"))


@asynccontextmanager
async def _played(plays: Iterable[Coroutine[Any, Any, None]]) -> AsyncIterator[None]:
    """Run all players while the body runs; an error of one of them ends the demo.

    Raises:
        SevenfoldError: the first error of a player, taken out of the exception group.
    """
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(play) for play in plays]
            yield
            for task in tasks:
                task.cancel()
    except ExceptionGroup as several:
        error: BaseException = several
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        raise error from several


class _Play:
    """One run of the story."""

    def __init__(self, settings: "Settings", playbook: "Playbook", pace: "Pace", addresses: "Addresses") -> None:
        self._settings = settings
        self._playbook = playbook
        self._pace = pace
        self._addresses = addresses

    async def run(self, *, once: bool, most: int) -> int:
        """Send the sample leads, run the players and show everything; return the exit code."""
        from commands.api_client import Api

        keys = self._settings.api_keys
        key = (keys.get("admin") or next(iter(keys.values()))).get_secret_value() if keys else ""
        async with Api(self._addresses.api, key) as api:
            await self._curtain()
            watch = await self._watch(api, most, once=once)
            return await self._sum_up(api, watch) if once else Exit.OK

    async def _curtain(self) -> None:
        """Wait until the story begins."""
        from demo.story import begins_at
        from domain.hours.zones import zone_of

        calendar = self._playbook.calendars[self._playbook.agreement.calendar]
        start = begins_at(self._pace, calendar, datetime.now(UTC))
        await asyncio.sleep(max((start - datetime.now(UTC)).total_seconds(), 0))
        opening = self._pace.story(start) + timedelta(
            seconds=1
        )  # rounding: a real microsecond is almost a story second
        story = opening.astimezone(zone_of(calendar.time_zone))
        console().print(f"The story begins on {story:%A} {story.day} {story:%B %Y, %H:%M}")

    async def _watch(self, api: "Api", most: int, *, once: bool) -> "Watch":
        from commands.serve import address_rows
        from demo.arrivals import Arrivals, role_of, sample_rows
        from demo.board import Board
        from demo.colleagues import Colleagues
        from demo.people import MailPeople, WebPeople
        from demo.silence import Silence
        from demo.watch import Watch

        rows = sample_rows(most)
        agreement = self._playbook.agreement
        watch = Watch(api, (role_of(row) for row in rows))
        silence = Silence(watch)
        colleagues = Colleagues(api, self._pace, watch, silence)
        readers = MailPeople(self._addresses, api, self._pace)
        arrivals = Arrivals(api, watch, silence, readers, WebPeople(api, watch, self._pace))
        zone = self._playbook.calendars[agreement.calendar].time_zone
        reps = [person for person in self._playbook.team.people if agreement.working_role in person.roles]
        plays = [
            arrivals.play(rows),
            *(colleagues.read_mail(rep.id, rep.email, self._addresses) for rep in reps),
            colleagues.work(),
        ]
        shell = ("In another shell", f"export SEVENFOLD_HOME={self._settings.home}; sevenfold why NAME")
        where = [*address_rows(self._addresses), shell]
        board = Board(watch, self._pace, zone, agreement.red_zone.wall, where)
        async with _played(plays):
            with board:
                await self._show(watch, board, once=once)
        return watch

    async def _show(self, watch: "Watch", board: "Board", *, once: bool) -> None:
        """Show what happens, for ever, or with ``once`` until all leads are at rest or the time is up."""
        clock = asyncio.get_running_loop().time
        limit = max(LONGEST, LONGEST_IN_STORY / self._pace.factor).total_seconds()
        began = clock()
        while not once or (not watch.are_all_at_rest and clock() - began < limit):
            board.show(await watch.look())
            await asyncio.sleep(LOOK_EVERY_SECONDS)
        board.show(await watch.look())

    async def _sum_up(self, api: "Api", watch: "Watch") -> int:
        from demo.summary import agreement, personal_touches, scenes, summary, total_lines, where_to_look

        totals = await self._counted(watch)
        leads = list(watch.leads.values())
        shown = await _scenes(api, watch)
        console().print("")
        print_table(summary(leads, await personal_touches(api)))
        for title, made in (("Promises", agreement(watch.promises)), ("Scenes", scenes(shown))):
            console().print(f"\n{title}\n", style="bold")
            print_table(made)
        for line in ["", *total_lines(totals), "", *where_to_look(str(self._settings.home))]:
            console().print(line)
        missed = [each.scene.title for each in shown if not each.saw]
        return self._verdict(watch, missed, totals.duplicates)

    async def _counted(self, watch: "Watch") -> "Totals":
        """The totals, counted again if a nurture mail left in between and is not in both ledger and mailbox yet."""
        from demo.mailbox import all_mails
        from demo.summary import totals_of
        from embedded.mail_server import journal_address

        journal = journal_address(self._settings.mail_domain)
        for _ in range(MOST_COUNTS):
            await watch.read_all()
            mails = await asyncio.to_thread(all_mails, journal, self._addresses)
            totals = totals_of(list(watch.leads.values()), mails)
            if totals.recorded == totals.mails:
                break
        return totals

    def _verdict(self, watch: "Watch", missed: "Sequence[str]", duplicates: int) -> int:
        for lead in watch.restless:
            following = lead["next"] or {}
            waiting = f"{words(following.get('what'))}: {following.get('reason')}"
            console(stderr=True).print(f"not at rest: {lead['lead_id']} ({words(lead['stage'])}), next: {waiting}")
        for title in missed:
            console(stderr=True).print(f"did not happen: {title}")
        return Exit.FOUND if watch.restless or watch.to_come or missed or duplicates else Exit.OK


async def _scenes(api: "Api", watch: "Watch") -> "list[Shown]":
    """Look for each scene in the records."""
    from demo.scenes import Evidence, shown_of

    packages = [await api.get(f"/v1/leads/{lead_id}/package") for lead_id in watch.leads]
    return shown_of(
        watch,
        Evidence(
            roles={role: lead_id for lead_id, role in watch.roles.items()},
            paused_reps=watch.were_paused,
            pains={each["lead_id"]: each["learned"]["pains"] for each in packages},
        ),
    )
