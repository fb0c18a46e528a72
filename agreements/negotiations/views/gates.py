"""A gate of one party: what is to be confirmed, and the three things that the party may answer."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from governance.organisations.policy import SamverkRequest, signed_in

from .. import permissions, services
from ..forms.parties import GateForm, WaitForm, WithdrawForm
from ..models import GateConfirmation, Negotiation, Party
from ..services.gates import RULES
from ..states import GATE_SENTENCES, Gate, NegotiationState
from .common import find_negotiation, find_party, form_page, frame, require_speaker, url_of

LAST_TOLD = 10


def asked_of(negotiation: Negotiation, party: Party, gate: Gate) -> list[tuple[str, str]]:
    """What is confirmed at a gate: the words of the directive, or what the party was told."""
    match gate:
        case Gate.INFORMATION:
            told = party.notices.order_by("-told_on", "-pk")[:LAST_TOLD]
            return [(_("Det här har ni fått veta"), "\n".join(f"{each.told_on}: {each.what}" for each in told) or "–")]
        case Gate.PURPOSE:
            return [(_("Syfte"), negotiation.purpose), (_("Omfattning"), negotiation.scope)]
        case Gate.DELIMITATIONS:
            outcomes = (_("Möjliga utfall"), negotiation.possible_outcomes)
            return [(_("Avgränsningar"), negotiation.delimitations), outcomes]
        case Gate.DIRECTIVE:
            return [(_("Direktiv"), negotiation.directive_reference), (_("Syfte"), negotiation.purpose)]
        case _:
            return [(_("Typ av förhandling"), negotiation.approach)]


def gate_or_404(number: int) -> Gate:
    """One of the five."""
    if number not in Gate.values:
        raise Http404
    return Gate(number)


@signed_in
def gate(request: SamverkRequest, slug: str, pk: int, party_pk: int, number: int) -> HttpResponse:
    """What a party has answered at a gate; its representative may confirm here."""
    held = find_negotiation(request, slug, pk)
    party = find_party(held, party_pk)
    asked = gate_or_404(number)
    given = party.confirmations.filter(gate=asked, withdrawn_on__isnull=True).select_related("by").first()
    speaks = permissions.may_speak_for(party, request.actor)
    is_open = held.state == NegotiationState.INITIATING
    title = _("Grind %(number)s: %(sentence)s") % {"number": number, "sentence": str(GATE_SENTENCES[asked]).lower()}
    context: dict[str, Any] = {
        "party": party,
        "asks": asked_of(held, party, asked),
        "given": given,
        "rule": RULES[asked],
        "speaks": speaks,
        "is_open": is_open,
        "remark": party.remarks.filter(gate=asked).first(),
        "former": list(party.confirmations.filter(gate=asked, withdrawn_on__isnull=False)),
        "wait_url": url_of(held, "gate_wait", party.pk, number),
        "withdraw_url": url_of(held, "gate_withdraw", party.pk, number),
        "room_url": url_of(held, "room"),
    }
    if request.method == "POST":
        require_speaker(party, request)
    elif given is not None or not speaks or not is_open:
        way = frame(held, "room", (party.name, url_of(held, "party", party.pk)), (title, ""))
        shown = {**way, "title": title, "eyebrow": held.title, "form": None, "refusals": ()}
        return render(request, "agreements/negotiations/gate.html", {**shown, **context})
    form = GateForm(request.POST or None, initial={"edition": held.directive_edition})

    def act(data: dict[str, Any]) -> str:
        services.confirm_gate(party, number, **form.facts(), by=request.actor, today=request.today)
        return next_gate(held, party, number)

    return form_page(
        request,
        held,
        form,
        act,
        title=title,
        button=_("Bekräfta grind %s") % number,
        back="room",
        back_label=_("Tillbaka till förhandlingsrummet"),
        done=_("Grind %s är bekräftad.") % number,
        template="agreements/negotiations/gate.html",
        **context,
    )


def next_gate(negotiation: Negotiation, party: Party, number: int) -> str:
    """The next gate that the party has left, or the room."""
    known = set(party.confirmations.filter(withdrawn_on__isnull=True).values_list("gate", flat=True))
    left = [int(each) for each in Gate if int(each) not in known]
    following = next((each for each in left if each > number), left[0] if left else None)
    return url_of(negotiation, "gate", party.pk, following) if following else url_of(negotiation, "room")


@signed_in
def gate_wait(request: SamverkRequest, slug: str, pk: int, party_pk: int, number: int) -> HttpResponse:
    """Say why one's party has not confirmed yet."""
    held = find_negotiation(request, slug, pk)
    party = find_party(held, party_pk)
    gate_or_404(number)
    require_speaker(party, request)
    form = WaitForm(request.POST or None)

    def act(data: dict[str, Any]) -> None:
        services.tell_why_not(party, number, **form.facts(), by=request.actor, today=request.today)

    return form_page(
        request,
        held,
        form,
        act,
        title=_("Lämna besked om grind %s") % number,
        lead=_("Alla parter ser vad ni väntar på, och när ni räknar med att kunna bekräfta."),
        button=_("Lämna beskedet"),
        back="gate",
        back_args=(party.pk, number),
        back_label=_("Tillbaka till grinden"),
        done=_("Beskedet är lämnat."),
    )


@signed_in
def gate_withdraw(request: SamverkRequest, slug: str, pk: int, party_pk: int, number: int) -> HttpResponse:
    """Take back what one's party has confirmed."""
    held = find_negotiation(request, slug, pk)
    party = find_party(held, party_pk)
    asked = gate_or_404(number)
    given = find_part_at(party, asked)
    require_speaker(party, request)
    form = WithdrawForm(request.POST or None, row=given)

    def act(data: dict[str, Any]) -> None:
        services.withdraw_confirmation(given, because=data["because"], by=request.actor, today=request.today)

    return form_page(
        request,
        held,
        form,
        act,
        title=_("Ta tillbaka bekräftelsen av grind %s") % number,
        lead=_("Förhandlingen kan inte börja förrän ni har bekräftat igen. Att ni har bekräftat finns kvar i spåret."),
        button=_("Ta tillbaka bekräftelsen"),
        back="gate",
        back_args=(party.pk, number),
        back_label=_("Tillbaka till grinden"),
        done=_("Bekräftelsen är återtagen."),
    )


def find_part_at(party: Party, asked: Gate) -> GateConfirmation:
    """The party's confirmation of a gate."""
    rows = party.confirmations.filter(gate=asked, withdrawn_on__isnull=True)
    given = rows.select_related("party__negotiation__partnership", "party__principal__organisation").first()
    if given is None:
        raise Http404
    return given
