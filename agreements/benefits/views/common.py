"""What the pages of benefits and packages have in common: the door, the way here, and how a form is answered."""

from typing import Any

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from agreements.negotiations.models import Negotiation
from governance.organisations.policy import SamverkRequest
from governance.organisations.views.lookups import way_to
from governance.ui.parts import Chip

from ..board import Board
from ..models import Package

FORM = "agreements/benefits/form.html"


def find_negotiation(request: SamverkRequest, slug: str, pk: int) -> Negotiation:
    """A negotiation that the actor may know of."""
    found = Negotiation.objects.visible_to(request.actor).filter(partnership__slug=slug, pk=pk)
    negotiation = found.select_related("partnership").first()
    if negotiation is None:
        raise Http404
    return negotiation


def board_for(request: SamverkRequest, slug: str, pk: int) -> Board:
    """What the actor may know of the benefits in a negotiation."""
    return Board(find_negotiation(request, slug, pk), request.actor)


def board_and_package(request: SamverkRequest, slug: str, pk: int, number: int) -> tuple[Board, Package]:
    """A package with its negotiation in one question, and what the actor may know of the benefits."""
    seen = Package.objects.visible_to(request.actor).select_related("negotiation__partnership")
    found = seen.filter(negotiation__partnership__slug=slug, negotiation_id=pk, number=number)
    package = found.prefetch_related("choices", "shares").first()
    if package is None:
        raise Http404
    return Board(package.negotiation, request.actor), package


def room_url(negotiation: Negotiation) -> str:
    """The negotiation's room, or the benefits where there is none."""
    try:
        return reverse("negotiations:room", args=[negotiation.partnership.slug, negotiation.pk])
    except NoReverseMatch:
        return reverse("benefits:overview", args=[negotiation.partnership.slug, negotiation.pk])


def address(name: str, board: Board, *args: Any) -> str:
    """The address of one of our pages."""
    return reverse(f"benefits:{name}", args=[board.negotiation.partnership.slug, board.negotiation.pk, *args])


def frame(board: Board, current: str, *trail: tuple[str, str]) -> dict[str, Any]:
    """What every page gives its template: the way here, and the two parts beside each other."""
    negotiation = board.negotiation
    parts = ((_("Nyttor"), "overview"), (_("Paket"), "packages"))
    here = next(label for label, name in parts if name == current)
    way = [
        *way_to(negotiation.partnership),
        (str(negotiation), room_url(negotiation)),
        (here, address(current, board)),
        *trail,
    ]
    return {
        "negotiation": negotiation,
        "partnership": negotiation.partnership,
        "board": board,
        "eyebrow": negotiation.title,
        "crumbs": [*way[:-1], (way[-1][0], "")],
        "parts": [Chip(label=label, url=address(name, board), current=name == current) for label, name in parts],
        "refusals": (),
    }
