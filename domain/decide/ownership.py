"""When a lead or a task needs a new owner."""

from domain.decide.items import Item
from domain.decide.stages import stage_item
from domain.journey.state import Journey, Stage
from domain.journey.steps import AskRep, Assign
from domain.lead.form import Direction
from domain.text import plain


def ownership(journey: Journey) -> Item | None:
    """The assignment that is due: a task was not done in time, or a person has to act and the lead has no owner."""
    if journey.in_hand.is_reassigning:
        return Item(
            Assign(
                key=journey.key("pass-on", len(journey.run.silent)),
                reason=f"{journey.run.silent[-1]} missed the deadline",
                role=_role_in_hand(journey),
                exclude=journey.run.silent,
                task_id=journey.in_hand.task.task_id if journey.in_hand.task else "",
            )
        )
    if journey.owner or not (journey.stage is Stage.WORKING or isinstance(stage_item(journey).then, AskRep)):
        return None
    return Item(
        Assign(
            key=journey.key("assign"),
            reason=f"a lead of class {plain(journey.qualification.value)} needs an owner",
            role=_role_in_hand(journey),
            preferred=journey.profile.generated_by,
        )
    )


def _working_role(journey: Journey) -> str:
    match journey.profile.direction:
        case Direction.INBOUND:
            return journey.agreement.working_role
        case Direction.OUTBOUND:
            return journey.agreement.outbound_role


def _role_in_hand(journey: Journey) -> str:
    if journey.stage in (Stage.ENGAGED, Stage.ACCEPTED):
        return journey.agreement.hand_over.role
    if journey.stage is Stage.KICKED_BACK:
        return journey.agreement.kick_back.role
    return _working_role(journey)
