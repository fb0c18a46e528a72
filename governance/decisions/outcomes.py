"""What follows for the matter when a ruling has changed: the matter's state is a function of its rulings."""

from datetime import date

from governance.audit.actors import SYSTEM
from governance.workflow.steps import perform

from .models import Matter, Ruling
from .states import OUT, RETURNED, MatterState, RulingState


def settle_matter(ruling: Ruling, *, today: date, resumed: bool = False) -> Matter:
    """Let the matter follow one ruling's change. The caller holds the matter's lock."""
    if ruling.principal_id:
        return settle_principals(ruling, today=today)
    matter = fresh(ruling.matter_id)
    if ruling.is_after_handover:
        return matter
    return settle_trunk(matter, ruling, today=today, resumed=resumed)


def fresh(matter_id: int) -> Matter:
    """The matter as it stands now, with nothing remembered."""
    return Matter.objects.select_related("route", "partnership").get(pk=matter_id)


def take(matter: Matter, step: str, *, today: date) -> Matter:
    """Take one step of the matter as its consequence."""
    taken: Matter = perform(matter, step, by=SYSTEM, today=today).subject
    return taken


def settle_trunk(matter: Matter, ruling: Ruling, *, today: date, resumed: bool) -> Matter:
    """A body on the way has spoken: go on, or wait for the proposer."""
    if resumed:
        matter.follower.stage_resumed(matter, ruling, today=today)
    elif ruling.state in RETURNED:
        matter.follower.stage_returned(matter, ruling, today=today)
    elif ruling.state == RulingState.ADOPTED:
        return pass_stage(matter, ruling.stage, today=today)
    return matter


def pass_stage(matter: Matter, stage: str, *, today: date) -> Matter:
    """Tell that a body has passed it; after the last one the matter is ready, or finished when nobody else decides."""
    matter.follower.stage_passed(matter, stage, today=today)
    if any(each.state != RulingState.ADOPTED for each in matter.trunk_rulings()):
        return matter
    if matter.route.principal_stage:
        return take(matter, "become_ready", today=today)
    matter = take(matter, "conclude", today=today)
    matter.follower.adopted(matter, today=today)
    return matter


def wanted_state(states: list[str]) -> MatterState:
    """The adoption as a function of the principals' rulings, whatever their order (A-15, A-16)."""
    if any(state in RETURNED for state in states):
        return MatterState.INCOMPLETE
    if states and all(state == RulingState.ADOPTED for state in states):
        return MatterState.ADOPTED
    return MatterState.WITH_PRINCIPALS


def settle_principals(ruling: Ruling, *, today: date) -> Matter:
    """Step by step to where the principals' rulings say that the matter is."""
    matter = fresh(ruling.matter_id)
    matter.follower.ruling_changed(matter, ruling, today=today)
    wanted = wanted_state([each.state for each in matter.principal_rulings()])
    if matter.state == MatterState.INCOMPLETE and wanted != MatterState.INCOMPLETE:
        matter = take(matter, "resume", today=today)
        matter.follower.resumed(matter, today=today)
    if matter.state == MatterState.ADOPTED and wanted != MatterState.ADOPTED:
        matter = take(matter, "reopen", today=today)
        matter.follower.reopened(matter, today=today)
    if matter.state in OUT and wanted == MatterState.ADOPTED:
        matter = take(matter, "adopt", today=today)
        matter.follower.adopted(matter, today=today)
    if matter.state == MatterState.WITH_PRINCIPALS and wanted == MatterState.INCOMPLETE:
        matter = take(matter, "become_incomplete", today=today)
        matter.follower.became_incomplete(matter, ruling, today=today)
    return matter
