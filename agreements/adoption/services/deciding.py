"""The parties' own decisions: the matter that asks for them, and what each ruling means to its condition."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agreements.texts.models import Agreement
from agreements.texts.states import BINDING
from governance.audit.actors import SYSTEM
from governance.decisions import services as decisions
from governance.decisions.models import Matter, Route, Ruling
from governance.decisions.states import LIVE, RulingState
from governance.lib.dates import swedish_date
from governance.organisations.models import Principal
from governance.ui.templatetags.swedish import section
from governance.workflow import steps
from governance.workflow.acts import refuse

from .. import citations, permissions
from ..models import Condition, Validity
from ..states import DECISIONS, ConditionState
from ..verdict import decision_met_on, in_time, needs_legal_force
from .common import TEXT_STANDS, conditions_of, hold, require
from .conditions import parties_of, set_held
from .settling import settle_held

ROUTE = "AV-1"


@transaction.atomic
def open_adoption(
    agreement: Agreement, *, by: Any, today: date, decide_by: date | None = None, handed_over_on: date | None = None
) -> Matter:
    """Put the frozen text before the parties' own bodies (lämna över till parterna), each by what its kind says."""
    validity = hold(agreement)
    require(by.is_system or permissions.may_lead(validity.agreement, by), permissions.WHO_LEADS)
    if validity.agreement.state not in TEXT_STANDS:
        raise refuse(
            _("Texten är inte låst för beslut och underskrift. Läget är ”%s”.")
            % validity.agreement.get_state_display().lower(),
            citations.SAME_TEXT,
            mended_by=_("förhandlingspersonerna: gör avtalet klart att underteckna"),
        )
    set_held(validity, today=today, by=SYSTEM)
    if validity.matter is not None and validity.matter.state in LIVE:
        raise refuse(
            _("Avtalet ligger redan hos parterna för beslut."),
            citations.SAME_TEXT,
            mended_by=_("ingen: det är gjort"),
        )
    return open_held(validity, by=by, today=today, decide_by=decide_by, handed_over_on=handed_over_on)


def open_held(
    validity: Validity,
    *,
    by: Any,
    today: date,
    decide_by: date | None = None,
    handed_over_on: date | None = None,
) -> Matter:
    """Open the matter and hand it over in one go: no body has to prepare what the parties have negotiated."""
    agreement = validity.agreement
    own = [each for each in conditions_of(validity) if each.kind in DECISIONS]
    last = decide_by or min((each.last_on for each in own if each.last_on), default=agreement.last_on)
    matter = decisions.open_matter(
        partnership=agreement.partnership,
        route=route_for(agreement),
        title=str(agreement.title),
        subject=agreement,
        by=by,
        today=today,
        decide_by=last,
        principals=parties_of(agreement),
    )
    validity.matter = matter
    steps.save(validity)
    decisions.hand_over(matter, by=by, today=today, occurred_on=handed_over_on)
    return Matter.objects.get(pk=matter.pk)


def route_for(agreement: Agreement) -> Route:
    """The route that agreements take in this partnership."""
    routes = decisions.ensure_routes(agreement.partnership)
    found = [each for each in routes if each.code == ROUTE]
    if not found:
        raise refuse(
            _("Partnerskapet har ingen beslutsgång för avtal."),
            citations.SOVEREIGN,
            mended_by=_("Samverks administratör"),
        )
    return max(found, key=lambda each: each.version)


def decided_on_of(ruling: Ruling, principal: Principal) -> date | None:
    """The day on which a ruling meets the party's condition, or nothing while it does not."""
    return decision_met_on(
        adopted=ruling.state == RulingState.ADOPTED,
        decided_on=ruling.decided_on,
        legal_force_on=ruling.legal_force_on,
        organisation_kind=principal.organisation.kind,
    )


def evidence_of(ruling: Ruling, principal: Principal) -> str:
    """A decision in one line: who, when, which paragraph, and when it gained legal force."""
    said = _("%(body)s %(day)s, %(paragraph)s") % {
        "body": ruling.body.name,
        "day": swedish_date(ruling.decided_on) if ruling.decided_on else "",
        "paragraph": section(ruling.paragraph),
    }
    if needs_legal_force(principal.organisation.kind) and ruling.legal_force_on:
        said += _(", laga kraft %s") % swedish_date(ruling.legal_force_on)
    return said


def follow_ruling(ruling: Ruling, matter: Matter, *, today: date) -> None:
    """Let a party's condition follow its ruling, and the agreement its conditions."""
    validity = hold(Agreement.objects.get(pk=matter.subject_key))
    if validity.matter_id != matter.pk:
        return
    found = next(
        (
            each
            for each in conditions_of(validity)
            if each.kind in DECISIONS and each.principal_id == ruling.principal_id
        ),
        None,
    )
    if found is not None:
        match_ruling(found, ruling, validity, today=today)
        settle_held(validity, today=today)


def match_ruling(condition: Condition, ruling: Ruling, validity: Validity, *, today: date) -> None:
    """Meet the condition, take it back, or correct what it rests on; refuse what a binding agreement needs."""
    if condition.ruling_id != ruling.pk:
        Condition.objects.filter(pk=condition.pk).update(ruling=ruling)
    principal = condition.principal
    if principal is None:
        return
    met_on = decided_on_of(ruling, principal)
    holds = met_on is not None and in_time(met_on, condition.last_on)
    if condition.state == ConditionState.PENDING and holds and validity.agreement.state in TEXT_STANDS:
        evidence = evidence_of(ruling, principal)
        steps.perform(condition, "meet", by=SYSTEM, today=today, occurred_on=met_on, met_on=met_on, evidence=evidence)
    elif condition.state == ConditionState.MET:
        keep_or_take_back(condition, ruling, validity, met_on if holds else None, today=today)


def keep_or_take_back(
    condition: Condition, ruling: Ruling, validity: Validity, met_on: date | None, *, today: date
) -> None:
    """What a met condition does when its ruling was corrected."""
    principal = condition.principal
    if principal is None:
        return
    since = validity.agreement.in_force_on
    if met_on is not None and since is not None and met_on > since and validity.agreement.state in BINDING:
        raise refuse(
            _("Avtalet gäller sedan %s. Beslutet som det vilar på kan inte ha fått laga kraft senare än så.")
            % swedish_date(since),
            citations.IN_FORCE_STANDS,
            mended_by=_("parterna, genom ett tilläggsavtal"),
        )
    if met_on is not None:
        evidence = evidence_of(ruling, principal)
        if (condition.met_on, condition.evidence) != (met_on, evidence):
            changes = {"met_on": met_on, "evidence": evidence}
            steps.edit(condition, by=SYSTEM, today=today, version=None, changes=changes, kind="follow")
    elif validity.agreement.state in TEXT_STANDS:
        reason = _("Partens beslut är rättat eller omprövas.")
        steps.perform(condition, "take_back", by=SYSTEM, today=today, reason=reason)
    elif validity.agreement.state in BINDING:
        raise refuse(
            _("Avtalet gäller och vilar på det här beslutet. Det kan inte tas tillbaka genom en rättelse."),
            citations.IN_FORCE_STANDS,
            mended_by=_("parterna, genom ett tilläggsavtal"),
        )


def follow_current_ruling(condition: Condition, validity: Validity, *, today: date) -> None:
    """Look again at the party's ruling, since the condition's own last day has changed."""
    if condition.kind not in DECISIONS or condition.ruling_id is None:
        return
    ruling = Ruling.objects.select_related("body").get(pk=condition.ruling_id)
    match_ruling(condition, ruling, validity, today=today)


def link_rulings(matter: Matter) -> None:
    """Let each party's condition know its ruling when the matter has been handed over."""
    agreement_id = int(matter.subject_key)
    for ruling in matter.rulings.current().of_principals():
        Condition.objects.filter(
            agreement_id=agreement_id, principal_id=ruling.principal_id or 0, kind__in=DECISIONS
        ).update(ruling=ruling)
