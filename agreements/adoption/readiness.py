"""What conditions answer when an agreement asks whether it may take a step."""

from django.utils.translation import gettext as _

from agreements.texts.kinds import SignOrder
from agreements.texts.models import Agreement
from governance.decisions.states import RulingState
from governance.lib.text import genitive, join_swedish
from governance.workflow.guards import Act
from governance.workflow.refusals import Refusal

from . import citations
from .models import Condition
from .states import ConditionKind, ConditionState


def every_condition_is_met(agreement: Agreement, act: Act) -> Refusal | None:
    """Asked before an agreement comes into force: a set of conditions, not a date."""
    rows = list(Condition.objects.filter(agreement=agreement).values_list("state", "label", "last_on"))
    missing = [label for state, label, _last in rows if state != ConditionState.MET]
    if rows and not missing:
        return None
    return Refusal(
        sentence=_("Det som saknas: %s.") % join_swedish(missing)
        if missing
        else _("Avtalets villkor är inte bestämda."),
        rule=citations.ALL_CONDITIONS,
        mended_by=_("den som villkoret gäller"),
        title=_("Alla villkor är inte uppfyllda"),
        by_when=min((last for state, _label, last in rows if last and state != ConditionState.MET), default=None),
        no_deadline=_("Ingen tidsgräns är satt"),
    )


def party_has_decided(agreement: Agreement, principal_id: int | None) -> Refusal | None:
    """Asked before somebody signs for a party, where the parties decide first: its own body has adopted the text.

    Legal force is not waited for, since it is a condition of its own; nor is the Government, which takes the agreement
    up when the parties have signed it.
    """
    if agreement.sign_order != SignOrder.DECIDE_FIRST:
        return None
    own = Condition.objects.filter(
        agreement=agreement, principal_id=principal_id or 0, kind=ConditionKind.PARTY_DECISION
    ).exclude(ruling__state=RulingState.ADOPTED)
    waiting = own.select_related("principal__organisation").first()
    if waiting is None:
        return None
    return Refusal(
        sentence=_("I det här avtalet beslutar varje part innan den undertecknar."),
        rule=citations.ORDER,
        mended_by=_("%s eget organ, som beslutar om avtalet") % genitive(waiting.party_name),
        title=_("%s har inte beslutat om avtalet än") % waiting.party_name,
        by_when=waiting.last_on,
        no_deadline=_("Ingen tidsgräns är satt"),
    )
