"""Offers: made, changed, given levels and conditions, confirmed and taken back."""

from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from governance.lib.money import Sek
from governance.organisations.pages import answer_step
from governance.organisations.policy import SamverkRequest, signed_in

from .. import permissions
from ..forms.offers import ConditionForm, LevelForm, OfferForm, WithdrawForm
from ..models import Commitment, OfferCondition
from ..services import offers as acts
from ..suggestions import suggested_offers
from ..words import promise_words
from .common import FORM, answer, below, commitment_url, find_agreement, find_below, find_commitment, in_list
from .common import require_right as require

FIELDS = (
    *("title", "description", "quantity", "unit", "price_level_on", "index_series", "share_ppm", "share_of"),
    *("counting_rule", "counting_area", "counts_from", "due_on", "owner_role", "counter_performance_of"),
    *("value_elsewhere", "beneficiary"),
)


def own_offer(request: SamverkRequest, slug: str, pk: int) -> Commitment:
    """An offer that the actor may change; others read who may."""
    held = find_commitment(request, slug, pk)
    require(permissions.may_offer(held, request.actor), permissions.WHO_SPEAKS)
    return held


@signed_in
def new(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Let a party offer something in a draft agreement."""
    agreement = find_agreement(request, slug, pk)
    mine: Any = request.actor.principal_in(agreement.partnership_id)
    require(mine is not None and request.actor.sits_as(*permissions.SPEAKERS), permissions.WHO_SPEAKS)
    suggestions = suggested_offers(agreement, mine, request.actor) if request.method == "GET" else []
    chosen = next((each for each in suggestions if each.key == request.GET.get("paket")), None)
    initial = chosen.initial if chosen is not None else {}
    form = OfferForm(request.POST or None, agreement=agreement, principal=mine, initial=initial)
    context = {
        **in_list(agreement, (_("Nytt bud"), "")),
        "suggestions": suggestions,
        "chosen": chosen,
        "title": _("Lämna ett bud"),
        "lead": _("Ingen är bunden av ett bud. Det blir bindande först när det klareras tillsammans med de andras."),
        "button": _("Lämna budet"),
    }

    def act(data: dict[str, Any]) -> str:
        data.pop("version", None)
        made = acts.make_offer(agreement, mine, by=request.actor, today=request.today, **data)
        return commitment_url(made)

    return answer(request, form, act, context, done=_("Budet är lämnat. Lägg till villkor om det beror på andras bud."))


@signed_in
def edit(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Change what a party offers."""
    held = own_offer(request, slug, pk)
    initial = {name: getattr(held, name) for name in FIELDS}
    initial["amount"] = None if held.amount_ore is None else Sek(held.amount_ore)
    initial["contributors"] = list(held.contributors.all())
    form = OfferForm(
        request.POST or None, agreement=held.agreement, principal=held.principal, row=held, initial=initial
    )
    several = held.levels.count() > 1
    context = {
        **below(held, (_("Ändra"), "")),
        "title": _("Ändra budet"),
        "lead": _("Budet har flera nivåer. Siffrorna ändras på nivåerna.") if several else "",
        "button": _("Spara ändringarna"),
    }

    def act(data: dict[str, Any]) -> str:
        version = data.pop("version")
        acts.change_offer(held, by=request.actor, today=request.today, version=version, **data)
        return commitment_url(held)

    return answer(request, form, act, context, done=_("Budet är ändrat."))


@signed_in
def level_new(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Offer more, perhaps on harder conditions."""
    held = own_offer(request, slug, pk)
    form = LevelForm(request.POST or None, offer=held)
    context = {
        **below(held, (_("Ny nivå"), "")),
        "title": _("Lägg till en nivå"),
        "lead": _("I dag erbjuder ni %s. En högre nivå ger mer, och kan ha egna villkor.") % promise_words(held),
        "button": _("Lägg till nivån"),
    }

    def act(data: dict[str, Any]) -> str:
        acts.add_level(held, by=request.actor, today=request.today, **data)
        return commitment_url(held)

    return answer(request, form, act, context, done=_("Nivån är tillagd."))


@signed_in
def level_drop(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Take the highest level away."""
    held = own_offer(request, slug, pk)
    context = {
        **below(held, (_("Ta bort nivå"), "")),
        "title": _("Ta bort den högsta nivån"),
        "lead": _("Nivåns villkor tas bort med den."),
        "button": _("Ta bort nivån"),
    }

    def act(data: dict[str, Any]) -> str:
        acts.drop_level(held, by=request.actor, today=request.today)
        return commitment_url(held)

    return answer(request, Form(request.POST or None), act, context, done=_("Nivån är borttagen."))


@signed_in
def condition_new(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Let an offer depend on what others do."""
    held = own_offer(request, slug, pk)
    form = ConditionForm(request.POST or None, offer=held)
    context = {
        **below(held, (_("Nytt villkor"), "")),
        "title": _("Ställ ett villkor"),
        "lead": _("Vi gör %s om …") % promise_words(held),
        "nothing": "" if form.known else _("Det finns inget annat bud att ställa villkor på än."),
        "button": _("Ställ villkoret"),
    }

    def act(data: dict[str, Any]) -> str:
        acts.add_condition(held, by=request.actor, today=request.today, **data)
        return commitment_url(held)

    return answer(request, form, act, context, done=_("Villkoret är ställt."))


@signed_in
def condition_drop(request: SamverkRequest, slug: str, pk: int, condition_id: int) -> HttpResponse:
    """Take a condition away; a page of its own, since there is no way back but to ask it anew."""
    held = own_offer(request, slug, pk)
    rows = OfferCondition.objects.filter(level__commitment=held).select_related("level__commitment")
    condition = find_below(rows, condition_id)
    context = {
        **below(held, (_("Ta bort villkor"), "")),
        "title": _("Ta bort villkoret"),
        "lead": _("Budet blir då bindande också när villkoret inte är uppfyllt."),
        "button": _("Ta bort villkoret"),
    }

    def act(data: dict[str, Any]) -> str:
        acts.drop_condition(condition, by=request.actor, today=request.today)
        return commitment_url(held)

    return answer(request, Form(request.POST or None), act, context, done=_("Villkoret är borttaget."))


@signed_in
def confirm(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Let a party say that its offer still stands."""
    held = own_offer(request, slug, pk)
    if request.method != "POST":
        context = {
            **below(held, (_("Bekräfta"), "")),
            "title": _("Bekräfta att budet står fast"),
            "lead": held.flag_reason,
            "button": _("Bekräfta budet"),
            "refusals": (),
            "form": Form(),
        }
        return render(request, FORM, context)

    def act() -> str:
        acts.confirm_offer(held, by=request.actor, today=request.today)
        return commitment_url(held)

    return answer_step(request, act, done=_("Budet står fast."))


@signed_in
def withdraw(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Take an offer back."""
    held = own_offer(request, slug, pk)
    form = WithdrawForm(request.POST or None, row=held)
    context = {
        **below(held, (_("Ta tillbaka"), "")),
        "title": _("Ta tillbaka budet"),
        "lead": _("Bud som har ert som villkor faller då, om deras part inte ändrar dem."),
        "button": _("Ta tillbaka budet"),
    }

    def act(data: dict[str, Any]) -> str:
        acts.withdraw_offer(held, by=request.actor, today=request.today, **data)
        return commitment_url(held)

    return answer(request, form, act, context, done=_("Budet är taget tillbaka."))
