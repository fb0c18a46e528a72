"""What must be true before a negotiation takes a step; each explains itself, and only reads."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from governance.lib.text import join_swedish
from governance.workflow.citations import Citation
from governance.workflow.guards import Act, Guard, guard
from governance.workflow.refusals import Refusal

from . import citations, permissions
from .states import CATALOGUE, Gate

LEADERS_MEND = gettext_lazy("förhandlingspersonerna")


def present_parties(negotiation: Any) -> list[Any]:
    """The parties that have not left, with their organisations; read once for each asked negotiation."""
    known = negotiation.__dict__.get("_present")
    if known is None:
        known = negotiation.__dict__["_present"] = list(negotiation.parties.present().with_organisation())
    return list(known)


def confirmed_pairs(negotiation: Any) -> set[tuple[int, int]]:
    """Which party has confirmed which gate, for the directive as it now stands; read once."""
    known = negotiation.__dict__.get("_confirmed")
    if known is None:
        from .models import GateConfirmation  # noqa: PLC0415 -- models need guards

        rows = GateConfirmation.objects.filter(party__negotiation=negotiation, withdrawn_on__isnull=True)
        known = negotiation.__dict__["_confirmed"] = set(rows.values_list("party_id", "gate"))
    return set(known)


def missing_at(negotiation: Any, gate: int) -> list[Any]:
    """The parties that have not confirmed a gate."""
    confirmed = confirmed_pairs(negotiation)
    return [each for each in present_parties(negotiation) if (each.pk, gate) not in confirmed]


def planned_day(negotiation: Any, act: Act) -> date | None:
    """The next day of the timetable that is not kept yet; it warns and stops nothing. Read once, though several ask."""
    if "_planned" not in negotiation.__dict__:
        coming = negotiation.milestones.filter(done_on__isnull=True).order_by("planned_on")
        negotiation.__dict__["_planned"] = coming.values_list("planned_on", flat=True).first()
    planned: date | None = negotiation.__dict__["_planned"]
    return planned


def gate_refusal(negotiation: Any, act: Act, gate: Gate, rule: Citation) -> Refusal | None:
    """Whose confirmation of a gate is missing, in words; they alone can mend it."""
    missing = join_swedish([each.name for each in missing_at(negotiation, gate)])
    if not missing:
        return None
    return Refusal(
        _("Grind %(gate)s, %(name)s: %(parties)s har inte bekräftat.")
        % {"gate": int(gate), "name": str(gate.label).lower(), "parties": missing},
        rule,
        mended_by=missing,
        by_when=planned_day(negotiation, act),
    )


@guard(
    citations.NEUTRAL,
    mended_by=gettext_lazy("en annan av förhandlingspersonerna"),
    fulfilled=gettext_lazy("Den som tar steget har inget jäv"),
)
def negotiator_is_impartial(negotiation: Any, act: Act) -> str | None:
    """Who takes a step is appointed in the negotiation, serves today and need not abstain."""
    if act.by.is_system:
        return None
    return permissions.why_not_leading(negotiation, act.by) or None


# Initiate ------------------------------------------------------------------------------------------------------------


@guard(
    citations.DIRECTIVE,
    mended_by=gettext_lazy("förhandlingspersonerna: skriv klart direktivet"),
    fulfilled=gettext_lazy("Direktivet är skrivet och beslutat"),
)
def directive_is_written(negotiation: Any, act: Act) -> str | None:
    """The directive is decided and says purpose, scope, delimitations and possible outcomes."""
    wanted = (
        (negotiation.purpose, _("syfte")),
        (negotiation.scope, _("omfattning")),
        (negotiation.delimitations, _("avgränsningar")),
        (negotiation.possible_outcomes, _("möjliga utfall")),
        (negotiation.directive_reference, _("beteckning")),
        (negotiation.directive_decided_on, _("beslutsdag")),
    )
    missing = [name for value, name in wanted if not value]
    return _("Direktivet saknar %s.") % join_swedish(missing) if missing else None


@guard(
    citations.APPOINTED,
    mended_by=gettext_lazy("regeringen: förordna en förhandlingsperson"),
    fulfilled=gettext_lazy("En förhandlingsperson är förordnad"),
)
def negotiators_are_appointed(negotiation: Any, act: Act) -> str | None:
    """At least one negotiator is appointed today and need not abstain."""
    rows = negotiation.negotiators.prefetch_related("conflicts")
    serving = [each for each in rows if each.serves_on(act.today)]
    if not serving:
        return _("Ingen förhandlingsperson är förordnad.")
    if all(any(told.must_abstain for told in each.conflicts.all()) for each in serving):
        return _("Varje förordnad förhandlingsperson har anmält jäv och ska avstå.")
    return None


@guard(
    citations.NEUTRAL,
    mended_by=gettext_lazy("var och en av förhandlingspersonerna: anmäl jäv, eller att inget finns att anmäla"),
    fulfilled=gettext_lazy("Förhandlingspersonerna har redovisat andra uppdrag och jäv"),
)
def conflicts_are_declared(negotiation: Any, act: Act) -> str | None:
    """Every negotiator has declared conflicts of interest, or that there are none, and each is assessed."""
    rows = negotiation.negotiators.select_related("user").prefetch_related("conflicts")
    serving = [each for each in rows if each.serves_on(act.today)]
    silent = [str(each) for each in serving if not each.conflicts.all()]
    if silent:
        return _("%s har inte redovisat om det finns jäv.") % join_swedish(silent)
    waiting = [str(each) for each in serving if any(told.waits_for_assessment for told in each.conflicts.all())]
    if waiting:
        return _("Jävsanmälan från %s är inte bedömd.") % join_swedish(waiting)
    return None


# Negotiate -----------------------------------------------------------------------------------------------------------


@guard(
    citations.CLEAR_PARTIES,
    mended_by=gettext_lazy("parten själv eller förhandlingspersonernas kansli: fyll i roll och åtaganden"),
    fulfilled=gettext_lazy("Varje part har roll och åtaganden"),
    by_when=planned_day,
)
def parties_are_complete(negotiation: Any, act: Act) -> str | None:
    """There are at least two parties, the State is one, and each has its role and what it can undertake."""
    parties = present_parties(negotiation)
    if len(parties) < 2:
        return _("En förhandling behöver minst två parter.")
    if not any(each.is_state for each in parties):
        return _("Staten är inte part i förhandlingen.")
    lacking = {
        _("roll och åtaganden"): [each.name for each in parties if not each.role and not each.undertakings],
        _("roll"): [each.name for each in parties if not each.role and each.undertakings],
        _("åtaganden"): [each.name for each in parties if each.role and not each.undertakings],
    }
    gaps = [f"{what} för {join_swedish(names)}" for what, names in lacking.items() if names]
    return _("Det saknas uppgifter om parter: %s.") % "; ".join(gaps) if gaps else None


@guard(
    citations.SAME_INFORMATION,
    mended_by=gettext_lazy("de parter som inte har bekräftat grind 1"),
    fulfilled=gettext_lazy("Alla parter har fått samma information"),
    by_when=planned_day,
)
def everyone_has_the_same_information(negotiation: Any, act: Act) -> str | Refusal | None:
    """Every party has confirmed that it has the same information (gate 1)."""
    return gate_refusal(negotiation, act, Gate.INFORMATION, citations.SAME_INFORMATION)


@guard(
    citations.SHARED_VIEW,
    mended_by=gettext_lazy("de parter som inte har bekräftat grind 2"),
    fulfilled=gettext_lazy("Alla parter delar synen på syfte, innehåll och upplägg"),
    by_when=planned_day,
)
def purpose_is_shared(negotiation: Any, act: Act) -> str | Refusal | None:
    """Every party has confirmed purpose, content and set-up (gate 2)."""
    return gate_refusal(negotiation, act, Gate.PURPOSE, citations.SHARED_VIEW)


@guard(
    citations.DELIMITED,
    mended_by=gettext_lazy("de parter som inte har bekräftat grind 3"),
    fulfilled=gettext_lazy("Avgränsningar och möjliga utfall är nedskrivna och bekräftade"),
    by_when=planned_day,
)
def delimitations_are_shared(negotiation: Any, act: Act) -> str | Refusal | None:
    """Delimitations and possible outcomes are written down, and every party has confirmed them (gate 3)."""
    if not negotiation.delimitations or not negotiation.possible_outcomes:
        return _("Avgränsningar och möjliga utfall är inte nedskrivna.")
    return gate_refusal(negotiation, act, Gate.DELIMITATIONS, citations.DELIMITED)


@guard(
    citations.DIRECTIVE,
    mended_by=gettext_lazy("de parter som inte har bekräftat grind 4"),
    fulfilled=gettext_lazy("Alla parter har bekräftat direktivet"),
    by_when=planned_day,
)
def directive_is_confirmed(negotiation: Any, act: Act) -> str | Refusal | None:
    """Every party has confirmed that the directive is clear (gate 4)."""
    return gate_refusal(negotiation, act, Gate.DIRECTIVE, citations.DIRECTIVE)


@guard(
    citations.CONSENSUS,
    mended_by=gettext_lazy("de parter som inte har bekräftat grind 5"),
    fulfilled=gettext_lazy("Alla parter är överens om typen av förhandling"),
    by_when=planned_day,
)
def type_is_agreed(negotiation: Any, act: Act) -> str | Refusal | None:
    """Every party agrees on the type of negotiation (gate 5); one missing stops."""
    return gate_refusal(negotiation, act, Gate.TYPE, citations.CONSENSUS)


@guard(
    citations.MANDATES_FIRST,
    mended_by=gettext_lazy("de parter som saknar mandat: registrera beslutet"),
    fulfilled=gettext_lazy("Varje part har ett gällande mandat att förhandla"),
    by_when=planned_day,
)
def mandates_are_live(negotiation: Any, act: Act) -> str | None:
    """Every party has a mandate to negotiate that holds today."""
    from .mandates import parties_without_mandate  # noqa: PLC0415 -- mandates read models, models need guards

    missing = parties_without_mandate(negotiation, present_parties(negotiation), act.today)
    if not missing:
        return None
    return _("Mandat att förhandla saknas för %s.") % join_swedish([each.name for each in missing])


@guard(
    citations.FRAME_IS_CLEAR,
    mended_by=gettext_lazy("förhandlingspersonerna: ange den ekonomiska ramen"),
    fulfilled=gettext_lazy("Den ekonomiska ramen är klar"),
    by_when=planned_day,
)
def financial_frame_is_set(negotiation: Any, act: Act) -> str | None:
    """There is a financial frame before the negotiation begins."""
    return None if negotiation.frame_ore is not None else _("Förhandlingen saknar ekonomisk ram.")


# Agree and beyond ----------------------------------------------------------------------------------------------------


@guard(
    citations.ISSUES,
    mended_by=gettext_lazy("förhandlingspersonernas kansli: ge varje fråga minst ett alternativ, eller ta bort den"),
    fulfilled=gettext_lazy("Frågorna är skrivna och har alternativ"),
)
def issues_are_listed(negotiation: Any, act: Act) -> str | None:
    """There is at least one issue, and each has something to choose."""
    issues = list(negotiation.issues.prefetch_related("options"))
    if not issues:
        names = join_swedish([str(each.label) for each in CATALOGUE])
        return _("Förhandlingen har inga frågor än. Det vanliga är %s.") % names
    empty = [str(each) for each in issues if not each.options.all()]
    return _("Frågor utan alternativ: %s.") % join_swedish(empty) if empty else None


@guard(
    citations.STATE_DECIDES,
    mended_by=gettext_lazy("statens företrädare: välj alternativ i statens egna frågor"),
    fulfilled=gettext_lazy("Staten har bestämt i sina egna frågor"),
)
def state_issues_are_decided(negotiation: Any, act: Act) -> str | None:
    """In every issue that is the State's alone, the State has chosen."""
    rows = negotiation.issues.filter(state_only=True, decided_option__isnull=True)
    waiting = [str(each) for each in rows]
    return _("Staten har inte valt i %s.") % join_swedish(waiting) if waiting else None


@guard(
    citations.WITH_REASONS,
    mended_by=gettext_lazy("du själv: skriv skälet"),
    fulfilled=gettext_lazy("Skälet är angivet"),
)
def reason_is_given(negotiation: Any, act: Act) -> str | None:
    """Whoever pauses, ends or goes back says why."""
    return None if str(act.details.get("reason", "")).strip() else _("Ange skälet.")


@guard(
    citations.NOT_ROUND_TABLES,
    mended_by=gettext_lazy("parterna: fullfölj, ändra eller säg upp avtalet"),
    fulfilled=gettext_lazy("Ingenting genomförs ännu"),
)
def was_not_being_implemented(negotiation: Any, act: Act) -> str | None:
    """A negotiation that is being carried out is not broken off: its agreements bind."""
    if negotiation.resumes_to != "implementing":
        return None
    return _("Förhandlingen pausades under genomförandet. Avtalen gäller och kan inte avbrytas härifrån.")


def was_paused_while(state: str) -> Guard:
    """Make the guard that lets a paused negotiation go back only to where it stood."""

    def check(negotiation: Any, act: Act) -> str | None:
        """A paused negotiation goes on where it stood."""
        if negotiation.resumes_to == state:
            return None
        return _("Förhandlingen pausades i ett annat läge.")

    check.__name__ = f"was_paused_while_{state}"
    made = guard(
        citations.PHASES_IN_ORDER,
        mended_by=gettext_lazy("förhandlingspersonerna: återuppta där förhandlingen stod"),
        fulfilled=gettext_lazy("Förhandlingen stod här när den pausades"),
    )
    return made(check)
