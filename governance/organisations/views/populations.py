"""Population figures: which there are, from where, and how new ones are read in."""

from datetime import date
from typing import Any

from django.core import signing
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from governance.lib.dates import swedish_date
from governance.workflow.refusals import Refusal, Refused

from .. import queries
from ..citations import RIGHT_FIGURES
from ..forms import PopulationConfirmForm, PopulationFileForm
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
    return render(request, "organisations/population_day.html", {"day": day, "figures": figures, "crumbs": crumbs})


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
            read = import_population(text.encode(), source=said["source"], by=request.actor, today=request.today)
        except signing.BadSignature as error:
            raise refused(_("Förhandsgranskningen är för gammal. Välj filen igen.")) from error
        except WrongFile as wrong:
            raise refused(" ".join(str(each) for each in wrong.errors[:ERRORS_SHOWN])) from wrong
        return reverse("organisations:population_day", args=[read.dates[-1]])

    crumbs = [(_("Folkmängd"), reverse("organisations:populations")), (_("Läs in"), "")]
    context = {"crumbs": crumbs, "confirm": form, "form": PopulationFileForm()}
    return answer_form(
        request, form, act, "organisations/population_import.html", context, done=_("Folkmängden är inläst.")
    )


def refused(sentence: str) -> Refused:
    """A refusal of what the file says."""
    return Refused([Refusal(sentence, RIGHT_FIGURES, mended_by=str(WHO_RUNS))])
