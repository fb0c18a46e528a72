"""A wrong population figure is corrected by a new one that points to it; nothing is edited away."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from governance.audit.actors import Actor
from governance.audit.models import Event
from governance.audit.services import SYSTEM_CHAIN, lock_head, record
from governance.lib.money import thousands
from governance.workflow.citations import Citation
from governance.workflow.refusals import Refusal, Refused

from .citations import CORRECTED_OPENLY, RIGHT_FIGURES
from .models import PopulationFigure
from .permissions import WHO_RUNS, may_run_installation
from .population_file import MOST_RESIDENTS
from .services import require


def correct_population(
    figure: PopulationFigure, *, population: int, source: str, reason: str, by: Actor, today: date
) -> PopulationFigure:
    """Put a right figure in place of a wrong one (rätta folkmängd), for what is frozen from now on.

    What was frozen with the first figure keeps it. A figure is corrected once; a wrong correction is corrected in turn.
    """
    require(may_run_installation(by), WHO_RUNS)
    if not reason.strip():
        raise refused(_("Skriv varför siffran rättas."), RIGHT_FIGURES, how=_("du själv: skriv skälet"))
    if not source.strip():
        raise refused(_("Ange källan till den rätta siffran."), RIGHT_FIGURES, how=_("du själv: ange källan"))
    if not 0 < population <= MOST_RESIDENTS:
        raise refused(_("Invånarantalet ska vara större än noll och rimligt."), RIGHT_FIGURES, how=_("du själv"))
    with transaction.atomic():
        lock_head(SYSTEM_CHAIN)  # two who correct at once: the second finds the first one's correction
        held = PopulationFigure.objects.select_related("organisation").get(pk=figure.pk)
        require_current(held)
        if held.population == population:
            sentence = _("%s är den siffra som redan gäller.") % thousands(population)
            raise refused(sentence, CORRECTED_OPENLY, how=_("du själv: skriv den rätta siffran"))
        made = PopulationFigure.objects.create(
            organisation=held.organisation,
            reference_date=held.reference_date,
            population=population,
            source=source.strip(),
            corrects=held,
            reason=reason.strip(),
        )
        record(
            chain=SYSTEM_CHAIN,
            kind="organisations.populationfigure.correct",
            subject=made,
            by=by,
            occurred_on=today,
            corrects=event_of(held),
            details={"before": held.population, "after": population, "source": made.source, "reason": made.reason},
        )
    return made


def require_current(figure: PopulationFigure) -> None:
    """Raise Refused for a figure that has been corrected already."""
    later = PopulationFigure.objects.filter(corrects=figure).first()
    if later is not None:
        sentence = _("Siffran är redan rättad till %s.") % thousands(later.population)
        raise refused(sentence, CORRECTED_OPENLY, how=_("systemansvarig: rätta den siffra som gäller nu"))


def event_of(figure: PopulationFigure) -> int | None:
    """The number of the event that the figure came with: its own correction, or the file that was read in."""
    if figure.corrects_id is not None:
        found = Event.objects.about(figure).order_by("pk")
    else:
        told = f'"{figure.organisation.code}","{figure.reference_date}",{figure.population}]'
        imports = Event.objects.in_chain(SYSTEM_CHAIN).filter(kind="organisations.populationimport.create")
        found = imports.filter(details__contains=told).order_by("pk")
    return found.values_list("pk", flat=True).first()


def refused(sentence: str, rule: Citation, *, how: str) -> Refused:
    """A refusal that can be mended at any time."""
    return Refused([Refusal(sentence, rule, mended_by=how, no_deadline=_("Ingen tidsgräns"))])
