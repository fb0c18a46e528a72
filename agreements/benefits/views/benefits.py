"""What each issue is worth to whom: the matrix for all, the figures for oneself alone."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from agreements.negotiations.models import Issue
from governance.organisations.pages import answer_form, answer_step
from governance.organisations.policy import SamverkRequest, signed_in
from governance.workflow.refusals import NotAllowed

from .. import citations, permissions
from ..board import Board
from ..forms.valuations import InterestForm, ValuationForm
from ..models import Interest, ValuationSheet
from ..pages.matrix import matrix_of
from ..services import valuing
from .common import FORM, address, board_for, frame


@signed_in
def overview(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """The matrix of benefits, the interests that are shared, and one's own."""
    board = board_for(request, slug, pk)
    seen = Interest.objects.visible_to(request.actor).filter(party__negotiation=board.negotiation)
    along = ("party__principal__organisation", "issue", "valued_by__principal__organisation")
    interests = list(seen.select_related(*along))
    mine = board.mine
    context = {
        **frame(board, "overview"),
        "matrix": matrix_of(board),
        "interests": sorted(interests, key=lambda each: (each.party.order, each.party_id, each.kind, each.pk)),
        "mine": mine,
        "may_value": mine is not None and permissions.may_value(mine, request.actor),
        "has_valued": mine is not None and mine.pk in board.valued,
        "silent": [each for each in board.parties if each.pk not in board.valued] if board.is_leader else [],
        "rules": (citations.OWN_BENEFITS, citations.BENEFIT_FIRST),
    }
    return render(request, "agreements/benefits/overview.html", context)


def require_own(board: Board) -> Any:
    """One's own party, for those who may speak for it."""
    if board.mine is None or not permissions.may_value(board.mine, board.actor):
        raise NotAllowed(str(permissions.WHO_SPEAKS))
    return board.mine


@signed_in
def valuations(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Value the options for one's own party, and choose what to share."""
    board = board_for(request, slug, pk)
    party = require_own(board)
    sheet = ValuationSheet.objects.filter(party=party).first()
    form = ValuationForm(request.POST or None, board=board, sheet=sheet)
    context = {
        **frame(board, "overview", (_("Värdera"), "")),
        "party": party,
        "back_url": address("overview", board),
    }

    def act(data: dict[str, Any]) -> str:
        valuing.save_valuations(
            party,
            values=data["values"],
            unit=data["unit"],
            by=request.actor,
            today=request.today,
            version=data["row_version"] or 0,
        )
        return address("overview", board)

    return answer_form(
        request, form, act, "agreements/benefits/valuations.html", context, done=_("Värderingen är sparad.")
    )


@signed_in
def interest_new(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Say what one's own party can bring, or seeks."""
    board = board_for(request, slug, pk)
    party = require_own(board)
    form = InterestForm(request.POST or None, board=board)
    context = {
        **frame(board, "overview", (_("Nytt intresse"), "")),
        "title": _("Skriv in ett intresse"),
        "lead": _("Det som inte delas läses bara av %s.") % party.name,
        "button": _("Spara intresset"),
        "back_url": address("overview", board),
        "back_label": _("Tillbaka till nyttorna"),
    }

    def act(data: dict[str, Any]) -> str:
        named = {each.pk: each for each in board.parties}
        valuing.add_interest(
            party,
            kind=data["kind"],
            text=data["text"],
            issue=Issue.objects.get(pk=data["issue"]) if data["issue"] else None,
            valued_by=named.get(data["valued_by"]),
            shared=data["shared"],
            by=request.actor,
            today=request.today,
        )
        return address("overview", board)

    return answer_form(request, form, act, FORM, context, done=_("Intresset är sparat."))


@signed_in
def interest_remove(request: SamverkRequest, slug: str, pk: int, interest: int) -> HttpResponse:
    """Take away an interest of one's own."""
    board = board_for(request, slug, pk)
    seen = Interest.objects.visible_to(request.actor).filter(party__negotiation=board.negotiation, pk=interest)
    found = seen.select_related(*Interest.locked_with).first()
    if found is None or request.method != "POST":
        raise Http404

    def act() -> str:
        valuing.remove_interest(found, by=request.actor, today=request.today)
        return address("overview", board)

    return answer_step(request, act, done=_("Intresset är borttaget."))
