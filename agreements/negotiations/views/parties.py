"""The parties: who takes part, a party's own page, its mandates and its finances."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from governance.lib.text import capitalise, count_in_words, join_swedish
from governance.organisations.mandates import grant_mandate, revoke_mandate
from governance.organisations.models import Mandate, Seat
from governance.organisations.pages import answer_step
from governance.organisations.permissions import WHO_GIVES_MANDATE, may_give_mandate
from governance.organisations.policy import SamverkRequest, signed_in
from governance.ui.parts import Fact
from governance.workflow.together import Wish, read_together, read_wishes

from .. import citations, permissions, services
from ..forms.parties import FinanceForm, LeaveForm, MandateForm, NewPartyForm, PartyForm, RevokeForm
from ..models import Party
from ..pages.gates import HEADS, matrix_of
from ..pages.room import is_at_gates, mandate_rows, my_party
from ..queries import mandates_of, standing_confirmations
from ..services.parties import LEFT_IN, may_describe, why_it_stays
from ..states import GOING_ON, NegotiationState
from .common import (
    find_negotiation,
    find_part,
    find_party,
    form_page,
    frame,
    post_only,
    require,
    require_assistant,
    require_speaker,
    url_of,
    version_of,
)

JOINED_IN = (NegotiationState.PROPOSED, NegotiationState.INITIATING)


@signed_in
def parties(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Who takes part, and whether each has role, undertakings and mandate."""
    held = find_negotiation(request, slug, pk)
    found = list(held.parties.with_organisation())
    present = [each for each in found if each.left_on is None]
    keys = held.pk, held.partnership_id
    ((given, confirmed),) = read_wishes(Wish("negotiations.parties_page", mandates_and_gates, keys))
    mandates = mandate_rows(held, present, given, request.today)
    mine = my_party(held, present, request.actor)
    held.__dict__["_present"] = present
    rows = [(row.party, row, missing_of(row.party, row.tone)) for row in mandates]
    context = {
        **frame(held, "parties"),
        "rows": rows,
        "lead": lead_of(len(rows), sum(bool(missing) for _party, _mandate, missing in rows)),
        "mine": mine,
        "matrix": matrix_of(held, confirmed, [], mine) if not is_at_gates(held) else None,
        "left": [each for each in found if each.left_on is not None],
        "may_add": held.state in JOINED_IN and permissions.may_assist(held, request.actor),
    }
    return render(request, "agreements/negotiations/parties.html", context)


def mandates_and_gates(negotiation_id: int, partnership_id: int) -> tuple[QuerySet[Any], ...]:
    """The mandates to negotiate, and the gates that are confirmed."""
    return mandates_of(partnership_id), standing_confirmations(negotiation_id)


def lead_of(known: int, lacking: int) -> str:
    """How many take part, and for how many something is missing."""
    if not known:
        return _("Förhandlingen har inga parter än.")
    told = capitalise(count_in_words(known, _("part"), _("parter")))
    if not lacking:
        return _("%s. Alla har roll, åtaganden och mandat.") % told
    words = count_in_words(lacking, _("part"), _("parter"))
    return _("%(all)s. För %(some)s saknas roll, åtaganden eller mandat.") % {"all": told, "some": words}


def missing_of(party: Party, tone: str) -> list[str]:
    """What a party lacks of role, undertakings and mandate (P-02)."""
    wanted = ((party.role, _("roll")), (party.undertakings, _("åtaganden")), (tone in ("done", "warn"), _("mandat")))
    return [name for value, name in wanted if not value]


@signed_in
def party_new(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Let an organisation take part."""
    held = find_negotiation(request, slug, pk)
    require_assistant(held, request)
    form = NewPartyForm(request.POST or None, negotiation=held, today=request.today)

    def act(data: dict[str, Any]) -> None:
        services.add_party(held, **form.facts(), by=request.actor, today=request.today)

    return form_page(
        request,
        held,
        form,
        act,
        title=_("Lägg till en part"),
        lead=_("En part har roll, åtaganden och mandat. Det som inte är känt än fyller parten själv i."),
        button=_("Lägg till parten"),
        back="parties",
        back_label=_("Tillbaka till parterna"),
        done=_("Parten är tillagd. Lägg till nästa, eller öppna parten och fyll i det som saknas."),
    )


@signed_in
def party(request: SamverkRequest, slug: str, pk: int, party_pk: int) -> HttpResponse:
    """A party's own page: what it is and can do, its gates, mandates, limits, finances and what it was told."""
    held = find_negotiation(request, slug, pk)
    shown = find_party(held, party_pk)
    speaks = permissions.may_speak_for(shown, request.actor)
    given, confirmed, notices, limits, changes = read_together(
        [
            Mandate.objects.for_party(shown.principal).select_related("holder").order_by("-valid_from", "-pk"),
            shown.confirmations.filter(withdrawn_on__isnull=True),
            shown.notices.all()[:12],
            shown.limits.select_related("option__issue"),
            shown.finance_changes.all()[:6],
        ]
    )
    mandates = [(each, mandate_state(each, request.today)) for each in given]
    confirmations = {each.gate: each for each in confirmed}
    facts = [
        Fact(label=_("Roll"), value=shown.role or "–"),
        Fact(label=_("Kan åta sig"), value=shown.undertakings or "–"),
        Fact(label=_("Situation och svårigheter"), value=shown.situation or "–"),
        Fact(label=_("Nivå"), value=shown.get_level_display()),
        who_answers(shown, request.today),
    ]
    if shown.is_association:
        facts.append(
            Fact(
                label=_("Binder"),
                value=_("Bara föreningen själv"),
                note=_("En medlem blir bunden genom sitt eget avtal, inte genom föreningens."),
            )
        )
    context = {
        **frame(held, "parties", (shown.name, "")),
        "party": shown,
        "facts": facts,
        "gates": [
            (int(gate), words, confirmations.get(int(gate)), url_of(held, "gate", shown.pk, int(gate)))
            for gate, words in HEADS.items()
        ],
        "mandates": mandates,
        "limits": limits,
        "changes": changes,
        "notices": notices,
        "unread": sum(each.read_on is None for each in notices),
        "speaks": speaks,
        "is_open": held.state in GOING_ON and shown.left_on is None,
        "may_describe": may_describe(shown, request.actor),
        "may_leave": speaks and held.state in LEFT_IN and not why_it_stays(shown, held),
        "may_give": may_give_mandate(shown.organisation, request.actor),
        "binds_no_member": citations.BINDS_NO_MEMBER if shown.is_association else None,
        "at_gates": held.state == NegotiationState.INITIATING,
    }
    return render(request, "agreements/negotiations/party.html", context)


def who_answers(party: Party, today: date) -> Fact:
    """Who may speak for the party; without anybody it can confirm nothing, and others wait in vain."""
    seats = Seat.objects.on(today).filter(
        body__organisation_id=party.principal.organisation_id,
        body__partnership__isnull=True,
        role__in=permissions.SPEAKERS,
        user__is_active=True,
    )
    names = list(dict.fromkeys(seats.order_by("user__name").values_list("user__name", flat=True)))
    if names:
        return Fact(label=_("Kan svara för parten"), value=join_swedish(names))
    told = _("Den som sköter Samverk ger en ordförande eller partsföreträdare en plats i organisationens eget organ.")
    return Fact(label=_("Kan svara för parten"), value=_("Ingen än"), note=told)


def mandate_state(mandate: Mandate, today: Any) -> tuple[str, str]:
    """A mandate's sign and state in words."""
    if mandate.revoked_on is not None and mandate.revoked_on <= today:
        return "no", _("Återkallat")
    if mandate.valid_from > today:
        return "todo", _("Gäller inte än")
    return ("done", _("Gäller")) if mandate.is_live(today) else ("late", _("Har gått ut"))


@signed_in
def party_edit(request: SamverkRequest, slug: str, pk: int, party_pk: int) -> HttpResponse:
    """Tell what a party is, what it can undertake, and its situation."""
    held = find_negotiation(request, slug, pk)
    shown = find_party(held, party_pk)
    require(may_describe(shown, request.actor), _("parten själv eller förhandlingspersonernas kansli"))
    form = PartyForm(request.POST or None, row=shown)

    def act(data: dict[str, Any]) -> None:
        services.edit_party(
            shown, changes=form.facts(), by=request.actor, today=request.today, version=version_of(form)
        )

    return form_page(
        request,
        held,
        form,
        act,
        title=_("Ändra uppgifterna om %s") % shown,
        lead=_("Alla parter ser det som står här."),
        button=_("Spara uppgifterna"),
        back="party",
        back_args=(shown.pk,),
        back_label=_("Tillbaka till parten"),
        crumb=shown.name,
        done=_("Uppgifterna är sparade."),
    )


@signed_in
def party_leave(request: SamverkRequest, slug: str, pk: int, party_pk: int) -> HttpResponse:
    """Leave the negotiation."""
    held = find_negotiation(request, slug, pk)
    shown = find_party(held, party_pk)
    require_speaker(shown, request)
    form = LeaveForm(request.POST or None, row=shown)

    def act(data: dict[str, Any]) -> None:
        services.withdraw_party(
            shown, because=data["because"], by=request.actor, today=request.today, version=version_of(form)
        )

    return form_page(
        request,
        held,
        form,
        act,
        title=_("Lämna förhandlingen"),
        lead=_("Varje part är suverän och kan lämna tills ett avtal binder den. Alla parter får veta det, och skälet."),
        button=_("Lämna förhandlingen"),
        back="party",
        back_args=(shown.pk,),
        crumb=shown.name,
        done=_("Parten har lämnat förhandlingen."),
    )


@signed_in
def finances(request: SamverkRequest, slug: str, pk: int, party_pk: int) -> HttpResponse:
    """Tell that the party's finances changed."""
    held = find_negotiation(request, slug, pk)
    shown = find_party(held, party_pk)
    require_speaker(shown, request)
    form = FinanceForm(request.POST or None)

    def act(data: dict[str, Any]) -> None:
        services.register_finance_change(shown, **form.facts(), by=request.actor, today=request.today)

    return form_page(
        request,
        held,
        form,
        act,
        title=_("Anmäl ändrad ekonomi"),
        lead=_("Alla parter får veta det genast. Paket, samtycken och utkast som inte längre håller märks."),
        button=_("Anmäl ändringen"),
        back="party",
        back_args=(shown.pk,),
        crumb=shown.name,
        done=_("Ändringen är anmäld. Alla parter har fått veta det."),
    )


@signed_in
def mandate_new(request: SamverkRequest, slug: str, pk: int, party_pk: int) -> HttpResponse:
    """Register a mandate that the party's own organisation has decided on."""
    held = find_negotiation(request, slug, pk)
    shown = find_party(held, party_pk)
    require(may_give_mandate(shown.organisation, request.actor), WHO_GIVES_MANDATE)
    form = MandateForm(request.POST or None, party=shown, today=request.today)

    def act(data: dict[str, Any]) -> None:
        grant_mandate(
            partnership=held.partnership,
            organisation=shown.organisation,
            **form.facts(),
            by=request.actor,
            today=request.today,
        )

    return form_page(
        request,
        held,
        form,
        act,
        title=_("Registrera ett mandat"),
        lead=_("Mandatet vilar på ett beslut i er egen organisation. Ingen får ett mandat av sig själv."),
        button=_("Registrera mandatet"),
        back="party",
        back_args=(shown.pk,),
        crumb=shown.name,
        done=_("Mandatet är registrerat."),
    )


@signed_in
def mandate_revoke(request: SamverkRequest, slug: str, pk: int, party_pk: int, mandate_pk: int) -> HttpResponse:
    """Take a mandate back."""
    held = find_negotiation(request, slug, pk)
    shown = find_party(held, party_pk)
    mandate = find_part(Mandate.objects.for_party(shown.principal).select_related("organisation"), mandate_pk)
    require(may_give_mandate(shown.organisation, request.actor), WHO_GIVES_MANDATE)
    form = RevokeForm(request.POST or None, row=mandate)

    def act(data: dict[str, Any]) -> None:
        revoke_mandate(
            mandate, because=data["because"], by=request.actor, today=request.today, version=version_of(form)
        )

    return form_page(
        request,
        held,
        form,
        act,
        title=_("Återkalla mandatet"),
        lead=_("Mandatet upphör i dag. Det som har gjorts med stöd av det står kvar."),
        button=_("Återkalla mandatet"),
        back="party",
        back_args=(shown.pk,),
        crumb=shown.name,
        done=_("Mandatet är återkallat."),
    )


@signed_in
def read(request: SamverkRequest, slug: str, pk: int, party_pk: int) -> HttpResponse:
    """Note that the party has read what it was told."""
    post_only(request)
    held = find_negotiation(request, slug, pk)
    shown = find_party(held, party_pk)
    if not permissions.may_read_private(shown, request.actor):
        raise Http404

    def act() -> str:
        services.note_read(shown, by=request.actor, today=request.today)
        return url_of(held, "party", shown.pk)

    return answer_step(request, act, done=_("Ni har tagit del av informationen."))
