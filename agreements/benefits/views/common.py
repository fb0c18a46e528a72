"""What the pages of benefits and packages have in common: the door, the way here, and how a form is answered."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from agreements.negotiations.models import Negotiation
from agreements.negotiations.views.common import frame as negotiation_frame
from governance.organisations.policy import SamverkRequest

from ..board import Board
from ..models import Package
from ..models.valuations import acted_for
from ..pages.package import read_package

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
    package = found.first()
    if package is None:
        raise Http404
    read_package(package, acted_for(request.actor), request.today)
    return Board(package.negotiation, request.actor), package


def address(name: str, board: Board, *args: Any) -> str:
    """The address of one of our pages."""
    return reverse(f"benefits:{name}", args=[board.negotiation.partnership.slug, board.negotiation.pk, *args])


def frame(board: Board, current: str, *trail: tuple[str, str]) -> dict[str, Any]:
    """What every page gives its template: the way here, and the parts of the negotiation beside each other."""
    negotiation = board.negotiation
    return {
        **negotiation_frame(negotiation, f"benefits:{current}", *trail),
        "board": board,
        "eyebrow": negotiation.title,
        "refusals": (),
    }


def nothing_to_choose(request: SamverkRequest, board: Board, title: str) -> HttpResponse:
    """Say that packages are made of issues, and where these are written."""
    context = {**frame(board, "packages", (title, "")), "title": title}
    return render(request, "agreements/benefits/no_issues.html", context)
