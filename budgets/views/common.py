"""What the pages of the budgets have in common: where one is, what is beside, and how a step is found."""

from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from governance.lib.money import Sek
from governance.lib.text import capitalise
from governance.organisations.actors import Actor
from governance.organisations.body_names import bodies_of, in_own_names
from governance.organisations.kinds import BodyKind
from governance.organisations.models import Partnership
from governance.organisations.pages import answer_form
from governance.organisations.policy import SamverkRequest
from governance.organisations.views.lookups import way_to
from governance.ui.parts import Chip
from governance.ui.templatetags.swedish import kr
from governance.workflow.refusals import AlreadyDone, NotAllowed, Refusal, Refused, Stale
from governance.workflow.steps import Step, may_take, state_of, steps_of
from workpackages.models import Service

PARTS = (
    ("Budgetar", "budgets:overview"),
    ("Handlingsplan", "budgets:plans"),
    ("Årens medel", "budgets:frames"),
    ("Avvikelser", "budgets:deviations"),
    ("Kostnadsprinciper", "budgets:principles"),
    ("Årsrapporter", "budgets:reports"),
)


def link_to(name: str, *args: Any) -> str:
    """The address of a page, or nothing in an installation that lacks it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def frame(partnership: Partnership, current: str = "", *trail: tuple[str, str]) -> dict[str, Any]:
    """What every page of the budgets gives its template: the way here, and the parts beside."""
    parts = [(_(label), reverse(name, args=[partnership.slug]), name) for label, name in PARTS]
    home = (_("Budget"), parts[0][1])
    here = [(label, url) for label, url, name in parts if name == current and url != home[1]]
    way = [*way_to(partnership), home, *here, *trail]
    return {
        "partnership": partnership,
        "crumbs": [*way[:-1], (way[-1][0], "")],
        "parts": [Chip(label=label, url=url, current=name == current) for label, url, name in parts],
    }


def needs_services(partnership: Partnership, *, year: int) -> dict[str, Any]:
    """Where services are registered, for a form that asks for one; `no_services` when there is none to choose."""
    return {
        "services_url": reverse("workpackages:list", args=[partnership.slug]),
        "no_services": not Service.objects.filter(partnership=partnership).usable_in(year).exists(),
    }


def begun_by(partnership: Partnership, words: str, *, what: str) -> str:
    """Who begins what is not there yet; a partnership without a steering group says that nobody does."""
    if BodyKind.STEERING_GROUP in bodies_of(partnership):
        return in_own_names(words, partnership)
    return _("Partnerskapet har inget organ som lägger fram %s.") % what


def open_steps(subject: Any, actor: Actor) -> list[Step]:
    """The steps that start where the subject stands and that this actor may take; asks no guard."""
    state = state_of(subject)
    return [
        step for step in steps_of(type(subject)).values() if state in step.sources and may_take(subject, step, actor)
    ]


def may(subject: Any, name: str, actor: Actor) -> bool:
    """Whether the step starts here and this actor may take it."""
    return name in {step.name for step in open_steps(subject, actor)}


def readable(refusals: list[Refusal]) -> list[Refusal]:
    """Refusals whose saved and own values are amounts in kronor and words, not öre and keys."""
    told = []
    for refusal in refusals:
        rows = tuple((in_kronor(field), shown(field, saved), shown(field, own)) for field, saved, own in refusal.rows)
        told.append(
            Refusal(
                sentence=refusal.sentence,
                rule=refusal.rule,
                mended_by=refusal.mended_by,
                title=refusal.title,
                by_when=refusal.by_when,
                no_deadline=refusal.no_deadline,
                how=refusal.how,
                link=refusal.link,
                rows=rows,
            )
        )
    return told


def in_kronor(field: str) -> str:
    """A field's name without its unit of storage."""
    return capitalise(str(field).removesuffix(" i ören"))


def shown(field: str, value: Any) -> Any:
    """A value as the reader knows it."""
    if str(field).endswith("i ören") and value is not None:
        return kr(Sek(int(value)))
    return "–" if value in (None, "") else value


def answer(
    request: SamverkRequest,
    form: Form,
    act: Callable[[Any], str],
    template: str,
    context: dict[str, Any],
    *,
    done: str = "",
) -> HttpResponse:
    """Show a form, ask again, refuse in place or act once; what was refused is told in kronor and words.

    When somebody was before, the form is shown again for the version that is saved now, holding one's own values.
    """

    def with_words(data: Any) -> str:
        try:
            return act(data)
        except (AlreadyDone, NotAllowed):
            raise
        except Stale as stale:
            catch_up(form)
            stale.refusals = readable(stale.refusals)
            raise
        except Refused as refused:
            refused.refusals = readable(refused.refusals)
            raise

    return answer_form(request, form, with_words, template, {"refusals": (), "lead": "", **context}, done=done)


def catch_up(form: Form) -> None:
    """Let the form stand for the row as it is saved now, so that sending it again is a choice made with open eyes."""
    newest = getattr(form, "newest_version", None)
    if newest is not None:
        form.data = form.data.copy()  # type: ignore[attr-defined]  # a QueryDict
        form.data["row_version"] = str(newest())  # type: ignore[index]


def post_only(request: SamverkRequest) -> None:
    """An address that only acts has no page of its own."""
    if request.method != "POST":
        raise Http404
