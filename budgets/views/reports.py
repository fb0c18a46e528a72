"""The annual report to each of the principals: written, established, sealed, sent and confirmed; and the settlement."""

from functools import partial
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.documents.forms import ReceiptForm
from governance.documents.models import Dispatch
from governance.documents.permissions import may_receipt
from governance.documents.services import confirm_receipt
from governance.lib.dates import swedish_date
from governance.lib.money import Sek
from governance.lib.swedish_order import swedish_key
from governance.organisations.happenings import happenings_about
from governance.organisations.pages import answer_step, partnership_or_404, require_step
from governance.organisations.policy import SamverkRequest, signed_in
from governance.ui.templatetags.swedish import kr
from governance.workflow.refusals import NotAllowed
from governance.workflow.steps import perform

from .. import permissions
from ..annual import documents_of
from ..exports import KINDS, Sheet, download
from ..forms.reports import ReportForm
from ..forms.steps import DispatchForm, EstablishForm, ReasonForm, StepForm
from ..models import AnnualReport, Budget, Settlement, SettlementRow
from ..pages.frames import find_frame
from ..pages.letters import letter_rows
from ..pages.rows import paragraph_words
from ..services import annual_reports as acts
from ..services import settlements
from ..states import ADOPTED, ReportState
from .common import answer, frame, open_steps, post_only
from .spending import FORM, frame_url, in_frame
from .steps import StepPage, answer_step_page

PEOPLES_STEPS = ("draft", "submit", "send_back", "establish", "note_sealed", "dispatch")


@signed_in
def reports(request: SamverkRequest, slug: str) -> HttpResponse:
    """Every year's report, and the years that have none."""
    partnership = partnership_or_404(request, slug)
    found = list(AnnualReport.objects.filter(partnership=partnership))
    told = {each.year for each in found}
    adopted = Budget.objects.filter(partnership=partnership, state__in=ADOPTED).order_by("-year")
    may_write = permissions.may_prepare(AnnualReport(partnership=partnership), request.actor)
    context = {
        **frame(partnership, "budgets:reports"),
        "reports": found,
        "may_write": may_write,
        "years": [each.year for each in adopted if each.year not in told and each.year <= request.today.year]
        if may_write
        else [],
    }
    return render(request, "budgets/reports.html", context)


@signed_in
def start(request: SamverkRequest, slug: str, year: int) -> HttpResponse:
    """Begin a year's report."""
    partnership = partnership_or_404(request, slug)
    post_only(request)
    budget = Budget.objects.filter(partnership=partnership, year=year, state__in=ADOPTED).first()
    if budget is None:
        raise Http404

    def act() -> str:
        made = acts.start_annual_report(budget, by=request.actor, today=request.today)
        return reverse("budgets:report", args=[slug, made.year])

    return answer_step(request, act, done=_("Årsrapporten är påbörjad."))


def find_report(request: SamverkRequest, slug: str, year: int) -> AnnualReport:
    """A report that the actor may know of."""
    found = AnnualReport.objects.visible_to(request.actor).filter(partnership__slug=slug, year=year)
    report = found.select_related("partnership", "budget__snapshot").first()
    if report is None:
        raise Http404
    report.budget.partnership = report.partnership
    return report


def report_url(report: AnnualReport) -> str:
    """Its page."""
    return reverse("budgets:report", args=[report.partnership.slug, report.year])


def in_report(report: AnnualReport, here: str = "") -> dict[str, Any]:
    """The frame of a page about a report."""
    trail = [(str(report), report_url(report)), (here, "")] if here else [(str(report), "")]
    return {
        **frame(report.partnership, "budgets:reports", *trail),
        "report": report,
        "eyebrow": report.partnership.name,
        "back_url": report_url(report),
        "back_label": _("Tillbaka till årsrapporten"),
    }


@signed_in
def report(request: SamverkRequest, slug: str, year: int) -> HttpResponse:
    """A year's report: where it stands, and each principal's document on its way."""
    held = find_report(request, slug, year)
    documents = list(documents_of(held))
    sent = {each.document_id: each for each in Dispatch.objects.filter(document__in=[each.pk for each in documents])}
    rows = letter_rows(documents, sent, request.actor, slug)
    confirmed = sum(row.received_on is not None for row in rows)
    context = {
        **in_report(held),
        "situation": held.situations[held.state],
        "lead": lead_of(held, len(rows), sum(row.is_sealed for row in rows), confirmed),
        "rows": rows,
        "steps": [step for step in open_steps(held, request.actor) if step.name in PEOPLES_STEPS],
        "may_write": held.state in acts.WRITABLE and permissions.may_prepare(held, request.actor),
        "progress_of_sealing": acts.sealing_progress(held) if held.state == ReportState.SEALING else None,
        "url": request.path,
        "state_note": _("%(confirmed)s av %(all)s har kvitterat") % {"confirmed": confirmed, "all": len(rows)}
        if held.dispatched_on
        else "",
        "events": happenings_about(held),
    }
    return render(request, "budgets/report.html", context)


def lead_of(held: AnnualReport, all_of_them: int, sealed: int, confirmed: int) -> str:
    """Where the report stands, in words."""
    if held.state in (ReportState.DISPATCHED, ReportState.RECEIPTED):
        return _("%(confirmed)s av %(all)s huvudmän har kvitterat sin rapport.") % {
            "confirmed": confirmed,
            "all": all_of_them,
        }
    if held.is_established:
        words = {"sealed": sealed, "all": all_of_them, "paragraph": paragraph_words(held.paragraph)}
        return _("Fastställd, %(paragraph)s. %(sealed)s av %(all)s rapporter är förseglade.") % words
    if held.return_reason:
        return _("Lämnades tillbaka: %s") % held.return_reason
    return _("Rapporten visar hur de gemensamma medlen har använts. Den är inte fastställd än.")


@signed_in
def texts(request: SamverkRequest, slug: str, year: int) -> HttpResponse:
    """The report's own texts."""
    held = find_report(request, slug, year)
    if not permissions.may_prepare(held, request.actor):
        raise NotAllowed(permissions.WHO_PREPARES)
    if request.method != "POST":
        acts.require_writable(held)
    names = held.budget.lines.order_by("service__name").values_list("service__name", flat=True)
    form = ReportForm(request.POST or None, report=held, subjects=list(dict.fromkeys(names)))
    context = {
        **in_report(held, _("Texter")),
        "title": _("Årsrapportens texter"),
        "lead": _("Siffrorna hämtas från budgeten och utfallet. Här skrivs det som siffrorna inte säger."),
        "button": _("Spara texterna"),
    }

    def act(data: dict[str, Any]) -> str:
        acts.edit_report(
            held, changes=form.changes(), by=request.actor, today=request.today, version=data["row_version"]
        )
        return report_url(held)

    return answer(request, form, act, FORM, context, done=_("Texterna är sparade."))


@signed_in
def step(request: SamverkRequest, slug: str, year: int, name: str) -> HttpResponse:
    """One step of a report, with its conditions."""
    if name not in PEOPLES_STEPS:
        raise Http404
    held = find_report(request, slug, year)
    base = in_report(held, _("Steg"))
    forms: dict[str, Any] = {
        "establish": EstablishForm,
        "send_back": ReasonForm,
        "dispatch": partial(DispatchForm, today=request.today),
    }
    leads = {
        "establish": _(
            "När rapporten är fastställd förseglas en rapport till varje huvudman. Texterna ändras inte sedan."
        ),
        "dispatch": _("Varje huvudman får sin rapport. Registrator kvitterar att den har kommit."),
    }
    page = StepPage(
        subject=held,
        name=name,
        form=forms.get(name, StepForm),
        act=lambda data: take(held, name, data, request),
        back_url=base["back_url"],
        back_label=base["back_label"],
        context=base,
        eyebrow=f"{held.partnership.name} · {held}",
        lead=leads.get(name, ""),
        done=_("Årsrapportens läge är ändrat."),
    )
    return answer_step_page(request, page)


def take(held: AnnualReport, name: str, data: dict[str, Any], request: SamverkRequest) -> str:
    """Take the step, and go back to the report."""
    version = data.pop("row_version")
    given: dict[str, Any] = {"by": request.actor, "today": request.today, "version": version}
    match name:
        case "establish":
            acts.establish_report(held, **data, **given)
        case "dispatch":
            acts.dispatch_report(held, **data, **given)
        case _other:
            perform(held, name, **data, **given)
    return report_url(held)


@signed_in
def receipt(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """The receiver confirms that a letter or a report has arrived."""
    found = Dispatch.objects.visible_to(request.actor).filter(document__partnership__slug=slug, pk=pk)
    sent = found.select_related("document__partnership", "principal__organisation").first()
    if sent is None:
        raise Http404
    base, back = subject_of(sent)
    form = ReceiptForm(request.POST or None, initial={"received_on": request.today})
    context = {
        **base,
        "title": _("Kvittera dokumentet"),
        "eyebrow": sent.principal.organisation.name,
        "lead": _("%(title)s, skickat %(day)s. Kvittensen säger att dokumentet har kommit fram, inget annat.")
        % {"title": sent.document.title, "day": swedish_date(sent.sent_on)},
        "button": _("Kvittera"),
        "back_url": back,
        "back_label": _("Tillbaka"),
    }
    if not may_receipt(sent, request.actor):
        raise NotAllowed(_("den som sitter för %s") % sent.principal.organisation.name)
    require_step(request, sent, "receipt")

    def act(data: dict[str, Any]) -> str:
        confirm_receipt(
            sent,
            by=request.actor,
            today=request.today,
            version=sent.version,
            diary_number=data["diary_number"].strip(),
            occurred_on=data["received_on"],
        )
        return back

    return answer(request, form, act, FORM, context, done=_("Dokumentet är kvitterat."))


def subject_of(sent: Dispatch) -> tuple[dict[str, Any], str]:
    """The way to a receipt, through the budget of a letter or through its report; and the page to go back to."""
    document, here = sent.document, (_("Kvittera"), "")
    partnership = document.partnership
    if document.subject_type == "budgets.budget":
        budget = Budget.objects.get(pk=document.subject_key)
        address = [partnership.slug, budget.year, budget.version_number]
        back = reverse("budgets:letters", args=address)
        name = _("Budget %s") % budget.year
        return (
            frame(
                partnership,
                "budgets:overview",
                (name, reverse("budgets:budget", args=address)),
                (_("Missiv"), back),
                here,
            ),
            back,
        )
    if document.subject_type == "budgets.annualreport":
        held = AnnualReport.objects.get(pk=document.subject_key)
        back = reverse("budgets:report", args=[partnership.slug, held.year])
        return frame(partnership, "budgets:reports", (str(held), back), here), back
    raise Http404


@signed_in
def settlement(request: SamverkRequest, slug: str, year: int) -> HttpResponse:
    """What was not used of a year, principal by principal."""
    held = find_frame(request.actor, slug, year)
    made = Settlement.objects.filter(frame=held).first()
    rows = list(made.rows.all()) if made else []
    mine = request.actor.principal_in(held.partnership_id)
    rows.sort(key=lambda row: (len(row.code) > len("12"), swedish_key(row.name)))
    context = {
        **in_frame(held, _("Avräkning")),
        "made": made,
        "rows": rows,
        "mine": mine.pk if mine else 0,
        "lead": settlement_lead(made, len(rows)),
        "sums": sums_of(rows),
        "may_settle": made is None and any(step.name == "settle" for step in open_steps(held, request.actor)),
    }
    return render(request, "budgets/settlement.html", context)


def sums_of(rows: list[SettlementRow]) -> dict[str, Sek]:
    """What the parts of all principals add up to."""
    return {name: Sek(sum(getattr(row, f"{name}_ore") for row in rows)) for name in ("budget", "outcome", "back")}


def settlement_lead(made: Settlement | None, principals: int) -> str:
    """What comes back, in words."""
    if made is None:
        return _("Året är inte avräknat. När det är slut delas det som inte användes mellan huvudmännen.")
    words = {"left": kr(abs(made.left)), "all": principals}
    if made.left >= Sek(0):
        return _("%(left)s användes inte och går tillbaka till de %(all)s huvudmännen enligt årets principer.") % words
    return _("%(left)s mer än budgeten användes. Huvudmännens delar visas nedan.") % words


@signed_in
def settlement_file(request: SamverkRequest, slug: str, year: int, kind: str) -> HttpResponse:
    """The settlement as a file."""
    held = find_frame(request.actor, slug, year)
    made = Settlement.objects.filter(frame=held).first()
    if made is None or kind not in KINDS:
        raise Http404
    columns = [_("Kod"), _("Huvudman"), _("Andel av budget, kr"), _("Andel av utfall, kr"), _("Åter, kr")]
    kept = list(made.rows.all())
    rows = [[row.code, row.name, Sek(row.budget_ore), Sek(row.outcome_ore), Sek(row.back_ore)] for row in kept]
    rows.append(["", _("Summa"), *sums_of(kept).values()])
    return download(Sheet(name=_("Avräkning %s") % year, columns=columns, rows=rows), kind, f"avrakning-{year}")


@signed_in
def settle(request: SamverkRequest, slug: str, year: int) -> HttpResponse:
    """Close the year's books; made once."""
    held = find_frame(request.actor, slug, year)
    base = in_frame(held, _("Avräkna"))

    def act(data: dict[str, Any]) -> str:
        settlements.settle_year(held, by=request.actor, today=request.today, version=data["row_version"])
        return reverse("budgets:settlement", args=[slug, year])

    page = StepPage(
        subject=held,
        name="settle",
        form=StepForm,
        act=act,
        back_url=frame_url(held),
        back_label=base["back_label"],
        context=base,
        eyebrow=base["eyebrow"],
        lead=_("Böckerna stängs. Därefter kan inget fördelas eller bokföras på året."),
        done=_("Året är avräknat."),
    )
    return answer_step_page(request, page)
