"""What must be true before a condition takes a step; each explains itself, and only reads."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.texts.states import BINDING, UNDER_WAY
from governance.lib.dates import swedish_date
from governance.workflow.guards import Act, guard

from . import citations
from .states import DECISIONS, ConditionKind
from .verdict import in_time

if TYPE_CHECKING:
    from .models import Condition

YOURSELF = gettext_lazy("du själv: komplettera uppgifterna")


@guard(
    citations.EVIDENCE,
    mended_by=YOURSELF,
    fulfilled=gettext_lazy("Dag och underlag är angivna"),
)
def it_is_shown(condition: "Condition", act: Act) -> str | None:
    """A condition is met on a day that has been, by something that can be looked up."""
    met_on = act.details.get("met_on")
    if met_on is None:
        return _("Ange vilken dag villkoret uppfylldes.")
    if met_on > act.today:
        return _("%s har inte varit än. Villkoret antecknas när det är uppfyllt.") % swedish_date(met_on)
    if not str(act.details.get("evidence", "")).strip():
        return _("Ange underlaget: beslut, protokoll eller handling som visar att villkoret är uppfyllt.")
    return None


@guard(
    citations.LAST_DAY,
    mended_by=gettext_lazy("förhandlingspersonerna, om parterna kommer överens om en senare dag"),
    fulfilled=gettext_lazy("Det hände senast på sista dagen"),
    given=("met_on",),
)
def it_happened_in_time(condition: "Condition", act: Act) -> str | None:
    """What meets the condition happened on its last day or before."""
    met_on = act.details.get("met_on")
    if met_on is None or condition.last_on is None or in_time(met_on, condition.last_on):
        return None
    return _("Det hände %(met)s. Sista dagen var %(last)s.") % {
        "met": swedish_date(met_on),
        "last": swedish_date(condition.last_on),
    }


@guard(
    citations.IN_FORCE_STANDS,
    mended_by=gettext_lazy("parterna, genom ett tilläggsavtal"),
    fulfilled=gettext_lazy("Avtalet har inte börjat gälla"),
)
def the_agreement_is_under_way(condition: "Condition", act: Act) -> str | None:
    """Nothing that an agreement in force rests on is taken back, and one that is over is left in peace."""
    agreement = condition.agreement
    if agreement.state in UNDER_WAY:
        return None
    return _("Avtalets läge är ”%s”.") % agreement.get_state_display().lower()


@guard(
    citations.CAP,
    mended_by=gettext_lazy("ingen: avtalet gäller inte än"),
    fulfilled=gettext_lazy("Avtalet gäller"),
)
def the_agreement_holds(condition: "Condition", act: Act) -> str | None:
    """Only a cap of an agreement in force can be broken; before that it is simply not met."""
    return None if condition.agreement.state in BINDING else _("Avtalet gäller inte.")


@guard(
    citations.CAP,
    mended_by=gettext_lazy("ingen: villkoret har inget tak"),
    fulfilled=gettext_lazy("Villkoret är ett kostnadstak"),
)
def it_is_a_cost_cap(condition: "Condition", act: Act) -> str | None:
    """Only a cost cap is broken and restored while the agreement holds."""
    return None if condition.kind == ConditionKind.COST_CAP else _("Villkoret är inget kostnadstak.")


@guard(
    citations.SOVEREIGN,
    mended_by=gettext_lazy("den som villkoret gäller: parten registrerar sitt eget beslut"),
    fulfilled=gettext_lazy("Villkoret avgörs av en anteckning"),
)
def nobody_decides_for_a_party(condition: "Condition", act: Act) -> str | None:
    """What a party's body, the signing or a forecast decides is not noted by hand."""
    if act.by.is_system or condition.kind == ConditionKind.OTHER:
        return None
    return _("%s antecknas inte för hand: det följer av det som är registrerat.") % condition.name


@guard(
    citations.REFUSAL_IS_NOT_THE_END,
    mended_by=YOURSELF,
    fulfilled=gettext_lazy("Skälet är skrivet"),
)
def the_reason_is_written(condition: "Condition", act: Act) -> str | None:
    """It is written why a condition cannot be met, or is taken back."""
    return None if str(act.details.get("reason", "")).strip() else _("Skriv varför.")


@guard(
    citations.REFUSAL_IS_NOT_THE_END,
    mended_by=gettext_lazy("parten, som ännu kan besluta"),
    fulfilled=gettext_lazy("Parten har sagt nej, eller sista dagen har passerat"),
)
def the_party_cannot_still_agree(condition: "Condition", act: Act) -> str | None:
    """Nobody states for a party that it will not decide: it has said no itself, or its last day has passed."""
    if condition.kind not in DECISIONS or condition.is_past(act.today) or condition.is_refused:
        return None
    return _("%s har inte sagt nej och kan ännu besluta.") % condition.party_name
