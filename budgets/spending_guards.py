"""What must be true before money is allocated, moved or booked, and before a deviation is answered."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.decisions.queries import matter_for, tally
from governance.decisions.states import MatterState
from governance.lib.money import Sek
from governance.lib.text import percent
from governance.workflow.guards import UNASKED, Act, Unasked, guard
from governance.workflow.refusals import Refusal

from . import citations
from .guards import day_after_the_year
from .states import DeviationKind

NO_DEADLINE = gettext_lazy("Ingen tidsgräns. Pengarna kan inte användas förrän det är klart.")
LOWER_OR_ASK = gettext_lazy(
    "du själv: sänk beloppet. Eller det politiska samverkansorganet: begär huvudmännens godkännande"
)


def kr(amount: Sek) -> str:
    """An amount in a sentence, with öre only when there are any."""
    whole = amount.kronor() if amount.ore % 100 == 0 else amount.swedish()
    return f"{whole}\u00a0kr"


@guard(
    citations.NEVER_EXCEEDED,
    mended_by=gettext_lazy("du själv: välj en rad i årets budget"),
    fulfilled=gettext_lazy("Raden hör till årets budget"),
    given=("line",),
)
def line_belongs_to_the_frame(frame: Any, act: Act) -> str | None:
    """The line is one of the budget that the year's frame rests on."""
    if act.details["line"].budget_id == frame.budget_id:
        return None
    return _("Raden hör inte till den budget som är årets ram.")


@guard(
    citations.NEVER_EXCEEDED,
    mended_by=LOWER_OR_ASK,
    fulfilled=gettext_lazy("Beloppet ryms i budgeten"),
    given=("amount",),
)
def total_is_not_exceeded(frame: Any, act: Act) -> Refusal | None:
    """What is allocated stays within what all principals have adopted; a hard stop."""
    amount = act.details["amount"]
    if amount <= frame.left:
        return None
    sentence = _("Du ville fördela %(wanted)s. Kvar att fördela är %(left)s. Det fattas %(missing)s.") % {
        "wanted": kr(amount),
        "left": kr(frame.left),
        "missing": kr(amount - frame.left),
    }
    return Refusal(
        sentence,
        citations.NEVER_EXCEEDED,
        mended_by=str(LOWER_OR_ASK),
        title=_("Beloppet ryms inte i budgeten"),
        no_deadline=str(NO_DEADLINE),
    )


@guard(
    citations.REALLOCATION,
    mended_by=gettext_lazy("du själv: sänk beloppet eller flytta medel från en annan rad först"),
    fulfilled=gettext_lazy("Beloppet ryms på raden"),
    given=("line", "amount"),
)
def line_has_room(frame: Any, act: Act) -> str | Unasked | None:
    """The line has that much left; otherwise money is first moved to it, so that the move is seen."""
    return shortage(frame, act.details["line"], act.details["amount"])


@guard(
    citations.REALLOCATION,
    mended_by=gettext_lazy("du själv: sänk beloppet eller flytta medel från en annan rad först"),
    fulfilled=gettext_lazy("Det rättade beloppet ryms på raden"),
    given=("allocation", "amount"),
)
def corrected_line_has_room(frame: Any, act: Act) -> str | Unasked | None:
    """An allocation is corrected upwards within what its line has left, as if the difference were allocated."""
    if act.details["amount"] <= Sek(0):
        return UNASKED  # what is taken back always has room
    return shortage(frame, act.details["allocation"].line, act.details["amount"])


def shortage(frame: Any, line: Any, amount: Sek) -> str | Unasked | None:
    """What a line lacks for an amount that the year has."""
    from .spending import room_on  # noqa: PLC0415 -- spending reads models, models need guards

    if amount > frame.left:
        return UNASKED  # the total says so already
    left = room_on(frame, line)
    if amount <= left:
        return None
    return _("På raden %(line)s finns %(left)s kvar. Det fattas %(missing)s på raden, men det ryms i budgeten.") % {
        "line": line,
        "left": kr(left),
        "missing": kr(amount - left),
    }


@guard(
    citations.CORRECTED_OPENLY,
    mended_by=gettext_lazy("du själv: ange vilken fördelning som ska rättas"),
    fulfilled=gettext_lazy("Rättelsen pekar på en fördelning"),
    given=("allocation", "amount", "reason"),
)
def correction_points_to_an_allocation(frame: Any, act: Act) -> str | None:
    """The correction is of an allocation in this year, and takes back no more than was allocated."""
    allocation, amount = act.details["allocation"], act.details["amount"]
    if allocation.frame_id != frame.pk or allocation.corrects_id:
        return _("Ange den fördelning som var felaktig från början.")
    standing = allocation.amount_ore + sum(allocation.corrections.values_list("amount_ore", flat=True))
    if standing + amount.ore < 0:
        return _("Fördelningen är %(standing)s. Det går inte att ta tillbaka mer.") % {"standing": kr(Sek(standing))}
    return None if str(act.details.get("reason", "")).strip() else _("Skriv varför fördelningen rättas.")


@guard(
    citations.CORRECTED_OPENLY,
    mended_by=gettext_lazy("du själv: ange vilket utfall som ska rättas"),
    fulfilled=gettext_lazy("Rättelsen pekar på ett utfall"),
    given=("outcome", "reason"),
)
def correction_points_to_an_outcome(frame: Any, act: Act) -> str | None:
    """The correction is of an outcome in this year, and says why."""
    outcome = act.details["outcome"]
    if outcome.frame_id != frame.pk or outcome.corrects_id:
        return _("Ange det utfall som var felaktigt från början.")
    return None if str(act.details.get("reason", "")).strip() else _("Skriv varför utfallet rättas.")


@guard(
    citations.REALLOCATION,
    mended_by=gettext_lazy("du själv: välj två olika rader i årets budget och skriv ett skäl"),
    fulfilled=gettext_lazy("Flytten är mellan två rader i årets budget"),
    given=("from_line", "to_line", "amount", "reason"),
)
def reallocation_is_between_two_lines(frame: Any, act: Act) -> str | None:
    """Money is moved between two lines of the year's own budget, for a reason."""
    giving, getting = act.details["from_line"], act.details["to_line"]
    if giving.pk == getting.pk or {giving.budget_id, getting.budget_id} != {frame.budget_id}:
        return _("Välj två olika rader i den budget som är årets ram.")
    if act.details["amount"] <= Sek(0):
        return _("Ange ett belopp större än noll.")
    return None if str(act.details.get("reason", "")).strip() else _("Skriv varför medlen flyttas.")


@guard(
    citations.REALLOCATION,
    mended_by=gettext_lazy("du själv: sänk beloppet eller välj en annan rad"),
    fulfilled=gettext_lazy("Raden som lämnar ifrån sig har så mycket kvar"),
    given=("from_line", "amount"),
)
def giving_line_has_room(frame: Any, act: Act) -> str | None:
    """The line that gives has not allocated the money already."""
    from .spending import room_on  # noqa: PLC0415 -- spending reads models, models need guards

    giving = act.details["from_line"]
    if act.details["amount"] <= room_on(frame, giving):
        return None
    return _("På raden %(line)s finns %(left)s kvar att flytta.") % {
        "line": giving,
        "left": kr(room_on(frame, giving)),
    }


@guard(
    citations.REALLOCATION,
    mended_by=gettext_lazy("det politiska samverkansorganet: pröva avvikelsen och ange skäl"),
    fulfilled=gettext_lazy("En större flytt är prövad och dokumenterad"),
    given=("from_line", "to_line", "amount"),
)
def large_reallocation_is_tried(frame: Any, act: Act) -> str | Unasked | None:
    """Beyond the threshold the joint body has tried whether the principals must be asked, with a reason (A-06)."""
    from .spending import allowed_moves, beyond_threshold, threshold_permille  # noqa: PLC0415 -- reads models

    giving, getting = act.details["from_line"], act.details["to_line"]
    large = beyond_threshold(frame, giving, getting, act.details["amount"])
    if large is None:
        return UNASKED  # a small move needs no trial
    if large <= allowed_moves(frame, giving, getting):
        return None
    return _(
        "Flytten gör att mer än %(limit)s av en rad har flyttats. Då ska det politiska samverkansorganet först pröva "
        "om huvudmännen ska tillfrågas."
    ) % {"limit": percent(threshold_permille(frame.partnership_id), 1000, decimals=0)}


@guard(
    citations.BOOKS_CLOSED,
    mended_by=gettext_lazy("du själv: välj en månad i året"),
    fulfilled=gettext_lazy("Månaden hör till året"),
    given=("period",),
)
def period_is_in_the_year(frame: Any, act: Act) -> str | None:
    """The outcome belongs to a month of the year."""
    period = act.details["period"]
    if period.year == frame.year:
        return None
    return _("Månaden %(period)s hör inte till %(year)s.") % {"period": f"{period:%Y-%m}", "year": frame.year}


@guard(
    citations.BOOKS_CLOSED,
    mended_by=gettext_lazy("ingen: vänta till årets slut"),
    fulfilled=gettext_lazy("Året är slut"),
    by_when=day_after_the_year,
)
def frame_year_is_over(frame: Any, act: Act) -> str | None:
    """The year has ended."""
    return None if act.today > date(frame.year, 12, 31) else _("Året %(year)s är inte slut.") % {"year": frame.year}


@guard(
    citations.RETURNED,
    mended_by=gettext_lazy("styrgruppen: lägg fram en budget för året. Huvudmännen: anta den"),
    fulfilled=gettext_lazy("Året har en egen fastställd budget"),
)
def year_has_its_own_budget(frame: Any, act: Act) -> str | None:
    """The year is settled by the shares that the principals adopted for it, never by those of an earlier year."""
    if frame.budget.is_adopted and not frame.is_provisional:
        return None
    told = _("Budgeten för %(year)s är inte fastställd av alla huvudmän. Det är inte beslutat hur kostnaden delas.")
    return told % {"year": frame.year}


@guard(
    citations.LARGER_CHANGE,
    mended_by=gettext_lazy("det politiska samverkansorganet: pröva avvikelserna"),
    fulfilled=gettext_lazy("Årets avvikelser är prövade"),
)
def deviations_are_answered(frame: Any, act: Act) -> str | None:
    """No deviation of the year still waits."""
    waiting = list(frame.deviations.unanswered().values_list("number", flat=True))
    return _("Avvikelser som inte är prövade: %s.") % ", ".join(waiting) if waiting else None


@guard(
    citations.DOCUMENTED,
    mended_by=gettext_lazy("du själv: ange paragraf och skäl"),
    fulfilled=gettext_lazy("Prövningen har paragraf och skäl"),
    given=("reason", "paragraph"),
)
def trial_is_documented(deviation: Any, act: Act) -> str | None:
    """The joint body's position has a paragraph and a reason."""
    if all(str(act.details.get(name, "")).strip() for name in ("reason", "paragraph")):
        return None
    return _("Ange paragrafen i protokollet och skälen för ställningstagandet.")


@guard(
    citations.NEVER_EXCEEDED,
    mended_by=gettext_lazy("det politiska samverkansorganet: begär huvudmännens godkännande"),
    fulfilled=gettext_lazy("Avvikelsen ryms inom budgeten"),
)
def deviation_fits_the_frame(deviation: Any, act: Act) -> str | None:
    """Only what stays within the adopted total can be accepted without the principals."""
    if deviation.kind not in (DeviationKind.OVERRUN, DeviationKind.TOTAL_OUTCOME):
        return None
    return _("Avvikelsen går utöver hela budgeten. Den behöver huvudmännens godkännande.")


@guard(
    citations.NEVER_EXCEEDED,
    mended_by=gettext_lazy("det politiska samverkansorganet: godta inom ram, neka eller begär godkännande"),
    fulfilled=gettext_lazy("Avvikelsen ber inte om något"),
)
def deviation_asks_for_nothing(deviation: Any, act: Act) -> str | None:
    """What asks for money or for a move is answered with yes or no, not only noted."""
    if deviation.kind not in (DeviationKind.OVERRUN, DeviationKind.TOTAL_OUTCOME, DeviationKind.REALLOCATION):
        return None
    return _("Avvikelsen behöver ett svar, det räcker inte att notera den.")


@guard(
    citations.UNANIMOUS,
    mended_by=gettext_lazy("de huvudmän som inte har beslutat"),
    fulfilled=gettext_lazy("Alla huvudmän har godkänt"),
)
def every_principal_has_approved(deviation: Any, act: Act) -> str | None:
    """Each of the principals has approved."""
    matter = matter_for(deviation)
    if matter is not None and matter.state == MatterState.ADOPTED:
        return None
    if matter is None:
        return _("Avvikelsen har inget ärende hos huvudmännen.")
    return _("%(missing)s av %(total)s huvudmän har inte godkänt.") % {
        "missing": tally(matter).remaining,
        "total": tally(matter).total,
    }
