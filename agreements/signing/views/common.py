"""What the pages of signing have in common: where one is, and how a round and a signature are found."""

from collections.abc import Callable, Sequence
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from agreements.texts.models import Agreement
from governance.lib.text import capitalise
from governance.organisations.pages import answer_form
from governance.organisations.policy import SamverkRequest
from governance.organisations.views.lookups import way_to
from governance.ui.parts import Check
from governance.workflow.guards import Act
from governance.workflow.refusals import NotAllowed, Refusal
from governance.workflow.steps import may_take, misplaced, state_of, steps_of, view_step

from .. import guards
from ..models import Signatory, SigningRound
from ..pages.rows import url_of

FORM = "agreements/signing/form.html"


def find_agreement(request: SamverkRequest, slug: str, pk: int) -> Agreement:
    """An agreement that the actor may know of."""
    found = Agreement.objects.visible_to(request.actor).filter(partnership__slug=slug, pk=pk)
    agreement = found.select_related("partnership", "agreed_version").defer("agreed_version__text").first()
    if agreement is None:
        raise Http404
    return agreement


def newest_round(agreement: Agreement) -> SigningRound:
    """The agreement's newest round; 404 when there is none."""
    found = SigningRound.objects.of(agreement).select_related("text", "document").first()
    if found is None:
        raise Http404
    found.agreement = found.text.agreement = agreement
    return found


def find_signatory(request: SamverkRequest, slug: str, pk: int, who: int) -> Signatory:
    """A signature that the actor may know of, with its round."""
    visible = Signatory.objects.visible_to(request.actor).filter(round__agreement__partnership__slug=slug)
    along = ("round__agreement__partnership", "round__text", "round__document")
    found = visible.in_order().select_related(*along).filter(round__agreement_id=pk, pk=who).first()
    if found is None:
        raise Http404
    return found


def frame(agreement: Agreement, *trail: tuple[str, str]) -> dict[str, Any]:
    """What every page of signing gives its template: the way here."""
    slug, home = agreement.partnership.slug, url_of("round", agreement)
    way = [
        *way_to(agreement.partnership),
        (_("Avtal"), reverse("agreements:list", args=[slug])),
        (agreement.title, reverse("agreements:agreement", args=[slug, agreement.pk])),
        (_("Underskrifter"), home),
        *trail,
    ]
    return {
        "partnership": agreement.partnership,
        "agreement": agreement,
        "crumbs": [*way[:-1], (way[-1][0], "")],
        "eyebrow": f"{agreement} · {agreement.title}",
        "back_url": home,
        "back_label": _("Tillbaka till underskrifterna"),
    }


def require_step(subject: Any, name: str, request: SamverkRequest) -> None:
    """Show a page only to those who may take its step."""
    step = steps_of(type(subject))[name]
    if not may_take(subject, step, request.actor):
        raise NotAllowed(str(step.who))


def standing_in_the_way(
    subject: Any, name: str, request: SamverkRequest, **details: Any
) -> tuple[Sequence[Refusal], list[Check]]:
    """What stands in the way of a step before one tries, and what is fulfilled already."""
    step = steps_of(type(subject))[name]
    if state_of(subject) not in step.sources:
        return misplaced(subject, step).refusals, []
    view = view_step(subject, name, Act(request.actor, request.today, None, details))
    asked = str(guards.reason_is_given.fulfilled)  # the form asks for it; it is not written yet
    return view.refusals, [Check(title=words) for words in view.fulfilled if words != asked]


def step_page(
    request: SamverkRequest,
    subject: Any,
    name: str,
    form: Form,
    act: Callable[[Any], str],
    context: dict[str, Any],
    *,
    done: str,
) -> HttpResponse:
    """A step with its conditions: the form when it is open, the reasons when it is not."""
    require_step(subject, name, request)
    refusals, fulfilled = standing_in_the_way(subject, name, request, reason="-")
    step = steps_of(type(subject))[name]
    shown = {
        "title": capitalise(str(step.label)),
        "button": capitalise(str(step.label)),
        "lead": "",
        "fulfilled": fulfilled,
        "refusals": (),
        "is_stopped": False,
        **context,
    }
    if refusals and request.method != "POST":
        heading = _("Det går inte att %s än") % step.label
        stopped = {**shown, "refusals": refusals, "is_stopped": True, "title": heading, "lead": ""}
        return render(request, FORM, {**stopped, "form": form})
    return answer_form(request, form, act, FORM, shown, done=done)
