"""Who stays silent in the demo, and until when, so that an alert escalates and a rep is paused from new leads."""

from collections.abc import Iterator

from demo.cast import CAST, NOBODY, Cue, Part
from demo.watch import Watch
from domain.terms.alerts import About


class Silence:
    """Knows from the watch who is silent.

    Nobody acts on a lead that is left lying before the manager is told. Its first owner meanwhile reports nothing about
    any lead, because a single report would end the pause from new leads. The owner is back once the lead, and the lead
    that arrives on this cue, have another owner.
    """

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._first: dict[str, str] = {}
        self._escalated: set[str] = set()

    @property
    def has_consequences(self) -> bool:
        """Whether a silent person is paused from new leads."""
        return any(person in self._watch.paused_reps for person in self._away())

    def holds(self, person: str, lead_id: str) -> bool:
        """Whether this person does not act on this lead now."""
        return self.is_lying(lead_id) or self.is_away(person)

    def is_away(self, person: str) -> bool:
        """Whether this person is silent about all leads."""
        return person in set(self._away())

    def is_lying(self, lead_id: str) -> bool:
        """Whether nobody acts on this lead yet."""
        if not _part(self._watch, lead_id).is_left_lying:
            return False
        self._escalated |= {each["lead_id"] for each in self._watch.alerts if each["about"] == About.ESCALATED}
        return lead_id not in self._escalated

    def _away(self) -> Iterator[str]:
        for lead_id, lead in self._watch.leads.items():
            if not _part(self._watch, lead_id).is_left_lying or not lead["owner"]:
                continue
            first = self._first.setdefault(lead_id, lead["owner"])
            if (lead["owner"] == first and self.is_lying(lead_id)) or self._is_somebody_awaited:
                yield first

    @property
    def _is_somebody_awaited(self) -> bool:
        """Whether a lead with the cue that a person is paused has not arrived, or has no owner yet."""
        return any(self._is_awaited(role) for role, part in CAST.items() if part.comes is Cue.SET_ASIDE)

    def _is_awaited(self, role: str) -> bool:
        if role in self._watch.to_come:
            return True
        lead = self._watch.playing(role)
        return role in self._watch.roles.values() and (lead is None or not lead["owner"])


def _part(watch: Watch, lead_id: str) -> Part:
    return CAST.get(watch.roles.get(lead_id, ""), NOBODY)
