"""What plans, budgets and reports tell the rest of Samverk: whose turn it is, which days to keep, what happens now.

What waits in a matter (a body's ruling, a principal's decision, the handover) is told by the decisions themselves.
"""

from datetime import date
from typing import Any

from django.db.models import CharField, Exists, F, FilteredRelation, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.audit.models import Event
from governance.decisions.models import Matter, Ruling
from governance.decisions.queries import counted, newest_live
from governance.documents import receipts
from governance.documents.models import Dispatch
from governance.lib.money import Sek
from governance.organisations import agenda, happenings
from governance.organisations.actors import Actor
from governance.organisations.body_names import in_own_names
from governance.organisations.kinds import BUDGETING, BodyKind, PartnershipKind
from governance.organisations.models import Partnership
from governance.ui import menu
from governance.ui.templatetags.swedish import kr
from governance.workflow.together import Wish

from . import citations, permissions
from .models import Activity, AnnualReport, Budget, CostPrinciple, Deviation, YearFrame
from .queries import too_late
from .states import (
    ADOPTED,
    GIVEN_UP,
    OUT,
    PAST,
    UNDER_WORK,
    ActivityState,
    BudgetState,
    DeviationState,
    PrincipleState,
    ReportState,
)

CARRIERS = (BodyKind.STEERING_GROUP, BodyKind.JOINT_POLITICAL)


def carried(actor: Actor, *, by: tuple[BodyKind, ...] = CARRIERS) -> int:
    """The partnership whose budget the seat acted from has to do with, or zero."""
    if actor.seat is None or actor.seat.body.kind not in by:
        return 0
    return actor.seat.body.partnership_id or 0


def live_reports(actor: Actor, partnership_id: int) -> list[AnnualReport]:
    """The annual reports that wait for somebody, read once a request."""
    states = {*REPORT_STEPS, *REPORTS_AWAY}
    found = AnnualReport.objects.filter(partnership_id=partnership_id, state__in=states).select_related("partnership")
    return actor.recall("budgets.live_reports", lambda: list(found))


@agenda.reading
def draft_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """Drafts that are to be handed in."""
    if not (partnership_id := carried(actor, by=(BodyKind.STEERING_GROUP,))):
        return None
    found = Budget.objects.filter(partnership_id=partnership_id, state=BudgetState.DRAFT)
    return agenda.Wanted(
        found.select_related("partnership"),
        lambda rows: [
            agenda.Duty(
                title=_("Skriv klart och lämna in budget %s") % each.year,
                url=reverse("budgets:budget", args=[each.partnership.slug, each.year, each.version_number]),
                text=_("Den ska vara beredd, rekommenderad och hos huvudmännen i tid."),
                context=each.partnership.short_name,
                due_on=each.handover_deadline,
            )
            for each in rows
            if permissions.may_prepare(each, actor)
        ],
    )


DEVIATION_STEPS: dict[str, tuple[Any, Any, Any]] = {
    DeviationState.REPORTED: (
        permissions.may_report_deviation,
        gettext_lazy("Lämna avvikelsen %s till prövning"),
        gettext_lazy("Lämna till prövning"),
    ),
    DeviationState.AT_CS: (
        permissions.may_lead,
        gettext_lazy("Pröva avvikelsen %s"),
        gettext_lazy("Pröva avvikelsen"),
    ),
}


@agenda.reading
def deviation_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """Deviations that wait for somebody to put them forward, or to try them."""
    if not (partnership_id := carried(actor)):
        return None
    found = Deviation.objects.filter(partnership_id=partnership_id, state__in=DEVIATION_STEPS)
    return agenda.Wanted(
        found.select_related("partnership"),
        lambda rows: [
            agenda.Duty(
                title=str(DEVIATION_STEPS[each.state][1]) % each.number,
                url=reverse("budgets:deviation", args=[each.partnership.slug, each.pk]),
                text=each.title,
                context=each.partnership.short_name,
                since=each.waits_since,
                action=DEVIATION_STEPS[each.state][2],
                action_url=reverse("budgets:deviation", args=[each.partnership.slug, each.pk]),
            )
            for each in rows
            if DEVIATION_STEPS[each.state][0](each, actor)
        ],
    )


def to_be_put_forward(partnership_id: int) -> list[QuerySet[CostPrinciple]]:
    """Deviating principles that no council has been asked about, with whether they come too late for it."""
    waiting = (PrincipleState.PROPOSED, PrincipleState.COMPUTED)
    found = CostPrinciple.objects.filter(partnership_id=partnership_id, state__in=waiting)
    return [too_late(found.select_related("partnership", "service"))]


@agenda.reading
def principle_duties(actor: Actor, today: date) -> agenda.Wanted[agenda.Duty] | None:
    """Deviating principles that are to be put forward, or given up where their budget is with the principals."""
    if not (partnership_id := carried(actor, by=(BodyKind.STEERING_GROUP,))):
        return None
    return agenda.Wanted(
        Wish("budgets.principles_to_put_forward", to_be_put_forward, (partnership_id,)),
        lambda rows: [principle_duty(each) for each in rows if permissions.may_prepare(each, actor)],
    )


def principle_duty(principle: Any) -> agenda.Duty:
    """What is to be done with a deviating principle that no council has been asked about."""
    title, text = _("Lägg fram den avvikande kostnadsprincipen"), str(principle)
    if principle.is_too_late:
        title = _("Låt den avvikande kostnadsprincipen falla, eller föreslå den från ett senare år")
        why = _("Den är föreslagen från %s, och en budget som den skulle dela är redan lämnad till huvudmännen.")

        text = f"{principle}. {why % principle.from_year}"
    return agenda.Duty(
        title=title,
        url=reverse("budgets:principle", args=[principle.partnership.slug, principle.pk]),
        text=text,
        context=principle.partnership.short_name,
    )


REPORT_STEPS: dict[str, tuple[Any, Any]] = {
    ReportState.COLLECTING: (permissions.may_prepare, gettext_lazy("Samla in underlaget till årsrapport %s")),
    ReportState.DRAFT: (permissions.may_prepare, gettext_lazy("Skriv klart årsrapport %s")),
    ReportState.AT_CS: (permissions.may_lead, gettext_lazy("Fastställ årsrapport %s")),
    ReportState.SEALED: (permissions.may_hand_over, gettext_lazy("Skicka årsrapport %s till huvudmännen")),
}
REPORTS_AWAY = (ReportState.AT_CS, ReportState.SEALING, ReportState.DISPATCHED)


def report_duties(actor: Actor, today: date) -> list[agenda.Duty]:
    """Annual reports that wait for the steering group or for the joint political body."""
    if not (partnership_id := carried(actor)):
        return []
    return [
        agenda.Duty(
            title=str(REPORT_STEPS[each.state][1]) % each.year,
            url=reverse("budgets:report", args=[each.partnership.slug, each.year]),
            text=_("Den ska nå var och en av huvudmännen."),
            context=each.partnership.short_name,
        )
        for each in live_reports(actor, partnership_id)
        if each.state in REPORT_STEPS and REPORT_STEPS[each.state][0](each, actor)
    ]


def receipt_page(sent: Dispatch) -> str:
    """Where the receiver confirms a letter or a report."""
    return reverse("budgets:receipt", args=[sent.document.partnership.slug, sent.pk])


def letter_is_needless() -> Q:
    """That its principal has decided on the budget, which it had then received; or that the budget is past deciding."""
    key = OuterRef("document__subject_key")
    decided = Ruling.objects.filter(
        matter__subject_type=Budget._meta.label_lower,
        matter__subject_key=key,
        principal=OuterRef("principal"),
        decided_on__isnull=False,
    )
    past = Budget.objects.annotate(key=Cast("pk", CharField())).filter(key=key, state__in=PAST)
    return Q(Exists(decided)) | Q(Exists(past))


def waitings(actor: Actor, today: date) -> list[agenda.Waiting]:
    """Reports that are with others, for those who carry them."""
    if not (partnership_id := carried(actor)):
        return []
    return [
        agenda.Waiting(
            title=str(each),
            url=reverse("budgets:report", args=[each.partnership.slug, each.year]),
            turn=in_own_names(each.situations[each.state].turn, each.partnership),
            since=each.dispatched_on or each.decided_on,
        )
        for each in live_reports(actor, partnership_id)
        if each.state in REPORTS_AWAY and not (each.state == ReportState.AT_CS and permissions.may_lead(each, actor))
    ]


def budgets_after(year: int, *partnerships: int) -> list[QuerySet[Partnership]]:
    """The partnerships that have budgets, each with those of the years to come."""
    shared = Partnership.objects.filter(pk__in=partnerships, kind=PartnershipKind.SGD)
    coming = Q(budgets__year__gt=Value(year)) & ~Q(budgets__state__in=GIVEN_UP)
    told = shared.annotate(coming=FilteredRelation("budgets", condition=coming)).annotate(
        budget_year=F("coming__year"), number=F("coming__version_number"), handed_over=F("coming__handed_over_on")
    )
    return [told.order_by("pk", "budget_year", "number")]


@agenda.reading
def deadlines(partnership_ids: frozenset[int], today: date) -> agenda.Wanted[agenda.Deadline]:
    """The last day for the next budgets to reach the principals; also for a year that nobody has begun on."""
    wish = Wish("budgets.years_to_come", budgets_after, (today.year, *partnership_ids))
    return agenda.Wanted(wish, lambda rows: handover_days(rows, today))


def handover_days(rows: list[Any], today: date) -> list[agenda.Deadline]:
    """The days of the two years after this one, and of each budget that there is."""
    partnerships: dict[int, Partnership] = {}
    known: dict[tuple[int, int], Budget] = {}
    for each in rows:
        partnerships[each.pk] = each
        if each.budget_year:
            known[(each.pk, each.budget_year)] = Budget(
                year=each.budget_year, version_number=each.number, handed_over_on=each.handed_over
            )
    wanted = {(pk, year) for pk in partnerships for year in (today.year + 1, today.year + 2)} | set(known)
    return [handover_day(partnerships[pk], year, known.get((pk, year))) for pk, year in sorted(wanted)]


def handover_day(partnership: Partnership, year: int, budget: Budget | None) -> agenda.Deadline:
    """The ninth month before a year."""
    url = reverse("budgets:overview", args=[partnership.slug])
    if budget is not None:
        url = reverse("budgets:budget", args=[partnership.slug, budget.year, budget.version_number])
    return agenda.Deadline(
        on=(budget or Budget(year=year)).handover_deadline,
        title=_("Budget %s ska vara hos huvudmännen") % year,
        partnership_id=partnership.pk,
        url=url,
        kind="budgets.handover",
        rule=citations.NINE_MONTHS,
        done=budget is not None and budget.handed_over_on is not None,
    )


def unfinished_in(*partnerships: int) -> list[QuerySet[Activity]]:
    """Activities with a last day that are not finished, in plans whose budget is adopted or on its way to be."""
    alive = Budget.objects.filter(plan=OuterRef("plan"), state__in=(*UNDER_WORK, *ADOPTED))
    found = Activity.objects.filter(Exists(alive), partnership_id__in=partnerships, due_on__isnull=False)
    found = found.exclude(state=ActivityState.DONE).select_related("partnership", "plan")
    years = ("plan__year", "plan__until_year")
    return [found.only("state", "number", "title", "due_on", *years, "partnership__slug")]


@agenda.reading
def activity_days(partnership_ids: frozenset[int], today: date) -> agenda.Wanted[agenda.Deadline]:
    """The last days of activities that are not finished."""
    return agenda.Wanted(
        Wish("budgets.activities", unfinished_in, tuple(partnership_ids)),
        lambda rows: [
            agenda.Deadline(
                on=each.due_on,
                title=_("%(activity)s (handlingsplan %(years)s)") % {"activity": each, "years": each.plan.years},
                partnership_id=each.partnership_id,
                url=reverse("budgets:plan", args=[each.partnership.slug, each.plan_id]),
                kind="budgets.activity",
                rule=citations.PLAN,
            )
            for each in rows
        ],
    )


def panel(partnership: Partnership, actor: Actor, today: date) -> agenda.Panel | None:
    """The budget on its way, and what is left of this year's."""
    if partnership.kind != PartnershipKind.SGD:
        return None
    budgets = Budget.objects.filter(partnership=partnership, state__in=UNDER_WORK).with_total()
    coming = budgets.order_by("year", "-version_number").first()
    frame = YearFrame.objects.filter(partnership=partnership, year=today.year).select_related("budget").first()
    rows = [
        *(coming_rows(coming, partnership, actor) if coming else []),
        *(frame_rows(frame, partnership) if frame else []),
    ]
    if not rows:
        return None
    url = reverse("budgets:overview", args=[partnership.slug])
    return agenda.Panel(title=_("Budget"), url=url, rows=tuple(rows), order=20)


def coming_rows(budget: Any, partnership: Partnership, actor: Actor) -> list[agenda.PanelRow]:
    """The budget on its way."""
    note = ""
    if budget.state in OUT:
        about = (each for each in newest_live(partnership, actor) if is_about(each, budget))
        matter: Any = next(about, None) or counted(Matter.objects.about(budget)).first()
        if matter is not None:
            note = _("%(adopted)s av %(asked)s har antagit") % {"adopted": matter.adopted, "asked": matter.asked}
    total = budget.summed_ore if budget.total_ore is None else budget.total_ore
    url = reverse("budgets:budget", args=[partnership.slug, budget.year, budget.version_number])
    return [
        agenda.PanelRow(
            label=_("Budget %s") % budget.year,
            value=in_own_names(budget.get_state_display(), partnership),
            note=note or kr(Sek(total)),
            url=url,
        )
    ]


def is_about(matter: Matter, budget: Budget) -> bool:
    """Whether a matter is a budget's own."""
    return (matter.subject_type, matter.subject_key) == (budget._meta.label_lower, str(budget.pk))


def frame_rows(frame: YearFrame, partnership: Partnership) -> list[agenda.PanelRow]:
    """What is left of this year's money."""
    return [
        agenda.PanelRow(
            label=_("Kvar att fördela %s") % frame.year,
            value=kr(frame.left),
            note=_("av %s") % kr(frame.ceiling),
            url=reverse("budgets:frame", args=[partnership.slug, frame.year]),
        )
    ]


def page_of(event: Event) -> str:
    """Where events about our objects can be seen: an address that finds the page by the object's number."""
    model = event.subject_type.rsplit(".", 1)[-1]
    return reverse("budgets:find", args=[model, int(event.subject_key)]) if event.subject_key.isdecimal() else ""


def announce() -> None:
    """Fill in the registries of what stands below."""
    for source in (draft_duties, deviation_duties, principle_duties, report_duties):
        agenda.duty_source(source, kinds=BUDGETING)
    receipts.receipt_page("budgets.budget", receipt_page, needless=letter_is_needless)
    receipts.receipt_page("budgets.annualreport", receipt_page)
    agenda.waiting_source(waitings, kinds=BUDGETING)
    for days in (deadlines, activity_days):
        agenda.deadline_source(days, kinds=BUDGETING)
    agenda.panel_source(panel, kinds=BUDGETING)
    agenda.section(
        gettext_lazy("Budget"),
        lambda partnership: reverse("budgets:overview", args=[partnership.slug]),
        order=30,
        kinds=BUDGETING,
    )
    for model in (Budget, YearFrame, Deviation, CostPrinciple, AnnualReport, Activity):
        happenings.link(model._meta.label_lower, page_of)
    happenings.link("budgets.actionplan", page_of)
    menu.register(
        "Budget",
        "budgets:start",
        order=30,
        shown_to=lambda actor: actor is not None and actor.is_person,
        sections=("budgets:", "workpackages:"),
    )
