"""Acts on the parties and their finances, and on the negotiators who bring them together."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from governance.accounts.models import User
from governance.lib.money import Sek
from governance.organisations.kinds import BodyKind, OrganisationKind
from governance.organisations.models import Principal, Seat
from governance.workflow import steps
from governance.workflow.acts import next_number, refuse, require_right
from governance.workflow.refusals import Refusal, Refused

from .. import citations, permissions
from ..models import ConflictOfInterest, FinanceChange, Negotiation, Negotiator, Party
from ..registry import bonds_of, finances_changed
from ..states import BEFORE_AGREEMENT, GOING_ON, Level, NegotiationState
from .common import hold, require_state, require_text, tell_parties

S = NegotiationState
LEVELS = {OrganisationKind.REGION: Level.REGIONAL, OrganisationKind.MUNICIPALITY: Level.LOCAL}
LEFT_IN = (*BEFORE_AGREEMENT, S.PAUSED)
FACTS = frozenset({"level", "role", "undertakings", "situation", "order"})


@transaction.atomic
def add_party(
    negotiation: Negotiation,
    *,
    principal: Principal,
    by: Any,
    today: date,
    role: str = "",
    undertakings: str = "",
    situation: str = "",
    level: str = "",
) -> Party:
    """Let an organisation of the partnership take part in the negotiation, before it begins (P-01)."""
    held = hold(negotiation)
    require_right(held, by, permissions.may_assist, permissions.WHO_ASSISTS)
    require_state(held, (S.PROPOSED, S.INITIATING), _("lägga till en part"))
    if principal.partnership_id != held.partnership_id:
        raise refuse(
            _("%s hör inte till det här partnerskapet.") % principal,
            citations.ALL_KINDS,
            mended_by=_("partnerskapets administratör: gör organisationen till huvudman i partnerskapet först"),
        )
    party = Party(
        negotiation=held,
        principal=principal,
        level=level or LEVELS.get(OrganisationKind(principal.organisation.kind), Level.NATIONAL),
        role=role.strip(),
        undertakings=undertakings.strip(),
        situation=situation.strip(),
        is_state=principal.organisation.kind == OrganisationKind.STATE,
        order=next_number(held.parties.all(), "order"),
        joined_on=today,
    )
    steps.create(party, by=by, today=today)
    if held.state == S.INITIATING:
        words = _("Ni är nu part i förhandlingen. Läs direktivet och bekräfta de fem grindarna.")
        tell_parties(held, words, by=by, today=today, parties=[party])
    return party


def may_describe(party: Party, actor: Any) -> bool:
    """The party itself, or the negotiators' office."""
    return permissions.may_speak_for(party, actor) or permissions.may_assist(party.negotiation, actor)


@transaction.atomic
def edit_party(party: Party, *, changes: dict[str, Any], by: Any, today: date, version: int | None = None) -> Party:
    """Tell a party's role, what it can undertake, and its situation, so that the others understand it (P-02, P-09)."""
    negotiation = hold(party.negotiation)
    require_right(party, by, may_describe, _("parten själv eller förhandlingspersonernas kansli"))
    require_state(negotiation, GOING_ON, _("ändra uppgifterna om en part"))
    wanted = {name: value.strip() if isinstance(value, str) else value for name, value in changes.items()}
    if unknown := set(wanted) - FACTS:
        message = f"Inte en uppgift om en part: {', '.join(sorted(unknown))}"
        raise ValueError(message)
    edited: Party = steps.edit(party, by=by, today=today, version=version, changes=wanted).subject
    return edited


def why_it_stays(party: Party, negotiation: Negotiation) -> list[Refusal]:
    """What keeps a party from leaving: that what was agreed is being carried out, or that an agreement binds it."""
    if negotiation.resumes_to == S.IMPLEMENTING:
        words = _("Förhandlingen pausades under genomförandet. Avtalen gäller, och då går det inte att lämna den.")
        return [
            Refusal(
                words,
                citations.NOT_ROUND_TABLES,
                mended_by=_("parterna: fullfölj, ändra eller säg upp avtalet"),
                no_deadline=_("Ingen tidsgräns"),
            )
        ]
    return bonds_of(party)


@transaction.atomic
def withdraw_party(party: Party, *, because: str, by: Any, today: date, version: int | None = None) -> Party:
    """Let a party leave before anything is agreed; nobody keeps a sovereign party in a negotiation (P-12)."""
    negotiation = hold(party.negotiation)
    require_right(party, by, permissions.may_speak_for, permissions.WHO_SPEAKS)
    require_state(negotiation, LEFT_IN, _("lämna den"))
    if refusals := why_it_stays(party, negotiation):
        raise Refused(refusals)
    reason = require_text(because, _("Ange skälet för att lämna förhandlingen."))
    changes = {"left_on": today, "left_because": reason}
    left: Party = steps.edit(
        party, by=by, today=today, version=version, changes=changes, kind="leave", reason=reason
    ).subject
    told = _("%(party)s har lämnat förhandlingen: %(reason)s") % {"party": party, "reason": reason}
    tell_parties(negotiation, told, by=by, today=today)
    return left


@transaction.atomic
def register_finance_change(
    party: Party, *, what: str, by: Any, today: date, new_frame: Sek | None = None
) -> FinanceChange:
    """Tell that a party's finances changed: all parties are told, and what no longer holds is flagged (N-14).

    The signal is sent inside the transaction, so that packages, consents and draft commitments are flagged with it or
    nothing happens at all.
    """
    negotiation = hold(party.negotiation)
    require_right(party, by, permissions.may_speak_for, permissions.WHO_SPEAKS)
    require_state(negotiation, GOING_ON, _("anmäla ändrad ekonomi"))
    change = FinanceChange(
        party=party,
        told_on=today,
        what=require_text(what, _("Skriv vad som har ändrats.")),
        new_frame_ore=None if new_frame is None else new_frame.ore,
        stage=negotiation.state,
    )
    steps.create(change, by=by, today=today, party=party.name)
    words = _("%(party)s har ändrade ekonomiska förutsättningar: %(what)s") % {
        "party": party,
        "what": f"{change.what.strip().rstrip('.')}.",
    }
    if new_frame is not None:
        words = _("%(words)s Den nya ramen är %(frame)s kr.") % {"words": words, "frame": new_frame.kronor()}
    tell_parties(negotiation, words, by=by, today=today)
    finances_changed.send(sender=Party, party=party, change=change, by=by, today=today)
    return change


# Negotiators ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def appoint_negotiator(  # noqa: PLR0913 -- an appointment is told all at once
    negotiation: Negotiation,
    *,
    user: User,
    appointment: str,
    by: Any,
    today: date,
    appointed_on: date | None = None,
    from_on: date | None = None,
    until_on: date | None = None,
    background: str = "",
    other_roles: str = "",
) -> Negotiator:
    """Register who leads the negotiation, appointed by which decision and beside which other roles (P-06, P-07)."""
    held = hold(negotiation)
    require_right(held, by, permissions.may_propose, permissions.WHO_PROPOSES)
    require_state(held, GOING_ON, _("förordna en förhandlingsperson"))
    seats = Seat.objects.on(today).filter(user=user)
    among = seats.filter(body__partnership_id=held.partnership_id, body__kind=BodyKind.NEGOTIATORS)
    if not among.exists():
        raise refuse(
            _("%s har ingen plats bland partnerskapets förhandlingspersoner.") % user,
            citations.APPOINTED,
            mended_by=_("partnerskapets administratör: ge personen en plats"),
        )
    if seats.filter(body__partnership__isnull=True, body__organisation__in=party_organisations(held)).exists():
        raise refuse(
            _("%s har en plats hos en av parterna och kan inte leda förhandlingen neutralt.") % user,
            citations.NEUTRAL,
            mended_by=_("regeringen: förordna någon annan, eller låt personen lämna platsen hos parten"),
        )
    negotiator = Negotiator(
        negotiation=held,
        user=user,
        appointment=require_text(appointment, _("Ange beslutet om förordnande.")),
        appointed_on=appointed_on or today,
        from_on=from_on or appointed_on or today,
        until_on=until_on,
        background=background.strip(),
        other_roles=other_roles.strip(),
    )
    steps.create(negotiator, by=by, today=today)
    return negotiator


def party_organisations(negotiation: Negotiation) -> list[int]:
    """The organisations that take part."""
    rows = negotiation.parties.present().values_list("principal__organisation_id", flat=True)
    return list(rows)


@transaction.atomic
def end_appointment(
    negotiator: Negotiator, *, until_on: date, by: Any, today: date, version: int | None = None
) -> Negotiator:
    """End a negotiator's appointment after a last day; people change during a long negotiation."""
    held = hold(negotiator.negotiation)
    require_right(held, by, permissions.may_propose, permissions.WHO_PROPOSES)
    event = steps.edit(negotiator, by=by, today=today, version=version, changes={"until_on": until_on}, kind="end")
    ended: Negotiator = event.subject
    return ended


def is_oneself(negotiator: Negotiator, actor: Any) -> bool:
    """Whether the actor is the negotiator."""
    return bool(actor.user_key == str(negotiator.user_id)) and permissions.sits_as_leader(negotiator.negotiation, actor)


@transaction.atomic
def declare_conflict(
    negotiator: Negotiator, *, what: str = "", by: Any, today: date, has_conflict: bool = True
) -> ConflictOfInterest:
    """Declare a possible conflict of interest, or that there is none, for oneself (jävsanmälan, P-07)."""
    hold(negotiator.negotiation)
    require_right(negotiator, by, is_oneself, _("förhandlingspersonen själv"))
    told = require_text(what, _("Skriv vad som anmäls.")) if has_conflict else what.strip()
    declared = ConflictOfInterest(negotiator=negotiator, declared_on=today, has_conflict=has_conflict, what=told)
    steps.create(declared, by=by, today=today)
    return declared


def may_assess(conflict: ConflictOfInterest, actor: Any) -> bool:
    """Another than the one who declared it: another negotiator, the office, the Government."""
    negotiation = conflict.negotiator.negotiation
    return actor.user_key != str(conflict.negotiator.user_id) and permissions.may_propose(negotiation, actor)


@transaction.atomic
def assess_conflict(
    conflict: ConflictOfInterest,
    *,
    assessment: str,
    must_abstain: bool,
    by: Any,
    today: date,
    version: int | None = None,
) -> ConflictOfInterest:
    """Assess what a negotiator has declared, as another than he or she; one who must abstain no longer leads."""
    hold(conflict.negotiator.negotiation)
    require_right(conflict, by, may_assess, _("någon annan av förhandlingspersonerna, kansliet eller regeringen"))
    changes = {
        "assessment": require_text(assessment, _("Skriv bedömningen.")),
        "must_abstain": must_abstain,
        "assessed_on": today,
    }
    event = steps.edit(conflict, by=by, today=today, version=version, changes=changes, kind="assess")
    assessed: ConflictOfInterest = event.subject
    return assessed
