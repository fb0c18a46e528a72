"""What the pages of boards have in common: where one is, how something is found, how a step is shown."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from governance.organisations.models import Partnership
from governance.organisations.pages import answer_form
from governance.organisations.policy import SamverkRequest
from governance.organisations.views.lookups import way_to
from governance.ui.parts import Check
from governance.workflow.guards import Act
from governance.workflow.refusals import NotAllowed
from governance.workflow.steps import may_take, misplaced, state_of, steps_of, view_step

from ..models import AccountsRound, AgendaItem, Board, Meeting, PartyAccounts
from ..words import step_words

FORM, STEP = "agreements/boards/form.html", "agreements/boards/step.html"
BOARD = ("agreement__parent", "agreement__negotiation", "body", "partnership")


def frame(partnership: Partnership, *trail: tuple[str, str]) -> dict[str, Any]:
    """What every page of boards gives its template: the way here."""
    home = (_("Styrelser"), reverse("boards:list", args=[partnership.slug]))
    way = [*way_to(partnership), home, *trail]
    return {"partnership": partnership, "crumbs": [*way[:-1], (way[-1][0], "")]}


def url_to(name: str, subject: Any, *more: Any) -> str:
    """An address about something of a board."""
    board = getattr(subject, "board", None) or getattr(getattr(subject, "round", None), "board", None) or subject
    return reverse(f"boards:{name}", args=[board.partnership.slug, subject.pk, *more])


def below(board: Board, here: str, *trail: tuple[str, str]) -> dict[str, Any]:
    """The frame of a page below a board's."""
    way = [(str(board), url_to("board", board)), *trail, (here, "")]
    back_label, back_url = (_("Tillbaka till styrelsen"), url_to("board", board))
    if trail:
        back_label, back_url = _("Tillbaka till %s") % trail[-1][0].lower(), trail[-1][1]
    return {
        **frame(board.partnership, *way),
        "board": board,
        "eyebrow": str(board),
        "back_url": back_url,
        "back_label": back_label,
    }


def find(request: SamverkRequest, model: Any, slug: str, pk: int) -> Any:
    """Something that the actor may know of, with its board."""
    ways: dict[Any, tuple[str, tuple[str, ...]]] = {
        Board: ("", BOARD),
        Meeting: ("board__", ("chaired_by__user", *(f"board__{each}" for each in BOARD))),
        AgendaItem: ("board__", ("meeting", "report", *(f"board__{each}" for each in BOARD))),
        AccountsRound: ("board__", tuple(f"board__{each}" for each in BOARD)),
        PartyAccounts: ("round__board__", tuple(f"round__board__{each}" for each in BOARD)),
    }
    prefix, along = ways[model]
    more = ("principal__organisation",) if model is PartyAccounts else ()
    mine = {f"{prefix}partnership__slug": slug, f"{prefix}partnership_id__in": request.actor.partnership_ids}
    found = model.objects.filter(pk=pk, **mine).select_related(*along, *more).first()
    if found is None:
        raise Http404
    return found


def allow(allowed: bool, who: Any) -> None:
    """Show a form only to those who may send it."""
    if not allowed:
        raise NotAllowed(str(who))


def answer(
    request: SamverkRequest,
    form: Any,
    act: Callable[[Any], str],
    context: dict[str, Any],
    *,
    done: str,
    template: str = FORM,
) -> HttpResponse:
    """Show a form, ask again, refuse in place or act once."""
    return answer_form(request, form, act, template, {"refusals": (), "lead": "", **context}, done=done)


def step_label(subject: Any, name: str) -> str:
    """A step's name as a heading."""
    return step_words(name, steps_of(type(subject))[name])


def step_page(
    request: SamverkRequest,
    subject: Any,
    name: str,
    form: Any,
    act: Callable[[Any], str],
    *,
    context: dict[str, Any],
    lead: str,
    done: str,
) -> HttpResponse:
    """A step with its conditions, those that are fulfilled and those that stand in the way."""
    known = steps_of(type(subject))[name]
    if not may_take(subject, known, request.actor):
        raise NotAllowed(known.who)
    if state_of(subject) in known.sources:
        view = view_step(subject, name, Act(request.actor, request.today))
        fulfilled = [Check(title=words) for words in view.fulfilled]
        refusals = list(view.refusals)
    else:
        refusals, fulfilled = misplaced(subject, known).refusals, []
    shown = {
        **context,
        "title": step_words(name, known),
        "lead": lead,
        "button": step_words(name, known),
        "fulfilled": fulfilled,
        "refusals": refusals if request.method != "POST" else (),
        "stop_heading": _("Det går inte att %s än") % known.label,
        "is_stopped": bool(refusals),
    }
    return answer(request, form, act, shown, template=STEP, done=done)
