"""A year's money: what may be used, who gets it, what it was moved to and used for."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.lib.text import key_in
from governance.organisations.body_names import in_own_names
from governance.organisations.pages import answer_step, partnership_or_404, require_step
from governance.organisations.policy import SamverkRequest, signed_in
from governance.ui.templatetags.swedish import kr

from .. import permissions
from ..exports import KINDS, download
from ..forms.spending import (
    AllocationForm,
    CorrectionForm,
    FrameForm,
    OutcomeCorrectionForm,
    OutcomeForm,
    ReallocationForm,
)
from ..models import Allocation, OutcomeEntry, YearFrame
from ..pages.frames import FramePage, find_frame, outcome_page
from ..pages.overview import frame_row, frames_of
from ..pages.sheets import outcome_sheet
from ..queries import last_adopted
from ..services import frames as acts
from ..services.corrections import standing_amount
from .common import answer, frame, may, post_only
from .steps import StepPage, answer_step_page

FORM = "budgets/form.html"


def frame_url(held: YearFrame) -> str:
    """The year's page."""
    return reverse("budgets:frame", args=[held.partnership.slug, held.year])


def in_frame(held: YearFrame, here: str = "") -> dict[str, Any]:
    """The frame of a page below a year's money."""
    name = _("Medel %s") % held.year
    trail = [(name, frame_url(held)), (here, "")] if here else [(name, "")]
    return {
        **frame(held.partnership, "budgets:frames", *trail),
        "held": held,
        "eyebrow": _("%(name)s · %(budget)s") % {"name": held.partnership.name, "budget": held.budget},
        "back_url": frame_url(held),
        "back_label": _("Tillbaka till årets medel"),
    }


@signed_in
def frames(request: SamverkRequest, slug: str) -> HttpResponse:
    """Every year's money."""
    partnership = partnership_or_404(request, slug)
    rows = [frame_row(each, partnership) for each in frames_of(partnership)]
    year = request.today.year
    shell = YearFrame(partnership=partnership, year=year)
    missing = year not in {row.frame.year for row in rows}
    context = {
        **frame(partnership, "budgets:frames"),
        "rows": rows,
        "year": year,
        "may_open": missing
        and permissions.may_prepare(shell, request.actor)
        and last_adopted(partnership, year) is not None,
    }
    return render(request, "budgets/frames.html", context)


@signed_in
def open_frame(request: SamverkRequest, slug: str, year: int) -> HttpResponse:
    """Open a year whose budget is not adopted, with the last adopted one as its ceiling."""
    partnership = partnership_or_404(request, slug)
    post_only(request)

    def act() -> str:
        held = acts.open_provisional_frame(partnership=partnership, year=year, by=request.actor, today=request.today)
        return reverse("budgets:frame", args=[slug, held.year])

    return answer_step(request, act, done=_("Årets ram är öppnad. Den senast antagna budgeten är taket."))


@signed_in
def year(request: SamverkRequest, slug: str, year: int) -> HttpResponse:
    """A year's money, line by line."""
    held = find_frame(request.actor, slug, year)
    page = FramePage(held)
    context = {
        **in_frame(held),
        "page": page,
        "situation": page.situation,
        "may_allocate": may(held, "allocate", request.actor),
        "may_book": may(held, "record_outcome", request.actor),
        "may_settle": may(held, "settle", request.actor),
    }
    return render(request, "budgets/frame.html", context)


@signed_in
def allocate(request: SamverkRequest, slug: str, year: int) -> HttpResponse:
    """Set money aside; beyond the total it is refused where the form stands."""
    held = find_frame(request.actor, slug, year)
    require_step(request, held, "allocate")

    def act(data: dict[str, Any]) -> str:
        acts.allocate(
            held,
            line=data["line"],
            amount=data["amount"],
            purpose=data["purpose"],
            on=data["on"],
            paragraph=data["paragraph"],
            by=request.actor,
            today=request.today,
        )
        return f"{frame_url(held)}#h-fordelat"

    year_page = FramePage(held)
    page = money_step(
        request,
        held,
        "allocate",
        form=AllocationForm,
        act=act,
        context={**in_frame(held, _("Fördela")), "warning": year_page.allocation_warning},
        lead=year_page.lead,
        button=_("Fördela beloppet"),
        done=_("Beloppet är fördelat."),
    )
    return answer_step_page(request, page)


def money_step(request: SamverkRequest, held: YearFrame, name: str, *, form: type[FrameForm], **told: Any) -> StepPage:
    """A step that uses the year's money, as its page: what holds while it is stopped, and what is fulfilled."""
    return StepPage(
        subject=held,
        name=name,
        form=lambda data, row: form(data, frame=row, initial={"on": request.today}),
        back_url=frame_url(held),
        back_label=str(told["context"]["back_label"]),
        eyebrow=str(told["context"]["eyebrow"]),
        meanwhile=_("%(budget)s är taket: %(ceiling)s. Det som redan är fördelat och flyttat gäller.")
        % {"budget": held.budget, "ceiling": kr(held.ceiling)},
        **told,
    )


@signed_in
def allocation_correct(request: SamverkRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """Correct an allocation, or take it back; the first stays on record."""
    held = find_frame(request.actor, slug, year)
    require_step(request, held, "correct_allocation")
    first = Allocation.objects.filter(frame=held, pk=pk, corrects=None).select_related("line__service", "frame").first()
    if first is None:
        raise Http404
    form = CorrectionForm(request.POST or None, standing=standing_amount(first))
    context = {
        **in_frame(held, _("Rätta")),
        "title": _("Rätta en fördelning"),
        "lead": _("%(purpose)s, %(line)s. Den första uppgiften står kvar och rättelsen pekar på den.")
        % {"purpose": first.purpose, "line": first.line},
        "button": _("Rätta fördelningen"),
    }

    def act(data: dict[str, Any]) -> str:
        acts.correct_allocation(
            first,
            right_amount=form.signed,
            seen=form.seen_standing,
            reason=data["reason"],
            by=request.actor,
            today=request.today,
        )
        return f"{frame_url(held)}#h-fordelat"

    return answer(request, form, act, FORM, context, done=_("Fördelningen är rättad."))


@signed_in
def reallocate(request: SamverkRequest, slug: str, year: int) -> HttpResponse:
    """Move money between two lines of the same budget."""
    held = find_frame(request.actor, slug, year)
    require_step(request, held, "reallocate")

    def act(data: dict[str, Any]) -> str:
        acts.reallocate(held, **data, by=request.actor, today=request.today)
        return f"{frame_url(held)}#h-flyttat"

    page = money_step(
        request,
        held,
        "reallocate",
        form=ReallocationForm,
        act=act,
        context=in_frame(held, _("Omfördela")),
        heading=_("Flytta medel mellan två rader"),
        lead=in_own_names(
            _("Summan av budgeten ändras inte. En större flytt prövas först av det politiska samverkansorganet."),
            held.partnership,
        ),
        button=_("Flytta beloppet"),
        done=_("Beloppet är flyttat."),
    )
    return answer_step_page(request, page)


@signed_in
def outcome(request: SamverkRequest, slug: str, year: int) -> HttpResponse:
    """What was used, entry by entry."""
    held = find_frame(request.actor, slug, year)
    rows, key = outcome_page(held, before=key_in(request.GET.get("fore", "")))
    context = {
        **in_frame(held, _("Utfall")),
        "rows": rows,
        "more_url": f"?fore={key}" if key else "",
        "may_book": may(held, "record_outcome", request.actor),
    }
    return render(request, "budgets/outcome.html", context)


@signed_in
def outcome_file(request: SamverkRequest, slug: str, year: int, kind: str) -> HttpResponse:
    """Every entry as a file."""
    held = find_frame(request.actor, slug, year)
    if kind not in KINDS:
        raise Http404
    return download(outcome_sheet(held), kind, f"utfall-{year}")


@signed_in
def outcome_new(request: SamverkRequest, slug: str, year: int) -> HttpResponse:
    """Book what was used on a line in a month."""
    held = find_frame(request.actor, slug, year)
    require_step(request, held, "record_outcome")
    month = request.today.month if request.today.year == held.year else 12
    form = OutcomeForm(request.POST or None, frame=held, initial={"month": month})
    context = {
        **in_frame(held, _("Nytt utfall")),
        "title": _("Registrera utfall"),
        "lead": _("Ett utfall över raden eller över hela budgeten bokförs ändå, och anmäls som en avvikelse."),
        "button": _("Registrera utfallet"),
    }

    def act(data: dict[str, Any]) -> str:
        acts.record_outcome(
            held,
            line=data["line"],
            period=form.period,
            amount=form.signed,
            text=data["text"],
            by=request.actor,
            today=request.today,
        )
        return reverse("budgets:outcome", args=[slug, year])

    return answer(request, form, act, FORM, context, done=_("Utfallet är registrerat."))


@signed_in
def outcome_correct(request: SamverkRequest, slug: str, year: int, pk: int) -> HttpResponse:
    """Correct an entry; the first stays on record."""
    held = find_frame(request.actor, slug, year)
    require_step(request, held, "correct_outcome")
    first = (
        OutcomeEntry.objects.filter(frame=held, pk=pk, corrects=None).select_related("line__service", "frame").first()
    )
    if first is None:
        raise Http404
    form = OutcomeCorrectionForm(request.POST or None, standing=standing_amount(first))
    context = {
        **in_frame(held, _("Rätta")),
        "title": _("Rätta ett utfall"),
        "lead": _("%s. Den första uppgiften står kvar och rättelsen pekar på den.") % first,
        "button": _("Rätta utfallet"),
    }

    def act(data: dict[str, Any]) -> str:
        acts.correct_outcome(
            first,
            right_amount=form.signed,
            seen=form.seen_standing,
            reason=data["reason"],
            by=request.actor,
            today=request.today,
        )
        return reverse("budgets:outcome", args=[slug, year])

    return answer(request, form, act, FORM, context, done=_("Utfallet är rättat."))
