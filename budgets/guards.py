"""What must be true before a budget or a cost principle takes a step; each explains itself, and only reads."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.decisions.queries import matter_for, tally
from governance.decisions.states import MatterState
from governance.lib.dates import nine_months_before, swedish_date
from governance.lib.money import Sek
from governance.lib.sharing import Principle
from governance.lib.text import count
from governance.organisations.kinds import PrincipalGroup
from governance.workflow.guards import UNASKED, Act, Unasked, guard

from . import citations

SGD_MENDS = gettext_lazy("styrgruppen")


def day_after_the_year(budget: Any, act: Act) -> date:
    """The day from which a year can be closed: the first of the next one."""
    return date(budget.year + 1, 1, 1)


def handover_deadline(budget: Any, act: Act) -> date:
    """The last day to reach the principals."""
    return nine_months_before(budget.year)


def adoption_deadline(budget: Any, act: Act) -> date:
    """The last day for the principals to adopt."""
    return date(budget.year - 1, 11, 30)


def page_of(name: str, label: Any) -> Callable[[Any], tuple[Any, str]]:
    """A page of the budget's own where something is mended, by its words."""

    def told(budget: Any) -> tuple[Any, str]:
        address = [budget.partnership.slug, budget.year, budget.version_number]
        return label, reverse(f"budgets:{name}", args=address)

    return told


def to_the_plan(budget: Any) -> tuple[str, str]:
    """The plan, or where one is chosen for the budget."""
    if budget.plan is None:
        return _("Till budgetens uppgifter"), page_of("particulars", "")(budget)[1]
    return _("Till handlingsplanen"), reverse("budgets:plan", args=[budget.partnership.slug, budget.plan_id])


def to_the_matter(budget: Any) -> tuple[str, str]:
    """The matter in which the bodies and the principals decide; nowhere before there is one."""
    matter = matter_for(budget)
    return (_("Till ärendet"), matter.url()) if matter is not None else ("", "")


@guard(
    citations.BY_PHASE,
    mended_by=gettext_lazy("styrgruppen: lägg till rader med belopp"),
    fulfilled=gettext_lazy("Budgeten har rader med belopp"),
    by_when=handover_deadline,
    mended_at=page_of("budget", gettext_lazy("Till budgetens rader")),
)
def budget_has_lines(budget: Any, act: Act) -> str | None:
    """The budget has at least one line, and the sum is more than zero."""
    if budget.total > Sek(0):
        return None
    return _("Budgeten har inga rader med belopp än.")


@guard(
    citations.PLAN,
    mended_by=gettext_lazy("styrgruppen: skriv handlingsplanens aktiviteter"),
    fulfilled=gettext_lazy("Handlingsplanen hör till budgeten"),
    by_when=handover_deadline,
    mended_at=to_the_plan,
)
def action_plan_is_attached(budget: Any, act: Act) -> str | None:
    """An action plan with activities goes with the budget."""
    if budget.plan is None:
        return _("Budgeten saknar handlingsplan.")
    return None if budget.plan.activities.exists() else _("Handlingsplanen har inga aktiviteter än.")


@guard(
    citations.PLAN_AND_CALCULATION,
    mended_by=gettext_lazy("styrgruppen: lägg till minst ett år efter budgetåret i kalkylen"),
    fulfilled=gettext_lazy("Den fleråriga kalkylen hör till budgeten"),
    by_when=handover_deadline,
    mended_at=page_of("calculation", gettext_lazy("Till den fleråriga kalkylen")),
)
def calculation_is_attached(budget: Any, act: Act) -> str | None:
    """A multi-year calculation reaches beyond the budget's own year."""
    if budget.calculation.filter(year__gt=budget.year).exists():
        return None
    return _("Den fleråriga kalkylen saknar år efter %(year)s.") % {"year": budget.year}


@guard(
    citations.HALF_EACH,
    mended_by=gettext_lazy("partnerskapets administratör: registrera huvudmännen"),
    fulfilled=gettext_lazy("Huvudmännen är en region och en grupp av kommuner"),
)
def principals_can_share(budget: Any, act: Act) -> str | None:
    """There is one region and at least one municipality to share the cost."""
    groups = list(budget.partnership.principals.on(date(budget.year, 1, 1)).values_list("group", flat=True))
    regions = groups.count(PrincipalGroup.REGION)
    if regions == 1 and len(groups) > 1:
        return None
    others = len(groups) - regions
    return _("Kostnaden delas mellan en region och minst en kommun. För %(year)s finns %(regions)s och %(others)s.") % {
        "year": budget.year,
        "regions": count(regions, "region", "regioner"),
        "others": count(others, "kommun", "kommuner"),
    }


@guard(
    citations.REFERENCE_DATE,
    mended_by=gettext_lazy("systemansvarig: läs in invånartal under Folkmängd"),
    fulfilled=gettext_lazy("Invånartalen är kända för alla huvudmän"),
    by_when=handover_deadline,
    mended_at=lambda _budget: (_("Till invånartalen"), reverse("organisations:populations")),
)
def populations_are_known(budget: Any, act: Act) -> str | None:
    """Every principal has a figure on the reference date, or on an earlier day common to all."""
    from .populations import usable_date  # noqa: PLC0415 -- populations read models, models need guards

    if act.details.get("snapshot") or budget.snapshot_id:
        return None
    if usable_date(budget.partnership, budget.year, budget.reference_date):
        return None
    return _("Det finns inga invånartal för alla huvudmän den %(day)s eller tidigare.") % {
        "day": swedish_date(budget.reference_date)
    }


PROPOSE_ANEW = gettext_lazy(
    "styrgruppen: föreslå principen på nytt, så att de vars andel ökar beslutar, eller avsluta den, så att "
    "grundprincipen gäller"
)


def to_the_principles(budget: Any) -> tuple[str, str]:
    """The page where a principle is proposed anew or ended."""
    return _("Till kostnadsprinciperna"), reverse("budgets:principles", args=[budget.partnership.slug])


def doubts_say(budget: Any, act: Act, words: str) -> str | Unasked | None:
    """What the doubts about a budget's principles say, in the words of one kind."""
    from .consents import doubts_of  # noqa: PLC0415 -- consents read models, models need guards

    doubts = doubts_of(budget, act.details.get("snapshot"))
    return UNASKED if doubts is None else " ".join(filter(None, (getattr(each, words) for each in doubts))) or None


@guard(
    citations.DEVIATING,
    mended_by=PROPOSE_ANEW,
    fulfilled=gettext_lazy("De avvikande principerna nämner bara huvudmän"),
    by_when=handover_deadline,
    mended_at=to_the_principles,
)
def principles_name_only_principals(budget: Any, act: Act) -> str | Unasked | None:
    """Nobody is given a part of a line's cost who is no principal in the budget's year."""
    return doubts_say(budget, act, "strangers_words")


@guard(
    citations.RISING_DECIDES,
    mended_by=PROPOSE_ANEW,
    fulfilled=gettext_lazy("Alla vars andel ökar av en avvikande princip har beslutat om den"),
    by_when=handover_deadline,
    mended_at=to_the_principles,
)
def rising_councils_have_decided(budget: Any, act: Act) -> str | Unasked | None:
    """Every council whose share a principle raises, on the residents of this budget, has adopted the principle."""
    return doubts_say(budget, act, "unasked_words")


@guard(
    citations.WITHIN_FRAME,
    mended_by=gettext_lazy("det politiska samverkansorganet: registrera rekommendationen"),
    fulfilled=gettext_lazy("Det politiska samverkansorganet har rekommenderat budgeten"),
    by_when=handover_deadline,
    mended_at=to_the_matter,
)
def joint_body_has_recommended(budget: Any, act: Act) -> str | None:
    """Every body on the way has passed it, the joint political body last."""
    matter = matter_for(budget)
    if matter is not None and matter.state in (MatterState.READY, MatterState.WITH_PRINCIPALS):
        return None
    return _("Det politiska samverkansorganet har inte rekommenderat budgeten än.")


@guard(
    citations.BY_RESIDENTS,
    mended_by=gettext_lazy("Samverks förvaltare: andelarna räknas om när budgeten lämnas över"),
    fulfilled=gettext_lazy("Delarna summerar exakt"),
)
def shares_sum_to_the_total(budget: Any, act: Act) -> str | None:
    """The frozen shares, or those about to be frozen, add up to the total to the last öre."""
    from .cost_sharing import shares_of  # noqa: PLC0415 -- cost sharing reads models, models need guards

    rows = shares_of(budget)
    summed = Sek(sum(row.total_ore for row in rows))
    if rows and summed == budget.total:
        return None
    return _("Andelarna är %(shares)s kr och budgeten %(total)s kr.") % {
        "shares": summed.swedish(),
        "total": budget.total.swedish(),
    }


@guard(
    citations.UNANIMOUS,
    mended_by=gettext_lazy("de huvudmän som inte har beslutat"),
    fulfilled=gettext_lazy("Alla huvudmän har antagit budgeten"),
    by_when=adoption_deadline,
    mended_at=to_the_matter,
)
def every_principal_has_adopted(budget: Any, act: Act) -> str | None:
    """Each of the principals has adopted it; they are sovereign, so all means all."""
    matter = matter_for(budget)
    if matter is not None and matter.state == MatterState.ADOPTED:
        return None
    if matter is None:
        return _("Budgeten har inget ärende hos huvudmännen.")
    stands = tally(matter)
    return _("%(missing)s av %(total)s huvudmän har inte antagit budgeten.") % {
        "missing": stands.remaining,
        "total": stands.total,
    }


@guard(
    citations.NEVER_EXCEEDED,
    mended_by=gettext_lazy("det politiska samverkansorganet: pröva det som en avvikelse"),
    fulfilled=gettext_lazy("Inga medel är fördelade eller använda"),
)
def nothing_has_been_used(budget: Any, act: Act) -> str | None:
    """No money rests on the adoption yet, so that a wrong entry can still be set right."""
    used = (
        frame
        for frame in budget.frames.all()
        if frame.allocated_ore or frame.outcomes.exists() or frame.reallocations.exists()
    )
    return _("Medel är redan fördelade eller använda enligt budgeten.") if any(used) else None


@guard(
    citations.BOOKS_CLOSED,
    mended_by=gettext_lazy("ingen: vänta till årets slut"),
    fulfilled=gettext_lazy("Året är slut"),
    by_when=day_after_the_year,
)
def year_is_over(budget: Any, act: Act) -> str | None:
    """The budget's year has ended."""
    if act.today > date(budget.year, 12, 31):
        return None
    return _("Budgetåret %(year)s är inte slut.") % {"year": budget.year}


@guard(
    citations.BOOKS_CLOSED,
    mended_by=gettext_lazy("styrgruppen: avräkna året"),
    fulfilled=gettext_lazy("Året är avräknat"),
)
def year_is_settled(budget: Any, act: Act) -> str | None:
    """What was not used has been divided among the principals."""
    return None if hasattr(budget, "settlement") else _("Året är inte avräknat mellan huvudmännen än.")


@guard(
    citations.AMOUNTS_HOLD,
    mended_by=gettext_lazy("styrgruppen: gör en ny version om beloppen ska ändras"),
    fulfilled=gettext_lazy("Budgeten är ett utkast"),
    mended_at=page_of("budget", gettext_lazy("Till budgeten")),
)
def budget_is_a_draft(budget: Any, act: Act) -> str | None:
    """Lines, calculation and plan are changed in a draft alone."""
    if budget.is_draft:
        return None
    return _("Budgeten är inlämnad. Rader och belopp i den här versionen ändras inte.")


@guard(
    citations.DEVIATING,
    mended_by=SGD_MENDS,
    fulfilled=gettext_lazy("Principen avviker från grundprincipen"),
)
def principle_deviates(principle: Any, act: Act) -> str | None:
    """The principle shares the cost in another way than the base principle."""
    if not Principle.from_data(principle.sharing).is_base and act.details.get("consent", ["?"]):
        return None
    return _("Förslaget delar kostnaden som grundprincipen. Då behövs inget beslut.")


@guard(
    citations.RISING_DECIDES,
    mended_by=SGD_MENDS,
    fulfilled=gettext_lazy("Det är beräknat vilka som ska besluta"),
)
def consent_is_computed(principle: Any, act: Act) -> str | None:
    """It is known, on frozen figures, whose share rises."""
    return None if principle.shares.filter(must_consent=True).exists() else _("Ingen beräkning finns än.")


@guard(
    citations.RISING_SHARE,
    mended_by=gettext_lazy("fullmäktige hos dem vars andel ökar"),
    fulfilled=gettext_lazy("Alla vars andel ökar har beslutat"),
)
def everyone_who_pays_more_has_decided(principle: Any, act: Act) -> str | None:
    """Every council whose principal pays more has adopted the principle."""
    matter = matter_for(principle)
    if matter is not None and matter.state == MatterState.ADOPTED:
        return None
    remaining = tally(matter).remaining if matter is not None else principle.shares.filter(must_consent=True).count()
    return _("%(left)s som får en ökad andel har inte beslutat.") % {"left": count(remaining, "huvudman", "huvudmän")}


@guard(
    citations.TIME_TO_DECIDE,
    mended_by=gettext_lazy("du själv: ange i dag eller en senare dag"),
    fulfilled=gettext_lazy("Sista dagen för beslut ligger framåt i tiden"),
    given=("decide_by",),
)
def last_day_is_ahead(subject: Any, act: Act) -> str | Unasked | None:
    """Those who are asked have time left to decide; a request without a last day has."""
    last = act.details.get("decide_by")
    if last is None:
        return UNASKED
    return None if last >= act.today else _("Sista dagen för beslut, %s, har redan varit.") % swedish_date(last)
