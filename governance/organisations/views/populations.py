"""Population figures: which there are, from where, and how new ones are read in."""

from datetime import date
from typing import Any

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.lib.dates import swedish_date
from governance.lib.money import thousands
from governance.workflow.refusals import Refusal, Refused

from .. import queries
from ..citations import RIGHT_FIGURES
from ..corrections import correct_population, require_current
from ..forms import PopulationConfirmForm, PopulationCorrectionForm, PopulationFileForm
from ..models import PopulationFigure
from ..pages import answer_form
from ..permissions import WHO_RUNS, may_run_installation
from ..policy import SamverkRequest, signed_in, staff, without_token
from ..populations import WrongFile, import_population, preview_population

SALT = "organisations.population_preview"
KEPT = 24 * 3600
ERRORS_SHOWN = 100


@signed_in
@require_safe
def populations(request: SamverkRequest) -> HttpResponse:
    """The days for which there are figures."""
    context = {"days": queries.days_of_figures(), "may_import": may_run_installation(request.actor)}
    return render(request, "organisations/populations.html", context)


@signed_in
@require_safe
def population_day(request: SamverkRequest, day: date) -> HttpResponse:
    """The figures of one day."""
    figures = list(queries.figures_on(day))
    if not figures:
        raise Http404
    crumbs = [(_("Folkmängd"), reverse("organisations:populations")), (swedish_date(day), "")]
    context = {
        "day": day,
        "figures": figures,
        "corrected": queries.corrected_on(day),
        "may_correct": may_run_installation(request.actor),
        "crumbs": crumbs,
    }
    return render(request, "organisations/population_day.html", context)


@staff
@require_http_methods(["GET", "HEAD", "POST"])
def correct_population_figure(request: SamverkRequest, day: date, pk: int) -> HttpResponse:
    """Correct a wrong figure with a new one that points to it."""
    figure = get_object_or_404(PopulationFigure.objects.select_related("organisation"), pk=pk, reference_date=day)
    require_current(figure)
    form = PopulationCorrectionForm(request.POST or None)
    here = reverse("organisations:population_day", args=[day])

    def act(said: dict[str, Any]) -> str:
        correct_population(figure, by=request.actor, today=request.today, **said)
        return here

    context = {
        "title": _("Rätta folkmängden för %s") % figure.organisation.name,
        "lead": _(
            "För %(day)s står %(figure)s invånare (%(source)s). Den siffran står kvar, och rättelsen pekar på den. "
            "Budgetar som är frysta med den ändras inte."
        )
        % {"day": swedish_date(day), "figure": thousands(figure.population), "source": figure.source},
        "button": _("Rätta siffran"),
        "crumbs": [
            (_("Folkmängd"), reverse("organisations:populations")),
            (swedish_date(day), here),
            (_("Rätta"), ""),
        ],
    }
    return answer_form(request, form, act, "organisations/form.html", context, done=_("Siffran är rättad."))


@without_token
@staff
@require_http_methods(["GET", "HEAD", "POST"])
def look_at_population_file(request: SamverkRequest) -> HttpResponse:
    """Take a file and show what it would do; nothing is kept here, the page itself carries the file onwards."""
    crumbs = [(_("Folkmängd"), reverse("organisations:populations")), (_("Läs in"), "")]
    form = PopulationFileForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form, "crumbs": crumbs}
    if request.method != "POST":
        return render(request, "organisations/population_import.html", context)
    if not form.is_valid():
        return render(request, "organisations/population_import.html", context, status=422)
    data = form.cleaned_data["file"].read()
    preview = preview_population(data, today=request.today)
    context |= {
        "preview": preview,
        "errors": preview.errors[:ERRORS_SHOWN],
        "more_errors": len(preview.errors[ERRORS_SHOWN:]),
    }
    if preview.new:
        content = signing.dumps([data.decode("utf-8"), request.user.pk], salt=SALT, compress=True)
        initial = {"content": content, "source": form.cleaned_data["source"]}
        context |= {"confirm": PopulationConfirmForm(initial=initial), "source": form.cleaned_data["source"]}
    return render(request, "organisations/population_import.html", context, status=200 if preview.is_right else 422)


@staff
@require_http_methods(["POST"])
def import_population_file(request: SamverkRequest) -> HttpResponse:
    """Read in the file that was looked at, all or nothing; it is looked at again."""
    form = PopulationConfirmForm(request.POST)

    def act(said: dict[str, Any]) -> str:
        try:
            text, user = signing.loads(said["content"], salt=SALT, max_age=KEPT)
            if user != request.user.pk:
                raise signing.BadSignature
            read = import_population(
                text.encode(),
                source=said["source"],
                by=request.actor,
                today=request.today,
                accept_difference=said["accept_difference"],
            )
        except signing.BadSignature as error:
            raise refused(_("Förhandsgranskningen är för gammal. Välj filen igen.")) from error
        except WrongFile as wrong:
            raise refused(" ".join(str(each) for each in wrong.errors[:ERRORS_SHOWN])) from wrong
        return reverse("organisations:population_day", args=[read.dates[-1]])

    crumbs = [(_("Folkmängd"), reverse("organisations:populations")), (_("Läs in"), "")]
    context = {"crumbs": crumbs, "confirm": form, "form": PopulationFileForm(), **looked_at(request)}
    return answer_form(
        request, form, act, "organisations/population_import.html", context, done=_("Folkmängden är inläst.")
    )


def looked_at(request: SamverkRequest) -> dict[str, Any]:
    """What the page shows of a file that was looked at before, should it be refused; nothing where it is too old."""
    try:
        text, _user = signing.loads(request.POST.get("content", ""), salt=SALT, max_age=KEPT)
    except signing.BadSignature:
        return {}
    preview = preview_population(text.encode(), today=request.today)
    return {
        "preview": preview,
        "errors": preview.errors[:ERRORS_SHOWN],
        "more_errors": len(preview.errors[ERRORS_SHOWN:]),
        "source": request.POST.get("source", ""),
    }


def refused(sentence: str) -> Refused:
    """A refusal of what the file says."""
    return Refused([Refusal(sentence, RIGHT_FIGURES, mended_by=str(WHO_RUNS))])
