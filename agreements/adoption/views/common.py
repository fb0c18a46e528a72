"""What the pages of an agreement's validity have in common: where one is, and how a condition is found."""

from typing import Any

from django.http import Http404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from agreements.texts.models import Agreement
from governance.organisations.policy import SamverkRequest
from governance.organisations.views.lookups import way_to

from ..models import Condition
from ..pages.readiness import validity_url

FORM = "agreements/adoption/form.html"


def link_to(name: str, *args: Any) -> str:
    """The address of a page, or nothing in an installation that lacks it."""
    try:
        return reverse(name, args=args)
    except NoReverseMatch:
        return ""


def find_agreement(request: SamverkRequest, slug: str, pk: int) -> Agreement:
    """An agreement that the actor may know of."""
    found = Agreement.objects.visible_to(request.actor).filter(partnership__slug=slug, pk=pk)
    agreement = found.select_related("partnership").first()
    if agreement is None:
        raise Http404
    return agreement


def find_condition(request: SamverkRequest, slug: str, pk: int, condition_id: int) -> Condition:
    """A condition of an agreement that the actor may know of."""
    visible = Condition.objects.visible_to(request.actor).with_names()
    found = visible.filter(agreement__partnership__slug=slug, agreement_id=pk, pk=condition_id).first()
    if found is None:
        raise Http404
    return found


def frame(agreement: Agreement, *trail: tuple[str, str]) -> dict[str, Any]:
    """What every page of an agreement's validity gives its template: the way here."""
    slug = agreement.partnership.slug
    way = [
        *way_to(agreement.partnership),
        (_("Avtal"), link_to("agreements:list", slug)),
        (agreement.title, link_to("agreements:agreement", slug, agreement.pk)),
        (_("Giltighet"), validity_url(agreement)),
        *trail,
    ]
    shown = [step for step in way if step[1] or step is way[-1]]
    return {
        "partnership": agreement.partnership,
        "agreement": agreement,
        "crumbs": [*shown[:-1], (shown[-1][0], "")],
        "eyebrow": f"{agreement} · {agreement.title}",
        "back_url": validity_url(agreement),
    }
