"""The trade finder's pages: for the neutral negotiators alone; to all others they do not exist."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from governance.jobs.models import Job
from governance.organisations.pages import answer_form, answer_step
from governance.organisations.policy import SamverkRequest, signed_in

from .. import citations
from ..board import Board
from ..forms.packages import AskForm
from ..models import Analysis, Package
from ..pages.analysis import AnalysisPage
from ..services import searching
from .common import FORM, address, board_for, find_negotiation, frame, nothing_to_choose


def leaders_board(request: SamverkRequest, slug: str, pk: int) -> Board:
    """The board, for those who lead; nobody else may know of the page."""
    board = board_for(request, slug, pk)
    if not board.is_leader:
        raise Http404
    return board


@signed_in
def ask(request: SamverkRequest, slug: str, pk: int) -> HttpResponse:
    """Ask for packages that are better for somebody and worse for nobody."""
    board = leaders_board(request, slug, pk)
    if not board.issues:
        return nothing_to_choose(request, board, _("Sök bättre paket"))
    form = AskForm(request.POST or None, board=board)
    context = {
        **frame(board, "packages", (_("Sök bättre paket"), "")),
        "title": _("Sök bättre paket"),
        "lead": _("Samverk söker paket som är bättre för någon part och sämre för ingen. Bara ni ser svaret."),
        "button": _("Sök"),
        "back_url": address("packages", board),
        "back_label": _("Tillbaka till paketen"),
    }

    def act(data: dict[str, Any]) -> str:
        start = next((each for each in board.packages if each.number == data["start"]), None)
        asked = searching.ask_trade_finder(
            board.negotiation,
            start=start,
            within_mandates=data["within_mandates"],
            by=request.actor,
            today=request.today,
        )
        return address("analysis", board, asked.pk)

    return answer_form(request, form, act, FORM, context)


def find_analysis(request: SamverkRequest, board: Board, analysis: int) -> Analysis:
    """An analysis that the actor may know of."""
    seen = Analysis.objects.visible_to(request.actor).filter(negotiation=board.negotiation, pk=analysis)
    found = seen.select_related("start").first()
    if found is None:
        raise Http404
    found.negotiation = board.negotiation
    return found


@signed_in
def analysis(request: SamverkRequest, slug: str, pk: int, analysis: int) -> HttpResponse:
    """What was found: the chart, the points that stand out, and how sure they are; or that it is going on."""
    board = leaders_board(request, slug, pk)
    found = find_analysis(request, board, analysis)
    if found.start is not None:
        found.start = next((each for each in board.packages if each.pk == found.start_id), found.start)
    job = Job.objects.filter(key=found.job_key).first() if found.found is None else None
    context = {
        **frame(board, "packages", (_("Bättre paket"), "")),
        "analysis": found,
        "page": AnalysisPage(found, board, job),
        "url": address("analysis", board, found.pk),
        "rules": (citations.BENEFIT_FIRST, citations.OWN_NUMBERS),
    }
    return render(request, "agreements/benefits/analysis.html", context)


@signed_in
def suggestion(request: SamverkRequest, slug: str, pk: int, analysis: int, place: int) -> HttpResponse:
    """Make a sketch of a suggestion."""
    negotiation = find_negotiation(request, slug, pk)
    board = Board(negotiation, request.actor)
    if request.method != "POST":
        raise Http404
    found = find_analysis(request, board, analysis)

    def act() -> str:
        title = _("Förslag %(number)s ur %(analysis)s") % {"number": place + 1, "analysis": str(found).lower()}
        made: Package = searching.draft_from_suggestion(
            found, place, title=title, by=request.actor, today=request.today
        )
        return address("package", board, made.number)

    return answer_step(request, act, done=_("Skissen finns. Ge den ett namn och lägg till kostnaden."))
