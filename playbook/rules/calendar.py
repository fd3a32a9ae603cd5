"""Rules for calendars: the file has the calendar's name, and the calendar opens on some day."""

from collections.abc import Iterator

from playbook.files.sources import Sources
from playbook.findings import Finding


def calendar_is_named_as_its_file(sources: Sources) -> Iterator[Finding]:
    """A calendar is found by its file name, so both names must be the same."""
    for name, source in sources.calendars.items():
        if source.written.calendar != name:
            message = (
                f"the calendar is named {source.written.calendar!r} but its file {name!r}: use the same name for both"
            )
            yield source.error(message, "calendar")


def calendar_opens(sources: Sources) -> Iterator[Finding]:
    """A calendar must open on some day: otherwise business time would never pass."""
    for source in sources.calendars.values():
        if not any(source.written.weekly.values()):
            yield source.error(
                "this calendar never opens: give at least one day of the week opening hours", "weekly", on_key=True
            )


def exceptions_change_something(sources: Sources) -> Iterator[Finding]:
    """A date is either a holiday or a closed exception, not both."""
    for source in sources.calendars.values():
        written = source.written
        for day in written.holidays:
            if written.exceptions.get(day) == ():
                message = f"{day} is already a holiday: delete the exception, or give it opening hours"
                yield source.warning(message, "exceptions", day.isoformat(), on_key=True)
