"""The demo's live board: leads by stage, the latest events, and addresses. Without a terminal it prints plain lines."""

from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Self

from rich.console import Console, Group, RenderableType
from rich.live import Live
from rich.table import Table
from rich.text import Text

from commands.terminal import instant, words
from demo.deadlines import Face, late, owed, rows_for
from demo.watch import Happening, Watch, name_of
from domain.facts.unions import (
    Accepted,
    AlertAcknowledged,
    Bounced,
    CompanyNews,
    Escalated,
    HandedOver,
    InterestChanged,
    KickedBack,
    OptedOut,
    OutcomeLogged,
    PromiseBreached,
    Rejected,
    ReplyReceived,
    TouchFailed,
    TouchSent,
    kind_of,
)
from domain.hours.pace import Pace
from domain.hours.zones import zone_of
from domain.journey.promise import PromiseState
from domain.terms.alerts import ALERTS, About
from domain.wire.standing import PROMISE_MET

REMEMBERED = 200
REFRESHES_PER_SECOND = 4
FRAME = 14
"""Lines of the board other than events, deadlines and addresses."""

COLOURS: Mapping[str, str] = {
    kind_of(TouchSent): "cyan",
    kind_of(OutcomeLogged): "white",
    kind_of(ReplyReceived): "green",
    kind_of(Accepted): "bold green",
    kind_of(HandedOver): "bold blue",
    kind_of(KickedBack): "bold magenta",
    kind_of(Escalated): "bold yellow",
    PROMISE_MET: "green",
    kind_of(PromiseBreached): "bold red",
    kind_of(AlertAcknowledged): "white",
    kind_of(CompanyNews): "magenta",
    kind_of(InterestChanged): "magenta",
    kind_of(Rejected): "yellow",
    kind_of(Bounced): "red",
    kind_of(OptedOut): "red",
    kind_of(TouchFailed): "red",
}


class Board:
    """Shows a watch.

    Args:
        watch: the watch.
        pace: the story's pace; all times are shown in story time.
        zone: the office's time zone.
        red_zone: how late is shown in red, in story time.
        addresses: what people can open, and its address.
    """

    def __init__(
        self, watch: Watch, pace: Pace, zone: str, red_zone: timedelta, addresses: Sequence[tuple[str, str]]
    ) -> None:
        self._watch = watch
        self._pace = pace
        self._red_zone = red_zone / pace.factor
        self._zone = zone_of(zone)
        self._addresses = addresses
        self._events: deque[Text] = deque(maxlen=REMEMBERED)
        self._console = Console(markup=False, highlight=False, soft_wrap=False)
        self._live: AbstractContextManager[Any] = nullcontext()

    def __enter__(self) -> Self:
        if self._console.is_terminal:
            self._live = Live(
                get_renderable=self._whole,
                console=self._console,
                refresh_per_second=REFRESHES_PER_SECOND,
                vertical_overflow="crop",
            )
        self._live.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._live.__exit__(kind, error, trace)

    def show(self, happenings: Iterable[Happening]) -> None:
        """Show what is new."""
        for happening in happenings:
            line = self._told(happening)
            self._events.append(line)
            if not self._console.is_terminal:
                self._console.print(line.plain, soft_wrap=True)

    def _told(self, happening: Happening) -> Text:
        lead, line = happening
        at = instant(line["at"]) or datetime.now(UTC)
        who = f"{name_of(lead)} ({lead['form']['company']})" if lead["form"]["company"] else name_of(lead)
        why = f"  {line['reason']}" if line["reason"] else ""
        by = f" by {line['by']}" if line["kind"] == kind_of(AlertAcknowledged) and line["by"] else ""
        note = f'  "{" ".join(line["note"].split())[:90]}"' if line.get("note") else ""
        text = Text(no_wrap=True, overflow="ellipsis")
        text.append(f"{self._story(at):%a %d %b %H:%M}  ", "dim")
        text.append(f"{who:<32} ", "bold")
        text.append(f"{line['what']}{by}", COLOURS.get(line["kind"], ""))
        text.append(f"{why}{note}", "dim")
        return text

    def _story(self, at: datetime) -> datetime:
        return self._pace.story(at).astimezone(self._zone)

    def _whole(self) -> RenderableType:
        deadlines = list(self._clocks())
        room = max(self._console.size.height - FRAME - len(deadlines) - len(self._addresses), 3)
        events = list(self._events)[-room:]
        body = (*self._stages(), Text(), *deadlines, Text(), *events)
        return Group(self._header(), Text(), *body, Text(), self._where())

    def _header(self) -> Text:
        hours = timedelta(seconds=self._pace.factor).total_seconds() / 3600
        text = Text(no_wrap=True, overflow="ellipsis")
        text.append("SEVENFOLD  ", "bold")
        text.append(f"{self._story(datetime.now(UTC)):%A %d %B, %H:%M}", "bold cyan")
        text.append(f"  1 second = {hours:.1f} hours; {len(self._watch.leads)} leads; stop with Ctrl-C", "dim")
        return text

    def _stages(self) -> Iterator[Text]:
        for stage, leads in self._watch.by_stage().items():
            names = ", ".join(lead["form"]["first_name"] or name_of(lead) for lead in leads)
            text = Text(no_wrap=True, overflow="ellipsis")
            text.append(f"{words(stage):<12} ", "bold")
            text.append(f"{len(leads):>3}  ", "bold cyan")
            text.append(names)
            yield text

    def _clocks(self) -> Iterator[Text]:
        """Promises in numbers, then what is late, then what is due next."""
        states = Counter(PromiseState(each["state"]) for each in self._watch.promises)
        text = Text(no_wrap=True, overflow="ellipsis")
        text.append("promises  ", "bold")
        text.append(f"{states[PromiseState.MET]} kept", "green")
        text.append(", ", "dim")
        text.append(f"{states[PromiseState.BREACHED]} missed", "red" if states[PromiseState.BREACHED] else "")
        theirs = (each for each in self._watch.alerts if each["to"] == each["owner"])
        if waiting := {each["lead_id"] for each in theirs if ALERTS[About(each["about"])].waits}:
            text.append(f"; {len(waiting)} {'lead' if len(waiting) == 1 else 'leads'} to be claimed", "yellow")
        for person in self._watch.paused_reps:
            text.append(f"; {person} is paused from new leads", "yellow")
        yield text
        now = datetime.now(UTC)
        deadlines = (late(self._watch.promises, self._watch.leads), owed(self._watch.promises, self._watch.leads))
        yield from Face(self._story, now, self._red_zone).lines(*deadlines, rows_for(self._console.size.height))

    def _where(self) -> Table:
        made = Table(box=None, pad_edge=False, show_header=False)
        for what, where in self._addresses:
            made.add_row(Text(what, "dim"), Text(where))
        return made
