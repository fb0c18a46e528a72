"""What did not go by the budget: told, tried by the joint political body, answered."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.decisions.queries import matter_for
from governance.lib.dates import swedish_date
from governance.organisations.happenings import happenings_about
from governance.organisations.pages import partnership_or_404
from governance.organisations.policy import SamverkRequest, signed_in
from governance.ui.parts import Fact
from governance.ui.templatetags.swedish import kr
from governance.workflow.refusals import NotAllowed
from governance.workflow.steps import perform

from .. import permissions
from ..forms.spending import DeviationForm
from ..forms.steps import AskForm, StepForm, TrialForm
from ..models import Deviation
from ..pages.frames import find_frame
from ..pages.rows import Strip, paragraph_words, strip_from
from ..services import deviations as acts
from ..states import OPEN_DEVIATION, DeviationState
from .common import answer, frame, open_steps
from .spending import FORM, in_frame
from .steps import StepPage, answer_step_page

PEOPLES_STEPS = ("refer", "accept_within_frame", "take_note", "ask_principals", "deny")


@signed_in
def deviations(request: SamverkRequest, slug: str) -> HttpResponse:
    """Every deviation of a partnership, those that wait first."""
    partnership = partnership_or_404(request, slug)
    rows = list(
        Deviation.objects.filter(partnership=partnership).select_related("frame", "line__service").order_by("-number")
    )
    waiting = [each for each in rows if each.state in OPEN_DEVIATION]
    context = {
        **frame(partnership, "budgets:deviations"),
        "waiting": waiting,
        "answered": [each for each in rows if each.state not in OPEN_DEVIATION],
    }
    return render(request, "budgets/deviations.html", context)


def find_deviation(request: SamverkRequest, slug: str, pk: int) -> Deviation:
    """A deviation that the actor may know of."""
    found = Deviation.objects.visible_to(request.actor).filter(partnership__slug=slug, pk=pk)
    deviation = found.select_related("partnership", "frame__budget", "line__service", "from_line__service").first()
    if deviation is None:
        raise Http404
    return deviation


def deviation_url(deviation: Deviation) -> str:
    """Its page."""
    return reverse("budgets:deviation", args=[deviation.partnership.slug, deviation.pk])


@signed_in
def new(request: SamverkRequest, slug: str, year: int) -> HttpResponse:
    """Report something that does not go by the budget."""
    held = find_frame(request.actor, slug, year)
    if not permissions.may_report_deviation(held, request.actor):
        raise NotAllowed(permissions.WHO_ALLOCATES)
    if request.method != "POST":
        acts.require_open(held)
    form = DeviationForm(request.POST or None, frame=held)
    context = {
        **in_frame(held, _("Ny avvikelse")),
        "title": _("Anmäl en avvikelse"),
        "lead": _("Behövs mer pengar än budgeten, eller en större flytt mellan rader, prövas det först."),
        "button": _("Anmäl avvikelsen"),
    }

    def act(data: dict[str, Any]) -> str:
        made = acts.report_deviation(held, **data, by=request.actor, today=request.today)
        return reverse("budgets:deviation", args=[slug, made.pk])

    return answer(request, form, act, FORM, context, done=_("Avvikelsen är anmäld."))


@signed_in
def deviation(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """One deviation: what it is, how it was tried, and what came of it."""
    held = find_deviation(request, slug, pk)
    matter = matter_for(held)
    situation = held.situations[held.state]
    strip = Strip(state=held.get_state_display(), turn=str(situation.turn), turn_note=str(situation.asked))
    if matter is not None and held.state == DeviationState.WITH_PRINCIPALS:
        strip = strip_from(matter, held.get_state_display(), today=request.today)
    facts = [
        Fact(label=_("Slag"), value=held.get_kind_display()),
        Fact(label=_("Belopp"), value=kr(held.amount)),
        Fact(label=_("Rad"), value=str(held.line or "–")),
        *([Fact(label=_("Från rad"), value=str(held.from_line))] if held.from_line else []),
        Fact(label=_("Anmäld"), value=swedish_date(held.reported_on)),
    ]
    if held.assessed_on:
        trial = f"{swedish_date(held.assessed_on)}, {paragraph_words(held.paragraph)}"
        facts += [Fact(label=_("Prövad"), value=trial), Fact(label=_("Skäl"), value=held.assessment)]
    context = {
        **frame(held.partnership, "budgets:deviations", (held.number, "")),
        "held": held,
        "strip": strip,
        "facts": facts,
        "steps": [step for step in open_steps(held, request.actor) if step.name in PEOPLES_STEPS],
        "matter_url": matter.url() if matter else "",
        "events": happenings_about(held),
        "frame_url": reverse("budgets:frame", args=[slug, held.frame.year]),
    }
    return render(request, "budgets/deviation.html", context)


@signed_in
def step(request: SamverkRequest, slug: str, pk: int, name: str) -> HttpResponse:
    """One step of a deviation, with its conditions."""
    if name not in PEOPLES_STEPS:
        raise Http404
    held = find_deviation(request, slug, pk)
    forms = {"refer": StepForm, "ask_principals": AskForm}
    page = StepPage(
        subject=held,
        name=name,
        form=forms.get(name, TrialForm),
        act=lambda data: take(held, name, data, request),
        back_url=deviation_url(held),
        back_label=_("Tillbaka till avvikelsen"),
        context=frame(held.partnership, "budgets:deviations", (held.number, deviation_url(held)), (_("Steg"), "")),
        eyebrow=f"{held.number} · {held.title}",
        meanwhile=_("Den fastställda budgeten är taket tills alla huvudmän har godkänt något annat."),
        done=_("Avvikelsens läge är ändrat."),
    )
    return answer_step_page(request, page)


def take(held: Deviation, name: str, data: dict[str, Any], request: SamverkRequest) -> str:
    """Take the step, and go back to the deviation."""
    version = data.pop("row_version")
    given: dict[str, Any] = {"by": request.actor, "today": request.today, "version": version}
    if name == "ask_principals":
        acts.ask_principals(held, **data, **given)
    elif name == "refer":
        perform(held, name, **given)
    else:
        perform(held, name, occurred_on=data["on"], **data, **given)
    return deviation_url(held)
