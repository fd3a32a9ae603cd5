"""Who is not heard of in the demo, and until when: what makes an alert climb, and a person be set aside."""

from collections.abc import Iterator

from demo.cast import CAST, NOBODY, Cue, Part
from demo.watch import Watch
from domain.terms.alerts import About


class Silence:
    """Read off what is watched.

    A lead that is left lying is touched by nobody before the manager was told. Whoever got it first reports nothing at
    all meanwhile, of no lead: a single word would end their being set aside. They are back as soon as somebody else
    has the lead, and whoever comes on that cue has an owner.
    """

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._first: dict[str, str] = {}
        self._escalated: set[str] = set()

    @property
    def has_consequences(self) -> bool:
        """Whether somebody is set aside who is not heard of."""
        return any(person in self._watch.set_aside for person in self._away())

    def holds(self, person: str, lead_id: str) -> bool:
        """Whether this person does nothing about this lead now."""
        return self.is_lying(lead_id) or self.is_away(person)

    def is_away(self, person: str) -> bool:
        """Whether nothing at all is heard of this person."""
        return person in set(self._away())

    def is_lying(self, lead_id: str) -> bool:
        """Whether nobody does anything about this lead yet."""
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
        """Whether somebody is yet to come, or to be given to anybody, on the cue that a person is set aside."""
        return any(self._is_awaited(role) for role, part in CAST.items() if part.comes is Cue.SET_ASIDE)

    def _is_awaited(self, role: str) -> bool:
        if role in self._watch.to_come:
            return True
        lead = self._watch.playing(role)
        return role in self._watch.roles.values() and (lead is None or not lead["owner"])


def _part(watch: Watch, lead_id: str) -> Part:
    return CAST.get(watch.roles.get(lead_id, ""), NOBODY)
