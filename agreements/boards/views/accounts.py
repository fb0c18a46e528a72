"""A year's accounts: requested, told by each party, compiled, sent."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agreements.commitments.queries import followed_commitments
from governance.organisations.policy import SamverkRequest, signed_in

from .. import permissions, services
from ..forms.fields import AccountsForm, CompileForm, ReasonForm, RequestForm, StepForm
from ..models import AccountsRound, Board, PartyAccounts
from ..pages.accounts import accounts_page
from .common import allow, answer, below, find, step_label, step_page, url_to

FORMS: dict[str, Any] = {"compile": CompileForm, "reopen": ReasonForm, "send": StepForm}
ACTS: dict[str, Any] = {
    "compile": services.compile_accounts,
    "reopen": services.reopen_accounts,
    "send": services.send_accounts,
}
LEADS = {
    "compile": gettext_lazy("Parternas redovisningar läggs ihop. Sedan godkänner styrelsen dem vid ett sammanträde."),
    "reopen": gettext_lazy("Parterna får rätta sina redovisningar. Därefter sammanställs de på nytt."),
    "send": gettext_lazy("Den förseglade redovisningen skickas till regeringen och alla parter, som kvitterar."),
}
DONE = {
    "compile": gettext_lazy("Redovisningen är sammanställd."),
    "reopen": gettext_lazy("Redovisningen är öppen igen."),
    "send": gettext_lazy("Redovisningen är skickad."),
}


@signed_in
def new(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Ask every party for its accounts of a year."""
    held = find(request, Board, slug, pk)
    allow(permissions.may_prepare(held, request.actor), permissions.WHO_PREPARES)
    title = _("Begär årets redovisning")
    context = {
        **below(held, title),
        "title": title,
        "lead": _("Varje part får en uppgift: kostnad mot budget, finansiering och vad som blev klart."),
        "button": _("Begär redovisningen"),
    }

    def act(data: dict[str, Any]) -> str:
        return url_to("accounts", services.request_accounts(held, **data, by=request.actor, today=request.today))

    asked = set(held.accounts.values_list("year", flat=True))
    begun = held.agreement.in_force_on
    year = max(request.today.year - 1, begun.year if begun else 0)
    while year in asked:
        year += 1
    form = RequestForm(request.POST or None, initial={"year": min(year, request.today.year)})
    return answer(request, form, act, context, done=_("Redovisningen är begärd från alla parter."))


@signed_in
def accounts(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """A year's accounts: who has told, the sums, approved by, sent to."""
    held = find(request, AccountsRound, slug, pk)
    context = {**below(held.board, str(held)), **accounts_page(held, request.actor, request.today)}
    return render(request, "agreements/boards/accounts.html", context)


@signed_in
def party(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Tell one party's year."""
    held = find(request, PartyAccounts, slug, pk)
    allow(permissions.may_account(held, request.actor), permissions.WHO_ACCOUNTS)
    commitments = list(
        followed_commitments(held.round.board.agreement).filter(principal_id=held.principal_id).order_by("pk")
    )
    form = AccountsForm(request.POST or None, subject=held, commitments=commitments)
    title = _("Lämna redovisning för %s") % held.round.year
    context = {
        **below(held.round.board, title, (str(held.round), url_to("accounts", held.round))),
        "title": title,
        "lead": _("%s redovisar sitt år. Ni kan rätta tills styrelsens sekreterare sammanställer.") % held.principal,
        "button": _("Lämna redovisningen"),
    }

    def act(data: dict[str, Any]) -> str:
        services.submit_accounts(held, **form.figures, version=data["version"], by=request.actor, today=request.today)
        return url_to("accounts", held.round)

    return answer(request, form, act, context, done=_("Redovisningen är lämnad."))


@signed_in
def step(request: SamverkRequest, slug: str, pk: int, name: str) -> HttpResponse:
    """Compile, reopen or send."""
    held = find(request, AccountsRound, slug, pk)
    if name not in FORMS:
        raise Http404
    form = FORMS[name](request.POST or None, subject=held)

    def act(data: dict[str, Any]) -> str:
        ACTS[name](held, by=request.actor, today=request.today, **data)
        return url_to("accounts", held)

    context = below(held.board, step_label(held, name), (str(held), url_to("accounts", held)))
    return step_page(request, held, name, form, act, context=context, lead=str(LEADS[name]), done=str(DONE[name]))
