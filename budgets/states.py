"""The states of plans, budgets and what follows from them, with whose turn it is."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from governance.workflow.situations import Situation, Tone

SGD = _("styrgruppen")
CS = _("det politiska samverkansorganet")
PRINCIPALS = _("huvudmännen")
NOBODY = _("ingen")


class Phase(models.TextChoices):
    """The phase of a service that a cost belongs to (E-16)."""

    ESTABLISHMENT = "establishment", _("Etablering")
    MANAGEMENT = "management", _("Förvaltning")
    DECOMMISSION = "decommission", _("Avveckling")


class BudgetState(models.TextChoices):
    """Where a version of a budget stands."""

    DRAFT = "draft", _("Utkast")
    AT_SGD = "at_sgd", _("Hos styrgruppen")
    AT_CTB = "at_ctb", _("Hos tjänstemannaberedningen")
    AT_CS = "at_cs", _("Hos det politiska samverkansorganet")
    RECOMMENDED = "recommended", _("Rekommenderad")
    WITH_PRINCIPALS = "with_principals", _("Hos huvudmännen för beslut")
    INCOMPLETE = "incomplete", _("Ofullständig")
    IN_FORCE = "in_force", _("Gällande")
    CLOSED = "closed", _("Stängd")
    REPLACED = "replaced", _("Ersatt av en ny version")
    WITHDRAWN = "withdrawn", _("Tillbakadragen")


PREPARED = (BudgetState.AT_SGD, BudgetState.AT_CTB, BudgetState.AT_CS, BudgetState.RECOMMENDED)
OUT = (BudgetState.WITH_PRINCIPALS, BudgetState.INCOMPLETE)
UNDER_WORK = (BudgetState.DRAFT, *PREPARED, *OUT)
ADOPTED = (BudgetState.IN_FORCE, BudgetState.CLOSED)
FROZEN = (*OUT, *ADOPTED)
"""Handed over and not given up: what each principal pays stands still."""
GIVEN_UP = (BudgetState.REPLACED, BudgetState.WITHDRAWN)
PAST = (BudgetState.CLOSED, *GIVEN_UP)

BUDGET_SITUATIONS: dict[str, Situation] = {
    BudgetState.DRAFT: Situation(SGD, _("skriver klart raderna och lämnar in till beredning"), Tone.TODO),
    BudgetState.AT_SGD: Situation(SGD, _("ska bereda förslaget"), Tone.WORK),
    BudgetState.AT_CTB: Situation(_("tjänstemannaberedningen"), _("ska bereda förslaget"), Tone.WORK),
    BudgetState.AT_CS: Situation(CS, _("ska ta ställning till att rekommendera förslaget"), Tone.WORK),
    BudgetState.RECOMMENDED: Situation(SGD, _("ska lämna över budgeten till huvudmännen"), Tone.WORK),
    BudgetState.WITH_PRINCIPALS: Situation(PRINCIPALS, _("ska var och en fastställa budgeten"), Tone.WORK),
    BudgetState.INCOMPLETE: Situation(CS, _("ska svara på skälen. Övriga huvudmän fortsätter att besluta"), Tone.BACK),
    BudgetState.IN_FORCE: Situation(SGD, _("följer upp budgeten under året"), Tone.DONE),
    BudgetState.CLOSED: Situation(NOBODY, _("Året är avslutat"), Tone.LOCK),
    BudgetState.REPLACED: Situation(NOBODY, _("En ny version gäller i stället"), Tone.NO),
    BudgetState.WITHDRAWN: Situation(NOBODY, _("Förslaget är tillbakadraget"), Tone.NO),
}


class ActivityState(models.TextChoices):
    """How far an activity of the action plan has come."""

    PLANNED = "planned", _("Ej påbörjad")
    ONGOING = "ongoing", _("Pågår")
    LATE = "late", _("Försenad")
    DONE = "done", _("Klar")


ACTIVITY_SITUATIONS: dict[str, Situation] = {
    ActivityState.PLANNED: Situation(_("den ansvariga"), _("ska påbörja aktiviteten"), Tone.TODO),
    ActivityState.ONGOING: Situation(_("den ansvariga"), _("arbetar med aktiviteten"), Tone.WORK),
    ActivityState.LATE: Situation(_("den ansvariga"), _("ska ange en ny tid"), Tone.LATE),
    ActivityState.DONE: Situation(NOBODY, _("Aktiviteten är klar"), Tone.DONE),
}


class FrameState(models.TextChoices):
    """Whether money can still be allocated and booked on a year."""

    OPEN = "open", _("Öppen")
    CLOSED = "closed", _("Stängd")


FRAME_SITUATIONS: dict[str, Situation] = {
    FrameState.OPEN: Situation(SGD, _("följer upp fördelning och utfall"), Tone.WORK),
    FrameState.CLOSED: Situation(NOBODY, _("Året är avräknat"), Tone.LOCK),
}


class DeviationKind(models.TextChoices):
    """What a deviation is about."""

    REALLOCATION = "reallocation", _("Omfördelning mellan rader")
    LINE_OUTCOME = "line_outcome", _("Utfall över en rad")
    TOTAL_OUTCOME = "total_outcome", _("Utfall över hela budgeten")
    OVERRUN = "overrun", _("Begäran om större ram")
    OTHER = "other", _("Annan avvikelse")


class DeviationState(models.TextChoices):
    """Where a deviation stands: it is told, tried and answered, never hidden."""

    REPORTED = "reported", _("Anmäld")
    AT_CS = "at_cs", _("Hos det politiska samverkansorganet")
    WITH_PRINCIPALS = "with_principals", _("Hos huvudmännen")
    WITHIN_FRAME = "within_frame", _("Inom ram")
    APPROVED = "approved", _("Godkänd av huvudmännen")
    DENIED = "denied", _("Nekad")
    NOTED = "noted", _("Noterad")


OPEN_DEVIATION = (DeviationState.REPORTED, DeviationState.AT_CS, DeviationState.WITH_PRINCIPALS)
ALLOWING = (DeviationState.WITHIN_FRAME, DeviationState.APPROVED)

DEVIATION_SITUATIONS: dict[str, Situation] = {
    DeviationState.REPORTED: Situation(SGD, _("ska lämna avvikelsen till prövning"), Tone.WARN),
    DeviationState.AT_CS: Situation(CS, _("ska pröva avvikelsen"), Tone.WORK),
    DeviationState.WITH_PRINCIPALS: Situation(PRINCIPALS, _("ska var och en godkänna eller avslå"), Tone.WORK),
    DeviationState.WITHIN_FRAME: Situation(NOBODY, _("Avvikelsen ryms inom ramen"), Tone.DONE),
    DeviationState.APPROVED: Situation(NOBODY, _("Alla huvudmän har godkänt"), Tone.DONE),
    DeviationState.DENIED: Situation(NOBODY, _("Avvikelsen är inte godkänd"), Tone.NO),
    DeviationState.NOTED: Situation(NOBODY, _("Avvikelsen är noterad"), Tone.DONE),
}


class PrincipleState(models.TextChoices):
    """Where a deviating cost principle stands."""

    PROPOSED = "proposed", _("Föreslagen")
    COMPUTED = "computed", _("Klart vilka som ska besluta")
    BEING_DECIDED = "being_decided", _("Beslutas")
    IN_EFFECT = "in_effect", _("Gällande")
    FALLEN = "fallen", _("Fallen")
    ENDED = "ended", _("Upphörd")


PRINCIPLE_SITUATIONS: dict[str, Situation] = {
    PrincipleState.PROPOSED: Situation(SGD, _("ska räkna fram vilka fullmäktige som ska besluta"), Tone.TODO),
    PrincipleState.COMPUTED: Situation(SGD, _("ska lägga fram principen för beslut"), Tone.WORK),
    PrincipleState.BEING_DECIDED: Situation(
        _("fullmäktige hos dem vars andel ökar"), _("ska besluta. Grundprincipen gäller så länge"), Tone.WORK
    ),
    PrincipleState.IN_EFFECT: Situation(NOBODY, _("Principen gäller"), Tone.DONE),
    PrincipleState.FALLEN: Situation(NOBODY, _("Grundprincipen gäller"), Tone.NO),
    PrincipleState.ENDED: Situation(NOBODY, _("Principen har upphört"), Tone.LOCK),
}


class ReportState(models.TextChoices):
    """Where a year's annual report stands."""

    COLLECTING = "collecting", _("Insamling")
    DRAFT = "draft", _("Utkast")
    AT_CS = "at_cs", _("Hos det politiska samverkansorganet")
    SEALING = "sealing", _("Förseglas")
    SEALED = "sealed", _("Förseglad")
    DISPATCHED = "dispatched", _("Utskickad")
    RECEIPTED = "receipted", _("Mottagen av alla")


ESTABLISHED = (ReportState.SEALING, ReportState.SEALED, ReportState.DISPATCHED, ReportState.RECEIPTED)

REPORT_SITUATIONS: dict[str, Situation] = {
    ReportState.COLLECTING: Situation(SGD, _("samlar in utfall och förklaringar"), Tone.WORK),
    ReportState.DRAFT: Situation(SGD, _("ska lämna utkastet vidare"), Tone.WORK),
    ReportState.AT_CS: Situation(CS, _("ska fastställa årsrapporten"), Tone.WORK),
    ReportState.SEALING: Situation(_("Samverk"), _("förseglar en rapport till varje huvudman"), Tone.WORK),
    ReportState.SEALED: Situation(SGD, _("ska skicka rapporterna till huvudmännen"), Tone.WORK),
    ReportState.DISPATCHED: Situation(PRINCIPALS, _("ska var och en bekräfta att rapporten har kommit"), Tone.WORK),
    ReportState.RECEIPTED: Situation(NOBODY, _("Alla har bekräftat"), Tone.DONE),
}
