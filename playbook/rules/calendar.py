"""What a calendar must be: found by its name, and open sometimes."""

from collections.abc import Iterator

from playbook.files.sources import Sources
from playbook.findings import Finding


def calendar_is_named_as_its_file(sources: Sources) -> Iterator[Finding]:
    """A calendar is found by its file, so both carry one name."""
    for name, source in sources.calendars.items():
        if source.written.calendar != name:
            message = f"the calendar is {source.written.calendar!r} and its file {name!r}: use one name"
            yield source.error(message, "calendar")


def calendar_opens(sources: Sources) -> Iterator[Finding]:
    """Business time on a calendar that never opens would never pass."""
    for source in sources.calendars.values():
        if not any(source.written.weekly.values()):
            yield source.error("no day of the week has an opening, so it never opens", "weekly", on_key=True)


def exceptions_change_something(sources: Sources) -> Iterator[Finding]:
    """A date that is closed twice is written once."""
    for source in sources.calendars.values():
        written = source.written
        for day in written.holidays:
            if written.exceptions.get(day) == ():
                message = f"{day} is a holiday already; the exception closes it again"
                yield source.warning(message, "exceptions", day.isoformat(), on_key=True)
