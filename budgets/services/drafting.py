"""Acts on a budget while it is written: versions, lines, calculation; and handing it in."""

from datetime import date
from typing import Any

from django.db import transaction

from governance.audit.actors import SYSTEM
from governance.decisions import services as decisions
from governance.decisions.models import Matter, Route
from governance.decisions.states import LIVE
from governance.lib.dates import reference_date, swedish_date
from governance.lib.money import Sek
from governance.organisations.models import Partnership
from governance.workflow import steps
from governance.workflow.acts import next_number, refuse, remove, require_right
from governance.workflow.refusals import Stale
from workpackages.models import Service

from .. import citations, permissions
from ..models import ActionPlan, Budget, BudgetLine, MultiYearLine, YearFrame
from ..populations import freeze_population, principals_of
from ..states import ADOPTED, UNDER_WORK, BudgetState, Phase
from .common import hold_draft
from .plans import add_activity, create_plan

ROUTE = "B-01"
MOST_YEARS_AHEAD = 3


@transaction.atomic
def create_budget(  # noqa: PLR0913 -- an act is told all at once
    *,
    partnership: Partnership,
    year: int,
    by: Any,
    today: date,
    plan: ActionPlan | None = None,
    population_date: date | None = None,
    diary_number: str = "",
    reason: str = "",
    replaces: Budget | None = None,
) -> Budget:
    """Begin a version of a year's budget (utkast). Raises Refused when one is under work or adopted."""
    budget = Budget(
        partnership=partnership,
        year=year,
        version_number=next_number(Budget.objects.filter(partnership=partnership, year=year), "version_number"),
        plan=plan,
        reference_date=population_date or reference_date(year),
        diary_number=diary_number.strip(),
        reason=reason.strip(),
        replaces=replaces,
    )
    require_right(budget, by, permissions.may_prepare, permissions.WHO_PREPARES)
    if replaces is None:
        require_open_year(partnership, year, today=today)
    steps.lock(partnership)
    taken = Budget.objects.filter(partnership=partnership, year=year, state__in=(*UNDER_WORK, *ADOPTED)).first()
    if taken is not None:
        raise refuse(
            f"{taken} finns redan ({taken.get_state_display().lower()}).",
            citations.AMOUNTS_HOLD,
            mended_by="styrgruppen: arbeta vidare i den versionen eller ersätt den",
        )
    steps.create(budget, by=by, today=today, year=year, version_number=budget.version_number)
    return budget


def require_open_year(partnership: Partnership, year: int, *, today: date) -> None:
    """Raise Refused for a year before the partnership, one that is over, and one that no plan reaches yet.

    An action plan and its calculation tell of three years; next year's is the newest that anybody can be writing. A
    year that is over, with money used on an earlier budget, can still be given its own; else it is never settled.
    """
    rule = citations.PLAN_AND_CALCULATION
    begun, last = max(partnership.started_on.year, today.year), today.year + MOST_YEARS_AHEAD
    if year < partnership.started_on.year:
        sentence = f"Partnerskapet började {partnership.started_on.year} och har ingen budget för {year}."
    elif year < today.year and not lacks_budget(partnership, year):
        sentence, rule = f"{year} är över. En budget föreläggs huvudmännen innan året börjar.", citations.NINE_MONTHS
    elif year > last:
        sentence = f"{year} ligger längre fram än {last}, dit nästa års handlingsplan och fleråriga kalkyl når."
    else:
        return
    raise refuse(
        sentence,
        rule,
        mended_by=f"du själv: välj ett år från {begun} till {last}, eller skriv beloppet i den fleråriga kalkylen",
    )


def lacks_budget(partnership: Partnership, year: int) -> bool:
    """Whether the year was opened on an earlier year's budget and still has none of its own."""
    frame = YearFrame.objects.filter(partnership=partnership, year=year).select_related("budget").first()
    return frame is not None and frame.is_provisional


@transaction.atomic
def edit_budget(budget: Budget, *, changes: dict[str, Any], by: Any, today: date, version: int | None) -> Budget:
    """Change plan, reference date, diary number or reason of a draft."""
    hold_draft(budget, by=by, today=today)
    edited: Budget = steps.edit(budget, by=by, today=today, version=version, changes=changes).subject
    return edited


@transaction.atomic
def add_line(
    budget: Budget, *, service: Service, phase: str, amount: Sek, by: Any, today: date, title: str = ""
) -> BudgetLine:
    """Add what is set aside for a service in a phase (budgetrad)."""
    held = hold_draft(budget, by=by, today=today)
    require_own(held, service)
    require_in_use(service, held.year)
    line = BudgetLine(budget=held, service=service, phase=Phase(phase), amount_ore=amount.ore, title=title.strip())
    steps.create(line, by=by, today=today, service=service.name, phase=phase, amount=amount)
    return line


def require_in_use(service: Service, year: int) -> None:
    """Raise Refused for a service that was taken out of use before the year; it is held, so that nobody ends it now."""
    held: Service = steps.lock(service)
    if not held.is_usable_in(year) and held.until_on is not None:
        raise refuse(
            f"{held} är i bruk till och med {swedish_date(held.until_on)} och får inga kostnader {year}.",
            citations.BY_PHASE,
            mended_by="du själv: välj en annan tjänst, eller ändra sista dagen under Gemensamma tjänster",
        )


def require_own(budget: Budget, service: Service | None) -> None:
    """Raise Refused for a service of another partnership."""
    if service is not None and service.partnership_id != budget.partnership_id:
        raise refuse(
            "Tjänsten hör inte till partnerskapet.", citations.BY_PHASE, mended_by="du själv: välj en annan tjänst"
        )


@transaction.atomic
def edit_line(line: BudgetLine, *, changes: dict[str, Any], by: Any, today: date, version: int | None) -> BudgetLine:
    """Change a line of a draft; `changes` holds fields (`amount_ore`, `title`, `service`, `phase`)."""
    held = hold_draft(line.budget, by=by, today=today)
    require_own(held, changes.get("service"))
    if changes.get("service", line.service) != line.service:
        require_in_use(changes["service"], held.year)
    edited: BudgetLine = steps.edit(line, by=by, today=today, version=version, changes=changes).subject
    return edited


@transaction.atomic
def remove_line(line: BudgetLine, *, by: Any, today: date) -> None:
    """Take a line out of a draft."""
    hold_draft(line.budget, by=by, today=today)
    remove(line, by=by, today=today, line=str(line), amount=line.amount)


@transaction.atomic
def set_calculation(  # noqa: PLR0913 -- an act is told all at once
    budget: Budget,
    *,
    year: int,
    amount: Sek,
    by: Any,
    today: date,
    service: Service | None = None,
    phase: str = "",
    note: str = "",
    seen: str | None = None,
) -> MultiYearLine:
    """Write or change a row of the multi-year calculation: a service and phase, or the sum of a year.

    `seen` is the mark of the row that the actor saw there; None only where no person looked.
    """
    held = hold_draft(budget, by=by, today=today)
    require_own(held, service)
    if year <= held.year:
        raise refuse(
            f"Kalkylen gäller år efter {held.year}.",
            citations.PLAN_AND_CALCULATION,
            mended_by="du själv: välj ett senare år",
        )
    row = held.calculation.filter(year=year, service=service, phase=phase).first()
    if seen is not None and seen != mark_of(row):
        saved = (row.amount_ore, row.note) if row else (None, "")
        pairs = zip(("belopp i ören", "kommentar"), saved, (amount.ore, note.strip()), strict=True)
        rows = tuple((name, before, own) for name, before, own in pairs if before != own)
        raise Stale(*(steps.last_change(row) if row else steps.by_whom(None)), rows=rows)
    if row is None:
        row = MultiYearLine(
            budget=held, year=year, service=service, phase=phase, amount_ore=amount.ore, note=note.strip()
        )
        steps.create(row, by=by, today=today, amount=amount)
        return row
    changes = {"amount_ore": amount.ore, "note": note.strip()}
    edited: MultiYearLine = steps.edit(row, by=by, today=today, version=None, changes=changes).subject
    return edited


def mark_of(row: MultiYearLine | None) -> str:
    """The row and its version in a word; nothing where there is no row."""
    return f"{row.pk}:{row.version}" if row else ""


@transaction.atomic
def remove_calculation(row: MultiYearLine, *, by: Any, today: date) -> None:
    """Take a row out of a draft's calculation."""
    hold_draft(row.budget, by=by, today=today)
    remove(row, by=by, today=today, year=row.year, amount=Sek(row.amount_ore))


@transaction.atomic
def submit_budget(budget: Budget, *, by: Any, today: date, version: int | None = None) -> Matter:
    """Hand in a draft (lämna in): freeze residents and sum, and put it on its route to those that are to pay it."""
    held: Budget = steps.lock(budget)
    snapshot = None
    if held.state == BudgetState.DRAFT:
        snapshot = freeze_population(held.partnership, held.year, wanted=held.reference_date, today=today)
    held = steps.perform(
        held, "submit", by=by, today=today, version=version, snapshot=snapshot, total=held.total
    ).subject
    return decisions.open_matter(
        partnership=held.partnership,
        route=route_of(held.partnership, ROUTE),
        title=f"Handlingsplan och budget {held.year}",
        subject=held,
        by=by,
        today=today,
        decide_by=held.adoption_deadline,
        principals=principals_of(held),
    )


def route_of(partnership: Partnership, code: str) -> Route:
    """The partnership's newest version of a route; those that come with Samverk are written when they are missing."""
    if not Route.objects.filter(partnership=partnership, code=code).exists():
        decisions.ensure_routes(partnership)
    return Route.objects.newest(partnership, code)


@transaction.atomic
def revise_budget(budget: Budget, *, reason: str, by: Any, today: date, version: int | None = None) -> Budget:
    """Make a new version with the same lines, to be changed (ny version); decisions on the earlier one are over."""
    if not reason.strip():
        raise refuse("Skriv varför en ny version behövs.", citations.AMOUNTS_HOLD, mended_by="du själv: skriv skälet")
    old: Budget = steps.perform(budget, "replace", by=by, today=today, version=version, reason=reason).subject
    end_matter(old, reason=f"Ersatt av en ny version: {reason.strip()}", today=today)
    new = create_budget(
        partnership=old.partnership,
        year=old.year,
        by=by,
        today=today,
        plan=copy_plan(old.plan, by=by, today=today) if old.plan else None,
        population_date=old.reference_date,
        diary_number=old.diary_number,
        reason=reason,
        replaces=old,
    )
    copy_content(old, new, by=by, today=today)
    return Budget.objects.get(pk=new.pk)


def copy_plan(plan: ActionPlan, *, by: Any, today: date) -> ActionPlan:
    """Copy a plan and its activities into a new version, to be changed with the budget's."""
    new = create_plan(
        partnership=plan.partnership,
        year=plan.year,
        until_year=plan.until_year,
        title=plan.title,
        summary=plan.summary,
        by=by,
        today=today,
    )
    for each in plan.activities.all():
        add_activity(
            new,
            number=each.number,
            title=each.title,
            goals=each.goals,
            service=each.service,
            responsible=each.responsible,
            responsible_principal=each.responsible_principal,
            due_on=each.due_on,
            note=each.note,
            by=by,
            today=today,
        )
    return new


def copy_content(old: Budget, new: Budget, *, by: Any, today: date) -> None:
    """Copy lines and calculation into a draft."""
    for line in old.lines.select_related("service"):
        add_line(new, service=line.service, phase=line.phase, amount=line.amount, title=line.title, by=by, today=today)
    for row in old.calculation.filter(year__gt=new.year).select_related("service"):
        set_calculation(
            new,
            year=row.year,
            service=row.service,
            phase=row.phase,
            amount=Sek(row.amount_ore),
            note=row.note,
            by=by,
            today=today,
        )


def end_matter(subject: Any, *, reason: str, today: date) -> None:
    """Take the subject's matter back, if it has one that is going on.

    It follows from a step with the subject, whose own right has been asked: others may lead the matter (E-04).
    """
    matter = decisions.matter_for(subject)
    if matter is not None and matter.state in LIVE:
        decisions.withdraw_matter(matter, reason=reason, by=SYSTEM, today=today)


@transaction.atomic
def withdraw_budget(budget: Budget, *, reason: str, by: Any, today: date, version: int | None = None) -> Budget:
    """Take a proposal back without a new version (dra tillbaka)."""
    held: Budget = steps.perform(budget, "withdraw", by=by, today=today, version=version, reason=reason).subject
    end_matter(held, reason=reason, today=today)
    return held
