"""Signing outside Samverk: borrow the file, hand it in signed, or give it back."""

from datetime import timedelta
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.organisations.pages import answer_form, answer_step
from governance.organisations.policy import SamverkRequest, signed_in
from governance.ui.templatetags.swedish import moment
from governance.workflow.refusals import NotAllowed, Refused

from ..forms import HandInForm, LendForm
from ..models import Checkout, Signatory
from ..pages.rows import url_of
from ..services import checkouts
from ..states import CheckoutState
from .common import find_signatory, frame, require_step, standing_in_the_way, step_page

HAND_IN = "agreements/signing/hand_in.html"


@signed_in
def lend(request: SamverkRequest, slug: str, pk: int, who: int) -> HttpResponse:
    """Borrow the file until a stated time."""
    signatory = find_signatory(request, slug, pk, who)
    form = LendForm(request.POST or None, subject=signatory)
    agreement = signatory.round.agreement
    context = {
        **frame(agreement, (_("Underteckna utanför Samverk"), "")),
        "title": _("Underteckna utanför Samverk"),
        "lead": _(
            "Filen lånas ut till en i taget. Medan du har den kan ingen annan underteckna, och de andra ser att du har "
            "den och till när."
        ),
        "button": _("Låna filen"),
        "back_url": url_of("review", agreement, signatory.pk),
        "back_label": _("Tillbaka till granskningen"),
    }

    def act(data: dict[str, Any]) -> str:
        until = timezone.now() + timedelta(hours=data["hours"])
        given = {"by": request.actor, "today": request.today, "version": data["version"]}
        checkouts.lend_file(signatory, until=until, **given)
        return url_of("hand_in", agreement, signatory.pk)

    done = _("Filen är utlånad till dig. Hämta den, underteckna och lämna in samma fil.")
    return step_page(request, signatory, "check_out", form, act, context, done=done)


@signed_in
def hand_in(request: SamverkRequest, slug: str, pk: int, who: int) -> HttpResponse:
    """Fetch the file, and hand it in with one's signature; the file is judged before anything is stored."""
    signatory = find_signatory(request, slug, pk, who)
    require_step(signatory, "hand_in", request)
    lent = loan_of(signatory)
    context = page_of(signatory, lent)
    form = HandInForm(request.POST or None, request.FILES or None, subject=signatory)
    refusals, _fulfilled = standing_in_the_way(signatory, "hand_in", request)
    if refusals:
        status = 409 if request.method == "POST" else 200
        return render(
            request, HAND_IN, {**context, "form": form, "refusals": refusals, "is_stopped": True}, status=status
        )
    content = b""
    if request.method == "POST" and form.is_valid():
        try:
            content = checkouts.look_at_file(signatory, form.cleaned_data["file"], by=request.actor)
        except NotAllowed:
            raise
        except Refused as refused:
            told = {**context, "form": form, "refusals": refused.refusals}
            return render(request, HAND_IN, told, status=refused.status)

    def act(data: dict[str, Any]) -> str:
        given = {"by": request.actor, "today": request.today, "version": data["version"]}
        checkouts.hand_in_file(signatory, content, **given)
        return url_of("progress", signatory.round.agreement, signatory.pk)

    return answer_form(request, form, act, HAND_IN, context)


def loan_of(signatory: Signatory) -> Checkout | None:
    """The loan that the person has now, if any."""
    lent = signatory.checkouts.filter(state=CheckoutState.OUT).first()
    return lent if lent is not None and lent.holds(timezone.now()) else None


def page_of(signatory: Signatory, lent: Checkout | None) -> dict[str, Any]:
    """What the page shows besides its form."""
    agreement = signatory.round.agreement
    lead = _("Du har filen till %s.") % moment(lent.until) if lent else ""
    return {
        **frame(agreement, (_("Lämna in filen"), "")),
        "title": _("Lämna in den undertecknade filen"),
        "lead": lead,
        "lent": lent,
        "signatory": signatory,
        "refusals": (),
        "is_stopped": False,
        "file_url": url_of("file", agreement),
        "give_back_url": url_of("give_back", agreement, signatory.pk),
        "back_url": url_of("review", agreement, signatory.pk),
        "back_label": _("Tillbaka till granskningen"),
    }


@signed_in
def give_back(request: SamverkRequest, slug: str, pk: int, who: int) -> HttpResponse:
    """Give the file back without a signature."""
    signatory = find_signatory(request, slug, pk, who)
    if request.method != "POST":
        raise Http404
    lent = signatory.checkouts.filter(state=CheckoutState.OUT).first()
    if lent is None:
        raise Http404
    require_step(lent, "give_back", request)

    def act() -> str:
        checkouts.give_back_file(lent, by=request.actor, today=request.today)
        return url_of("review", signatory.round.agreement, signatory.pk)

    return answer_step(request, act, done=_("Filen är tillbaka. Andra kan underteckna."))
