"""The way of one matter as a drawing: the stages that all pass, then the branches side by side."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.lib.text import capitalise
from governance.organisations.kinds import PrincipalGroup
from governance.ui.parts import Branch, Stage
from governance.ui.templatetags.swedish import day, near

from .models import Matter, Ruling
from .presentation import is_region, tone_of
from .queries import Tally, tally_of
from .routes import Stage as RouteStage
from .states import RulingKind, RulingState

DID = {
    RulingKind.PREPARE: gettext_lazy("beredde"),
    RulingKind.RECOMMEND: gettext_lazy("rekommenderade"),
    RulingKind.DELEGATED: gettext_lazy("beslutade inom ramen"),
    RulingKind.DECIDE: gettext_lazy("antog"),
}
DID_OTHER = {
    RulingState.REJECTED: gettext_lazy("avslog"),
    RulingState.REMITTED: gettext_lazy("återremitterade"),
    RulingState.SENT_BACK: gettext_lazy("sände tillbaka"),
}


def note_of(ruling: Ruling, *, today: date) -> str:
    """What a body did and when, or will do."""
    if ruling.is_decided:
        verb = DID_OTHER.get(RulingState(ruling.state)) or DID[RulingKind(ruling.kind)]
        return f"{verb} {day(ruling.decided_on)}"
    if ruling.next_meeting_on:
        return _("planerat %s") % near(ruling.next_meeting_on, today)
    return _("återstår")


def drawn(ruling: Ruling, *, today: date) -> Stage:
    """One body's stop."""
    return Stage(
        title=ruling.body.full_name, note=note_of(ruling, today=today), status=tone_of(ruling), url=ruling.url()
    )


def words_of(tally: Tally) -> str:
    """How many stand where, in one line."""
    parts = [
        (tally.in_preparation, _("bereder")),
        (tally.remitted, _("återremitterade")),
        (tally.rejected, _("avslagit")),
        (tally.sent_back, _("sänt tillbaka")),
        (tally.not_started, _("ej påbörjade")),
    ]
    first = _("%(adopted)s av %(total)s har antagit") % {"adopted": tally.adopted, "total": tally.total}
    return ", ".join([first, *(f"{number} {word}" for number, word in parts if number)])


def tone_of_many(tally: Tally) -> str:
    """The sign for a group of principals."""
    if tally.is_complete:
        return "done"
    if tally.returned:
        return "back"
    return "todo" if tally.not_started == tally.total else "work"


def deciding(rulings: list[Ruling], title: str, *, today: date) -> Stage:
    """The stop at which principals decide; a single one is told by its own decision."""
    if not rulings:
        return Stage(title=title, note=_("efter överlämnandet"), status="todo")
    if len(rulings) == 1:
        only = rulings[0]
        title = _("%s beslutar") % only.body.name
        return Stage(title=title, note=note_of(only, today=today), status=tone_of(only), url=only.url())
    tally = tally_of(rulings, today=today)
    return Stage(title=title, note=words_of(tally), status=tone_of_many(tally), url="#h-lista")


def own_preparation(stage: RouteStage, rulings: list[Ruling]) -> Stage:
    """A stop that is the principal's own affair: known only by what the principal has told."""
    status, note = "todo", _("återstår")
    if rulings:
        ruling = rulings[0]
        if ruling.is_decided:
            status, note = "done", _("beredde ärendet")
        elif ruling.state == RulingState.IN_PREPARATION:
            status, note = "work", ruling.preparation or _("pågår")
    return Stage(title=stage["name"], note=note, status=status)


def handed_over(matter: Matter, rulings: list[Ruling]) -> Stage:
    """The stop at which the matter goes from the bodies to the principals."""
    title = _("Lämnas över till %s") % matter.words.the_many
    if len(rulings) == 1:
        title = _("Överlämnad till %s") % rulings[0].principal_name
    elif rulings:
        title = _("Överlämnad till de %s") % len(rulings)
    if matter.handed_over_on:
        return Stage(title=title, note=day(matter.handed_over_on), status="done")
    return Stage(title=title, note=_("återstår"), status="todo")


def branch_of(matter: Matter, group: str, number: int, *, today: date) -> Branch | None:
    """One group's way: what the route adds for it, then its own decisions."""
    stages = matter.route.branch(group)
    if not stages:
        return None
    rulings = [each for each in matter.principal_rulings() if is_region(each) == (group == PrincipalGroup.REGION)]
    bodies = {each.stage: each for each in matter.branch_rulings()}
    stops = []
    for stage in stages:
        if stage["body"] is None:
            stops.append(own_preparation(stage, rulings))
        elif stage["key"] in bodies:
            stops.append(drawn(bodies[stage["key"]], today=today))
        else:
            stops.append(Stage(title=stage["name"], note=_("efter överlämnandet"), status="todo"))
    council = (
        _("Regionfullmäktige beslutar") if group == PrincipalGroup.REGION else _("Varje kommunfullmäktige beslutar")
    )
    stops.append(deciding(rulings, council, today=today))
    name = _("regionen") if group == PrincipalGroup.REGION else _("kommunerna")
    if len(rulings) == 1:
        name = rulings[0].principal_name
    elif rulings:
        name = _("de %(number)s %(name)s") % {"number": len(rulings), "name": name}
    return Branch(title=_("Gren %(number)s: %(name)s") % {"number": number, "name": name}, stages=stops)


def drawing_of(matter: Matter, *, today: date) -> tuple[list[Stage], list[Branch]]:
    """The trunk and the branches of one matter's route."""
    trunk = [drawn(ruling, today=today) for ruling in matter.trunk_rulings()]
    stage = matter.route.principal_stage
    if stage is None:
        return trunk, []
    rulings = matter.principal_rulings()
    trunk.append(handed_over(matter, rulings))
    groups = [str(PrincipalGroup.MUNICIPALITIES), str(PrincipalGroup.REGION)]
    branches = [found for n, group in enumerate(groups, 1) if (found := branch_of(matter, group, n, today=today))]
    if not branches:
        trunk.append(deciding(rulings, capitalise(stage["name"]), today=today))
    return trunk, branches
