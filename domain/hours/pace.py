"""Story time: a demo shows two weeks in a minute. In production, story time is real time.

Only the planner and the check of hours use story time: they ask calendars about the story's instant and wait for the
real one. Workflows, ledger rows and rules stay the same.
"""

from datetime import datetime

from domain.snapshot import Snapshot


class Pace(Snapshot):
    """A story that began at ``story_start``, in reality at ``real_start``, and runs ``factor`` times as fast."""

    factor: float = 1.0
    real_start: datetime | None = None
    story_start: datetime | None = None

    def story(self, real_at: datetime) -> datetime:
        """The story's instant at a real one."""
        if self.real_start is None or self.story_start is None:
            return real_at
        return self.story_start + (real_at - self.real_start) * self.factor

    def real(self, story_at: datetime) -> datetime:
        """The real instant at one of the story."""
        if self.real_start is None or self.story_start is None:
            return story_at
        return self.real_start + (story_at - self.story_start) / self.factor


REAL_TIME = Pace()
