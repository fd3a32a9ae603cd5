"""Rules for a single cadence: its touches, their keys, and the names it uses."""

from collections.abc import Iterator

from domain.channels import CONSENTS, MACHINE_CHANNELS, MACHINE_MAIL_CHANNELS, VOICE_CHANNELS
from domain.decide.items import RESERVED_TOUCH_IDS
from domain.lead.form import Direction
from domain.terms.cadence import CLOSE, KICK_BACK, NURTURE, OnEvent
from playbook.files.sources import Source, Sources
from playbook.findings import Finding, did_you_mean
from playbook.grammar.cadence import CadenceFile, TouchWritten
from playbook.rules.conditions_written import direction_is
from playbook.rules.witnesses import World, is_possible

FEWEST, MOST = 6, 10
"""Attempts that an inbound lead gets. Six calls reach 93 % of the leads who convert, and about 90 % of those who can be
reached (MIT and InsideSales, 2007). After the seventh, leads convert 45 % less often; more than ten touches only annoy.
All figures are vendors' and about calls: a guide, not a law."""
MOST_OUTBOUND = 6
"""The limit for leads who did not ask to be contacted; they get fewer touches, further apart."""
WHY_SO_MANY = "six attempts reach about 90 % of reachable leads (MIT and InsideSales, 2007), more than ten annoy"
WHY_SO_FEW = "outbound leads did not ask to be contacted"


def name_is_the_files(sources: Sources) -> Iterator[Finding]:
    """A cadence is found by its file name, so both names must be the same."""
    for name, source in sources.cadences.items():
        if source.written.cadence != name:
            yield source.error(
                f"the cadence is named {source.written.cadence!r} but its file {name!r}: use the same name for both",
                "cadence",
            )


def touch_ids_differ(sources: Sources) -> Iterator[Finding]:
    """Touch ids must differ: the ledger stores touches by id."""
    for source, index, touch in touches_of(sources):
        earlier = [other.id for other in source.written.touches[:index]]
        if touch.id in earlier:
            yield source.error(
                f"touch {earlier.index(touch.id) + 1} already has the id {touch.id!r}: use a different id",
                "touches", index, "id",
            )  # fmt: skip


def touch_ids_are_free(sources: Sources) -> Iterator[Finding]:
    """Some ids are reserved for what the engine does by itself."""
    for source, index, touch in touches_of(sources):
        if touch.id in RESERVED_TOUCH_IDS:
            message = f"the id {touch.id!r} is reserved for the engine: use a different id"
            yield source.error(message, "touches", index, "id")


def touches_are_enough(sources: Sources) -> Iterator[Finding]:
    """An inbound cadence has 6 to 10 touches and an outbound one at most 6, unless it gives a reason."""
    for source in sources.cadences.values():
        written, count = source.written, len(source.written.touches)
        if written.kind == "nurture" or written.touch_count_reason.strip():
            continue
        lift = "change the number, or give your reason in 'touch_count_reason'"
        if may_be(written, Direction.INBOUND) and not FEWEST <= count <= MOST:
            yield source.error(
                f"an inbound cadence has {FEWEST} to {MOST} touches, this one has {count}: {WHY_SO_MANY}; {lift}",
                "touches", on_key=True,
            )  # fmt: skip
        elif not may_be(written, Direction.INBOUND) and count > MOST_OUTBOUND:
            yield source.warning(
                f"an outbound cadence has at most {MOST_OUTBOUND} touches, this one has {count}: {WHY_SO_FEW}; {lift}",
                "touches", on_key=True,
            )  # fmt: skip


def may_be(written: CadenceFile, direction: Direction) -> bool:
    """Whether leads of that direction can be in the cadence, going by its ``for``."""
    held = [written.for_] if written.for_ else []
    return is_possible([*held, direction_is(direction)], [], World())


def keys_fit_the_channel(sources: Sources) -> Iterator[Finding]:
    """Deadlines are for reps' touches, ``bulk`` is for email, and a voicemail script goes with a call."""
    for source, index, touch in touches_of(sources):
        for key, message in _misfits(touch):
            yield source.error(f"touch {touch.id!r}: {message}", "touches", index, key, on_key=True)


def _misfits(touch: TouchWritten) -> Iterator[tuple[str, str]]:
    channel = touch.channel
    machine = f"the engine sends {channel.value} touches when they are due; only a rep's touch has"
    if touch.within and channel in MACHINE_CHANNELS:
        yield "within", f"{machine} a deadline (use 'after' for when to send it)"
    if touch.if_not_done and channel in MACHINE_CHANNELS:
        yield "if_not_done", f"{machine} an 'if_not_done'"
    if touch.bulk and channel not in MACHINE_MAIL_CHANNELS:
        yield "bulk", "only an email can be bulk"
    if touch.needs and channel.way.consent != CONSENTS[touch.needs]:
        yield "needs", f"{touch.needs} does not apply to {channel.value}: change 'needs'"
    if touch.at and channel not in VOICE_CHANNELS:
        yield "at", "'at: best time' is for calls and voicemails only"
    if len(touch.variants) == 1:
        yield "variants", "one variant is not a test: name two or more, or none"
    if touch.otherwise and touch.otherwise.channel is channel:
        yield "otherwise", f"'otherwise' must use another channel than {channel.value}"


def reactions_make_sense(sources: Sources) -> Iterator[Finding]:
    """Only an absence has a return date that a lead can be paused until."""
    for source in sources.cadences.values():
        when = source.written.when
        for key, reaction in (("replied", when.replied), ("meeting booked", when.meeting_booked)):
            if reaction is OnEvent.PAUSE_UNTIL_RETURN:
                yield source.error(f"{key!r} has no return date: use 'pause' or 'hand over'", "when", key)


def acknowledges_once_per_channel(sources: Sources) -> Iterator[Finding]:
    """The channels of the acknowledgment are tried in order, so each may appear once."""
    for source in sources.cadences.values():
        by = source.written.acknowledge.by if source.written.acknowledge else ()
        if len(set(by)) < len(by):
            yield source.error("a channel is listed twice: list each channel once", "acknowledge", "by")


def calendar_exists(sources: Sources) -> Iterator[Finding]:
    """A cadence's calendar is a file in ``calendars/``."""
    for source in sources.cadences.values():
        name = source.written.calendar
        if name and name not in sources.calendar_names:
            hint = did_you_mean(name, sources.calendar_names)
            yield source.error(f"no calendar named {name!r} in calendars/{hint}", "calendar")


def exhausted_exists(sources: Sources) -> Iterator[Finding]:
    """A cadence is followed by another cadence that exists, or by an end."""
    for source in sources.cadences.values():
        name = source.written.exhausted
        choices = {*sources.cadence_names, CLOSE, KICK_BACK}
        if name not in choices and name != NURTURE:  # another rule checks where 'nurture' leads
            yield source.error(f"no cadence named {name!r}{did_you_mean(name, choices)}", "exhausted")


def touches_of(sources: Sources) -> Iterator[tuple[Source[CadenceFile], int, TouchWritten]]:
    """Every touch of every cadence with its index."""
    for source in sources.cadences.values():
        for index, touch in enumerate(source.written.touches):
            yield source, index, touch
